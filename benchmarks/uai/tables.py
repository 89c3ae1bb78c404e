"""What a single table of binary variables is: a noisy-OR of one of its variables, or a product of ORs.

A variable's *on* state may be its state 1 or its state 0 (`flip`), so that a noisy-AND, which is a noisy-OR of
negated variables, is recognised too.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.uai.read import Factor

Floats = NDArray[np.float64]

TOLERANCE = 1e-12  # of a probability; files hold up to 14 decimals
ROUNDING = 1e-15  # of a logarithm that would be 0 but for rounding


@dataclass(frozen=True)
class OrTable:
    """`scale` times P(child | parents): on with probability 1 - (1 - leak) * prod(1 - p over parents that are on)."""

    child: int
    leak: float
    links: tuple[tuple[int, float], ...]
    scale: float


@dataclass(frozen=True)
class Gadget:
    """A factor 1 where any of `variables` is on and exp(log_off) where all are off."""

    variables: tuple[int, ...]
    log_off: float


def children(factor: Factor) -> Iterator[int]:
    """Variables over which the table sums to the same positive number whatever the others are."""
    for axis, variable in enumerate(factor.scope):
        sums = factor.table.sum(axis=axis)
        if sums.flat[0] > 0.0 and np.all(np.abs(sums - sums.flat[0]) <= TOLERANCE * sums.flat[0]):
            yield variable


def polarities(factor: Factor, child: int) -> list[dict[int, bool]]:
    """Which states to call on so that the table is a noisy-OR of `child`: variable -> flip, at most two ways.

    Parents without effect are left out: any polarity will do.
    """
    found = []
    for flip in (False, True):
        on = np.moveaxis(factor.table, factor.scope.index(child), 0)[0 if flip else 1]
        parents = [v for v in factor.scope if v != child]
        wanted = {child: flip}
        for axis, parent in enumerate(parents):
            rise = np.diff(on, axis=axis)
            most = float(rise.flat[np.abs(rise).argmax()])
            if most != 0.0:
                wanted[parent] = most < 0.0
        if or_table(factor, child, wanted) is not None:
            found.append(wanted)
    return found


def or_table(factor: Factor, child: int, flip: Mapping[int, bool]) -> OrTable | None:
    """The table as a noisy-OR of `child` under these polarities, or None when it is none."""
    parents = [v for v in factor.scope if v != child]
    table = np.moveaxis(turned(factor, flip), factor.scope.index(child), 0)
    sums = table.sum(axis=0)
    scale = float(sums.flat[0])
    if not scale > 0.0 or np.any(np.abs(sums - scale) > TOLERANCE * scale):
        return None
    off, on = table[0] / scale, table[1] / scale
    leak = float(on.flat[0])
    silent, links = off.flat[0], []
    expected = np.full(off.shape, silent)
    for axis, parent in enumerate(parents):
        place = tuple(int(a == axis) for a in range(len(parents)))
        p = float((on[place] - leak) / silent) if silent > 0.0 else 0.0
        if not -TOLERANCE <= p <= 1.0 + TOLERANCE:
            return None
        p = 1.0 if off[place] == 0.0 else min(max(p, 0.0), 1.0)
        links.append((parent, p))
        expected *= np.reshape([1.0, 1.0 - p], [2 if a == axis else 1 for a in range(len(parents))])
    if np.any(np.abs(expected - off) > TOLERANCE):
        return None
    return OrTable(child, min(leak, 1.0), tuple((v, p) for v, p in links if p > 0.0), scale)


def turned(factor: Factor, flip: Mapping[int, bool]) -> Floats:
    """The table with index 1 meaning on for every variable."""
    axes = tuple(axis for axis, variable in enumerate(factor.scope) if flip.get(variable, False))
    return np.flip(factor.table, axes)


def sliced(factor: Factor, known: Mapping[int, int]) -> Factor:
    """The table with known variables fixed at their state."""
    index = tuple(known.get(v, slice(None)) for v in factor.scope)
    return Factor(tuple(v for v in factor.scope if v not in known), np.asarray(factor.table[index]))


def gadgets(factor: Factor, flip: Mapping[int, bool]) -> list[Gadget] | None:
    """Any positive table of binary variables as a product of ORs (the Moebius transform of its logarithm).

    ``log f(x) = sum over sets S of a(S) * [all of S are off]`` has exactly one solution for a positive `f`. Zeros
    are allowed where they stay zero when more is off, and `f` is not zero when all is on; otherwise None.
    """
    table = turned(factor, flip)
    weight: dict[frozenset[int], float] = {}
    for size in range(len(factor.scope) + 1):
        for off in map(frozenset, itertools.combinations(range(len(factor.scope)), size)):
            value = float(table[tuple(0 if axis in off else 1 for axis in range(len(factor.scope)))])
            below = [a for inner, a in weight.items() if inner < off]
            ruled_out = -math.inf in below
            if value == 0.0:
                if not off:
                    return None
                weight[off] = 0.0 if ruled_out else -math.inf
            elif ruled_out:
                return None
            else:
                weight[off] = math.log(value) - math.fsum(below)
    found = (Gadget(tuple(factor.scope[axis] for axis in sorted(off)), a) for off, a in weight.items())
    return [gadget for gadget in found if abs(gadget.log_off) > ROUNDING]
