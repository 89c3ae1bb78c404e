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
from legwise.inference.frontier import Marginals, draw, forward, marginals
from legwise.inference.network import NoisyOr, ancestors
from legwise.inference.order import Plan, plan
from legwise.inference.sample import Draws, draw_absorbed, draw_given, empty_draws

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EXACT_WIDTH = 22  # bits; a table of 32 MB
EXACT_COST = 4e8  # cells touched; a few seconds
KEPT_COST, KEPT_WIDTH = 3e7, 17  # what importance sampling keeps for its exact part
SEED = 20240229  # any fixed number: the same question gives the same draws


@dataclass(frozen=True)
class Posterior:
    """What the evidence says.

    on: shape (nodes,), P(node on | evidence), for the nodes that the evidence reached (`reached`, a
    mask: evidence and everything upstream); NaN elsewhere. fired: shape (edges,), P(the link fired |
    evidence), NaN where the parent is observed or the child out of reach. log_evidence: natural log of
    P(evidence). error: largest standard error of the probabilities (0 when exact). draws, weights: whole
    explanations from the posterior and their weights (sum 1).
    """

    on: Floats
    fired: Floats
    reached: Bools
    log_evidence: float
    method: str
    error: float
    effective_draws: float
    width: int
    cost: float
    draws: Draws
    weights: Floats

    def known(self) -> dict[int, float]:
        """Node -> P(on), for the nodes that the evidence reached."""
        nodes = np.flatnonzero(self.reached).tolist()
        return dict(zip(nodes, self.on[self.reached].tolist(), strict=True))


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


def _run(problem: Problem, plans: list[Plan], count: int, result: Marginals | None = None) -> tuple[Draws, float]:
    """Forward and backward passes of all cores: joint draws and log P(evidence); marginals into `result`."""
    traces = [forward(p, core) for p, core in zip(plans, problem.cores, strict=True)]
    random = np.random.default_rng(SEED)
    draws = empty_draws(problem, count)
    for trace in traces:
        if count:
            draw(trace, random, draws, result)
        elif result is not None:
            marginals(trace, result)
    if count:
        draw_absorbed(problem, random, draws)
        for node, on in problem.evidence.items():
            draws.on[node] = on
    return draws, problem.log_constant + sum(t.log_total for t in traces)


def _exact(problem: Problem, plans: list[Plan], count: int) -> Posterior:
    from legwise.inference.loops import add_absorbed

    network = problem.network
    result = Marginals(np.zeros(network.size), np.zeros(len(network.p)))
    draws, log_evidence = _run(problem, plans, count, result)
    item, on = problem.absorbed, result.on
    add_absorbed(item.nodes, item.edges, item.weights, problem.leak, network.parent, network.p, on, result.fired)
    for node, answer in problem.evidence.items():
        on[node] = float(answer)
    return Posterior(
        on=np.where(problem.relevant, on, np.nan),
        fired=np.where(draws.row > 0, result.fired, np.nan),
        reached=problem.relevant,
        log_evidence=log_evidence,
        method="exact",
        error=0.0,
        effective_draws=float(count),
        width=max((p.width for p in plans), default=0),
        cost=sum(p.cost for p in plans),
        draws=draws,
        weights=np.full(count, 1.0 / max(count, 1)),
    )


def _by_importance(network: NoisyOr, evidence: dict[int, bool], count: int, cost: float, width: int) -> Posterior:
    """Set findings aside until the rest is cheap, draw from it exactly, weight by what was set aside."""
    aside: list[int] = []
    kept = dict(evidence)
    budget, bits = min(cost, KEPT_COST), min(width, KEPT_WIDTH)
    while True:
        parents = sorted({p for n in aside for p in network.parent[network.links_into(n)].tolist()} - evidence.keys())
        problem = condense(network, kept, parents)
        plans = [plan(core) for core in problem.cores]
        if _fits(plans, budget, bits):
            break
        aside.append(_mildest_finding(problem, plans, network))
        del kept[aside[-1]]
    draws, log_kept = _run(problem, plans, count)
    chances = {node: _chance_on(network, node, evidence, draws) for node in aside}
    log_weight = np.sum([np.log(np.maximum(c, 1e-300)) for c in chances.values()], axis=0)
    peak = float(log_weight.max())
    weights = np.exp(log_weight - peak)
    if not np.isfinite(peak) or weights.sum() <= 0.0:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    log_evidence = log_kept + peak + math.log(float(weights.mean()))
    weights /= weights.sum()
    draws = draw_given(network, aside, draws, np.random.default_rng(SEED + 1))
    reached = ancestors(network, evidence)
    on, error = _weighted(draws.on, weights)
    fired = np.where(draws.row > 0, _weighted(draws.fired, weights)[0][draws.row], np.nan)
    return Posterior(
        on=np.where(reached, on, np.nan),
        fired=fired,
        reached=reached,
        log_evidence=log_evidence,
        method=f"importance sampling ({len(aside)} of {sum(evidence.values())} positive findings by weight)",
        error=error,
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


def _weighted(columns: Bools, weights: Floats) -> tuple[Floats, float]:
    """Weighted mean of every row, and the largest standard error among them, a block of rows at a time."""
    means, largest = np.zeros(len(columns)), 0.0
    for begin in range(0, len(columns), 256):
        block = columns[begin : begin + 256]
        mean = block @ weights
        means[begin : begin + 256] = mean
        squared = (1.0 - 2.0 * mean) * (block @ weights**2) + mean**2 * float(weights @ weights)
        largest = max(largest, float(squared.max(initial=0.0)))
    return means, math.sqrt(largest)


def _chance_on(network: NoisyOr, node: int, evidence: Mapping[int, bool], draws: Draws) -> Floats:
    """P(node on | its parents) in every draw."""
    off = np.full(draws.count, 1.0 - network.leak[node])
    links = network.links_into(node)
    for parent, p in zip(network.parent[links].tolist(), network.p[links].tolist(), strict=True):
        off *= 1.0 - p * (evidence[parent] if parent in evidence else draws.on[parent])
    return 1.0 - off
