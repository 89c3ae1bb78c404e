"""Many cases at once say what one at a time says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.errors import InferenceError
from legwise.inference.batch import CHUNK, infer_many
from legwise.inference.network import noisy_or
from legwise.inference.posterior import infer
from oracles import random_evidence, random_network


def states_of(evidence: dict[int, bool], size: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    states = np.full(size, -1, dtype=np.int8)
    states[list(evidence)] = list(evidence.values())
    return states


def test_a_stream_of_cases_is_answered_in_order() -> None:
    random = np.random.default_rng(4)
    network = random_network(random, tops=8, middles=4, leaves=12)
    cases = [random_evidence(random, network, chance=0.5) for _ in range(2 * CHUNK + 7)]
    batches = list(infer_many(network, (states_of(case, network.size) for case in cases), threads=2))
    assert [len(batch.on) for batch in batches] == [CHUNK, CHUNK, 7]
    on = np.concatenate([batch.on for batch in batches])
    log_evidence = np.concatenate([batch.log_evidence for batch in batches])
    for number in range(0, len(cases), 9):
        alone = infer(network, cases[number], draws=1)
        assert log_evidence[number] == pytest.approx(alone.log_evidence, abs=1e-10)
        assert on[number] == pytest.approx(alone.on, abs=1e-10, nan_ok=True)


def test_impossible_and_malformed_cases() -> None:
    network = noisy_or([0.2, 0.0], [(0, 1, 0.5)])
    (batch,) = infer_many(network, [np.asarray([0, 1]), np.asarray([-1, 1])])
    assert batch.log_evidence[0] == -math.inf and np.isnan(batch.on[0]).all()
    assert batch.on[1] == pytest.approx([1.0, 1.0])
    with pytest.raises(InferenceError, match="2 states"):
        list(infer_many(network, [np.asarray([1])]))
    with pytest.raises(InferenceError, match="-1, 0 or 1"):
        list(infer_many(network, [np.asarray([1, 7])]))


def test_cases_too_wide_are_left_to_infer() -> None:
    random = np.random.default_rng(0)
    causes, findings = 30, 26
    edges = [(c, causes + f, float(random.uniform(0.1, 0.9))) for c in range(causes) for f in range(findings)]
    network = noisy_or([0.1] * causes + [0.01] * findings, edges)
    states = np.full(network.size, -1)
    states[causes:] = 1
    (batch,) = infer_many(network, [states])
    assert math.isnan(batch.log_evidence[0]) and np.isnan(batch.on[0]).all()
