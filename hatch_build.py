"""Build hook: a wheel or source archive carries the built app, made by npm when it is missing or older than `web/`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src/legwise/web/static/index.html")
SOURCES = ("index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "src", "public")


class AppBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of an archive are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the app. An editable install takes it from the checkout, where `make app` builds it."""
        root = Path(self.root)
        if version == "editable" or is_fresh(root):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "The app in the browser is not built yet, and npm, which builds it, is not installed."
                " Install Node.js 20.19 or newer with npm and try again."
            )
        for command in ([npm, "ci"], [npm, "run", "build"]):
            if subprocess.run(command, cwd=root / "web", check=False).returncode:
                raise RuntimeError(f"The app in the browser could not be built: '{' '.join(command)}' failed in web/.")


def is_fresh(root: Path) -> bool:
    """True when the built app is there and no source of it is newer."""
    built = root / BUILT
    if not built.is_file():
        return False
    places = [root / "web" / name for name in SOURCES]
    files = [path for place in places for path in ([place] if place.is_file() else place.rglob("*"))]
    newest = max((path.stat().st_mtime for path in files if path.is_file()), default=0.0)
    return newest <= built.stat().st_mtime
