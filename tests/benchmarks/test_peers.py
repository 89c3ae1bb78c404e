"""The other engines get the same question as ours, and caps hold."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from benchmarks.apart import apart
from benchmarks.networks import condensed, random_case
from benchmarks.peer import lazy, own_noisy_or
from benchmarks.quickscore import quickscore
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.inference import noisy_or
from oracles import brute_force, random_network


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([lazy, own_noisy_or]))
def test_pyagrum_gets_the_same_question(seed: int, engine: Callable[[Any], Any]) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=4, middles=3, leaves=5)
    evidence = {int(node): bool(random.random() < 0.5) for node in random.choice(12, size=5, replace=False)}
    small = condensed(network, evidence)
    expected, _, _ = brute_force(network, evidence)
    found = engine(small)()
    assert set(found) == set(small.hidden.values())
    for node, p in found.items():
        assert p == pytest.approx(expected[node], abs=1e-10)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_quickscore_is_right_while_its_digits_last(seed: int) -> None:
    random = np.random.default_rng(seed)
    edges = [(c, 5 + f, float(random.uniform(0.1, 0.9))) for c in range(5) for f in range(6) if random.random() < 0.6]
    network = noisy_or(random.uniform(0.05, 0.4, 11).tolist(), edges)
    roots = [node for node in range(11) if not network.into[node]]
    evidence = {node: bool(random.random() < 0.6) for node in range(5, 11) if node not in roots}
    expected, _, _ = brute_force(network, evidence)
    for node, p in quickscore(network, evidence).items():
        assert p == pytest.approx(expected[node], abs=1e-9)


def test_a_random_case_has_the_findings_asked_for() -> None:
    network, evidence = random_case(3, 17)
    assert sum(evidence.values()) == 17
    assert all(network.into[node] or network.leak[node] > 0.0 for node in evidence)


def sleeper(given: float) -> Callable[[], str]:
    def work() -> str:
        time.sleep(given)
        return "slept"

    return work


def failing(given: str) -> Callable[[], str]:
    def work() -> str:
        raise MemoryError if given == "memory" else ValueError(given)

    return work


def test_what_works_apart_is_capped_and_its_failures_are_told() -> None:
    assert apart(sleeper, 1.1, 5.0).value == "slept"
    assert apart(sleeper, 60.0, 1.0).why == "more than 1 s"
    assert apart(failing, "memory", 5.0).why == "more than 9 GB"
    assert apart(failing, "no  luck", 5.0).why == "failed: no luck"
