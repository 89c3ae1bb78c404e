"""Exact posterior by a frontier of "produced so far" bits, without signs and without cancellation.

Quickscore (Heckerman 1989) sums over subsets of the positive findings with alternating signs and
loses every digit once P(evidence) is small. Here the table ``f[bits]`` holds the probability that the
trees worked through so far have produced exactly the live joints whose bit is set. All terms are
positive, so the relative error stays near machine precision. The adjoint ("backward") pass gives the
marginal of every node and the probability that every single link fired, at about twice the cost.

Tables are arrays of shape (2,) * width; `axes[i]` is the joint whose bit is axis i. Wide plans keep a
table only every so often and work the stretches between again (checkpointing).

References: Heckerman 1989 (Quickscore, the same sum with signs); Zhang & Poole 1996 (causal
independence in elimination); Rabiner 1989 (forward and backward passes).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference import kernels
from legwise.inference.condense import Core, Tree
from legwise.inference.network import Edge
from legwise.inference.order import Plan, Step

Floats = NDArray[np.float64]
Axes = tuple[int, ...]

CELLS_KEPT = 2**25  # 256 MB of tables kept before checkpointing starts


@dataclass
class Trace:
    """Checkpoints of a forward pass: step number -> (table, axes) before that step."""

    plan: Plan
    checkpoints: dict[int, tuple[Floats, Axes]]
    scales: list[float]
    log_total: float

    def backwards(self) -> Iterator[tuple[Step, Floats, Axes, float]]:
        """Yield (step, table before, axes before, scale) from the last step to the first."""
        end = len(self.plan.steps)
        for start in sorted(self.checkpoints, reverse=True):
            table, axes = self.checkpoints[start]
            stretch = [(table, axes)]
            for number in range(start, end - 1):
                table, axes = apply(self.plan.steps[number], table, axes)
                table = table / self.scales[number] if self.scales[number] != 1.0 else table
                stretch.append((table, axes))
            for number in range(end - 1, start - 1, -1):
                before, axes_before = stretch[number - start]
                yield self.plan.steps[number], before, axes_before, self.scales[number]
            end = start


@dataclass
class Marginals:
    """Posterior of each core node, and of each link having fired (by edge index)."""

    on: dict[int, float] = field(default_factory=dict)
    fired: dict[int, float] = field(default_factory=dict)
    leaked: dict[int, float] = field(default_factory=dict)


def pick(axes: Axes, node: int, bit: int) -> tuple[int | slice, ...]:
    """Index that fixes the bit of one node and leaves the others."""
    return tuple(bit if axis == node else slice(None) for axis in axes)


def stride(axes: Axes, node: int) -> int:
    """Distance in the flattened table between the two values of a node's bit."""
    return 1 << (len(axes) - 1 - axes.index(node))


def without(axes: Axes, node: int) -> Axes:
    """The axes that remain when one is dropped."""
    return tuple(axis for axis in axes if axis != node)


def forward(plan: Plan) -> Trace:
    """Run the plan. Raises InferenceError when the evidence is impossible."""
    stride = 1 if plan.cost < CELLS_KEPT else max(1, math.isqrt(len(plan.steps)))
    table: Floats = np.ones(())
    axes: Axes = ()
    checkpoints: dict[int, tuple[Floats, Axes]] = {}
    scales: list[float] = []
    log_total = 0.0
    for number, step in enumerate(plan.steps):
        if number % stride == 0:
            checkpoints[number] = (table, axes)
        table, axes = apply(step, table, axes)
        scale = 1.0
        if step.kind in ("require", "finish"):
            total = float(table.sum())
            if not total > 0.0:
                raise InferenceError("the evidence is impossible under the network (probability 0)")
            if total < 1e-30:
                scale = total
                table = table / total
                log_total += math.log(total)
        scales.append(scale)
    total = float(table.sum())
    if not total > 0.0:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    return Trace(plan, checkpoints, scales, log_total + math.log(total))


def apply(step: Step, table: Floats, axes: Axes) -> tuple[Floats, Axes]:
    """The table after one step."""
    tree = step.tree
    match step.kind:
        case "open":
            return np.stack([table * (1.0 - tree.leak), table * tree.leak]), (tree.node, *axes)
        case "top":
            return either(tree, tree.leak, table, axes), axes
        case "require":
            return table[pick(axes, tree.node, 1)] * tree.lam[1], without(axes, tree.node)
        case "finish":
            rest = without(axes, tree.node)
            off = act(tree, False, table[pick(axes, tree.node, 0)], rest) * tree.lam[0]
            on = act(tree, True, table[pick(axes, tree.node, 1)], rest) * tree.lam[1]
            return off + on, rest


def either(tree: Tree, chance: float, table: Floats, axes: Axes) -> Floats:
    """Average over a node that is on with `chance`, with everything that hangs from it."""
    off, on = tree.lam
    result = act(tree, False, table, axes) * ((1.0 - chance) * off)
    if chance * on > 0.0:
        result += act(tree, True, table, axes) * (chance * on)
    return result


def act(tree: Tree, is_on: bool, table: Floats, axes: Axes) -> Floats:
    """What a node in a known state, and the trees that hang from it, do to the table."""
    if not is_on and tree.silent:
        return table * tree.if_off if tree.if_off != 1.0 else table
    for branch in tree.branches:
        table = either(branch, branch_chance(branch, is_on), table, axes)
    if is_on and tree.to_joints:
        table = table.copy(order="C")
        for edge in tree.to_joints:
            produce(table, axes, edge)
    return table


