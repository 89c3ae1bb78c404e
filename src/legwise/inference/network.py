"""A noisy-OR network as plain arrays.

Node `j` is on with probability ``1 - (1 - leak[j]) * prod(1 - p[e] for edges e from parents that are on)``.
A node without parents has only its leak, which is then its prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Edge(NamedTuple):
    """One link: its number, the parent, the child, and the chance that it carries."""

    id: int
    parent: int
    child: int
    p: float


@dataclass(frozen=True)
class NoisyOr:
    """A layered noisy-OR network over nodes 0..n-1.

    leak: shape (n,), parent, child: shape (edges,), p: shape (edges,). order: every node, parents
    before children.
    """

    leak: Floats
    parent: Ints
    child: Ints
    p: Floats
    into: tuple[tuple[Edge, ...], ...] = field(repr=False)
    out_of: tuple[tuple[Edge, ...], ...] = field(repr=False)
    order: tuple[int, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.leak)


def noisy_or(leak: Sequence[float], edges: Sequence[tuple[int, int, float]]) -> NoisyOr:
    """Build a network from leaks and (parent, child, p) triples.

    Raises InferenceError for probabilities outside 0..1, unknown nodes, or a cycle.
    """
    size = len(leak)
    for node, value in enumerate(leak):
        if not 0.0 <= value <= 1.0:
            raise InferenceError(f"leak of node {node} is {value}; it must lie between 0 and 1")
    into: list[list[Edge]] = [[] for _ in range(size)]
    out_of: list[list[Edge]] = [[] for _ in range(size)]
    for index, (parent, child, p) in enumerate(edges):
        if not (0 <= parent < size and 0 <= child < size):
            raise InferenceError(f"edge {parent} -> {child} leaves the {size} nodes")
        if not 0.0 <= p <= 1.0:
            raise InferenceError(f"edge {parent} -> {child} has p = {p}; it must lie between 0 and 1")
        edge = Edge(index, parent, child, float(p))
        into[child].append(edge)
        out_of[parent].append(edge)
    return NoisyOr(
        leak=np.asarray(leak, dtype=np.float64),
        parent=np.asarray([e[0] for e in edges], dtype=np.int64),
        child=np.asarray([e[1] for e in edges], dtype=np.int64),
        p=np.asarray([e[2] for e in edges], dtype=np.float64),
        into=tuple(tuple(row) for row in into),
        out_of=tuple(tuple(row) for row in out_of),
        order=_topological_order(into, out_of),
    )


def _topological_order(into: list[list[Edge]], out_of: list[list[Edge]]) -> tuple[int, ...]:
    """Nodes with every parent before its children. Raises InferenceError on a cycle."""
    size = len(into)
    waiting = [len(edges) for edges in into]
    ready = [node for node in range(size) if waiting[node] == 0]
    order: list[int] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for edge in out_of[node]:
            waiting[edge.child] -= 1
            if waiting[edge.child] == 0:
                ready.append(edge.child)
    if len(order) < size:
        stuck = [node for node in range(size) if waiting[node] > 0]
        raise InferenceError(f"the network has a cycle through nodes {stuck[:10]}")
    return tuple(order)


def ancestors(network: NoisyOr, nodes: Sequence[int]) -> set[int]:
    """The nodes themselves and everything upstream of them."""
    found: set[int] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack.extend(edge.parent for edge in network.into[node])
    return found
