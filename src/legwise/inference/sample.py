"""Whole explanations drawn from the posterior: every node, and by which link or leak it came on.

Uniform numbers come from a fixed seed, so the same question gives the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legwise.inference.condense import Problem

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass
class Draws:
    """Boolean columns, one entry per draw: nodes on, links fired, nodes on by their own leak."""

    count: int
    on: dict[int, Bools] = field(default_factory=dict)
    fired: dict[int, Bools] = field(default_factory=dict)
    leaked: dict[int, Bools] = field(default_factory=dict)

    def column(self, node: int) -> Bools:
        """The draws of one node; a node that never came up is off."""
        return self.on.get(node, np.zeros(self.count, dtype=np.bool_))

    def add(self, nodes: Ints, on: Bools, leaked: Bools) -> None:
        """Add rows of nodes (shape (nodes, draws)); what is known of a node already stays."""
        for node, is_on, by_leak in zip(nodes.tolist(), on, leaked, strict=True):
            self.on[node] = self.on[node] | is_on if node in self.on else is_on
            self.leaked[node] = self.leaked[node] | by_leak if node in self.leaked else by_leak

    def add_links(self, edges: Ints, fired: Bools) -> None:
        """Add rows of links (shape (edges, draws))."""
        for edge, column in zip(edges.tolist(), fired, strict=True):
            if edge >= 0:
                self.fired[edge] = self.fired[edge] | column if edge in self.fired else column


def draw_absorbed(problem: Problem, random: np.random.Generator, draws: Draws) -> None:
    """Add the nodes that were summed into their parent, parents first."""
    for item in reversed(problem.absorbed):
        off, on = item.lam
        point = random.random(draws.count)
        if item.edge is None:
            total = (1.0 - item.leak) * off + item.leak * on
            draws.on[item.node] = draws.leaked[item.node] = point * total < item.leak * on
            continue
        p = np.where(draws.column(item.edge.parent), item.edge.p, 0.0)
        both_off = (1.0 - item.leak) * (1.0 - p) * off
        only_link = (1.0 - item.leak) * p * on
        only_leak = item.leak * (1.0 - p) * on
        both = item.leak * p * on
        point = point * (both_off + only_link + only_leak + both)
        draws.on[item.node] = point >= both_off
        draws.fired[item.edge.id] = ((point >= both_off) & (point < both_off + only_link)) | (
            point >= both_off + only_link + only_leak
        )
        draws.leaked[item.node] = point >= both_off + only_link
