"""The one decorator of all compiled loops.

Numba keeps what it compiled on disk, but notices only changes of the file that a function stands in. So the
folder is named after a checksum of all files here: a new version never runs loops of an old one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs

Loop = TypeVar("Loop", bound=Callable[..., Any])

REORDER = {"reassoc", "contract", "nsz"}
"""Lets a sum be added up in several lanes; nothing is assumed finite, and no term is approximated."""


def _folder() -> Path:
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return Path(platformdirs.user_cache_dir("legwise")) / f"loops-{digest.hexdigest()[:16]}"


settings: Any = numba.config
if not settings.CACHE_DIR:
    settings.CACHE_DIR = str(_folder())


def compiled(loop: Loop) -> Loop:
    """Compile on the first call, keep the result on disk, and let other threads run meanwhile."""
    return _compiled(loop)


def compiled_sums(loop: Loop) -> Loop:
    """As `compiled`, for loops that mostly add up."""
    return _compiled(loop, fastmath=REORDER)


def _compiled(loop: Loop, **options: Any) -> Loop:
    try:
        return cast(Loop, numba.njit(cache=True, nogil=True, **options)(loop))
    except RuntimeError:  # no folder can be written to: compile anew in every process
        return cast(Loop, numba.njit(nogil=True, **options)(loop))
