"""Compiled loops are kept under a checksum of all of them, and work where nothing can be kept."""

from __future__ import annotations

import os
from typing import Any

import numba
import numba.core.caching
import pytest

from legwise.inference.compiled import compiled


def double(x: float) -> float:
    return 2.0 * x


def test_without_a_folder_to_write_to_loops_are_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError("read-only file system")

    monkeypatch.setattr(numba.core.caching._CacheLocator, "ensure_cache_path", refuse)
    assert compiled(double)(1.5) == 3.0


@pytest.mark.skipif("NUMBA_CACHE_DIR" in os.environ, reason="the user chose another folder")
def test_the_folder_is_named_after_the_loops() -> None:
    settings: Any = numba.config
    assert "legwise" in settings.CACHE_DIR and "loops-" in settings.CACHE_DIR
