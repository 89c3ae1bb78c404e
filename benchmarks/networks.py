"""Networks to measure on: random two-layer ones, and the condensed form of a real case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legwise.inference.condense import Problem, Tree, condense
from legwise.inference.network import Edge, NoisyOr, noisy_or

CAUSES, FINDINGS, LINKS = 185, 546, 4355  # the size of a clinical network


@dataclass(frozen=True)
class Condensed:
    """A noisy-OR network with weights (w_off, w_on) on nodes instead of negative findings."""

    network: NoisyOr
    weights: dict[int, tuple[float, float]]
    original: dict[int, int]


def random_case(seed: int, positives: int) -> tuple[NoisyOr, dict[int, bool]]:
    """A random two-layer network and a patient drawn from it with this many positive findings.

    Six in ten of the negative findings are observed too.
    """
    random = np.random.default_rng(seed)
    leak = [*random.uniform(0.005, 0.05, CAUSES), *random.uniform(0.002, 0.05, FINDINGS)]
    pairs = random.choice(CAUSES * FINDINGS, size=LINKS, replace=False)
    edges = [(int(pair) // FINDINGS, CAUSES + int(pair) % FINDINGS, float(random.uniform(0.05, 0.8))) for pair in pairs]
    network = noisy_or([float(value) for value in leak], edges)
    while True:
        state = _draw(network, random)
        on = [n for n in range(CAUSES, network.size) if state[n]]
        if len(on) >= positives:
            break
    chosen = {int(n) for n in random.choice(on, size=positives, replace=False)}
    evidence = dict.fromkeys(sorted(chosen), True)
    evidence |= {n: False for n in range(CAUSES, network.size) if not state[n] and random.random() < 0.6}
    return network, evidence


def _draw(network: NoisyOr, random: np.random.Generator) -> dict[int, bool]:
    state: dict[int, bool] = {}
    for node in network.order.tolist():
        silent = 1.0 - network.leak[node]
        for edge in network.into[node]:
            silent *= 1.0 - edge.p * state[edge.parent]
        state[node] = bool(random.random() > silent)
    return state


def condensed(network: NoisyOr, evidence: dict[int, bool]) -> Condensed:
    """What is left after the exact simplifications, as a network of its own."""
    problem = condense(network, evidence)
    leaks: dict[int, float] = {}
    edges: list[Edge] = []
    weights: dict[int, tuple[float, float]] = {}
    for core in problem.cores:
        private = [tree for trees in core.private.values() for tree in trees]
        for tree in (*core.tops, *private, *core.joints.values()):
            _collect(tree, leaks, edges, weights)
        for joint in core.required:
            weights[joint] = (0.0, weights[joint][1])
    return _renumbered(problem, leaks, edges, weights)


def _collect(tree: Tree, leaks: dict[int, float], edges: list[Edge], weights: dict[int, tuple[float, float]]) -> None:
    leaks[tree.node], weights[tree.node] = tree.leak, tree.lam
    edges.extend(tree.to_joints)
    for branch in tree.branches:
        if branch.link is not None:
            edges.append(branch.link)
        _collect(branch, leaks, edges, weights)


def _renumbered(
    problem: Problem, leaks: dict[int, float], edges: list[Edge], weights: dict[int, tuple[float, float]]
) -> Condensed:
    nodes = [n for n in problem.network.order.tolist() if n in leaks]
    number = {node: position for position, node in enumerate(nodes)}
    small = noisy_or([leaks[n] for n in nodes], [(number[e.parent], number[e.child], e.p) for e in edges])
    return Condensed(small, {number[n]: weights[n] for n in nodes}, {number[n]: n for n in nodes})
