"""Echoes: nodes that one cause alone brings on are worked through in branches of the table, without a bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.inference.frontier import Frontier, prepare
from legwise.inference.network import NoisyOr, ancestors, noisy_or
from legwise.inference.operations import CLOSE, EDGE, FORK, JOIN, OPEN
from legwise.inference.posterior import infer
from legwise.inference.sample import empty_draws
from legwise.inference.tape import Tape
from oracles import brute_force, random_evidence

SEEDS = st.integers(0, 2**32 - 1)


def echo_network(random: np.random.Generator, values: list[float] | None = None) -> NoisyOr:
    """Causes with trees of echoes (one parent each, mostly no leak), findings that several of them share.

    Every now and then a cause of a cause has several parents, or a finding one.
    """

    def chance() -> float:
        return float(random.choice(values)) if values else float(random.uniform(0.05, 0.95))

    causes, echoes, findings = int(random.integers(1, 4)), int(random.integers(1, 7)), int(random.integers(1, 5))
    inner = causes + echoes
    leak = [chance() * 0.5 for _ in range(causes)]
    edges = []
    for echo in range(causes, inner):
        leak.append(0.0 if random.random() < 0.8 else chance())
        parents = random.choice(echo, size=2 if echo > 1 and random.random() < 0.15 else 1, replace=False)
        edges += [(int(parent), echo, chance()) for parent in parents]
    for finding in range(inner, inner + findings):
        leak.append(0.0 if random.random() < 0.5 else chance())
        edges += [(parent, finding, chance()) for parent in range(inner) if random.random() < 0.5]
    return noisy_or(leak, edges)


def agrees(network: NoisyOr, evidence: dict[int, bool]) -> None:
    on, fired, total = brute_force(network, evidence)
    answer = infer(network, evidence, draws=0)
    assert answer.log_evidence == pytest.approx(math.log(total), abs=1e-9)
    assert answer.known() == {node: pytest.approx(on[node], abs=1e-9) for node in answer.known()}
    for edge, value in enumerate(answer.fired.tolist()):
        if not math.isnan(value):
            assert value == pytest.approx(fired[edge], abs=1e-9), edge


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_echoes_agree_with_the_full_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = echo_network(random)
    agrees(network, random_evidence(random, network, chance=float(random.choice([0.2, 0.5]))))


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_echoes_with_certain_impossible_and_tiny_chances_agree_with_the_full_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = echo_network(random, [0.0, 1.0, 1e-12, 0.5])
    agrees(network, random_evidence(random, network, chance=0.4))


@pytest.mark.parametrize("seed", range(30))
def test_draws_of_echoes_come_from_the_posterior_together(seed: int) -> None:
    """Not each alone: an explanation must hold together, so every pair of a node and a link is compared."""
    random = np.random.default_rng(seed)
    network = echo_network(random)
    evidence = random_evidence(random, network, chance=0.4)
    answer = infer(network, evidence, draws=20000)
    for node, value in answer.known().items():
        assert answer.draws.column(node).mean() == pytest.approx(value, abs=0.02)
    fired = [edge for edge, value in enumerate(answer.fired.tolist()) if not math.isnan(value)]
    for edge in fired:
        link = answer.draws.link(edge)
        assert link.mean() == pytest.approx(answer.fired[edge], abs=0.02)
        assert not (link & ~answer.draws.column(int(network.child[edge]))).any()
        assert not (link & ~answer.draws.column(int(network.parent[edge]))).any()
    for node in answer.known():
        if node in evidence:
            continue
        given_on = infer(network, {**evidence, node: True}, draws=0) if answer.on[node] > 0.05 else None
        for other, value in given_on.known().items() if given_on else ():
            both = (answer.draws.column(node) & answer.draws.column(other)).mean()
            assert both == pytest.approx(answer.on[node] * value, abs=0.02)


@pytest.mark.parametrize("seed", range(30))
def test_findings_set_aside_leave_the_posterior_of_the_rest(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = echo_network(random)
    evidence = random_evidence(random, network, chance=0.5)
    aside = [n for n, on in evidence.items() if on and n not in network.parent][:1]
    rest = {node: on for node, on in evidence.items() if node not in aside}
    on, _, total = brute_force(network, rest)
    problem = prepare(network, evidence, dict.fromkeys(aside, 0.0))
    frontier = Frontier(problem)
    found = frontier.marginals(empty_draws(network, evidence, problem.reached, 0), np.random.default_rng(0))
    assert frontier.log_total == pytest.approx(math.log(total), abs=1e-9)
    for node in np.flatnonzero(ancestors(network, rest)).tolist():
        assert found.on[node] == pytest.approx(on[node], abs=1e-9)


def echoes(causes: int, each: int, findings: int) -> tuple[NoisyOr, dict[int, bool]]:
    """Broad causes with echoes of two findings each, in a ring; all findings are there."""
    inner = causes * (each + 1)
    edges = [(cause, causes + cause * each + echo, 0.3) for cause in range(causes) for echo in range(each)]
    for echo in range(causes, inner):
        edges += [(echo, inner + (echo + step) % findings, 0.4) for step in (0, 1)]
    leak = [0.1] * causes + [0.0] * (inner - causes) + [0.01] * findings
    return noisy_or(leak, edges), dict.fromkeys(range(inner, inner + findings), True)


def test_an_echo_takes_no_bit() -> None:
    """All echoes of a cause are closed in branches: what is opened is findings, and causes of many findings."""
    network, evidence = echoes(4, 6, 12)
    problem = prepare(network, evidence)
    tape = Frontier(problem).tape
    opened = problem.part.node[problem.core.node[tape.node[tape.code == OPEN]]]
    assert not {node for node in opened.tolist() if 4 <= node < 28}
    assert (tape.code == FORK).sum() == (tape.code == JOIN).sum() >= 24
    assert (tape.code == CLOSE).sum() == len(opened)


def cells(tape: Tape) -> tuple[int, float]:
    """Widest table and cells worked on, from the tape itself: widths inside a burst and the bits outside of it."""
    widest, total = 0, 0.0
    for burst in range(len(tape.after)):
        for o in range(tape.first[burst], tape.first[burst + 1]):
            code, width = tape.code[o], int(tape.width[o] + tape.outside[burst])
            halved = tape.a[o] >= 0 and code in (EDGE, FORK, JOIN)
            total += 2.0 ** (width + (code == OPEN) - halved)
            widest = max(widest, width + (code == OPEN))
    return widest, total


@pytest.mark.parametrize("seed", range(20))
def test_the_cost_known_before_running_is_that_of_the_tape(seed: int) -> None:
    random = np.random.default_rng(seed)
    network, evidence = echoes(4, 6, 14) if seed == 0 else (echo_network(random), {})
    evidence = evidence or random_evidence(random, network, chance=0.5)
    problem = prepare(network, evidence)
    assert (problem.width, problem.cost) == cells(Frontier(problem).tape)


@pytest.mark.parametrize("limit", [2**12, 2**25])
def test_branches_in_tables_wider_than_a_block(limit: int) -> None:
    """Four causes with twenty echoes each over sixteen findings: given the causes, inclusion and exclusion is exact.

    P(all findings | causes) = sum over sets S of findings of (-1)^|S| P(none of S), and without a finding every echo
    is a factor; the findings are likely, so that nothing cancels.
    """
    causes, each, findings = 4, 20, 16
    network, evidence = echoes(causes, each, findings)
    inner = causes * (each + 1)
    absent = (np.arange(2**findings)[:, None] >> np.arange(findings)) & 1 == 1
    weight = np.empty(2**causes)
    for state in range(2**causes):
        silent = (1.0 - 2.0 * (absent.sum(axis=1) % 2)) * 0.99 ** absent.sum(axis=1)
        for cause in range(causes):
            for echo in range(causes + cause * each, causes + (cause + 1) * each) if state >> cause & 1 else ():
                quiet = np.where(absent[:, [echo % findings, (echo + 1) % findings]], 0.6, 1.0).prod(axis=1)
                silent *= 0.7 + 0.3 * quiet
        weight[state] = math.fsum(silent) * 0.1 ** state.bit_count() * 0.9 ** (causes - state.bit_count())
    assert inner + findings == network.size
    problem = prepare(network, evidence)
    assert problem.width > 12
    frontier = Frontier(problem, limit)
    draws = empty_draws(network, evidence, problem.reached, 5000)
    found = frontier.marginals(draws, np.random.default_rng(1))
    on = np.array([[state >> cause & 1 for cause in range(causes)] for state in range(2**causes)])
    expected = weight @ on / weight.sum()
    assert frontier.log_total == pytest.approx(math.log(weight.sum()), abs=1e-6)
    assert found.on[:causes] == pytest.approx(expected, abs=1e-6)
    assert draws.on[:causes].mean(axis=1) == pytest.approx(expected, abs=0.03)
    assert draws.on.mean(axis=1) == pytest.approx(np.where(problem.reached, found.on, 0.0), abs=0.03)
