"""The inner loops of `kernels`, compiled once and cached on disk by Numba."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True)
def produce_cells(cells: Floats, stride: int, p: float) -> None:
    """Move the share p of every cell with the bit off to its partner with the bit on, in place."""
    for block in range(0, cells.size, 2 * stride):
        for low in range(block, block + stride):
            cells[low + stride] += p * cells[low]
            cells[low] *= 1.0 - p


@njit(cache=True)
def pull_cells(before: Floats, adjoint: Floats, stride: int, p: float) -> float:
    """Adjoint of `produce_cells` in place; returns the weight of the link having fired."""
    fired = 0.0
    for block in range(0, before.size, 2 * stride):
        for low in range(block, block + stride):
            produced = adjoint[low + stride]
            fired += (before[low] + before[low + stride]) * produced
            adjoint[low] = (1.0 - p) * adjoint[low] + p * produced
    return p * fired
