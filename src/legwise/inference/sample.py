"""Draw whole explanations from the exact posterior by walking the frontier backwards.

Each draw fixes every core node, whether each link fired, and whether each leak did, given the
evidence: forward filtering, backward sampling. Uniform numbers come from a fixed seed, so the same
question gives the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legwise.inference.condense import Core, Folded, Problem, Tree
from legwise.inference.frontier import (
    Axes,
    Floats,
    Trace,
    act,
    branch_chance,
    either,
    pick,
    produce,
    without,
)
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


Rows = NDArray[np.int64]


@dataclass
class _Walk:
    """The backward walk: the current bit of every live joint, per draw."""

    draws: Draws
    random: np.random.Generator
    bits: dict[int, Bools] = field(default_factory=dict)

    def here(self, axes: Axes, rows: Rows, node: int | None = None, bit: int = 0) -> Rows:
        """Position of the bits of some draws in the flattened table, with one bit fixed."""
        position = np.zeros(len(rows), dtype=np.int64)
        for place, axis in enumerate(reversed(axes)):
            if axis == node:
                position += bit << place
            else:
                position += self.bits[axis][rows].astype(np.int64) << place
        return position

    def chance(self, odds_on: Floats, odds_off: Floats) -> Bools:
        """True with probability odds_on / (odds_on + odds_off)."""
        return np.asarray(self.random.random(len(odds_on)) * (odds_on + odds_off) < odds_on)

    def store(self, columns: dict[int, Bools], key: int, rows: Rows) -> None:
        """Set the draws `rows` of a column."""
        if key not in columns:
            columns[key] = np.zeros(self.draws.count, dtype=np.bool_)
        columns[key][rows] = True


def draw_core(core: Core, trace: Trace, random: np.random.Generator, draws: Draws) -> None:
    """Add the draws of one core to `draws`."""
    walk = _Walk(draws, random)
    for step, table, axes, _scale in trace.backwards():
        _undo(step, table, axes, walk)
    for joint, own in core.own_leak.items():
        parts = [item for item in core.folded if item.joint == joint]
        if parts:
            _unlump(joint, own, parts, random, draws)


def _unlump(joint: int, own: float, parts: list[Folded], random: np.random.Generator, draws: Draws) -> None:
    """Split a lumped leak into the joint's own leak and the trees folded into it.

    At least one part fired where the lump did; parts are decided one after another.
    """
    lump = draws.leaked[joint]
    strengths = [own, *(item.q for item in parts)]
    missing = lump.copy()
    for position, q in enumerate(strengths):
        any_left = 1.0 - float(np.prod([1.0 - other for other in strengths[position:]]))
        chance = np.where(missing, q / any_left if any_left > 0.0 else 0.0, q)
        fired = (random.random(draws.count) < chance) & lump
        missing = missing & ~fired
        if position == 0:
            draws.leaked[joint] = fired
            continue
        item = parts[position - 1]
        walk = _Walk(draws, random, {joint: fired})
        table, rows = np.asarray([1.0, 0.0]), np.arange(draws.count)
        on_rows = _undo_either(item.tree, item.tree.leak, rows, table, (joint,), walk)
        walk.store(draws.leaked, item.tree.node, on_rows)


def _undo(step: Step, table: Floats, axes: Axes, walk: _Walk) -> None:
    tree, draws = step.tree, walk.draws
    everyone = np.arange(draws.count)
    match step.kind:
        case "open":
            draws.leaked[tree.node] = walk.bits.pop(tree.node)
        case "require":
            walk.bits[tree.node] = np.ones(draws.count, dtype=np.bool_)
            draws.on[tree.node] = np.ones(draws.count, dtype=np.bool_)
        case "top":
            on_rows = _undo_either(tree, tree.leak, everyone, table, axes, walk)
            walk.store(draws.leaked, tree.node, on_rows)
        case "finish":
            rest = without(axes, tree.node)
            tables = [table[pick(axes, tree.node, bit)] for bit in (0, 1)]
            where = walk.here(rest, everyone)
            off = act(tree, False, tables[0], rest).reshape(-1)[where] * tree.lam[0]
            on = act(tree, True, tables[1], rest).reshape(-1)[where] * tree.lam[1]
            is_on = walk.chance(on, off)
            draws.on[tree.node] = is_on
            walk.bits[tree.node] = is_on.copy()
            _undo_act(tree, False, np.flatnonzero(~is_on), tables[0], rest, walk)
            _undo_act(tree, True, np.flatnonzero(is_on), tables[1], rest, walk)


def _undo_either(tree: Tree, chance: float, rows: Rows, table: Floats, axes: Axes, walk: _Walk) -> Rows:
    """Decide the node's state in the draws `rows`, then what hung from it; return where it is on."""
    off, on = tree.lam
    where = walk.here(axes, rows)
    odds_off = act(tree, False, table, axes).reshape(-1)[where] * ((1.0 - chance) * off)
    odds_on = act(tree, True, table, axes).reshape(-1)[where] * (chance * on)
    is_on = walk.chance(odds_on, odds_off)
    on_rows, off_rows = rows[is_on], rows[~is_on]
    walk.store(walk.draws.on, tree.node, on_rows)
    _undo_act(tree, False, off_rows, table, axes, walk)
    _undo_act(tree, True, on_rows, table, axes, walk)
    return on_rows


def _undo_act(tree: Tree, is_on: bool, rows: Rows, table: Floats, axes: Axes, walk: _Walk) -> None:
    if not len(rows) or (not is_on and tree.silent):
        return
    stages = [table]
    for branch in tree.branches:
        stages.append(either(branch, branch_chance(branch, is_on), stages[-1], axes))
    if is_on and tree.to_joints:
        _undo_links(tree.to_joints, rows, stages[-1], axes, walk)
    for branch, before in zip(reversed(tree.branches), reversed(stages[:-1]), strict=True):
        chance = branch_chance(branch, is_on)
        on_rows = _undo_either(branch, chance, rows, before, axes, walk)
        assert branch.link is not None
        p = branch.link.p if is_on else 0.0
        by_leak = walk.random.random(len(on_rows)) * chance < branch.leak
        again = walk.random.random(len(on_rows)) < p
        walk.store(walk.draws.leaked, branch.node, on_rows[by_leak])
        walk.store(walk.draws.fired, branch.link.id, on_rows[~by_leak | again])


def _undo_links(edges: tuple[Edge, ...], rows: Rows, table: Floats, axes: Axes, walk: _Walk) -> None:
    """Decide for each link whether it fired and whether its child was produced already before it."""
    stages = [table]
    for edge in edges[:-1]:
        following = stages[-1].copy(order="C")
        produce(following, axes, edge)
        stages.append(following)
    for edge, before in zip(reversed(edges), reversed(stages), strict=True):
        bits = walk.bits[edge.child]
        reached = rows[bits[rows]]
        flat = before.reshape(-1)
        absent = flat[walk.here(axes, reached, edge.child, 0)]
        present = flat[walk.here(axes, reached, edge.child, 1)]
        already = walk.chance(present, edge.p * absent)
        again = walk.random.random(len(reached)) < edge.p
        walk.store(walk.draws.fired, edge.id, reached[~already | again])
        bits[reached] = already


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
