"""A tape cut into small segments and blocks says what the whole says; tables that would underflow are scaled."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.inference.frontier import Frontier, prepare
from legwise.inference.network import noisy_or
from legwise.inference.posterior import infer
from legwise.inference.sample import empty_draws
from oracles import brute_force, random_evidence, random_network


@pytest.mark.parametrize("seed", range(15))
def test_a_tape_in_pieces_gives_the_marginals_and_draws_of_the_full_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=6, middles=3, leaves=6, density=0.7)
    evidence = random_evidence(random, network, chance=0.7)
    on, _, total = brute_force(network, evidence)
    problem = prepare(network, evidence)
    frontier = Frontier(problem, limit=16)
    draws = empty_draws(network, evidence, problem.reached, 4000)
    found = frontier.marginals(draws, np.random.default_rng(1))
    again = Frontier(problem).marginals(empty_draws(network, evidence, problem.reached, 0), np.random.default_rng(1))
    assert again.on == pytest.approx(found.on, abs=1e-12)
    assert again.fired == pytest.approx(found.fired, abs=1e-12)
    assert frontier.log_total == pytest.approx(math.log(total), abs=1e-9)
    for node in np.flatnonzero(problem.reached).tolist():
        assert found.on[node] == pytest.approx(on[node], abs=1e-9)
        assert draws.column(node).mean() == pytest.approx(on[node], abs=0.05)


def wide_network(random: np.random.Generator, causes: int, findings: int) -> tuple[object, dict[int, bool]]:
    """Every cause may produce every finding and all findings are there: a table of `findings` bits at least."""
    leak = [*random.uniform(0.05, 0.3, causes), *random.uniform(0.01, 0.1, findings)]
    edges = [(c, causes + f, float(random.uniform(0.1, 0.9))) for c in range(causes) for f in range(findings)]
    return noisy_or(leak, edges), dict.fromkeys(range(causes, causes + findings), True)


@pytest.mark.parametrize("limit", [2**12, 2**14, 2**25])
def test_tables_wider_than_a_block(limit: int) -> None:
    """Thirteen causes of sixteen findings: summing over the causes' states is the oracle."""
    random = np.random.default_rng(3)
    network, evidence = wide_network(random, 13, 16)
    states = (np.arange(2**13)[:, None] >> np.arange(13)) & 1 == 1
    weight = np.where(states, network.leak[:13], 1.0 - network.leak[:13]).prod(axis=1)
    for finding in evidence:
        links = network.links_into(finding)
        silent = np.where(states[:, network.parent[links]], 1.0 - network.p[links], 1.0).prod(axis=1)
        weight *= 1.0 - (1.0 - network.leak[finding]) * silent
    problem = prepare(network, evidence)
    assert problem.width > 12
    frontier = Frontier(problem, limit)
    draws = empty_draws(network, evidence, problem.reached, 5000)
    found = frontier.marginals(draws, np.random.default_rng(1))
    assert frontier.log_total == pytest.approx(math.log(weight.sum()), abs=1e-10)
    expected = weight @ states / weight.sum()
    assert found.on[:13] == pytest.approx(expected, abs=1e-10)
    assert draws.on[:13].mean(axis=1) == pytest.approx(expected, abs=0.03)
    pairs = (weight[:, None] * states).T @ states / weight.sum()
    assert draws.on[:13].astype(float) @ draws.on[:13].T / draws.count == pytest.approx(pairs, abs=0.03)


def test_unlikely_findings_do_not_underflow() -> None:
    """Twelve findings of chance 1e-40 each: P(evidence) is far below the smallest double."""
    findings = range(2, 14)
    network = noisy_or([0.5, 0.5] + [0.0] * 12, [(cause, child, 1e-40) for cause in (0, 1) for child in findings])
    answer = infer(network, dict.fromkeys(findings, True), draws=100)
    both = 2.0**12  # one cause alone: 1e-480, both: 2**12 times as much
    assert answer.method == "exact"
    assert answer.log_evidence == pytest.approx(math.log(0.25) + 12 * math.log(1e-40) + math.log(2 + both), rel=1e-12)
    assert answer.on[0] == pytest.approx((1 + both) / (2 + both), abs=1e-12)
