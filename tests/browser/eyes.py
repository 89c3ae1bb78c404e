"""Watches a page: what a user never sees but must not happen either."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Eyes:
    """Every console error, uncaught error and request to another host of the pages that it watches."""

    home: str
    seen: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda word: self.seen.append(f"console: {word.text}") if word.type == "error" else None)
        page.on("pageerror", lambda error: self.seen.append(f"uncaught: {error.stack or error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.home}/", "data:", f"blob:{self.home}/")):
            self.seen.append(f"request to elsewhere: {url}")

    def expect(self, pattern: str) -> None:
        """A test that breaks something on purpose says which complaints of the browser belong to it."""
        self._expected.append(pattern)

    def complaints(self) -> list[str]:
        return [one for one in self.seen if not any(re.search(pattern, one) for pattern in self._expected)]
