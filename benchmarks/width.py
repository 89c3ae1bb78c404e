"""How narrow a frontier could be at best: a lower bound over all orders of closing."""

from __future__ import annotations

import numpy as np

from legwise.inference.frontier import Problem


def least_width(problem: Problem) -> int:
    """A lower bound of the bits of any order: the contraction degeneracy of the plain graph, parents not married.

    Bits are at least the path-width, that is at least the treewidth, and that at least the smallest degree of any
    minor. Vertices of few neighbours are contracted into the neighbour with which they share the fewest (the
    least-common-neighbour variant of Bodlaender & Koster, Treewidth computations II, 2011).
    """
    graph = _plain(problem)
    bound = 0
    while len(graph) > 1:
        vertex = min(graph, key=lambda v: (len(graph[v]), v))
        around = graph.pop(vertex)
        bound = max(bound, len(around))
        for other in around:
            graph[other].discard(vertex)
        if around:
            into = min(around, key=lambda v: (len(graph[v] & around), v))
            graph[into] |= around - {into}
            for other in around - {into}:
                graph[other].add(into)
    return bound


def _plain(problem: Problem) -> dict[int, set[int]]:
    """The core's graph with every tree contracted to its root: neighbours by number in the core."""
    core = problem.core
    into = np.diff(core.start)
    root = np.arange(len(into))
    for v in range(len(into)):  # parents first
        if into[v] == 1:
            root[v] = root[core.parent[core.start[v]]]
    graph: dict[int, set[int]] = {int(v): set() for v in np.unique(root)}
    for v in range(len(into)):
        for child in core.child[core.out[v] : core.out[v + 1]]:
            one, other = int(root[v]), int(root[child])
            if one != other:
                graph[one].add(other)
                graph[other].add(one)
    return graph
