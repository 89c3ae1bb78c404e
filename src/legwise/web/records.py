"""The records of a running service: opened by the first request that needs them, made where there are none.

The libraries for databases are loaded only then, so that the service starts without waiting for them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from legwise.errors import RecordsError
from legwise.web.refusal import RefusedError
from legwise.web.settings import Settings

if TYPE_CHECKING:
    from legwise.records.room import Records

WHO = "app"  # the service knows a token, not who holds it


class RecordsRoom:
    """Opens the records once for all requests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._open: Records | None = None

    def open(self) -> Records:
        """The records. Raises RefusedError (503) when they cannot be opened; the next request tries again."""
        with self._lock:
            if self._open is None:
                try:
                    self._open = self._opened()
                except RecordsError as error:
                    raise RefusedError(503, str(error)) from None
            return self._open

    def _opened(self) -> Records:
        from legwise.records.database import create_database, is_missing, open_database
        from legwise.records.room import Records

        address, key = self.settings.records, self.settings.key
        return Records((create_database if is_missing(address) else open_database)(address, key), WHO)

    def close(self) -> None:
        """Close the connections, if there are any."""
        with self._lock:
            if self._open is not None:
                self._open.database.close()
                self._open = None
