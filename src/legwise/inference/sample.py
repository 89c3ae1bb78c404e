"""Draw whole explanations from the exact posterior by walking the frontier backwards.

Each draw fixes every core node, whether each link fired, and whether each leak did, given the
evidence: forward filtering, backward sampling. Uniform numbers come from a fixed seed, so the same
question gives the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legwise.inference.condense import Problem
from legwise.inference.frontier import Axes, Floats, Trace, pick
from legwise.inference.network import Edge
from legwise.inference.order import Step

Bools = NDArray[np.bool_]


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


class _Walk:
    """State of the backward walk: the current bit of every live node, per draw."""

    def __init__(self, count: int, random: np.random.Generator) -> None:
        self.count = count
        self.random = random
        self.bits: dict[int, Bools] = {}

    def flat(self, axes: Axes, fixed: dict[int, int | Bools]) -> NDArray[np.int64]:
        """Position of each draw's bits in the flattened table, with some nodes set."""
        position = np.zeros(self.count, dtype=np.int64)
        for axis in axes:
            bit = fixed.get(axis, self.bits.get(axis, 0))
            position = position * 2 + bit
        return position

    def chance(self, odds_on: Floats, odds_off: Floats) -> Bools:
        """True with probability odds_on / (odds_on + odds_off)."""
        total = odds_on + odds_off
        return np.asarray(self.random.random(self.count) * total < odds_on)


def draw_core(trace: Trace, count: int, random: np.random.Generator, draws: Draws) -> None:
    """Add `count` draws of one core to `draws`."""
    walk = _Walk(count, random)
    for step, table, axes, _after, _scale in trace.backwards():
        _undo(trace.problem, step, table, axes, walk, draws)


def _undo(
    problem: Problem, step: Step, table: Floats, axes: Axes, walk: _Walk, draws: Draws
) -> None:
    node, flat_table = step.node, table.reshape(-1)
    match step.kind:
        case "open":
            draws.leaked[node] = walk.bits.pop(node)
        case "drop":
            off = flat_table[walk.flat(axes, {node: 0})]
            on = flat_table[walk.flat(axes, {node: 1})]
            walk.bits[node] = walk.chance(on, off)
            draws.on[node] = walk.bits[node]
        case "require":
            walk.bits[node] = np.ones(walk.count, dtype=np.bool_)
            draws.on[node] = walk.bits[node]
        case "weigh":
            draws.on[node] = walk.bits[node]
        case "link":
            _undo_link(flat_table, axes, step.edges[0], walk.bits[step.node], walk, draws)
        case "cause":
            _undo_cause(problem, step, table, axes, walk, draws)


def _undo_link(
    flat_table: Floats, axes: Axes, edge: Edge, parent_on: Bools, walk: _Walk, draws: Draws
) -> None:
    """Decide whether the link fired and whether the child was already produced before it."""
    parent = {edge.parent: 1} if edge.parent in axes else {}
    absent = flat_table[walk.flat(axes, {**parent, edge.child: 0})]
    present = flat_table[walk.flat(axes, {**parent, edge.child: 1})]
    reached = walk.bits[edge.child] & parent_on
    already = walk.chance(present, edge.p * absent)
    again = walk.random.random(walk.count) < edge.p
    draws.fired[edge.index] = reached & (~already | again)
    walk.bits[edge.child] = np.where(reached, already, walk.bits[edge.child])


def _undo_cause(
    problem: Problem, step: Step, table: Floats, axes: Axes, walk: _Walk, draws: Draws
) -> None:
    node = step.node
    prior, (off, on) = problem.leak[node], problem.lam[node]
    partial = [table]
    for edge in step.edges:
        active = partial[-1].copy()
        absent, present = pick(axes, {edge.child: 0}), pick(axes, {edge.child: 1})
        active[present] += edge.p * active[absent]
        active[absent] *= 1.0 - edge.p
        partial.append(active)
    here = walk.flat(axes, {})
    is_on = walk.chance(
        prior * on * partial[-1].reshape(-1)[here], (1.0 - prior) * off * table.reshape(-1)[here]
    )
    draws.on[node] = draws.leaked[node] = is_on
    for edge, before in zip(reversed(step.edges), reversed(partial[:-1]), strict=True):
        _undo_link(before.reshape(-1), axes, edge, is_on, walk, draws)


def draw_absorbed(problem: Problem, random: np.random.Generator, draws: Draws) -> None:
    """Add the nodes that were summed into their parent, parents first."""
    for item in reversed(problem.absorbed):
        off, on = item.lam
        by_leak = random.random(draws.count)
        if item.edge is None:
            total = (1.0 - item.leak) * off + item.leak * on
            draws.on[item.node] = draws.leaked[item.node] = by_leak * total < item.leak * on
            continue
        parent = draws.column(item.edge.parent)
        p = np.where(parent, item.edge.p, 0.0)
        both_off = (1.0 - item.leak) * (1.0 - p) * off
        only_link = (1.0 - item.leak) * p * on
        only_leak = item.leak * (1.0 - p) * on
        both = item.leak * p * on
        point = by_leak * (both_off + only_link + only_leak + both)
        draws.on[item.node] = point >= both_off
        draws.fired[item.edge.index] = ((point >= both_off) & (point < both_off + only_link)) | (
            point >= both_off + only_link + only_leak
        )
        draws.leaked[item.node] = point >= both_off + only_link
