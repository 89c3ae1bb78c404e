"""The same tests on SQLite, on encrypted SQLite and on a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tools.postgres import Server, server

from legwise.records.database import Database, create_database, open_database
from legwise.records.room import Records

RAW_KEY = f"x'{'5e' * 32}'"  # the key itself rather than a passphrase: SQLCipher then skips its slow derivation
KINDS = ("sqlite", "encrypted", "postgresql")


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests."""
    with server() as found:
        yield found


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place without records, of each kind in turn."""
    if request.param == "postgresql":
        return Place(emptied(request.getfixturevalue("postgres")), None)
    return Place(f"sqlite:///{tmp_path / 'records.sqlite'}", RAW_KEY if request.param == "encrypted" else None)


@pytest.fixture
def records(place: Place) -> Iterator[Records]:
    """Empty records of each kind in turn."""
    database = place.create()
    yield Records(database, "tester")
    database.close()
