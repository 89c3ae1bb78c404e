"""Agreement with other engines at the edges, and laws that hold for every noisy-OR network."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.errors import InferenceError
from legwise.inference import NoisyOr, chances, infer, mutual_information, noisy_or
from legwise.inference.network import ancestors
from oracles import brute_force, pyagrum_marginals, random_evidence, random_network
from patients import example, grounded

SEEDS = st.integers(0, 2**32 - 1)


def upstream(network: NoisyOr, evidence: dict[int, bool]) -> tuple[NoisyOr, dict[int, bool], dict[int, int]]:
    """Only the ancestors of the evidence, renumbered; the last value maps old to new numbers."""
    kept = [node for node in network.order.tolist() if ancestors(network, evidence)[node]]
    new = {node: position for position, node in enumerate(kept)}
    edges = [(new[e.parent], new[e.child], e.p) for node in kept for e in network.into[node]]
    return noisy_or([float(network.leak[n]) for n in kept], edges), {new[n]: on for n, on in evidence.items()}, new


@pytest.mark.parametrize("seed", range(200))
def test_agrees_with_pyagrum(seed: int) -> None:
    random = np.random.default_rng(1000 + seed)
    tops, middles, leaves = (int(random.integers(low, high)) for low, high in ((2, 8), (0, 6), (2, 9)))
    network = random_network(random, tops=tops, middles=middles, leaves=leaves, density=0.4)
    evidence = random_evidence(random, network, chance=0.5)
    if not evidence:
        evidence = {network.size - 1: True}
    found, log_evidence = pyagrum_marginals(network, evidence)
    answer = infer(network, evidence, draws=0)
    assert answer.log_evidence == pytest.approx(log_evidence, abs=1e-9)
    assert answer.known() == {node: pytest.approx(found[node], abs=1e-9) for node in answer.known()}


@pytest.mark.parametrize(
    "name",
    [
        "girl_14f_anorexia",
        "man_26m_crosslegged",
        "man_57m_rapid_footdrop",
        "officer_42m_march",
        "patient_four_weeks_after_spine_surgery",
    ],
)
def test_agrees_with_pyagrum_on_real_cases(name: str) -> None:
    whole = grounded(example(name))
    network, evidence, new = upstream(whole.network, whole.evidence)
    found, log_evidence = pyagrum_marginals(network, evidence)
    answer = infer(whole.network, whole.evidence, draws=0)
    assert len(answer.known()) > 30
    assert answer.log_evidence == pytest.approx(log_evidence, abs=1e-9)
    for node, p in answer.known().items():
        assert p == pytest.approx(found[new[node]], abs=1e-9), whole.nodes[node].key


def extreme_network(random: np.random.Generator, values: list[float]) -> NoisyOr:
    """Two to four causes, findings, a middle layer, and now and then two links between the same two nodes."""
    tops, rest = int(random.integers(2, 5)), int(random.integers(2, 5))
    leak = [float(random.choice(values)) for _ in range(tops + rest)]
    edges = []
    for child in range(tops, tops + rest):
        for parent in range(child):
            times = int(random.choice([0, 1, 2], p=[0.4, 0.5, 0.1]))
            edges += [(parent, child, float(random.choice(values))) for _ in range(times)]
    return noisy_or(leak, edges)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_certain_and_impossible_links_agree_with_the_full_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = extreme_network(random, [0.0, 1.0, 0.3, 0.9])
    evidence = random_evidence(random, network, chance=0.6)
    on, fired, total = brute_force(network, evidence)
    answer = infer(network, evidence, draws=0)
    assert answer.log_evidence == pytest.approx(math.log(total), abs=1e-9)
    assert answer.known() == {node: pytest.approx(on[node], abs=1e-9) for node in answer.known()}
    for edge, value in enumerate(answer.fired.tolist()):
        if math.isnan(value):
            continue
        assert value == pytest.approx(fired[edge], abs=1e-9)


def test_a_finding_that_only_its_one_cause_can_produce_proves_the_cause() -> None:
    answer = infer(noisy_or([0.3, 0.0], [(0, 1, 0.5)]), {1: True}, draws=0)
    assert answer.on[0] == pytest.approx(1.0, abs=1e-12)
    assert answer.log_evidence == pytest.approx(math.log(0.15), abs=1e-12)


@pytest.mark.parametrize("tiny", [Fraction(1, 10**12), Fraction(1, 10**9), Fraction(1, 10**6)])
def test_two_tiny_causes_share_the_blame_by_their_priors(tiny: Fraction) -> None:
    """Rounding of 1 - tiny may cost digits of the ratio, never more than a few epsilon / tiny."""
    half, first, second = Fraction(1, 2), tiny, 3 * tiny
    only_first, only_second, both = (
        first * (1 - second) * half,
        second * (1 - first) * half,
        first * second * (1 - half**2),
    )
    total = only_first + only_second + both
    network = noisy_or([float(first), float(second), 0.0], [(0, 2, 0.5), (1, 2, 0.5)])
    answer = infer(network, {2: True}, draws=0)
    close = max(1e-9, 4 * float(np.finfo(float).eps) / float(tiny))
    assert answer.on[0] == pytest.approx(float((only_first + both) / total), abs=close)
    assert answer.on[1] == pytest.approx(float((only_second + both) / total), abs=close)
    assert answer.log_evidence == pytest.approx(math.log(total), abs=4 * close)


@given(SEEDS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_evidence_is_irrelevant(seed: int, shuffle: object) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=5, middles=3, leaves=6)
    evidence = random_evidence(random, network, chance=0.7)
    items = list(evidence.items())
    shuffle.shuffle(items)  # type: ignore[attr-defined]
    one, other = infer(network, evidence, draws=0), infer(network, dict(items), draws=0)
    assert one.log_evidence == pytest.approx(other.log_evidence, abs=1e-12)
    assert one.known() == {node: pytest.approx(p, abs=1e-12) for node, p in other.known().items()}


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_a_negative_finding_never_raises_its_causes(seed: int) -> None:
    """Two layers. A denial may raise a rival (it must now answer for the rest), never one of its own causes alone."""
    random = np.random.default_rng(seed)
    network = random_network(random, tops=1, middles=0, leaves=5, density=1.0)
    evidence = random_evidence(random, network, chance=0.6)
    evidence.pop(0, None)
    free = [n for n in range(1, network.size) if n not in evidence]
    before = infer(network, {**evidence, 1: evidence.get(1, True)}, draws=0).known().get(0, float(network.leak[0]))
    for node in free:
        if node == 1:
            continue
        after = infer(network, {**evidence, 1: evidence.get(1, True), node: False}, draws=0).on[0]
        assert after <= before + 1e-12


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_a_finding_of_one_cause_alone_never_raises_it_when_denied(seed: int) -> None:
    """Many causes and findings; the denied finding has one cause: a pure likelihood on that cause."""
    random = np.random.default_rng(seed)
    base = random_network(random, tops=5, middles=0, leaves=5)
    cause = int(random.integers(0, 5))
    edges = [(e.parent, e.child, e.p) for row in base.into for e in row]
    network = noisy_or([*base.leak.tolist(), 0.02], [*edges, (cause, base.size, float(random.uniform(0.1, 0.9)))])
    evidence = random_evidence(random, base, chance=0.6)
    evidence.pop(cause, None)
    evidence[5] = evidence.get(5, True)
    before = infer(network, evidence, draws=0).known().get(cause, float(network.leak[cause]))
    denied = infer(network, {**evidence, base.size: False}, draws=0).on[cause]
    confirmed = infer(network, {**evidence, base.size: True}, draws=0).on[cause]
    assert denied <= before + 1e-12 <= confirmed + 2e-12


def test_each_duplicate_denial_multiplies_the_odds_by_the_same_factor() -> None:
    network = noisy_or([0.3, 0.0, 0.0, 0.0], [(0, 1, 0.6), (0, 2, 0.6), (0, 3, 0.6)])
    for count in range(1, 4):
        p = infer(network, dict.fromkeys(range(1, count + 1), False), draws=0).on[0]
        assert p / (1.0 - p) == pytest.approx(0.3 / 0.7 * 0.4**count, rel=1e-12)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_names_of_nodes_do_not_matter(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=5, middles=3, leaves=6)
    evidence = random_evidence(random, network, chance=0.6)
    new = random.permutation(network.size)
    leak = np.empty(network.size)
    leak[new] = network.leak
    edges = [(int(new[e.parent]), int(new[e.child]), e.p) for row in network.into for e in row]
    renamed = noisy_or(leak.tolist(), edges)
    one = infer(network, evidence, draws=0)
    other = infer(renamed, {int(new[n]): on for n, on in evidence.items()}, draws=0)
    assert one.log_evidence == pytest.approx(other.log_evidence, abs=1e-9)
    for node, p in one.known().items():
        assert other.on[int(new[node])] == pytest.approx(p, abs=1e-9)


def test_more_work_than_allowed_is_sampled_and_says_so() -> None:
    random = np.random.default_rng(5)
    network = random_network(random, tops=9, middles=0, leaves=10)
    evidence = dict.fromkeys(range(9, 19), True)
    exact = infer(network, evidence, draws=0)
    sampled = infer(network, evidence, exact_cost=60)
    assert (exact.method, exact.error) == ("exact", 0.0)
    assert "importance sampling" in sampled.method
    assert sampled.error > 0.0
    for node, p in exact.known().items():
        assert sampled.on[node] == pytest.approx(p, abs=5 * sampled.error)
    assert sampled.log_evidence == pytest.approx(exact.log_evidence, abs=0.2)


def test_impossible_evidence_is_an_error_by_sampling_too() -> None:
    certain = noisy_or([0.2, 0.2, 0.0, 1.0], [(0, 2, 1.0), (1, 2, 1.0), (0, 3, 0.5)])
    with pytest.raises(InferenceError, match="impossible"):
        infer(certain, {3: False})
    with pytest.raises(InferenceError, match="impossible"):
        infer(certain, {2: True, 0: False, 1: False})


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_probabilities_outside_0_and_1_are_errors(bad: float) -> None:
    with pytest.raises(InferenceError, match="between 0 and 1"):
        noisy_or([bad], [])
    with pytest.raises(InferenceError, match="between 0 and 1"):
        noisy_or([0.1, 0.1], [(0, 1, bad)])


def enumerated_information(network: NoisyOr, evidence: dict[int, bool], target: int, finding: int) -> float:
    """Bits between two nodes given the evidence, from the full joint table."""
    joint = np.zeros((2, 2))
    for t, f in itertools.product((False, True), repeat=2):
        joint[int(t), int(f)] = brute_force(network, {**evidence, target: t, finding: f})[2]
    joint /= joint.sum()
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return float((joint * np.log2(joint / independent)).sum())


@pytest.mark.parametrize("seed", range(8))
def test_information_agrees_with_the_full_joint_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=3, middles=2, leaves=5, density=0.7)
    evidence = {5: True, 6: False}
    posterior = infer(network, evidence, draws=40000)
    candidates = [7, 8, 9]
    yes = chances(network, posterior, candidates)
    states = posterior.draws.on[:3].astype(float)
    bits = mutual_information(states, yes, posterior.weights)
    reached = set(posterior.known())
    for target, (column, finding) in itertools.product(range(3), enumerate(candidates)):
        if target in reached:
            assert bits[target, column] == pytest.approx(
                enumerated_information(network, evidence, target, finding), abs=0.01
            )


def test_a_finding_without_links_tells_nothing() -> None:
    network = noisy_or([0.3, 0.1, 0.2], [(0, 1, 0.8)])
    posterior = infer(network, {1: True}, draws=2000)
    yes = chances(network, posterior, [2])
    states = posterior.draws.on[:1].astype(float)
    assert mutual_information(states, yes, posterior.weights)[0, 0] == pytest.approx(0.0, abs=1e-9)
