"""The real knowledge base, read once."""

from __future__ import annotations

import pytest

from legwise.knowledge.load import Knowledge, load


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()
