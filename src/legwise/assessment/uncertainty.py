"""How far the uncertainty of the knowledge base moves an answer.

Many numbers are estimates. Each number gets a spread on the log-odds scale by its grade
(`data/model.yaml`). For a posterior mean E[g] the derivative with respect to the log-odds of a
parameter is the posterior covariance of g with that parameter's score, and the score of a Bernoulli
event is (happened - probability). With whole explanations at hand this is one matrix product; to first
order Var(E[g]) = sum of spread^2 * covariance^2 over parameters (the delta method). Numbers that serve
many links (the chance of a taught referral zone) are one parameter.
"""

from __future__ import annotations

from typing import Any

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


def scores(case: CaseNetwork, posterior: Posterior) -> tuple[Floats, list[Quantity]]:
    """Score of every parameter in every draw, shape (draws, parameters), and the parameters."""
    draws = posterior.draws
    columns: dict[int, Floats] = {}
    owners: dict[int, Quantity] = {}

    def add(quantity: Quantity, column: NDArray[np.floating[Any]]) -> None:
        key = id(quantity)
        if key in columns:
            columns[key] += column
        else:
            columns[key] = column.astype(np.float64)
            owners[key] = quantity

    for node in posterior.on:
        leaked = draws.leaked.get(node)
        if leaked is not None:
            add(case.nodes[node].leak, leaked - float(case.network.leak[node]))
        for edge in case.network.into[node]:
            parent = draws.on.get(edge.parent)
            if parent is None or edge.parent in case.evidence:
                continue
            fired = draws.fired.get(edge.id)
            column = -edge.p * parent
            add(origin_of(case, edge.id), column if fired is None else column + fired)
    matrix = np.stack(list(columns.values()), axis=1) if columns else np.zeros((draws.count, 0))
    return matrix, list(owners.values())


def origin_of(case: CaseNetwork, edge: int) -> Quantity:
    """The number of the knowledge base behind an edge."""
    template = case.template
    return template.origins[edge] if edge < len(template.origins) else case.origins[edge]


def spread(
    values: Floats, posterior: Posterior, score: Floats, owners: list[Quantity], knowledge: Knowledge
) -> tuple[Floats, Floats]:
    """Standard deviation of each column's posterior mean, and the share of variance from estimates.

    values: (draws, columns). The noise that finite draws add to squared covariances is subtracted.
    """
    weights = posterior.weights
    centred = values - weights @ values
    score_centred = score - weights @ score
    covariance = (centred * weights[:, None]).T @ score_centred
    effective = max(posterior.effective_draws, 1.0)
    noise = np.outer(weights @ centred**2, weights @ score_centred**2) / effective
    squared = np.maximum(covariance**2 - noise, 0.0)
    by_grade = grade_spread(knowledge)
    variance_of = np.asarray([by_grade[q.grade] ** 2 for q in owners])
    parts = squared * variance_of[None, :]
    total = parts.sum(axis=1)
    estimated = np.asarray([q.is_estimate or q.grade == "D" for q in owners], dtype=np.float64)
    share = np.divide(parts @ estimated, total, out=np.zeros_like(total), where=total > 0)
    return np.sqrt(total), share


def interval(p: float, deviation: float) -> tuple[float, float]:
    """90 % interval around a probability, symmetric on the log-odds scale."""
    inside = min(max(p, 1e-9), 1.0 - 1e-9)
    logit = np.log(inside / (1.0 - inside))
    step = NINETY * deviation / (inside * (1.0 - inside))
    low, high = max(logit - step, -50.0), min(logit + step, 50.0)
    return float(1.0 / (1.0 + np.exp(-low))), float(1.0 / (1.0 + np.exp(-high)))
