"""The real knowledge base, read once, and a real PostgreSQL, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tools.postgres import Server, server

from legwise.knowledge.load import Knowledge, load


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests."""
    with server() as found:
        yield found
