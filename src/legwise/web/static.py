"""The built front end: hashed files for ever, everything else checked each time, and the app at every client route.

Files are read once, kept compressed in memory and read again when they change on disk.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from legwise.web.errors import error_body

FOREVER = "public, max-age=31536000, immutable"
CHECK = "no-cache"
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml", "model/gltf-binary")
TYPES = {".js": "text/javascript", ".glb": "model/gltf-binary", ".woff2": "font/woff2", ".webmanifest": "text/json"}
MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Legwise</title>
<h1>The app is not built yet</h1>
<p>The service runs (see <a href="/api/v1/about">/api/v1/about</a>), but the files of the app are missing.</p>
<p>In a checkout: <code>make app</code> builds them (it needs Node.js with npm), then load this page again.</p>
</html>"""


@dataclass(frozen=True)
class Asset:
    """One file, as it is and compressed (when that makes it smaller)."""

    content: bytes
    packed: bytes | None
    media: str
    tag: str


def make_asset(content: bytes, name: str) -> Asset:
    """A file ready to be served."""
    suffix = Path(name).suffix
    media = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0) if media.startswith(PACKABLE) else None
    if packed is not None and len(packed) > 0.95 * len(content):
        packed = None
    if media.startswith("text/"):
        media += "; charset=utf-8"
    return Asset(content, packed, media, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def respond(asset: Asset, headers: Headers, cache: str) -> Response:
    """The asset, compressed where the browser takes it, or 304 when the browser has it."""
    out = {"ETag": asset.tag, "Cache-Control": cache, "Vary": "Accept-Encoding"}
    known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    if asset.tag in known:
        return Response(status_code=304, headers=out)
    if asset.packed is not None and "gzip" in headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media, headers={**out, "Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.media, headers=out)


class Files:
    """Files below one folder, as an ASGI application."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._known: dict[Path, tuple[tuple[int, int], Asset]] = {}

    def warm(self) -> None:
        """Read and compress everything ahead of the first request."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.asset(path)

    def asset(self, path: Path) -> Asset | None:
        """One file below the folder; None when there is none."""
        try:
            place = path.resolve()
            if not place.is_relative_to(self.folder) or not place.is_file():
                return None
            state = place.stat()
            mark = (state.st_mtime_ns, state.st_size)
            known = self._known.get(place)
            if known is None or known[0] != mark:
                known = (mark, make_asset(place.read_bytes(), place.name))
                self._known[place] = known
            return known[1]
        except (OSError, ValueError):
            return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return JSONResponse(error_body("this address does not take that method"), 405, {"Allow": "GET, HEAD"})
        name = request.url.path.lstrip("/")
        found = self.asset(self.folder / name) if name else None
        if found is not None:
            return respond(found, request.headers, FOREVER if name.startswith("assets/") else CHECK)
        if "." in name.rpartition("/")[2] or name.startswith(("assets/", "api/")):
            return JSONResponse(error_body("there is nothing at this address"), 404)
        index = self.asset(self.folder / "index.html")
        if index is None:
            return Response(MISSING, 503, media_type="text/html")
        return respond(index, request.headers, CHECK)
