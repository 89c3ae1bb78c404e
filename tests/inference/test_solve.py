"""Without draws an answer is worked out in one compiled call: it says what the step-by-step way says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.errors import InferenceError
from legwise.inference.network import noisy_or
from legwise.inference.posterior import infer
from oracles import pyagrum_marginals, random_evidence, random_network


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), chance=st.floats(0.0, 1.0))
def test_both_ways_agree(seed: int, chance: float) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=6, middles=4, leaves=9)
    evidence = random_evidence(random, network, chance=chance)
    at_once, step_by_step = infer(network, evidence, draws=0), infer(network, evidence, draws=1)
    assert at_once.log_evidence == pytest.approx(step_by_step.log_evidence, abs=1e-11)
    assert at_once.on == pytest.approx(step_by_step.on, abs=1e-12, nan_ok=True)
    assert at_once.fired == pytest.approx(step_by_step.fired, abs=1e-12, nan_ok=True)
    assert (at_once.reached == step_by_step.reached).all()
    assert (at_once.width, at_once.cost) == (step_by_step.width, step_by_step.cost)
    assert at_once.draws.count == 0 and at_once.error == 0.0


def test_it_agrees_with_pyagrum() -> None:
    random = np.random.default_rng(11)
    for _ in range(20):
        network = random_network(random, tops=5, middles=3, leaves=7)
        evidence = random_evidence(random, network, chance=0.6)
        expected, log_evidence = pyagrum_marginals(network, evidence)
        found = infer(network, evidence, draws=0)
        assert found.log_evidence == pytest.approx(log_evidence, abs=1e-9)
        for node, p in found.known().items():
            assert p == pytest.approx(expected[node], abs=1e-9)


@pytest.mark.parametrize("tiny", [1e-12, 1e-200, 1e-300])
def test_factors_too_small_for_a_product_keep_their_digits(tiny: float) -> None:
    """A hundred unlikely causes, each known by a finding of its own: P(e) is far below what a float can hold."""
    causes = 100
    edges = [(cause, causes + cause, 0.5) for cause in range(causes)]
    network = noisy_or([tiny] * causes + [0.0] * causes, edges)
    found = infer(network, dict.fromkeys(range(causes, 2 * causes), True), draws=0)
    assert found.log_evidence == pytest.approx(causes * (np.log(tiny) + np.log(0.5)), rel=1e-12)
    assert found.on == pytest.approx(np.ones(2 * causes))


def test_impossible_and_unknown_evidence_is_refused() -> None:
    network = noisy_or([0.2, 0.0], [(0, 1, 0.5)])
    with pytest.raises(InferenceError, match="impossible"):
        infer(network, {0: False, 1: True}, draws=0)
    with pytest.raises(InferenceError, match="evidence on node 7"):
        infer(network, {7: True}, draws=0)


def test_what_is_too_wide_for_it_takes_the_other_way() -> None:
    random = np.random.default_rng(3)
    network = random_network(random, tops=8, middles=4, leaves=12)
    evidence = dict.fromkeys(range(network.size - 12, network.size), True)
    assert infer(network, evidence, draws=0).width > 1
    narrow = infer(network, evidence, draws=0, exact_width=1)
    assert narrow.method.startswith("importance sampling")


@pytest.mark.parametrize("groups", [5, 20, 60])
def test_many_unlikely_loops_keep_their_digits(groups: int) -> None:
    """Two causes behind two findings, again and again: each group is small, together they are below any float."""
    tiny, half = 1e-12, 0.5
    leak = [tiny, tiny, 0.0, 0.0] * groups
    edges = [
        (4 * g + cause, 4 * g + 2 + finding, half) for g in range(groups) for cause in (0, 1) for finding in (0, 1)
    ]
    found = infer(noisy_or(leak, edges), {4 * g + 2 + f: True for g in range(groups) for f in (0, 1)}, draws=0)
    both = 1.0 - (1.0 - half) ** 2  # a finding with both causes on
    alone, together = tiny * (1.0 - tiny) * half**2, tiny**2 * both**2
    assert found.log_evidence == pytest.approx(groups * np.log(2.0 * alone + together), rel=1e-12)
    assert found.on[:2] == pytest.approx((alone + together) / (2.0 * alone + together), rel=1e-12)
    assert found.on[0::4] == pytest.approx(np.full(groups, found.on[0]), rel=1e-12)
