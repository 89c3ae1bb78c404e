"""A tape cut into small segments says what the whole says, and tables that would underflow are scaled."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.inference.condense import condense
from legwise.inference.frontier import Marginals, draw, forward, marginals
from legwise.inference.network import noisy_or
from legwise.inference.order import plan
from legwise.inference.posterior import infer
from legwise.inference.sample import empty_draws
from oracles import brute_force, random_evidence, random_network


@pytest.mark.parametrize("seed", range(15))
def test_a_tape_in_pieces_gives_the_marginals_and_draws_of_the_full_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=6, middles=3, leaves=6, density=0.7)
    evidence = random_evidence(random, network, chance=0.7)
    on, _, total = brute_force(network, evidence)
    problem = condense(network, evidence)
    found = Marginals(np.zeros(network.size), np.zeros(len(network.p)))
    draws = empty_draws(problem, 4000)
    log_total, pieces = problem.log_constant, 0
    for core in problem.cores:
        trace = forward(plan(core), core, limit=16)
        pieces += len(trace.segments)
        log_total += trace.log_total
        draw(trace, np.random.default_rng(1), draws, found)
        again = Marginals(np.zeros(network.size), np.zeros(len(network.p)))
        marginals(trace, again)
        told = again.on > 0
        assert again.on[told] == pytest.approx(found.on[told], abs=1e-12)
    assert pieces > len(problem.cores) or max((len(core.joints) for core in problem.cores), default=0) < 4
    assert log_total == pytest.approx(math.log(total), abs=1e-9)
    absorbed = set(problem.absorbed.nodes.tolist())
    inside = [n for n in np.flatnonzero(problem.relevant).tolist() if n not in absorbed and n not in evidence]
    for node in inside:
        assert found.on[node] == pytest.approx(on[node], abs=1e-9)
        assert draws.column(node).mean() == pytest.approx(on[node], abs=0.05)


def test_unlikely_findings_do_not_underflow() -> None:
    """Twelve findings of chance 1e-40 each: P(evidence) is far below the smallest double."""
    findings = range(2, 14)
    network = noisy_or([0.5, 0.5] + [0.0] * 12, [(cause, child, 1e-40) for cause in (0, 1) for child in findings])
    answer = infer(network, dict.fromkeys(findings, True), draws=100)
    both = 2.0**12  # one cause alone: 1e-480, both: 2**12 times as much
    assert answer.method == "exact"
    assert answer.log_evidence == pytest.approx(math.log(0.25) + 12 * math.log(1e-40) + math.log(2 + both), rel=1e-12)
    assert answer.on[0] == pytest.approx((1 + both) / (2 + both), abs=1e-12)
