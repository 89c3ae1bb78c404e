"""Whole explanations drawn from the posterior: every node, and by which link or leak it came on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.inference.network import NoisyOr

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Effort:
    """How far to go where an answer has to be sampled.

    batch: explanations drawn at a time; fewer are quicker, and leave a larger error. error: drawing ends once nothing
    is off by more. gives_up: it ends, too, once that is not to be expected of the last batch either.
    """

    batch: int = 10_000
    error: float = 0.1
    gives_up: bool = False


FULL = Effort()


@dataclass(frozen=True)
class Draws:
    """Whole explanations, one column each.

    on, leaked: shape (nodes, draws), node on, and on by its own leak. fired: shape (rows, draws), the
    link fired; `row` gives the row of every edge, and rows of edges that play no part are all the same,
    empty one.
    """

    on: Bools
    leaked: Bools
    fired: Bools
    row: Ints

    @property
    def count(self) -> int:
        """Number of draws."""
        return int(self.on.shape[1])

    def chosen(self, numbers: Ints) -> Draws:
        """Only these draws, a number given twice counting twice."""
        on, leaked, fired = (rows.take(numbers, axis=1) for rows in (self.on, self.leaked, self.fired))
        return Draws(on, leaked, fired, self.row)

    def column(self, node: int) -> Bools:
        """The draws of one node."""
        column: Bools = self.on[node]
        return column

    def link(self, edge: int) -> Bools:
        """The draws of one edge having fired."""
        column: Bools = self.fired[self.row[edge]]
        return column


def empty_draws(network: NoisyOr, evidence: Mapping[int, bool], reached: Bools, count: int) -> Draws:
    """Room for `count` draws; the links that may fire are those between unobserved and reached nodes."""
    observed = np.zeros(network.size, dtype=np.bool_)
    observed[list(evidence)] = True
    plays = reached[network.child] & ~observed[network.parent]
    row = np.where(plays, np.cumsum(plays), 0)
    on, leaked = np.zeros((2, network.size, count), dtype=np.bool_)
    return Draws(on, leaked, np.zeros((int(plays.sum()) + 1, count), dtype=np.bool_), row)


def draw_onwards(
    network: NoisyOr, evidence: Mapping[int, bool], nodes: Bools, draws: Draws, random: np.random.Generator
) -> None:
    """Draw `nodes` (a mask) that no evidence weighs, given their parents in each draw, parents first."""
    for node in network.order[nodes[network.order]].tolist():
        if node in evidence:
            draws.on[node] = evidence[node]
            continue
        links = network.links_into(node)
        fired = draws.on[network.parent[links]] & (
            random.random((links.stop - links.start, draws.count)) < network.p[links, None]
        )
        leaked = random.random(draws.count) < network.leak[node]
        draws.on[node], draws.leaked[node] = leaked | fired.any(axis=0), leaked
        rows = draws.row[links]
        draws.fired[rows[rows > 0]] = fired[rows > 0]


def draw_given(network: NoisyOr, nodes: list[int], draws: Draws, random: np.random.Generator) -> None:
    """Add nodes known to be on: by which links and leak they came on, given the draws of their parents."""
    from legwise.inference.loops import brought_on

    for node in nodes:
        links = network.links_into(node)
        fired = np.zeros((links.stop - links.start, draws.count), dtype=np.bool_)
        parent, p = network.parent[links], network.p[links]
        brought_on(parent, p, float(network.leak[node]), draws.on, random, draws.leaked[node], fired)
        draws.on[node] = True
        rows = draws.row[links]
        draws.fired[rows[rows > 0]] = fired[rows > 0]
