"""The one entry: network and evidence in, posterior with its method and error out.

Exact whenever the frontier fits the budget. Beyond it, importance sampling: the positive findings
that make the frontier wide are set aside, explanations are drawn exactly from the posterior without
them, and each draw is weighted by the probability of the findings set aside. The answer then carries
a standard error, an effective sample size and the words that say so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.condense import Problem, condense
from legwise.inference.frontier import Marginals, Trace, draw, forward, marginals
from legwise.inference.network import NoisyOr
from legwise.inference.order import Plan, plan
from legwise.inference.sample import Draws, draw_absorbed

Floats = NDArray[np.float64]

EXACT_WIDTH = 22  # bits; a table of 32 MB
EXACT_COST = 4e8  # cells touched; a few seconds
KEPT_COST, KEPT_WIDTH = 3e7, 17  # what importance sampling keeps for its exact part
SEED = 20240229  # any fixed number: the same question gives the same draws


@dataclass(frozen=True)
class Posterior:
    """What the evidence says.

    on: node -> P(node on | evidence), for every node upstream of the evidence.
    fired: edge index -> P(the link fired | evidence); absent means 0.
    log_evidence: natural log of P(evidence). error: largest standard error of the probabilities
    (0 when exact). draws, weights: whole explanations from the posterior and their weights (sum 1).
    """

    on: dict[int, float]
    fired: dict[int, float]
    log_evidence: float
    method: str
    error: float
    effective_draws: float
    width: int
    cost: float
    draws: Draws
    weights: Floats


def infer(
    network: NoisyOr,
    evidence: Mapping[int, bool],
    *,
    draws: int = 1000,
    exact_cost: float = EXACT_COST,
    exact_width: int = EXACT_WIDTH,
) -> Posterior:
    """Posterior of `network` given `evidence` (node -> on?), with `draws` whole explanations.

    Raises InferenceError when the evidence has probability 0.
    """
    problem = condense(network, evidence)
    plans = [plan(core) for core in problem.cores]
    if _fits(plans, exact_cost, exact_width):
        return _exact(problem, plans, draws)
    return _by_importance(network, dict(evidence), max(draws, 20000), exact_cost, exact_width)


def _fits(plans: list[Plan], cost: float, width: int) -> bool:
    return sum(p.cost for p in plans) <= cost and max((p.width for p in plans), default=0) <= width


def _run(problem: Problem, plans: list[Plan], count: int) -> tuple[list[Trace], Draws, float]:
    """Forward passes of all cores, joint draws, and log P(evidence)."""
    traces = [forward(p, core) for p, core in zip(plans, problem.cores, strict=True)]
    random = np.random.default_rng(SEED)
    draws = Draws(count)
    if count:
        for trace in traces:
            draw(trace, random, draws)
        draw_absorbed(problem, random, draws)
        for node, on in problem.evidence.items():
            draws.on[node] = np.full(count, on)
    return traces, draws, problem.log_constant + sum(t.log_total for t in traces)


def _exact(problem: Problem, plans: list[Plan], count: int) -> Posterior:
    traces, draws, log_evidence = _run(problem, plans, count)
    result = Marginals()
    for trace in traces:
        marginals(trace, result)
    _add_absorbed(problem, result)
    for node, on in problem.evidence.items():
        result.on[node] = float(on)
    return Posterior(
        on=result.on,
        fired=result.fired,
        log_evidence=log_evidence,
        method="exact",
        error=0.0,
        effective_draws=float(count),
        width=max((p.width for p in plans), default=0),
        cost=sum(p.cost for p in plans),
        draws=draws,
        weights=np.full(count, 1.0 / max(count, 1)),
    )


def _add_absorbed(problem: Problem, result: Marginals) -> None:
    """Posterior of the nodes that were summed into a parent, parents first."""
    for item in reversed(problem.absorbed):
        off, on = item.lam
        by_itself = (1.0 - item.leak) * off + item.leak * on
        alone = item.leak * on / by_itself if by_itself else 0.0  # 0: impossible without the parent
        if item.edge is None:
            result.on[item.node] = alone
            continue
        either = 1.0 - (1.0 - item.leak) * (1.0 - item.edge.p)
        total = (1.0 - either) * off + either * on
        parent = result.on[item.edge.parent]
        result.on[item.node] = (1.0 - parent) * alone + parent * (either * on / total if total else 0.0)
        result.fired[item.edge.id] = parent * (item.edge.p * on / total if total else 0.0)


def _by_importance(network: NoisyOr, evidence: dict[int, bool], count: int, cost: float, width: int) -> Posterior:
    """Set findings aside until the rest is cheap, draw from it exactly, weight by what was set aside."""
    aside: list[int] = []
    kept = dict(evidence)
    budget, bits = min(cost, KEPT_COST), min(width, KEPT_WIDTH)
    while True:
        parents = sorted({e.parent for node in aside for e in network.into[node]} - evidence.keys())
        problem = condense(network, kept, parents)
        plans = [plan(core) for core in problem.cores]
        if _fits(plans, budget, bits):
            break
        aside.append(_mildest_finding(problem, plans, network))
        del kept[aside[-1]]
    _, draws, log_kept = _run(problem, plans, count)
    chances = {node: _chance_on(network, node, evidence, draws) for node in aside}
    log_weight = np.sum([np.log(np.maximum(c, 1e-300)) for c in chances.values()], axis=0)
    peak = float(log_weight.max())
    weights = np.exp(log_weight - peak)
    if not np.isfinite(peak) or weights.sum() <= 0.0:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    log_evidence = log_kept + peak + math.log(float(weights.mean()))
    weights /= weights.sum()
    for node in aside:
        draws.on[node] = np.ones(count, dtype=np.bool_)
    nodes = sorted(draws.on)
    on = {n: float(weights @ draws.on[n]) for n in nodes}
    errors = [math.sqrt(float(weights**2 @ (draws.on[n] - on[n]) ** 2)) for n in nodes]
    fired = {edge: float(weights @ column) for edge, column in draws.fired.items()}
    for node, chance in chances.items():
        for edge in network.into[node]:
            fired[edge.id] = float(weights @ (draws.column(edge.parent) * edge.p / chance))
    return Posterior(
        on=on,
        fired=fired,
        log_evidence=log_evidence,
        method=f"importance sampling ({len(aside)} of {sum(evidence.values())} positive findings by weight)",
        error=max(errors),
        effective_draws=1.0 / float(weights @ weights),
        width=max((p.width for p in plans), default=0),
        cost=sum(p.cost for p in plans),
        draws=draws,
        weights=weights,
    )


def _mildest_finding(problem: Problem, plans: list[Plan], network: NoisyOr) -> int:
    """The positive finding of the most expensive core with the largest leak.

    Its likelihood lies between its leak and 1, so setting it aside varies the weights least.
    """
    core = max(zip(plans, problem.cores, strict=True), key=lambda pair: pair[0].cost)[1]
    if not core.required:
        raise InferenceError("the network is too densely linked for the frontier, even without evidence")
    return max(core.required, key=lambda node: (float(network.leak[node]), -node))


def _chance_on(network: NoisyOr, node: int, evidence: Mapping[int, bool], draws: Draws) -> Floats:
    """P(node on | its parents) in every draw."""
    off = np.full(draws.count, 1.0 - network.leak[node])
    for edge in network.into[node]:
        if edge.parent in evidence:
            off *= 1.0 - edge.p * evidence[edge.parent]
        else:
            off *= 1.0 - edge.p * draws.column(edge.parent)
    return 1.0 - off
