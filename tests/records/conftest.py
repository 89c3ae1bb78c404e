"""The same tests on SQLite, on encrypted SQLite and on a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legwise.records.room import Records
from records_places import RAW_KEY, Place, emptied

KINDS = ("sqlite", "encrypted", "postgresql")


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
