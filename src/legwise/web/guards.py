"""What stands in front of every request: who may ask, how much may be sent, what a browser may do.

Plain ASGI, so that nothing of a request is read before it is allowed. From outside in: `Guard` (safe headers,
and a plain answer when something breaks), `Doorkeeper` (host name, origin, token), `BodyLimit`.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legwise.web.errors import error_body
from legwise.web.refusal import log_unexpected
from legwise.web.settings import LOOPBACK, Settings

COOKIE = "legwise_token"
DEEPEST = 40  # levels of JSON: a case has at most 24, and requests wrap it
DISCARDED = 100_000_000  # bytes beyond the limit that are taken before the answer
BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)  # one pass, also over an open string
HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
BODY_SECONDS = 20.0

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Guard:
    """Safe headers on every answer; an unexpected failure becomes a plain 500 and a log line without content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except Exception as error:
            log_unexpected(error)
            if not begun:
                message = "something went wrong inside Legwise; nothing that was saved is lost"
                await JSONResponse(error_body(message), 500)(scope, receive, guarded)


class Doorkeeper:
    """Lets in whom the settings allow.

    On this machine only, the Host header must name it: a page elsewhere that points its own name at 127.0.0.1
    (DNS rebinding) is refused. An Origin must be this machine or the host itself. With a token, every request must
    carry it, as `Authorization: Bearer` or as the cookie that `?token=` sets once.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refuses_host(headers) or self._refuses_origin(headers)
        if refused:
            await JSONResponse(error_body(refused), 403)(scope, receive, send)
            return
        token = self.settings.token
        if token is None or _carries(headers, token):
            await self.app(scope, receive, send)
            return
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and any(name == "token" and _same(value, token) for name, value in query):
            await self._admit(scope, query, token)(scope, receive, send)
            return
        message = "an access token is needed: open the address with ?token=... once, or send Authorization: Bearer ..."
        await JSONResponse(error_body(message), 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)

    def _refuses_host(self, headers: Headers) -> str | None:
        if not self.settings.is_local:
            return None  # the token stands guard there
        name, port = _host_and_port(headers.get("host", ""))
        if name in LOOPBACK and port in (self.settings.port, None):
            return None
        return "this address is not the one that Legwise listens on; open the address that 'legwise serve' printed"

    def _refuses_origin(self, headers: Headers) -> str | None:
        origin = headers.get("origin")
        if origin is None:
            return None
        parts = urlsplit(origin)
        if parts.scheme in ("http", "https"):
            name, _ = _host_and_port(parts.netloc)
            if name in LOOPBACK or parts.netloc == headers.get("host"):
                return None
        return "requests from other sites are refused"

    @staticmethod
    def _admit(scope: Scope, query: list[tuple[str, str]], token: str) -> RedirectResponse:
        rest = urlencode([pair for pair in query if pair[0] != "token"])
        path = "/" + scope["path"].lstrip("/")  # never '//elsewhere'
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        secure = scope.get("scheme") == "https"
        answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, path="/")
        return answer


def _host_and_port(host: str) -> tuple[str, int | None]:
    """'[::1]:8765' as ('::1', 8765); a port that is no number fits nothing."""
    name, port = host, ""
    if host.startswith("["):
        name, _, port = host[1:].partition("]")
        port = port.removeprefix(":")
    elif ":" in host:
        name, _, port = host.rpartition(":")
    if not port:
        return name.lower(), None
    return name.lower(), int(port) if port.isascii() and port.isdigit() and len(port) < 6 else -1


def _carries(headers: Headers, token: str) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and _same(given.strip(), token):
        return True
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return False
    return cookie is not None and _same(cookie.value, token)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


class BodyLimit:
    """Reads the body up to the limit, whatever length was announced, and passes it on only when it is sound JSON."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.limit = app, settings.body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse its body."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body, size = await self._read(receive)
        except TimeoutError:
            await self._refuse(408, f"the request did not arrive within {BODY_SECONDS:.0f} seconds", scope, send)
            return
        if size > self.limit:
            await self._refuse(413, f"the request is too large; at most {self.limit:,} bytes are taken", scope, send)
            return
        problem = unsound(body) if body and "json" in Headers(scope=scope).get("content-type", "") else None
        if problem:
            await self._refuse(400, problem, scope, send)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> tuple[bytes, int]:
        """The body and its size. What goes beyond the limit is taken and thrown away for a while: a sender that is
        cut off in mid-sentence never reads the answer."""
        parts: list[bytes] = []
        size = 0
        while size <= DISCARDED:
            message = await receive()
            if message["type"] != "http.request":
                break
            size += len(message.get("body", b""))
            if size <= self.limit:
                parts.append(message.get("body", b""))
            else:
                parts.clear()
            if not message.get("more_body", False):
                break
        return b"".join(parts), size

    async def _refuse(self, status: int, message: str, scope: Scope, send: Send) -> None:
        """Answer and close."""
        answer = JSONResponse(error_body(message), status, {"Connection": "close"})
        await answer(scope, _nothing, send)


def unsound(body: bytes) -> str | None:
    """Why a JSON body cannot be used: not UTF-8, nested too deeply, half a character, a number without bounds."""
    depth = 0
    for found in BRACKETS.finditer(body):
        mark = found.group()
        if mark in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST:
                return f"the body is nested too deeply; at most {DEEPEST} levels are allowed"
        elif mark in (b"]", b"}"):
            depth -= 1
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        if HALF_CHARACTER.search(body):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        return "the body holds characters that are not valid text (UTF-8)"
    except (ValueError, RecursionError):
        return "the body is not readable as JSON"
    return None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
