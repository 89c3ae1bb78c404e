"""Answer a UAI model: the sum over all states that agree with the evidence, and every variable's marginal.

The model becomes a noisy-OR network for Legwise's engine. Nodes that were merged into others get their marginals
in further runs in which a few of them are nodes again. Where the frontier is too wide for that, and for nodes that
no evidence reaches, P(node off, evidence) / P(evidence) gives them, which costs no further bit. Where tables are
left that no noisy-OR expresses, elimination on tables answers if it fits; else the engine does so for every state of
a few of their variables. Beyond that the engine's own approximation stands with its error.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.uai.eliminate import buckets, eliminate
from benchmarks.uai.read import Model
from benchmarks.uai.recognise import Recognised, recognise
from benchmarks.uai.reduce import Reduced, reduce, with_kept, with_off
from legwise.errors import InferenceError
from legwise.inference import Posterior, infer

Floats = NDArray[np.float64]

SMALL, LARGEST = 2.0**20, 2.0**27  # table cells that elimination may take at first, and at last
BRANCHES = 256  # states of conditioned variables
TOGETHER, NARROW = 8, 14  # chain nodes asked about in one run, and the bits that these runs may need


@dataclass(frozen=True)
class Answer:
    """log_z: natural log of the sum (-inf: impossible). marginals: one array per variable, None when impossible.

    error: largest error of a marginal as the method states it, 0 where exact. width: bits of the frontier, or
    variables of the largest table.
    """

    log_z: float
    marginals: tuple[Floats, ...] | None
    method: str
    error: float
    width: int


def answer(model: Model, evidence: Mapping[int, int], *, marginals: bool = True) -> Answer:
    """Answer `model` given `evidence` (variable -> state); without marginals only the sum.

    Raises InferenceError when nothing fits.
    """
    found = recognise(model, evidence)
    plan = None
    if found.stubborn:
        plan = buckets(model, evidence)
        if plan.cells > SMALL and (branched := _branched(model, evidence, found, marginals)):
            return branched
    else:
        by_engine = _by_engine(model, evidence, found, marginals)
        if by_engine.error == 0.0:
            return by_engine
        plan = buckets(model, evidence)
        if plan.cells > LARGEST:
            return by_engine
    if plan.cells > LARGEST:
        raise InferenceError(
            f"{len(found.stubborn)} tables are no noisy-OR, too many to try all their states, and elimination would "
            f"need {plan.cells:.1e} table cells; allowed: {LARGEST:.1e}"
        )
    log_z, tables = eliminate(model, evidence, plan)
    method = f"exact: elimination on tables of up to {plan.width} variables"
    return Answer(log_z, tuple(tables) if tables else None, method, 0.0, plan.width)


def _by_engine(model: Model, evidence: Mapping[int, int], found: Recognised, marginals: bool) -> Answer:
    if not found.possible:
        return _impossible()
    try:
        reduced = reduce(found.leak, found.links, found.evidence)
        posterior = infer(reduced.small.network, reduced.small.evidence, draws=0)
    except InferenceError as error:
        if "impossible" in str(error):
            return _impossible()
        raise
    width, exact = posterior.width, posterior.error == 0.0
    on: dict[int, float] = {}
    if marginals:
        wanted = [v for v, states in enumerate(model.states) if states == 2 and v not in evidence]
        on = {v: float(reduced.known[v]) for v in wanted if v in reduced.known}
        for v in wanted:
            place = reduced.small.number.get(v)
            if v not in on and place is not None and posterior.reached[place]:
                on[v] = float(posterior.on[place])
        left = [v for v in wanted if v not in on]
        if exact and left:
            more = _chain_marginals(reduced, posterior, left)
            on |= more
            left = [v for v in left if v not in more]
        for v in left if exact else []:
            off = _with_off(found, reduced, v)
            on[v] = -math.expm1(min(0.0, off.log_evidence - posterior.log_evidence)) if off else 1.0
            exact = exact and (not off or off.error == 0.0)
            width = max(width, off.width if off else 0)
        if not exact:
            posterior, on = _unmerged(found, wanted)
    name = "exact: frontier" if exact else posterior.method
    tables = tuple(_marginal(model, evidence, found, v, on) for v in range(len(model.states))) if marginals else None
    return Answer(found.log_scale + posterior.log_evidence, tables, name, posterior.error, width)


def _chain_marginals(base: Reduced, posterior: Posterior, wanted: list[int]) -> dict[int, float]:
    """P(on) of merged nodes, several made nodes again in each run, where the frontier leaves room for their bits."""
    room = min(TOGETHER, NARROW - posterior.width)
    inside = [v for v in wanted if v in base.into]
    on: dict[int, float] = {}
    for begin in range(0, len(inside), room) if room > 0 else []:
        chosen = inside[begin : begin + room]
        small = with_kept(base, chosen)
        found = infer(small.network, small.evidence, draws=0)
        if found.error == 0.0:
            on |= {v: float(found.on[small.number[v]]) for v in chosen}
    return on


def _with_off(found: Recognised, base: Reduced, node: int) -> Posterior | None:
    """The engine's answer with one more node observed off; None where that is impossible."""
    try:
        if node in base.into:
            small = with_off(base, node)
        else:
            small = reduce(found.leak, found.links, found.evidence | {node: False}).small
        return infer(small.network, small.evidence, draws=0)
    except InferenceError as error:
        if "impossible" in str(error):
            return None
        raise


