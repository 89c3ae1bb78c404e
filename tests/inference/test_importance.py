"""What is set aside when an answer must be sampled, and how its tangents are fitted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.inference import importance, infer, noisy_or, posterior
from legwise.inference.frontier import Frontier, prepare
from legwise.inference.network import NoisyOr
from oracles import random_network

GRID = np.exp(np.linspace(math.log(0.02), math.log(20.0), 25))  # touching points


def log_bound(network: NoisyOr, evidence: dict[int, bool], slopes: dict[int, float]) -> float:
    """The bound of ln P(evidence) with these tangents."""
    return Frontier(prepare(network, evidence, slopes)).log_total + importance._taken(network, slopes, evidence)


@pytest.mark.parametrize("strong", [0.3, 0.9, 0.999])
def test_tangents_of_findings_with_the_same_causes_settle_near_the_lowest_bound(strong: float) -> None:
    """Each raises the causes that the other one needs: fitted by turns they would swing to and fro."""
    causes = 6
    leak = [0.03] * causes + [0.04, 0.06, 0.05]
    edges = [(cause, causes + k, strong * (1.0 - 0.1 * k)) for cause in range(causes) for k in range(3)]
    network = noisy_or(leak, edges)
    evidence = dict.fromkeys(range(causes, causes + 3), True)
    aside = [causes, causes + 1]
    fitted = log_bound(network, evidence, importance._fitted(network, evidence, aside))
    lowest = min(
        log_bound(network, evidence, {aside[0]: 1.0 / math.expm1(one), aside[1]: 1.0 / math.expm1(other)})
        for one in GRID
        for other in GRID
    )
    true = infer(network, evidence, draws=0).log_evidence
    assert true <= lowest + 1e-9
    assert true <= fitted <= lowest + 0.2


def test_the_next_touching_point_lies_between_two_that_are_off_either_way() -> None:
    assert importance._nearer(None, (1.0, 0.6)) == pytest.approx(1.3)
    assert importance._nearer((0.0, 0.5), (1.0, 0.6)) == pytest.approx(1.3)
    assert importance._nearer((0.0, 0.5), (1.0, -1.5)) == pytest.approx(0.25)
    assert importance._nearer((1.0, -1.5), (0.0, 0.5)) == pytest.approx(0.25)


@pytest.mark.parametrize("seed", range(12))
def test_no_more_is_set_aside_than_does_not_fit(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=14, middles=0, leaves=16, density=0.4)
    evidence = {node: bool(random.random() < 0.8) for node in range(14, 30)}
    cost = prepare(network, evidence).cost / 20.0
    aside, kept = importance._set_aside(network, evidence, cost, 60, denied_first=False)
    assert aside
    assert prepare(network, kept, dict.fromkeys(aside, 0.0), importance.QUICK).cost <= cost
    for node in aside:
        fewer = dict.fromkeys((other for other in aside if other != node), 0.0)
        assert prepare(network, kept, fewer, importance.QUICK).cost > cost


@pytest.mark.parametrize(("useless", "method"), [(0.0, "exact"), (1.0, "importance")])
def test_where_sampling_tells_nothing_an_exact_answer_may_take_longer(
    useless: float, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(5)
    network = random_network(random, tops=9, middles=0, leaves=10)
    evidence = dict.fromkeys(range(9, 19), True)
    cost = infer(network, evidence, draws=0).cost
    monkeypatch.setattr(posterior, "EXACT_COST", cost / 1.5)
    monkeypatch.setattr(posterior, "USELESS", useless)
    assert infer(network, evidence, draws=10).method.startswith(method)
    assert infer(network, evidence, draws=10, exact_cost=cost / 1.5).method.startswith("importance")
