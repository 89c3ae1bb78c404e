"""The service behind the app in the browser: FastAPI on this machine only, the same models as the library."""

from legwise.web.app import create_app
from legwise.web.settings import Settings

__all__ = ["Settings", "create_app"]
