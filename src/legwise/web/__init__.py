"""The service behind the app in the browser: FastAPI on this machine only, the same models as the library."""
