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
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.network import NoisyOr, ancestors
from legwise.inference.sample import Draws, draw_given, draw_onwards, empty_draws

if TYPE_CHECKING:
    from legwise.inference.frontier import Marginals, Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

EXACT_WIDTH = 23  # bits; a table of 64 MB
EXACT_COST = 1e9  # cells touched; some five seconds
KEPT_COST, KEPT_WIDTH = 1e8, 20  # what importance sampling keeps for its exact part
WEIGHTED_DRAWS = 10_000
SEED = 20240229  # any fixed number: the same question gives the same draws


@dataclass(frozen=True)
class Posterior:
    """What the evidence says.

    on: shape (nodes,), P(node on | evidence), for the nodes that the evidence reached (`reached`, a
    mask: evidence and everything upstream); NaN elsewhere. fired: shape (edges,), P(the link fired |
    evidence), NaN where the parent is observed or the child out of reach. log_evidence: natural log of
    P(evidence). error: largest standard error of the probabilities (0 when exact). draws: whole explanations
    from the posterior, each of the same weight; effective_draws: how many independent ones they are worth.
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

    @property
    def weights(self) -> Floats:
        """The weight of every draw, shape (draws,), sum 1."""
        return np.full(self.draws.count, 1.0 / max(self.draws.count, 1))

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
    from legwise.inference.frontier import prepare

    problem = prepare(network, evidence)
    if _fits(problem, exact_cost, exact_width):
        return _exact(problem, draws)
    return _by_importance(network, dict(evidence), draws, exact_cost, exact_width)


def _fits(problem: Problem, cost: float, width: int) -> bool:
    return problem.cost <= cost and problem.width <= width


def _run(problem: Problem, count: int, reached: Bools) -> tuple[Draws, Marginals, float]:
    """Both passes: joint draws (with room for all nodes in `reached`), marginals and ln P(evidence)."""
    from legwise.inference.frontier import Frontier

    frontier = Frontier(problem)
    draws = empty_draws(problem.network, problem.evidence, reached, count)
    return draws, frontier.marginals(draws, np.random.default_rng(SEED)), frontier.log_total


def _exact(problem: Problem, count: int) -> Posterior:
    draws, found, log_evidence = _run(problem, count, problem.reached)
    return Posterior(
        on=np.where(problem.reached, found.on, np.nan),
        fired=np.where(draws.row > 0, found.fired, np.nan),
        reached=problem.reached,
        log_evidence=log_evidence,
        method="exact",
        error=0.0,
        effective_draws=float(count),
        width=problem.width,
        cost=problem.cost,
        draws=draws,
    )


def _by_importance(network: NoisyOr, evidence: dict[int, bool], count: int, cost: float, width: int) -> Posterior:
    """Set findings aside until the rest is cheap, draw from it exactly, weight by what was set aside."""
    from legwise.inference.frontier import prepare

    aside: list[int] = []
    budget, bits = min(cost, KEPT_COST), min(width, KEPT_WIDTH)
    while not _fits(problem := prepare(network, evidence, aside), budget, bits):
        aside.append(_mildest_finding(problem))
    reached = ancestors(network, evidence)
    random = np.random.default_rng(SEED + 1)
    draws, _, log_kept = _run(problem, WEIGHTED_DRAWS, reached)
    draw_onwards(network, evidence, reached & ~problem.reached, draws, random)
    chances = {node: _chance_on(network, node, evidence, draws) for node in aside}
    log_weight = np.sum([np.log(np.maximum(c, 1e-300)) for c in chances.values()], axis=0)
    peak = float(log_weight.max())
    weights = np.exp(log_weight - peak)
    if not np.isfinite(peak) or weights.sum() <= 0.0:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    log_evidence = log_kept + peak + math.log(float(weights.mean()))
    weights /= weights.sum()
    draws = draw_given(network, aside, draws, random)
    on, error = _weighted(draws.on, weights)
    drawn = draws.chosen(_resampled(weights, count, random))
    fired = np.where(draws.row > 0, _weighted(draws.fired, weights)[0][draws.row], np.nan)
    return Posterior(
        on=np.where(reached, on, np.nan),
        fired=fired,
        reached=reached,
        log_evidence=log_evidence,
        method=f"importance sampling ({len(aside)} of {sum(evidence.values())} positive findings by weight)",
        error=error,
        effective_draws=min(1.0 / float(weights @ weights), float(count or WEIGHTED_DRAWS)),
        width=problem.width,
        cost=problem.cost,
        draws=drawn,
    )


def _mildest_finding(problem: Problem) -> int:
    """The positive finding of the most expensive component with the largest leak.

    Its likelihood lies between its leak and 1, so setting it aside varies the weights least.
    """
    part, core = problem.part, problem.core
    dearest = core.node[problem.component == np.argmax(problem.costs)]
    required: list[int] = part.node[dearest[part.required[dearest]]].tolist()
    if not required:
        raise InferenceError("the network is too densely linked for the frontier, even without evidence")
    return max(required, key=lambda node: (float(problem.network.leak[node]), -node))


def _resampled(weights: Floats, count: int, random: np.random.Generator) -> Ints:
    """Numbers of `count` draws, each as often as its weight says (systematic resampling, Kitagawa 1996)."""
    points = (np.arange(count) + random.random()) / max(count, 1)
    return np.minimum(np.searchsorted(np.cumsum(weights), points), len(weights) - 1)


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
