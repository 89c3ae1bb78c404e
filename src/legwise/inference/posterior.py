"""The one entry: network and evidence in, posterior with its method and error out.

Exact whenever the frontier fits the budget, else importance sampling (`legwise.inference.importance`): the answer
then carries a bound of its error, an effective sample size and the words that say so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.network import NoisyOr, ancestors, states
from legwise.inference.sample import FULL, Draws, Effort, empty_draws
from legwise.inference.weights import calibrated

if TYPE_CHECKING:
    from legwise.inference.frontier import Marginals, Problem
    from legwise.inference.importance import Sampled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

EXACT_WIDTH = 23  # bits; a table of 64 MB
CELLS_PER_SECOND = 2e8  # both passes and the draws; on one core of the machine of docs/benchmarks.md
EXACT_COST = 5.0 * CELLS_PER_SECOND
PATIENCE = 2.0  # times as much, and a bit more, are worth waiting for where sampling tells next to nothing:
USELESS = 0.2  # where its error is larger
SEED = 20240229  # any fixed number: the same question gives the same draws


@dataclass(frozen=True)
class Posterior:
    """What the evidence says.

    on: shape (nodes,), P(node on | evidence), for the nodes that the evidence reached (`reached`, a
    mask: evidence and everything upstream); NaN elsewhere. fired: shape (edges,), P(the link fired |
    evidence), NaN where the parent is observed or the child out of reach. log_evidence: natural log of
    P(evidence). error: no probability in `on` and `fired` is off by more, with 99 % confidence (0 when exact).
    draws: whole explanations from the posterior; weights: shape (draws,), what each counts, sum 1; effective_draws:
    how many independent ones they are worth.
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
    exact_cost: float | None = None,
    exact_width: int = EXACT_WIDTH,
    effort: Effort = FULL,
) -> Posterior:
    """Posterior of `network` given `evidence` (node -> on?), with `draws` whole explanations.

    exact_cost, exact_width: cells and bits that an exact answer may take; beyond them it is sampled, with this effort.
    Without a cost given these are EXACT_COST, and somewhat more where sampling would tell next to nothing.

    Raises InferenceError when the evidence has probability 0.
    """
    cost = EXACT_COST if exact_cost is None else exact_cost
    if not draws and (found := _at_once(network, evidence, cost, exact_width)):
        return found
    from legwise.inference.frontier import prepare

    problem = prepare(network, evidence)
    if _fits(problem, cost, exact_width):
        return _exact(problem, draws)
    sampled = _by_importance(network, dict(evidence), draws, cost, exact_width, effort)
    if exact_cost is None and sampled.error > USELESS and _fits(problem, PATIENCE * cost, exact_width + 1):
        return _exact(problem, draws)
    return sampled


def _at_once(network: NoisyOr, evidence: Mapping[int, bool], cost: float, width: int) -> Posterior | None:
    """The exact answer without draws; None where it takes too much for one sweep through all tables."""
    from legwise.inference.frontier import IMPOSSIBLE
    from legwise.inference.solve import answered

    arrays = (network.order, network.start, network.parent, network.p, network.leak, states(network, evidence))
    on, fired, reached, log_evidence, bits, cells = answered(*arrays, cost, width)
    if log_evidence == -math.inf:
        raise InferenceError(IMPOSSIBLE)
    if math.isnan(log_evidence):
        return None
    nothing = np.zeros((network.size, 0), dtype=np.bool_)
    draws = Draws(nothing, nothing, nothing[:1], np.zeros(len(network.p), dtype=np.int64))
    return Posterior(on, fired, reached, log_evidence, "exact", 0.0, 0.0, bits, cells, draws, np.zeros(0))


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
    on = np.where(problem.reached, found.on, np.nan)
    weights = calibrated(draws.on, on)
    return Posterior(
        on=on,
        fired=np.where(draws.row > 0, found.fired, np.nan),
        reached=problem.reached,
        log_evidence=log_evidence,
        method="exact",
        error=0.0,
        effective_draws=1.0 / float(weights @ weights) if count else 0.0,
        width=problem.width,
        cost=problem.cost,
        draws=draws,
        weights=weights,
    )


def _by_weight(found: Sampled, evidence: Mapping[int, bool]) -> str:
    positive = sum(evidence.values())
    words = f"{found.aside} of {positive} positive findings"
    return f"{words} and {found.denied} of {len(evidence) - positive} negative ones" if found.denied else words


def _by_importance(
    network: NoisyOr, evidence: dict[int, bool], count: int, cost: float, width: int, effort: Effort
) -> Posterior:
    from legwise.inference.importance import resampled, sampled

    found = sampled(network, evidence, cost, width, effort)
    reached = ancestors(network, evidence)
    on, fired = found.tally.means()
    weight, draws = found.weight, found.draws
    return Posterior(
        on=np.where(reached, on, np.nan),
        fired=np.where(draws.row > 0, fired[draws.row], np.nan),
        reached=reached,
        log_evidence=found.log_evidence,
        method=f"importance sampling ({_by_weight(found, evidence)} by weight)",
        error=found.tally.error(),
        effective_draws=min(float(weight.sum() ** 2 / (weight @ weight)), float(count or len(weight))),
        width=found.problem.width,
        cost=found.problem.cost,
        draws=draws.chosen(resampled(weight, count)),
        weights=np.full(count, 1.0 / max(count, 1)),
    )
