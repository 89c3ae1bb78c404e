"""Exactness against the full joint table, and the laws of the noisy-OR."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.errors import InferenceError
from legwise.inference.network import noisy_or
from legwise.inference.posterior import infer
from oracles import brute_force, random_evidence, random_network


@pytest.mark.parametrize("seed", range(120))
def test_agrees_with_the_full_joint_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(
        random, tops=int(random.integers(1, 5)), middles=int(random.integers(0, 4)), leaves=int(random.integers(1, 6))
    )
    evidence = random_evidence(random, network, chance=0.55)
    on, fired, total = brute_force(network, evidence)
    answer = infer(network, evidence, draws=0)
    assert answer.log_evidence == pytest.approx(math.log(total), abs=1e-9)
    for node, value in answer.known().items():
        assert value == pytest.approx(on[node], abs=1e-9), node
    observed = set(evidence)
    for edge, value in enumerate(answer.fired.tolist()):
        if math.isnan(value):
            continue
        assert value == pytest.approx(fired[edge], abs=1e-9), edge
    upstream = set(answer.known())
    for edge, value in enumerate(fired):
        if network.child[edge] in upstream and int(network.parent[edge]) not in observed:
            assert answer.fired[edge] == pytest.approx(value, abs=1e-9), edge


@pytest.mark.parametrize("seed", range(20))
def test_draws_come_from_the_posterior(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=4, middles=3, leaves=5)
    evidence = random_evidence(random, network, chance=0.6)
    answer = infer(network, evidence, draws=20000)
    for node, value in answer.known().items():
        assert answer.draws.column(node).mean() == pytest.approx(value, abs=0.02)
    for edge, value in enumerate(answer.fired.tolist()):
        if math.isnan(value):
            continue
        assert answer.draws.link(edge).mean() == pytest.approx(value, abs=0.02)


@pytest.mark.parametrize("seed", range(20))
def test_importance_sampling_states_an_error_that_holds(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=5, middles=3, leaves=7)
    evidence = random_evidence(random, network, chance=0.8)
    on, _, _ = brute_force(network, evidence)
    answer = infer(network, evidence, exact_cost=60)
    for node, value in answer.known().items():
        assert abs(value - on[node]) < 5 * answer.error + 1e-9


def test_impossible_evidence_is_an_error() -> None:
    network = noisy_or([0.1, 0.0], [(0, 1, 0.5)])
    with pytest.raises(InferenceError, match="impossible"):
        infer(network, {0: False, 1: True})


def test_a_cycle_is_an_error() -> None:
    with pytest.raises(InferenceError, match="cycle"):
        noisy_or([0.1, 0.1], [(0, 1, 0.5), (1, 0, 0.5)])
