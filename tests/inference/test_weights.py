"""Weights of draws: they bring the marginals right, and what is read off several nodes together nearer to the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legwise.inference.network import NoisyOr
from legwise.inference.posterior import Posterior, infer
from legwise.inference.weights import OPEN, calibrated
from oracles import random_evidence, random_network


def answered(seed: int) -> tuple[Posterior, NoisyOr, dict[int, bool]]:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=6, middles=3, leaves=6)
    evidence = random_evidence(random, network, chance=0.5)
    return infer(network, evidence, draws=300), network, evidence


@pytest.mark.parametrize("seed", range(20))
def test_weighted_draws_have_the_exact_marginals(seed: int) -> None:
    answer, *_ = answered(seed)
    assert answer.weights.min() >= 0.0
    assert answer.weights.sum() == pytest.approx(1.0)
    unsure = np.flatnonzero(np.minimum(answer.on, 1.0 - answer.on) > OPEN)
    drawn = answer.draws.on[unsure]
    before = np.abs(drawn.mean(axis=1) - answer.on[unsure])
    after = np.abs(drawn @ answer.weights - answer.on[unsure])
    varies = drawn.any(axis=1) & ~drawn.all(axis=1)
    assert after[varies].max(initial=0.0) < 0.005
    assert after[varies].sum() <= 0.2 * before[varies].sum() + 1e-3
    assert 1.0 < answer.effective_draws <= answer.draws.count + 1e-6


def test_pairs_of_nodes_come_nearer_to_the_truth() -> None:
    """P(both on) = P(one) P(other | one), both exact, against the share of draws, weighted and not."""
    even, weighted = [], []
    for seed in range(100):
        answer, network, evidence = answered(seed)
        unsure = np.flatnonzero(np.minimum(answer.on, 1.0 - answer.on) > 0.1).tolist()
        for one in unsure:
            given_one = infer(network, {**evidence, one: True}, draws=0)
            for other in unsure:
                if other <= one or np.isnan(given_one.on[other]):
                    continue
                both = answer.draws.on[one] & answer.draws.on[other]
                true = answer.on[one] * given_one.on[other]
                even.append(both.mean() - true)
                weighted.append(both @ answer.weights - true)
    assert len(even) > 100
    assert np.square(weighted).mean() < 0.5 * np.square(even).mean()


@given(
    drawn=st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=6),
    on=st.lists(st.floats(0.0, 1.0) | st.just(float("nan")), min_size=6, max_size=6),
)
def test_any_draws_get_weights(drawn: list[list[bool]], on: list[float]) -> None:
    weights = calibrated(np.asarray(drawn), np.asarray(on[: len(drawn)]))
    assert weights.shape == (7,)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)


def test_no_draws_have_no_weights() -> None:
    assert calibrated(np.zeros((3, 0), dtype=bool), np.full(3, 0.5)).size == 0
