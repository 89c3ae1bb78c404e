"""A request that is not carried out, and an error that nobody expected. Light: workers import it before all else.

What a request held is never written to a log: an unexpected error is logged by its kind and place only.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

log = logging.getLogger("legwise.web")


class RefusedError(Exception):
    """A request that is not carried out; `more` is added to the body beside `error`."""

    def __init__(self, status: int, message: str, *, field: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.field, self.more = status, message, field, more


def log_unexpected(error: BaseException) -> None:
    """Log kind and place, without the message: it may repeat what a patient said."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "; ".join(f"{frame.filename}:{frame.lineno}" for frame in last)
    log.error("unexpected %s at %s", type(error).__name__, where)
