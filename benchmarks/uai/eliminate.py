"""Exact answers for any small model: bucket elimination on tables, and its way back for the marginals.

For what is not noisy-OR. Cost is known before: the sum of the sizes of all bucket tables under a
min-fill order. Reference: Dechter 1999 (bucket elimination); the way back is the junction tree's (Jensen 1990).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.uai.read import Factor, Model
from benchmarks.uai.tables import sliced

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Buckets:
    """Elimination order, the variables of every bucket (its own first), table cells and the largest one's variables."""

    cliques: tuple[tuple[int, ...], ...]
    cells: float
    width: int


def buckets(model: Model, evidence: Mapping[int, int]) -> Buckets:
    """A min-fill order for the model given `evidence`, and what it costs."""
    beside: dict[int, set[int]] = {v: set() for v in range(len(model.states)) if v not in evidence}
    for factor in model.factors:
        scope = [v for v in factor.scope if v not in evidence]
        for v in scope:
            beside[v].update(u for u in scope if u != v)
    fill = {v: _fill(beside, v) for v in beside}
    cliques: list[tuple[int, ...]] = []
    cells, width = 0.0, 0
    while beside:
        v = min(fill, key=lambda u: (fill[u], len(beside[u]), u))
        around = beside.pop(v)
        del fill[v]
        cliques.append((v, *sorted(around)))
        cells += math.prod(float(model.states[u]) for u in cliques[-1])
        width = max(width, len(cliques[-1]))
        for u in around:
            beside[u] |= around - {u}
            beside[u].discard(v)
        for w in around.union(*(beside[u] for u in around)):
            fill[w] = _fill(beside, w)
    return Buckets(tuple(cliques), cells, width)


def _fill(beside: Mapping[int, set[int]], v: int) -> int:
    around = beside[v]
    return sum(len(around - beside[u]) - 1 for u in around) // 2


def eliminate(model: Model, evidence: Mapping[int, int], plan: Buckets) -> tuple[float, list[Floats]]:
    """Natural log of the sum over all states that agree with `evidence`, and every variable's marginal.

    Returns -inf and no marginals when that sum is 0.
    """
    place = {clique[0]: number for number, clique in enumerate(plan.cliques)}
    tables: list[list[Factor]] = [[] for _ in plan.cliques]
    log_total = 0.0
    for factor in (sliced(f, evidence) for f in model.factors):
        if factor.scope:
            tables[min(place[v] for v in factor.scope)].append(factor)
        elif float(factor.table) <= 0.0:
            return -math.inf, []
        else:
            log_total += math.log(float(factor.table))
    beliefs: list[Floats] = []
    messages: list[Factor | None] = []
    for clique, own in zip(plan.cliques, tables, strict=True):
        belief = np.ones([model.states[v] for v in clique])
        for factor in own:
            belief = belief * _aligned(factor, clique)
        largest = float(belief.max())
        if largest <= 0.0:
            return -math.inf, []
        belief /= largest
        log_total += math.log(largest)
        beliefs.append(belief)
        if len(clique) > 1:
            message = Factor(clique[1:], belief.sum(axis=0))
            tables[min(place[v] for v in clique[1:])].append(message)
            messages.append(message)
        else:
            log_total += math.log(float(belief.sum()))
            messages.append(None)
    return log_total, _marginals(model, evidence, plan.cliques, beliefs, messages, place)


def _marginals(
    model: Model,
    evidence: Mapping[int, int],
    cliques: Sequence[tuple[int, ...]],
    beliefs: list[Floats],
    messages: Sequence[Factor | None],
    place: Mapping[int, int],
) -> list[Floats]:
    """From the last bucket back: each gets what the rest of the model says about the variables it shares."""
    found = [np.eye(states)[evidence.get(v, 0)] for v, states in enumerate(model.states)]
    for number in range(len(cliques) - 1, -1, -1):
        clique, message = cliques[number], messages[number]
        if message is not None:
            above = cliques[number_above := min(place[v] for v in message.scope)]
            rest = beliefs[number_above].sum(axis=tuple(k for k, v in enumerate(above) if v not in message.scope))
            kept = Factor(tuple(v for v in above if v in message.scope), rest)
            told = _aligned(kept, message.scope)
            ratio = np.divide(told, message.table, out=np.zeros_like(message.table), where=message.table > 0.0)
            beliefs[number] = beliefs[number] * ratio
        own = beliefs[number].sum(axis=tuple(range(1, len(clique))))
        found[clique[0]] = own / own.sum()
    return found


def _aligned(factor: Factor, clique: Sequence[int]) -> Floats:
    """The table with one axis for each variable of `clique`, of length 1 where the factor lacks it."""
    axes = [factor.scope.index(v) for v in clique if v in factor.scope]
    shape = [factor.table.shape[factor.scope.index(v)] if v in factor.scope else 1 for v in clique]
    return np.transpose(factor.table, axes).reshape(shape)
