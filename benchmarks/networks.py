"""Networks to measure on: random two-layer ones, and the form of a case that suits the peers best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from legwise.inference.network import NoisyOr, ancestors, noisy_or

CAUSES, FINDINGS, LINKS = 185, 546, 4355  # the size of a clinical network


@dataclass(frozen=True)
class Condensed:
    """A noisy-OR network with weights (w_off, w_on) on nodes, in place of evidence.

    weights: of the nodes where they are not (1, 1); a positive finding has (0, 1). hidden: node -> what it was in
    the network it came from, for the unobserved ones.
    """

    network: NoisyOr
    weights: dict[int, tuple[float, float]]
    hidden: dict[int, int]


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


def condensed(network: NoisyOr, evidence: Mapping[int, bool]) -> Condensed:
    """Without what no evidence reaches; negative findings absorbed into weights of their causes.

    A cause that only negative findings speak of is left out too: its posterior is one multiplication.
    """
    relevant = ancestors(network, evidence)
    nodes = [n for n in network.order.tolist() if relevant[n] and evidence.get(n, True)]
    number = {node: place for place, node in enumerate(nodes)}
    leak = [float(network.leak[n]) for n in nodes]
    weight = {n: (0.0, 1.0) if n in evidence else (1.0, 1.0) for n in nodes}
    edges: list[tuple[int, int, float]] = []
    for child in np.flatnonzero(relevant).tolist():
        for edge in network.into[child]:
            if not evidence.get(edge.parent, True):
                continue
            if edge.parent in evidence:
                if child in number:
                    leak[number[child]] += (1.0 - leak[number[child]]) * edge.p
            elif child in number:
                edges.append((number[edge.parent], number[child], edge.p))
            else:
                off, on = weight[edge.parent]
                weight[edge.parent] = (off, on * (1.0 - edge.p))
    linked = {end for parent, child, _ in edges for end in (parent, child)}
    kept = [n for n in nodes if n in evidence or number[n] in linked]
    place = {number[n]: k for k, n in enumerate(kept)}
    small = noisy_or([leak[number[n]] for n in kept], [(place[a], place[b], p) for a, b, p in edges])
    weights = {place[number[n]]: weight[n] for n in kept if weight[n] != (1.0, 1.0)}
    return Condensed(small, weights, {place[number[n]]: n for n in kept if n not in evidence})
