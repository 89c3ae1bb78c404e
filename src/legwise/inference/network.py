"""A noisy-OR network as plain arrays.

Node `j` is on with probability ``1 - (1 - leak[j]) * prod(1 - p[e] for edges e from parents that are on)``.
A node without parents has only its leak, which is then its prior.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from struct import pack
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Edge(NamedTuple):
    """One link: its number, the parent, the child, and the chance that it carries."""

    id: int
    parent: int
    child: int
    p: float


@dataclass(frozen=True, eq=False)
class NoisyOr:
    """A layered noisy-OR network over nodes 0..n-1; edges lie sorted by child.

    leak: shape (n,). parent, child, p: shape (edges,). start: shape (n + 1,), the edges into node j are
    start[j] to start[j + 1]. tag: a number of the caller's for every edge, kept through `rewired`.
    order: every node, parents before children.
    """

    leak: Floats
    parent: Ints
    child: Ints
    p: Floats
    tag: Ints
    start: Ints
    order: Ints

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.leak)

    @cached_property
    def into(self) -> tuple[tuple[Edge, ...], ...]:
        """The edges into every node, for reading one by one."""
        numbers = range(len(self.p))
        rows = list(map(Edge, numbers, self.parent.tolist(), self.child.tolist(), self.p.tolist()))
        return tuple(tuple(rows[a:b]) for a, b in zip(self.start[:-1].tolist(), self.start[1:].tolist(), strict=True))

    def links_into(self, node: int) -> slice:
        """Where the edges into a node lie in `parent`, `p` and `tag`."""
        return slice(int(self.start[node]), int(self.start[node + 1]))

    def rewired(self, keep: Bools, extra: Sequence[tuple[int, int, float, int]] = ()) -> NoisyOr:
        """The network with only the edges in `keep`, and with extra (parent, child, p, tag) edges."""
        parent, child, p, tag = self.parent[keep], self.child[keep], self.p[keep], self.tag[keep]
        if extra:
            parents, children, chances, tags = zip(*extra, strict=True)
            parent, child = np.append(parent, parents), np.append(child, children)
            p, tag = np.append(p, chances), np.append(tag, tags)
        return from_arrays(self.leak, parent, child, p, tag, self.order)


def from_arrays(leak: Floats, parent: Ints, child: Ints, p: Floats, tag: Ints, order: Ints) -> NoisyOr:
    """A network from arrays that are known to be sound, sorting the edges by child."""
    if len(child) and np.any(child[1:] < child[:-1]):
        by_child = np.argsort(child, kind="stable")
        parent, child, p, tag = parent[by_child], child[by_child], p[by_child], tag[by_child]
    start = np.zeros(len(leak) + 1, dtype=np.int64)
    np.cumsum(np.bincount(child, minlength=len(leak)), out=start[1:])
    return NoisyOr(leak, parent, child, p, tag, start, order)


def noisy_or(leak: Sequence[float], edges: Sequence[tuple[int, int, float]]) -> NoisyOr:
    """Build a network from leaks and (parent, child, p) triples; an edge's tag is its place in `edges`.

    Raises InferenceError for probabilities outside 0..1, unknown nodes, or a cycle.
    """
    size = len(leak)
    for node, value in enumerate(leak):
        if not 0.0 <= value <= 1.0:
            raise InferenceError(f"leak of node {node} is {value}; it must lie between 0 and 1")
    for parent, child, p in edges:
        if not (0 <= parent < size and 0 <= child < size):
            raise InferenceError(f"edge {parent} -> {child} leaves the {size} nodes")
        if not 0.0 <= p <= 1.0:
            raise InferenceError(f"edge {parent} -> {child} has p = {p}; it must lie between 0 and 1")
    parents = np.asarray([e[0] for e in edges], dtype=np.int64)
    children = np.asarray([e[1] for e in edges], dtype=np.int64)
    chances = np.asarray([e[2] for e in edges], dtype=np.float64)
    order = _topological_order(size, edges)
    return from_arrays(np.asarray(leak, dtype=np.float64), parents, children, chances, np.arange(len(edges)), order)


def _topological_order(size: int, edges: Sequence[tuple[int, int, float]]) -> Ints:
    """Nodes with every parent before its children. Raises InferenceError on a cycle."""
    waiting = [0] * size
    out_of: list[list[int]] = [[] for _ in range(size)]
    for parent, child, _ in edges:
        waiting[child] += 1
        out_of[parent].append(child)
    ready = [node for node in range(size) if waiting[node] == 0]
    order: list[int] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for child in out_of[node]:
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    if len(order) < size:
        stuck = [node for node in range(size) if waiting[node] > 0]
        raise InferenceError(f"the network has a cycle through nodes {stuck[:10]}")
    return np.asarray(order, dtype=np.int64)


def states(network: NoisyOr, evidence: Mapping[int, bool]) -> NDArray[np.int8]:
    """1 for nodes observed on, 0 for off, -1 for the others. Raises InferenceError for unknown nodes."""
    count, found = len(evidence), np.full(network.size, -1, dtype=np.int8)
    nodes = np.frombuffer(pack(f"{count}q", *evidence), np.int64)  # packed in half the time of np.fromiter
    if count and nodes.view(np.uint64).max() >= network.size:  # one look: a negative number is a huge one
        outside = next(node for node in evidence if not 0 <= node < network.size)
        raise InferenceError(f"evidence on node {outside}, but the network has {network.size} nodes")
    found[nodes] = np.frombuffer(pack(f"{count}?", *evidence.values()), np.int8)
    return found


def ancestors(network: NoisyOr, nodes: Iterable[int]) -> Bools:
    """The nodes themselves and everything upstream of them, as a mask over nodes."""
    from legwise.inference.loops import upstream

    found = np.zeros(network.size, dtype=np.bool_)
    found[np.fromiter(nodes, dtype=np.int64)] = True
    upstream(network.order, network.start, network.parent, found)
    return found


def descendants(network: NoisyOr, nodes: Iterable[int]) -> Bools:
    """The nodes themselves and everything downstream of them, as a mask over nodes."""
    from legwise.inference.loops import downstream

    found = np.zeros(network.size, dtype=np.bool_)
    found[np.fromiter(nodes, dtype=np.int64)] = True
    downstream(network.order, network.start, network.parent, found)
    return found
