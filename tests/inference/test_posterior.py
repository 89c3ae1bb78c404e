"""Exactness against the full joint table, and the laws of the noisy-OR."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.errors import InferenceError
from legwise.inference.importance import BATCHES, sampled
from legwise.inference.network import noisy_or
from legwise.inference.posterior import Posterior, infer
from legwise.inference.sample import Effort
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


def sampled_and_exact(seed: int) -> tuple[Posterior, Posterior]:
    """A network too costly for the budget given, answered by sampling and (with the usual budget) exactly."""
    random = np.random.default_rng(seed)
    tops, middles, leaves = (int(random.integers(low, high)) for low, high in ((5, 16), (0, 8), (8, 20)))
    network = random_network(random, tops=tops, middles=middles, leaves=leaves, density=0.4)
    evidence = random_evidence(random, network, chance=0.8)
    return infer(network, evidence, draws=4000, exact_cost=30), infer(network, evidence, draws=0)


def test_no_probability_is_off_by_more_than_importance_sampling_states() -> None:
    inexact = 0
    for seed in range(120):
        found, true = sampled_and_exact(seed)
        if found.method == "exact":
            continue
        inexact += 1
        assert 0.0 < found.error < 0.2
        assert np.nanmax(np.abs(found.on - true.on)) <= found.error, seed
        assert np.array_equal(np.isnan(found.fired), np.isnan(true.fired))
        assert np.nanmax(np.abs(found.fired - true.fired), initial=0.0) <= found.error, seed
        assert found.log_evidence == pytest.approx(true.log_evidence, abs=0.2)
        resampled = np.abs(found.draws.on.mean(axis=1) - true.on)[found.reached]
        assert resampled.max() <= found.error + 0.05, seed
        assert found.effective_draws <= 4000
    assert inexact >= 50


def test_findings_that_are_certain_or_hardly_explained_keep_the_bound() -> None:
    """Links of strength 1 have no tangent but the flat one; tiny leaks make the steepest."""
    random = np.random.default_rng(5)
    for _ in range(40):
        leak = [0.01] * 6 + [float(random.choice([0.0, 1e-6, 0.3])) for _ in range(7)]
        edges = [
            (cause, finding, float(random.choice([1.0, 0.999, 0.5, 1e-9])))
            for finding in range(6, 13)
            for cause in range(6)
            if random.random() < 0.6 or cause == finding - 6
        ]
        network = noisy_or(leak, edges)
        evidence = dict.fromkeys(range(6, 13), True)
        found, true = infer(network, evidence, draws=0, exact_cost=20), infer(network, evidence, draws=0)
        assert np.nanmax(np.abs(found.on - true.on)) <= found.error


def test_impossible_evidence_is_an_error() -> None:
    network = noisy_or([0.1, 0.0], [(0, 1, 0.5)])
    with pytest.raises(InferenceError, match="impossible"):
        infer(network, {0: False, 1: True})


def test_a_cycle_is_an_error() -> None:
    with pytest.raises(InferenceError, match="cycle"):
        noisy_or([0.1, 0.1], [(0, 1, 0.5), (1, 0, 0.5)])


@pytest.mark.parametrize("seed", range(6))
def test_what_is_denied_below_joints_can_be_set_aside(seed: int) -> None:
    """Hidden signs with many causes each, all readings negative: no positive finding could be left out."""
    random = np.random.default_rng(seed)
    causes, signs = 12, 14
    leak = [*random.uniform(0.05, 0.4, causes), *random.uniform(0.01, 0.1, signs), *[0.05] * signs, 0.02]
    edges = [
        (int(cause), causes + sign, float(random.uniform(0.2, 0.9)))
        for sign in range(signs)
        for cause in random.choice(causes, size=4, replace=False)
    ]
    edges += [(causes + sign, causes + signs + sign, float(random.uniform(0.2, 0.9))) for sign in range(signs)]
    edges.append((0, len(leak) - 1, 0.6))
    network = noisy_or(leak, edges)
    evidence = dict.fromkeys(range(causes + signs, causes + 2 * signs), False) | {len(leak) - 1: True}
    exact = infer(network, evidence, draws=0)
    found = infer(network, evidence, draws=100, exact_width=exact.width - 3)
    assert "negative" in found.method
    assert found.log_evidence == pytest.approx(exact.log_evidence, abs=0.1)
    reached = exact.reached
    assert np.abs(found.on - exact.on)[reached].max() <= found.error < 0.3
    assert not found.draws.on[list(evidence)][:-1].any()


def test_a_single_sampled_explanation_tells_nothing_and_says_so() -> None:
    network = noisy_or([0.1, 0.2, 0.05, 0.05], [(0, 2, 0.8), (1, 2, 0.4), (0, 3, 0.3), (1, 3, 0.6)])
    evidence = {2: True, 3: True}
    found = infer(network, evidence, draws=10, exact_cost=0.0, effort=Effort(batch=1))
    assert found.error == 1.0
    assert found.draws.count == 10


def test_more_explanations_are_drawn_only_while_they_promise_enough() -> None:
    random = np.random.default_rng(4)
    network = random_network(random, tops=12, middles=4, leaves=16, density=0.4)
    evidence = dict.fromkeys(range(network.size - 16, network.size), True)

    def drawn(effort: Effort) -> tuple[int, float]:
        tally = sampled(network, evidence, 0.0, 1, effort).tally
        return len(tally.weights), tally.error()

    count, error = drawn(Effort(batch=400, error=0.0))
    assert count == BATCHES * 400
    assert drawn(Effort(batch=400, error=1.0))[0] == 400
    assert drawn(Effort(batch=400, error=0.0, gives_up=True))[0] == 400
    assert drawn(Effort(batch=400, error=2.0 * error, gives_up=True)) == pytest.approx(
        drawn(Effort(batch=400, error=2.0 * error))
    )
    assert drawn(Effort(batch=2000, error=0.0))[1] < error < 1.0
