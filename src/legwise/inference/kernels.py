"""The two inner loops of the frontier: a link produces its child, and the adjoint of that.

A table of 2**width cells is seen as (blocks, 2, stride): the middle axis is the child's bit. Small
tables go through NumPy; for large ones the same loops compiled by Numba avoid every temporary array
and are several times faster (`make bench`). Numba is imported only when a large table comes up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COMPILED_FROM = 2**14  # cells; below this, calling NumPy costs less than the loops


def produce(table: Floats, stride: int, p: float) -> None:
    """In place: where the child's bit is off, set it with probability p."""
    if table.size >= COMPILED_FROM:
        _compiled()[0](table.reshape(-1), stride, p)
        return
    cells = table.reshape(-1, 2, stride)
    absent = cells[:, 0]
    cells[:, 1] += p * absent
    absent *= 1.0 - p


def pull(before: Floats, adjoint: Floats, stride: int, p: float) -> float:
    """Adjoint of `produce`, in place on `adjoint`; returns the weight of the link having fired."""
    if before.size >= COMPILED_FROM:
        return float(_compiled()[1](before.reshape(-1), adjoint.reshape(-1), stride, p))
    cells, back = before.reshape(-1, 2, stride), adjoint.reshape(-1, 2, stride)
    absent, produced = back[:, 0], back[:, 1]
    fired = p * float(np.sum((cells[:, 0] + cells[:, 1]) * produced))
    absent *= 1.0 - p
    absent += p * produced
    return fired


@lru_cache(maxsize=1)
def _compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    from legwise.inference.compiled import produce_cells, pull_cells

    return produce_cells, pull_cells
