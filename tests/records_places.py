"""Where tests keep records, and a writer in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection

import psycopg
from tools.postgres import Server

from legwise.records.database import Database, create_database, open_database
from legwise.records.room import Records
from records_content import DAY, documents

RAW_KEY = f"x'{'5e' * 32}'"  # the key itself rather than a passphrase: SQLCipher then skips its slow derivation
LONG = {**documents(), "plan": {"words": "x" * 60_000}}


def emptied(postgres: Server) -> str:
    """The address of a database without tables; one for all tests, since to make one takes long."""
    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        connection.execute("SET lock_timeout = '30s'")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres.address()


@dataclass(frozen=True)
class Place:
    """Where records may be made."""

    address: str
    key: str | None

    def create(self) -> Database:
        return create_database(self.address, self.key)

    def open(self) -> Database:
        return open_database(self.address, self.key)


def write(address: str, key: str | None, code: str, pipe: Connection) -> None:
    """Add visits without end, and send the id of each one after it was kept."""
    records = Records(open_database(address, key), "writer")
    while True:
        pipe.send(records.add_visit(code, DAY, LONG))
