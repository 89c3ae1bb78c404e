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


@dataclass
class _Walk:
    """The backward walk: the current bit of every live joint, per draw."""

    draws: Draws
    random: np.random.Generator
    bits: dict[int, Bools] = field(default_factory=dict)

    def here(self, axes: Axes, node: int | None = None, bit: int = 0) -> NDArray[np.int64]:
        """Position of each draw's bits in the flattened table, with one bit fixed."""
        position = np.zeros(self.draws.count, dtype=np.int64)
        for axis in axes:
            position = position * 2 + (bit if axis == node else self.bits[axis])
        return position

    def chance(self, odds_on: Floats, odds_off: Floats) -> Bools:
        """True with probability odds_on / (odds_on + odds_off)."""
        total = odds_on + odds_off
        return np.asarray(self.random.random(self.draws.count) * total < odds_on)


def draw_core(core: Core, trace: Trace, random: np.random.Generator, draws: Draws) -> None:
    """Add the draws of one core to `draws`."""
    walk = _Walk(draws, random)
    for step, table, axes, _scale in trace.backwards():
        _undo(step, table, axes, walk)
    for joint, own in core.own_leak.items():
        parts = [item for item in core.folded if item.joint == joint]
        if parts:
            _unlump(joint, own, parts, random, draws)


def _unlump(
    joint: int, own: float, parts: list[Folded], random: np.random.Generator, draws: Draws
) -> None:
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
        everyone = np.ones(draws.count, dtype=np.bool_)
        table = np.asarray([1.0, 0.0])
        draws.leaked[item.tree.node] = _undo_either(item.tree, item.tree.leak, everyone, table, (joint,), walk)


def _undo(step: Step, table: Floats, axes: Axes, walk: _Walk) -> None:
    tree, draws = step.tree, walk.draws
    match step.kind:
        case "open":
            draws.leaked[tree.node] = walk.bits.pop(tree.node)
        case "require":
            walk.bits[tree.node] = np.ones(draws.count, dtype=np.bool_)
            draws.on[tree.node] = walk.bits[tree.node]
        case "top":
            everyone = np.ones(draws.count, dtype=np.bool_)
            is_on = _undo_either(tree, tree.leak, everyone, table, axes, walk)
            draws.leaked[tree.node] = is_on
        case "finish":
            rest = without(axes, tree.node)
            tables = [table[pick(axes, tree.node, bit)] for bit in (0, 1)]
            where = walk.here(rest)
            off = act(tree, False, tables[0], rest).reshape(-1)[where] * tree.lam[0]
            on = act(tree, True, tables[1], rest).reshape(-1)[where] * tree.lam[1]
            is_on = walk.chance(on, off)
            draws.on[tree.node] = walk.bits[tree.node] = is_on
            _undo_act(tree, False, ~is_on, tables[0], rest, walk)
            _undo_act(tree, True, is_on, tables[1], rest, walk)


def _undo_either(
    tree: Tree, chance: float, who: Bools, table: Floats, axes: Axes, walk: _Walk
) -> Bools:
    """Decide the node's state in the draws `who`, then what hung from it; return where it is on."""
    off, on = tree.lam
    where = walk.here(axes)
    odds_off = act(tree, False, table, axes).reshape(-1)[where] * ((1.0 - chance) * off)
    odds_on = act(tree, True, table, axes).reshape(-1)[where] * (chance * on)
    is_on = walk.chance(odds_on, odds_off) & who
    _store(walk.draws.on, tree.node, is_on)
    if (who & ~is_on).any():
        _undo_act(tree, False, who & ~is_on, table, axes, walk)
    if is_on.any():
        _undo_act(tree, True, is_on, table, axes, walk)
    return is_on


def _store(columns: dict[int, Bools], key: int, where: Bools) -> None:
    columns[key] = columns[key] | where if key in columns else where


def _undo_act(tree: Tree, is_on: bool, who: Bools, table: Floats, axes: Axes, walk: _Walk) -> None:
    if not is_on and tree.silent:
        return
    stages = [table]
    for branch in tree.branches:
        stages.append(either(branch, branch_chance(branch, is_on), stages[-1], axes))
    if is_on and tree.to_joints:
        _undo_links(tree.to_joints, who, stages[-1], axes, walk)
    for branch, before in zip(reversed(tree.branches), reversed(stages[:-1]), strict=True):
        chance = branch_chance(branch, is_on)
        branch_on = _undo_either(branch, chance, who, before, axes, walk)
        assert branch.link is not None
        p = branch.link.p if is_on else 0.0
        by_leak = branch_on & (walk.random.random(walk.draws.count) * chance < branch.leak)
        again = walk.random.random(walk.draws.count) < p
        _store(walk.draws.leaked, branch.node, by_leak)
        _store(walk.draws.fired, branch.link.index, branch_on & (~by_leak | again))


def _undo_links(edges: tuple[Edge, ...], who: Bools, table: Floats, axes: Axes, walk: _Walk) -> None:
    """Decide for each link whether it fired and whether its child was produced already before it."""
    stages = [table]
    for edge in edges[:-1]:
        following = stages[-1].copy()
        produce(following, axes, edge)
        stages.append(following)
    for edge, before in zip(reversed(edges), reversed(stages), strict=True):
        flat = before.reshape(-1)
        absent = flat[walk.here(axes, edge.child, 0)]
        present = flat[walk.here(axes, edge.child, 1)]
        reached = walk.bits[edge.child] & who
        already = walk.chance(present, edge.p * absent)
        again = walk.random.random(walk.draws.count) < edge.p
        _store(walk.draws.fired, edge.index, reached & (~already | again))
        walk.bits[edge.child] = np.where(reached, already, walk.bits[edge.child])


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
        draws.fired[item.edge.index] = ((point >= both_off) & (point < both_off + only_link)) | (
            point >= both_off + only_link + only_leak
        )
        draws.leaked[item.node] = point >= both_off + only_link
