"""Chances of events against the full joint table."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.inference import noisy_or
from legwise.inference.network import NoisyOr
from legwise.validation.chances import at_least, with_any_of
from oracles import brute_force, random_evidence, random_network


def small(seed: int) -> tuple[np.random.Generator, NoisyOr]:
    random = np.random.default_rng(seed)
    return random, random_network(random, tops=3, middles=2, leaves=4, density=0.6)


def by_table(network: NoisyOr, nodes: tuple[int, ...], count: int, evidence: dict[int, bool]) -> float:
    """P(at least `count` of `nodes`) by adding up the joint table over every assignment of the nodes."""
    whole = brute_force(network, evidence)[2]
    total = 0.0
    for states in itertools.product((False, True), repeat=len(nodes)):
        if sum(states) >= count:
            total += brute_force(network, {**evidence, **dict(zip(nodes, states, strict=True))})[2]
    return total / whole


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 4))
def test_at_least_k_of_several_nodes(seed: int, count: int) -> None:
    random, network = small(seed)
    nodes = (5, 6, 8)
    evidence = {n: on for n, on in random_evidence(random, network, 0.3).items() if n not in nodes}
    found = at_least(count, network, nodes, evidence)
    assert found.exact
    assert found.value == pytest.approx(by_table(network, nodes, count, evidence), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_node_any_of_is_on_when_any_member_is(seed: int) -> None:
    """Given that it is off, all members are off; given that it is on, the chance of a finding is that by the table."""
    _, network = small(seed)
    members, finding = (0, 3, 4), 7
    longer, node = with_any_of(network, members)
    off = at_least(1, longer, (finding,), {node: False}).value
    assert off == pytest.approx(by_table(network, (finding,), 1, dict.fromkeys(members, False)), abs=1e-9)
    none, every = brute_force(network, dict.fromkeys(members, False))[2], brute_force(network, {})[2]
    finding_overall = brute_force(network, {finding: True})[2]
    with_none = brute_force(network, {**dict.fromkeys(members, False), finding: True})[2]
    expected = (finding_overall - with_none) / (every - none)
    assert at_least(1, longer, (finding,), {node: True}).value == pytest.approx(expected, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(leak=st.floats(0.001, 0.9), prior=st.floats(0.01, 0.9), p=st.floats(0.0, 1.0))
def test_a_finding_without_a_link_to_the_target_has_its_false_positives_only(
    leak: float, prior: float, p: float
) -> None:
    """Specificity is 1 - leak, and sensitivity its leak, whatever else the target brings about."""
    network, target = with_any_of(noisy_or([prior, leak, leak], [(0, 2, p)]), [0])
    for present in (False, True):
        assert at_least(1, network, [1], {target: present}).value == pytest.approx(leak, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(leak=st.floats(0.0, 0.9), p=st.floats(0.0, 1.0))
def test_leak_and_link_made_from_an_accuracy_give_it_back(leak: float, p: float) -> None:
    sensitivity = leak + (1.0 - leak) * p
    network, target = with_any_of(noisy_or([0.3, leak], [(0, 1, p)]), [0])
    assert at_least(1, network, [1], {target: True}).value == pytest.approx(sensitivity, abs=1e-12)
    assert 1.0 - at_least(1, network, [1], {target: False}).value == pytest.approx(1.0 - leak, abs=1e-12)
