"""Independent answers to compare with: the full joint table, and pyAgrum."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import numpy as np

from legwise.inference.network import NoisyOr, noisy_or


def brute_force(network: NoisyOr, evidence: Mapping[int, bool]) -> tuple[list[float], list[float], float]:
    """Marginals of nodes, chance of every link having fired, and P(evidence), by summing everything."""
    order = network.order.tolist()
    on = [0.0] * network.size
    fired = [0.0] * len(network.p)
    total = 0.0
    for states in itertools.product((False, True), repeat=network.size):
        if any(states[node] != value for node, value in evidence.items()):
            continue
        weight = 1.0
        chances = {}
        for node in order:
            off = 1.0 - network.leak[node]
            for edge in network.into[node]:
                if states[edge.parent]:
                    off *= 1.0 - edge.p
            chances[node] = 1.0 - off
            weight *= (1.0 - off) if states[node] else off
        if weight == 0.0:
            continue
        total += weight
        for node in range(network.size):
            on[node] += weight * states[node]
            if states[node]:
                for edge in network.into[node]:
                    if states[edge.parent]:
                        fired[edge.id] += weight * edge.p / chances[node]
    return [value / total for value in on], [value / total for value in fired], total


def random_network(
    random: np.random.Generator, *, tops: int, middles: int, leaves: int, density: float = 0.5
) -> NoisyOr:
    """A three-layer network: causes, causes that have causes, findings; some links skip a layer."""
    size = tops + middles + leaves
    leak = [
        float(random.uniform(0.01, 0.4)) if node < tops + middles else float(random.uniform(0.001, 0.2))
        for node in range(size)
    ]
    edges = []
    for child in range(tops, size):
        above = tops if child < tops + middles else tops + middles
        edges += [(p, child, float(random.uniform(0.05, 0.95))) for p in range(above) if random.random() < density]
    return noisy_or(leak, edges)


def random_evidence(random: np.random.Generator, network: NoisyOr, chance: float) -> dict[int, bool]:
    """Observe each node with the given chance, by drawing one whole world so that it is possible."""
    state: dict[int, bool] = {}
    for node in network.order.tolist():
        off = 1.0 - network.leak[node]
        for edge in network.into[node]:
            off *= 1.0 - edge.p * state[edge.parent]
        state[node] = bool(random.random() > off)
    return {node: value for node, value in state.items() if random.random() < chance}


def pyagrum_marginals(network: NoisyOr, evidence: Mapping[int, bool]) -> tuple[dict[int, float], float]:
    """Posterior marginals and ln P(evidence) by pyAgrum on the same network, noisy-ORs parent-divorced.

    Every noisy-OR becomes a chain of nodes with two parents, as deep as it has links.
    """
    import pyagrum as gum

    net = gum.BayesNet()
    names = {}
    for node in network.order.tolist():
        previous = net.add(gum.LabelizedVariable(f"n{node}_leak", "", 2))
        net.cpt(previous)[:] = [1.0 - network.leak[node], network.leak[node]]
        for number, edge in enumerate(network.into[node]):
            link = net.add(gum.LabelizedVariable(f"n{node}_{number}", "", 2))
            net.addArc(previous, link)
            net.addArc(names[edge.parent], link)
            table = net.cpt(link)
            here, parent = f"n{node}_{number}", net.variable(names[edge.parent]).name()
            before = net.variable(previous).name()
            for so_far, cause in itertools.product((0, 1), repeat=2):
                p_on = 1.0 if so_far else (edge.p if cause else 0.0)
                table[{before: so_far, parent: cause}] = [1.0 - p_on, p_on]
            assert here
            previous = link
        names[node] = previous
    engine = gum.LazyPropagation(net)
    engine.setEvidence({names[node]: int(value) for node, value in evidence.items()})
    engine.makeInference()
    found = {node: float(engine.posterior(names[node])[1]) for node in names}
    return found, math.log(engine.evidenceProbability())
