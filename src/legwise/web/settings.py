"""What the service is told when it starts: where it listens, where it keeps what, how much it takes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from legwise.errors import InputError, shown
from legwise.records.place import data_folder, database_address, find_key

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN = re.compile(r"[A-Za-z0-9_.~-]{16,200}")
HERE = Path(__file__).parent


def examples_folder() -> Path:
    """The published cases: beside the code in an installed wheel, in `examples/` of a checkout."""
    packed = HERE / "examples"
    return packed if packed.is_dir() else HERE.parents[2] / "examples"


@dataclass(frozen=True)
class Settings:
    """How one service runs. Limits are per request unless they say otherwise."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    data: Path = field(default_factory=data_folder)
    database: str | None = None  # address of the records; LEGWISE_DATABASE, or a file in the data folder, when None
    key: str | None = field(default_factory=find_key, repr=False)  # of encrypted records
    static: Path = HERE / "static"
    examples: Path = field(default_factory=examples_folder)
    workers: int = field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    time_limit: float = 20.0  # seconds, waiting for a free worker included
    body_limit: int = 2_000_000  # bytes
    waiting_limit: int = 128  # requests that may wait for a worker at once
    remembered: int = 256  # answers kept in memory, so that undoing a change costs nothing

    def __post_init__(self) -> None:
        """Refuse what would put patient data within reach of others. Raises InputError."""
        if self.token is not None and not TOKEN.fullmatch(self.token):
            raise InputError(
                f"token: has {len(self.token)} characters; it must have 16 to 200, each a letter, a digit or one of"
                " _ . ~ - ('python3 -c \"import secrets; print(secrets.token_urlsafe())\"' makes one)"
            )
        if not self.is_local and self.token is None:
            raise InputError(
                f"host: {shown(self.host)} is reachable by others; give an access token too"
                " (--token, or LEGWISE_TOKEN), or leave --host out to listen on this machine only"
            )

    @property
    def records(self) -> str:
        """The address of the records."""
        return database_address(self.database, self.data)

    @property
    def is_local(self) -> bool:
        """True when only this machine can reach the service."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """What to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "localhost") else self.host
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"
