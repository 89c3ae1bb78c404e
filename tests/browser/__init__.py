"""The app in a real browser; a package, so that Playwright's event loop ends with it and not with the session."""