def branch_chance(branch: Tree, parent_on: bool) -> float:
    """Chance that a branch is on, given its parent's state."""
    assert branch.link is not None
    return 1.0 - (1.0 - branch.leak) * (1.0 - branch.link.p) if parent_on else branch.leak


def produce(table: Floats, axes: Axes, edge: Edge) -> None:
    """In place: a parent known to be on produces the child of `edge` with probability p."""
    kernels.produce(table, stride(axes, edge.child), edge.p)


def marginals(trace: Trace) -> Marginals:
    """The backward pass: every marginal and every link's chance of having fired, given the evidence."""
    result = Marginals()
    adjoint: Floats | None = None
    for step, table, axes, scale in trace.backwards():
        if adjoint is None:
            after, _ = apply(step, table, axes)
            adjoint = np.full(after.shape, scale / float(after.sum()))
        adjoint = _pull(step, table, axes, adjoint / scale, result)
    return result


def unfold(core: Core, result: Marginals) -> None:
    """Add the trees that were folded into a joint's leak.

    Given that the lumped leak fired, each part fired with chance q / leak, and given whether it
    fired a tree is independent of everything else.
    """
    for item in core.folded:
        leak = core.joints[item.joint].leak
        fired = result.leaked[item.joint] * item.q / leak if leak > 0.0 else 0.0
        weights = [(1.0 - fired) / item.quiet if item.quiet > 0.0 else 0.0, 0.0]
        weights[1] = fired / (item.total - item.quiet) if item.total > item.quiet else 0.0
        table, adjoint = np.asarray([1.0, 0.0]), np.asarray(weights)
        _pull_either(item.tree, item.tree.leak, table, (item.joint,), adjoint, result)


def _add(store: dict[int, float], key: int, value: float) -> None:
    store[key] = store.get(key, 0.0) + value


def _pull(step: Step, table: Floats, axes: Axes, adjoint: Floats, result: Marginals) -> Floats:
    """Pull the adjoint back through one step and record what the step tells."""
    tree = step.tree
    match step.kind:
        case "open":
            result.leaked[tree.node] = tree.leak * float(np.sum(table * adjoint[1]))
            pulled: Floats = (1.0 - tree.leak) * adjoint[0] + tree.leak * adjoint[1]
            return pulled
        case "top":
            return _pull_either(tree, tree.leak, table, axes, adjoint, result)
        case "require":
            before = np.zeros_like(table)
            before[pick(axes, tree.node, 1)] = adjoint * tree.lam[1]
            result.on[tree.node] = 1.0
            return before
        case "finish":
            rest = without(axes, tree.node)
            before = np.empty_like(table)
            for bit in (0, 1):
                index = pick(axes, tree.node, bit)
                weighted = adjoint * tree.lam[bit]
                before[index] = _pull_act(tree, bool(bit), table[index], rest, weighted, result)
            index = pick(axes, tree.node, 1)
            result.on[tree.node] = float(np.sum(table[index] * before[index]))
            return before


def _pull_either(tree: Tree, chance: float, table: Floats, axes: Axes, adjoint: Floats, result: Marginals) -> Floats:
    off, on = tree.lam
    pulled = _pull_act(tree, False, table, axes, adjoint * ((1.0 - chance) * off), result)
    if chance * on > 0.0:
        pulled_on = _pull_act(tree, True, table, axes, adjoint * (chance * on), result)
        _add(result.on, tree.node, float(np.sum(table * pulled_on)))
        pulled = pulled + pulled_on
    else:
        _add(result.on, tree.node, 0.0)
    return pulled


def _pull_act(tree: Tree, is_on: bool, table: Floats, axes: Axes, adjoint: Floats, result: Marginals) -> Floats:
    """Adjoint of `act`: the tables between its parts are worked out again on the way."""
    if not is_on and tree.silent:
        return adjoint * tree.if_off if tree.if_off != 1.0 else adjoint
    stages = [table]
    for branch in tree.branches:
        stages.append(either(branch, branch_chance(branch, is_on), stages[-1], axes))
    if is_on and tree.to_joints:
        adjoint = _pull_links(tree.to_joints, stages[-1], axes, adjoint, result)
    for branch, before in zip(reversed(tree.branches), reversed(stages[:-1]), strict=True):
        chance = branch_chance(branch, is_on)
        was_on = result.on.get(branch.node, 0.0)
        adjoint = _pull_either(branch, chance, before, axes, adjoint, result)
        if is_on and branch.link is not None and chance > 0.0:
            gained = result.on[branch.node] - was_on
            _add(result.fired, branch.link.id, gained * branch.link.p / chance)
    return adjoint


def _pull_links(edges: tuple[Edge, ...], table: Floats, axes: Axes, adjoint: Floats, result: Marginals) -> Floats:
    """Adjoint of producing several joints, with each link's chance of having fired."""
    stages = [np.ascontiguousarray(table)]
    for edge in edges[:-1]:
        following = stages[-1].copy(order="C")
        produce(following, axes, edge)
        stages.append(following)
    adjoint = adjoint.copy(order="C")
    for edge, before in zip(reversed(edges), reversed(stages), strict=True):
        _add(result.fired, edge.id, kernels.pull(before, adjoint, stride(axes, edge.child), edge.p))
    return adjoint
