"""Reliability curves: a calibrated toy network passes, an overconfident one is found out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.evaluation.virtual import Reliability
from legwise.inference import NoisyOr, infer, noisy_or
from oracles import random_evidence, random_network

PATIENTS = 1200


def entered(stated: NoisyOr, true: NoisyOr, random: np.random.Generator) -> Reliability:
    """People drawn from one network, judged by the other: presence of every top cause."""
    found = Reliability()
    for _ in range(PATIENTS):
        state = random_evidence(random, true, 1.1)
        evidence = {node: on for node, on in state.items() if node >= 3}
        found.add(infer(stated, evidence, draws=0).on[:3], [state[node] for node in range(3)])
    return found


def overconfident(network: NoisyOr) -> NoisyOr:
    """Every link counted three times, every leak a tenth: too sure both ways."""
    child, parent = network.child.tolist(), network.parent.tolist()
    links = [(a, b, 1.0 - (1.0 - p) ** 3) for a, b, p in zip(parent, child, network.p.tolist(), strict=True)]
    leak = [value if node < 3 else value / 10.0 for node, value in enumerate(network.leak.tolist())]
    return noisy_or(leak, links)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_calibrated_network_errs_by_chance_only_and_an_overconfident_one_by_more(seed: int) -> None:
    network = random_network(np.random.default_rng(seed), tops=3, middles=0, leaves=5)
    right = entered(network, network, np.random.default_rng(seed))
    wrong = entered(overconfident(network), network, np.random.default_rng(seed))
    assert right.error < right.chance_limit < 0.05
    assert wrong.error > 1.5 * wrong.chance_limit


def test_the_error_of_a_known_distortion_is_its_mean_gap() -> None:
    random = np.random.default_rng(5)
    true = random.uniform(0.02, 0.98, 200_000)
    stated = 1.0 / (1.0 + np.exp(-2.0 * np.log(true / (1.0 - true))))
    found = Reliability()
    for p, y in zip(stated.reshape(-1, 10), (random.random(true.size) < true).reshape(-1, 10), strict=True):
        found.add(p, y)
    assert found.error == pytest.approx(np.abs(stated - true).mean(), abs=0.005)
    assert found.error > 5 * found.chance_limit


def test_chance_agrees_with_many_calibrated_samples() -> None:
    random = np.random.default_rng(6)
    errors, limits, means = [], [], []
    for _ in range(300):
        found = Reliability()
        for p in random.uniform(0.0, 1.0, (100, 5)):
            found.add(p, random.random(5) < p)
        errors.append(found.error)
        limits.append(found.chance_limit)
        means.append(found.by_chance)
    assert np.mean(errors) == pytest.approx(np.mean(means), rel=0.12)
    assert 0.85 <= np.mean(np.asarray(errors) <= limits) <= 0.995


def test_statements_about_one_patient_are_not_independent() -> None:
    random = np.random.default_rng(7)
    alone, together = Reliability(), Reliability()
    for _ in range(400):
        alone.add([0.45], [random.random() < 0.45])
        together.add([0.45] * 9, [random.random() < 0.45] * 9)
    assert together.total == 9 * alone.total
    assert together.by_chance == pytest.approx(alone.by_chance, rel=0.15)
    width = [(record.points()[0].high - record.points()[0].low) for record in (alone, together)]
    assert width[1] == pytest.approx(width[0], rel=0.15)


def test_intervals_cover_what_is_true() -> None:
    random = np.random.default_rng(8)
    covered = 0
    for _ in range(300):
        found = Reliability()
        for _ in range(150):
            found.add([0.35], [random.random() < 0.3])
        covered += found.points()[0].low <= 0.3 <= found.points()[0].high
    assert 0.90 <= covered / 300 <= 0.99


def test_what_is_stated_below_the_floor_is_left_out_and_the_edges_fall_into_bins() -> None:
    found = Reliability(0.05)
    found.add([0.0, 0.049, 0.05, 1.0], [False, True, False, True])
    assert found.total == 2
    assert found.points()[-1].stated == 1.0
    assert math.isfinite(Reliability().error)
