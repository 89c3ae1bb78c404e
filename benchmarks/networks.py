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

    What has no child and at most one parent is summed into that parent, again and again: its posterior is one
    multiplication, so it is left out.
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
    gone = _absorb(leak, edges, weights := [weight[n] for n in nodes])
    kept = [k for k in range(len(nodes)) if k not in gone]
    top: dict[int, int] = {}
    for k in kept:  # parents come first
        parents = [a for a, b, _ in edges if b == k]
        top[k] = top[parents[0]] if len(parents) == 1 else k
    edges.sort(key=lambda edge: (top[edge[0]], edge[0]) if edge[1] in top else (-1, -1))
    place = {k: position for position, k in enumerate(kept)}
    small = noisy_or([leak[k] for k in kept], [(place[a], place[b], p) for a, b, p in edges if b in place])
    shown = {place[k]: weights[k] for k in kept if weights[k] != (1.0, 1.0)}
    return Condensed(small, shown, {place[k]: nodes[k] for k in kept if nodes[k] not in evidence})


def _absorb(leak: list[float], edges: list[tuple[int, int, float]], weights: list[tuple[float, float]]) -> set[int]:
    """Sum childless nodes with at most one parent into that parent's weights, in place; returns those nodes."""
    above: list[list[tuple[int, float]]] = [[] for _ in leak]
    children = [0] * len(leak)
    for parent, child, p in edges:
        above[child].append((parent, p))
        children[parent] += 1
    gone: set[int] = set()
    stack = list(range(len(leak)))
    while stack:
        node = stack.pop()
        if node in gone or children[node] or len(above[node]) > 1:
            continue
        gone.add(node)
        off, on = weights[node]
        for parent, p in above[node]:
            either = leak[node] + (1.0 - leak[node]) * p
            told = ((1.0 - leak[node]) * off + leak[node] * on, (1.0 - either) * off + either * on)
            scale = max(weights[parent][0] * told[0], weights[parent][1] * told[1])
            weights[parent] = (weights[parent][0] * told[0] / scale, weights[parent][1] * told[1] / scale)
            children[parent] -= 1
            stack.append(parent)
    return gone
