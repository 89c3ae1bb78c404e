"""How far the uncertainty of the knowledge base moves an answer.

Many numbers are estimates. Each number gets a spread on the log-odds scale by its grade
(`data/model.yaml`). For a posterior mean E[g] the derivative with respect to the log-odds of a
parameter is the posterior covariance of g with that parameter's score, and the score of a Bernoulli
event is (happened - probability). With whole explanations at hand this is one matrix product; to first
order Var(E[g]) = sum of spread^2 * covariance^2 over parameters (the delta method). Numbers that serve
many links (the chance of a taught referral zone) are one parameter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.network.evidence import CaseNetwork

Floats = NDArray[np.float64]
NINETY = 1.645  # standard deviations of a two-sided 90 % interval


def grade_spread(knowledge: Knowledge) -> dict[str, float]:
    """Standard deviation on the log-odds scale for each grade."""
    return {grade: knowledge.number(f"spread_grade_{grade.lower()}") for grade in "ABCD"}


def scores(case: CaseNetwork, posterior: Posterior) -> tuple[Floats, list[int]]:
    """Score of every number in play in every draw, shape (numbers, draws), and their places in `case.numbers`."""
    from legwise.inference.loops import scores as add_up

    network, draws = case.network, posterior.draws
    observed = np.zeros(network.size, dtype=np.bool_)
    observed[list(case.evidence)] = True
    leak_tag = np.asarray(case.leak_tag)
    used = np.zeros(len(case.numbers), dtype=np.bool_)
    used[leak_tag[posterior.reached]] = True
    used[network.tag[posterior.reached[network.child]]] = True
    compact = np.cumsum(used) - 1
    score = np.zeros((int(used.sum()), draws.count))
    add_up(
        posterior.reached,
        observed,
        network.start,
        network.parent,
        network.p,
        network.leak,
        compact[leak_tag],
        compact[network.tag],
        draws.row,
        draws.on,
        draws.leaked,
        draws.fired,
        score,
    )
    return score, np.flatnonzero(used).tolist()


def origin_of(case: CaseNetwork, edge: int) -> Quantity:
    """The number of the knowledge base behind an edge."""
    return case.numbers[int(case.network.tag[edge])]


@dataclass(frozen=True)
class Spread:
    """How far the numbers move the rows of `values`.

    deviation, estimated: shape (rows,), standard deviation of each posterior mean, and the share of its variance
    that comes from estimates. slope, error, parts: shape (rows, numbers), derivative by the log-odds of a number,
    the standard error of that derivative (finite draws), and the number's part of the variance.
    """

    deviation: Floats
    estimated: Floats
    slope: Floats
    error: Floats
    parts: Floats


def spread(values: Floats, posterior: Posterior, score: Floats, owners: list[Quantity], knowledge: Knowledge) -> Spread:
    """Standard deviation of each row's posterior mean, and which numbers it comes from.

    values: (rows, draws); score: (numbers, draws). The noise that finite draws add to squared covariances
    is subtracted: the variance of the products, not the product of the variances, since what a number brings about
    is as a rule found where the cause is, or where it is not.
    """
    weights = posterior.weights
    centred = values - (values @ weights)[:, None]
    covariance = (centred * weights) @ score.T
    effective = max(posterior.effective_draws, 1.0)
    scored = score - (score @ weights)[:, None]
    noise = np.maximum((centred**2 * weights) @ (scored**2).T - covariance**2, 0.0) / effective
    squared = np.maximum(covariance**2 - noise, 0.0)
    by_grade = grade_spread(knowledge)
    variance_of = np.asarray([by_grade[q.grade] ** 2 for q in owners])
    parts = squared * variance_of[None, :]
    total = parts.sum(axis=1)
    estimated = np.asarray([q.is_estimate or q.grade == "D" for q in owners], dtype=np.float64)
    share = np.divide(parts @ estimated, total, out=np.zeros_like(total), where=total > 0)
    share = np.minimum(share, 1.0)  # sums in another order may exceed by a rounding
    return Spread(np.sqrt(total), share, covariance, np.sqrt(np.maximum(noise, 0.0)), parts)


def interval(p: float, deviation: float) -> tuple[float, float]:
    """90 % interval around a probability, symmetric on the log-odds scale."""
    inside = min(max(p, 1e-9), 1.0 - 1e-9)
    logit = math.log(inside / (1.0 - inside))
    step = NINETY * deviation / (inside * (1.0 - inside))
    low, high = max(logit - step, -50.0), min(logit + step, 50.0)
    return 1.0 / (1.0 + math.exp(-low)), 1.0 / (1.0 + math.exp(-high))