def _unmerged(found: Recognised, wanted: list[int]) -> tuple[Posterior, dict[int, float]]:
    """One answer about all nodes: nothing merged, and what no evidence reaches gets a child without meaning."""
    helper = len(found.leak)
    leak, links = [*found.leak, 0.0], [*found.links, dict.fromkeys(wanted, 0.0)]
    reduced = reduce(leak, links, found.evidence | {helper: False}, merge=False)
    posterior = infer(reduced.small.network, reduced.small.evidence, draws=0)
    number = reduced.small.number
    on = {v: float(posterior.on[number[v]]) for v in wanted if v in number}
    return posterior, {v: float(reduced.known[v]) for v in wanted if v in reduced.known} | on


def _marginal(
    model: Model, evidence: Mapping[int, int], found: Recognised, variable: int, on: Mapping[int, float]
) -> Floats:
    states = model.states[variable]
    if variable in evidence:
        return np.asarray(np.eye(states)[evidence[variable]])
    if variable not in on:  # no table says anything about it
        return np.full(states, 1.0 / states)
    chance = min(max(on[variable], 0.0), 1.0)
    table = np.array([1.0 - chance, chance])
    return table[::-1] if found.flip.get(variable, False) else table


def _branched(model: Model, evidence: Mapping[int, int], found: Recognised, marginals: bool) -> Answer | None:
    """The mixture over all states of a few variables that make every table a noisy-OR, if so few will do."""
    cutset: dict[int, int] = {}
    left = [list(factor.scope) for factor in found.stubborn]
    while left:
        counts = Counter(v for scope in left for v in scope)
        variable = max(counts, key=lambda v: (counts[v], -v))
        cutset[variable] = model.states[variable]
        left = [rest for scope in left if len(rest := [v for v in scope if v != variable]) > 1]
        if math.prod(cutset.values()) > BRANCHES:
            return None
    parts: list[Answer] = []
    for states in np.ndindex(*cutset.values()):
        more = {**evidence, **dict(zip(cutset, map(int, states), strict=True))}
        inner = recognise(model, more)
        if inner.stubborn:
            return None
        parts.append(_by_engine(model, more, inner, marginals))
    largest = max(part.log_z for part in parts)
    if largest == -math.inf:
        return _impossible()
    weights = np.exp([part.log_z - largest for part in parts])
    log_z = largest + math.log(float(weights.sum()))
    tables = None
    if marginals:
        possible = [(w, part.marginals) for w, part in zip(weights / weights.sum(), parts, strict=True) if w > 0.0]
        tables = tuple(
            np.sum([w * tables[v] for w, tables in possible if tables], axis=0) for v in range(len(model.states))
        )
    error = max(part.error for part in parts)
    name = "exact: frontier" if error == 0.0 else max(parts, key=lambda part: part.error).method
    method = f"{name}, for all {len(parts)} states of {len(cutset)} variables"
    return Answer(log_z, tables, method, error, max(part.width for part in parts))


def _impossible() -> Answer:
    return Answer(-math.inf, None, "exact: the evidence is impossible", 0.0, 0)
