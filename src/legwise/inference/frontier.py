"""Exact posterior by a frontier of "produced so far" bits, without signs and without cancellation.

Quickscore (Heckerman 1989) sums over subsets of the positive findings with alternating signs and
loses every digit once P(evidence) is small. Here the table ``f[bits]`` holds the probability that the
nodes worked through so far have produced exactly the live nodes whose bit is set. All terms are
positive, so the relative error stays near machine precision. The adjoint ("backward") pass gives the
marginal of every node and the probability that every single link fired, at about twice the cost.

Tables are arrays of shape (2,) * width; `axes[i]` is the node whose bit is axis i. Wide plans keep a
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
from legwise.inference.condense import Problem
from legwise.inference.network import Edge
from legwise.inference.order import Plan, Step

Floats = NDArray[np.float64]
Axes = tuple[int, ...]

CELLS_KEPT = 2**25  # 256 MB of tables kept before checkpointing starts


@dataclass
class Trace:
    """Checkpoints of a forward pass: step number -> (table, axes) before that step."""

    problem: Problem
    plan: Plan
    checkpoints: dict[int, tuple[Floats, Axes]]
    scales: list[float]
    log_total: float

    def backwards(self) -> Iterator[tuple[Step, Floats, Axes, Axes, float]]:
        """Yield (step, table before, axes before, axes after, scale) from the last step to the first."""
        end = len(self.plan.steps)
        for start in sorted(self.checkpoints, reverse=True):
            table, axes = self.checkpoints[start]
            stretch = [(table, axes)]
            for number in range(start, end):
                table, axes = apply(self.problem, self.plan.steps[number], table, axes)
                table = table / self.scales[number] if self.scales[number] != 1.0 else table
                stretch.append((table, axes))
            for number in range(end - 1, start - 1, -1):
                before, axes_before = stretch[number - start]
                axes_after = stretch[number - start + 1][1]
                yield self.plan.steps[number], before, axes_before, axes_after, self.scales[number]
            end = start


@dataclass
class Marginals:
    """Posterior of each core node, and of each link and each leak having fired."""

    on: dict[int, float] = field(default_factory=dict)
    fired: dict[int, float] = field(default_factory=dict)
    leaked: dict[int, float] = field(default_factory=dict)


def pick(axes: Axes, values: dict[int, int]) -> tuple[int | slice, ...]:
    """Index that fixes the bits of the given nodes and leaves the others."""
    return tuple(values.get(node, slice(None)) for node in axes)


def forward(problem: Problem, plan: Plan) -> Trace:
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
        table, axes = apply(problem, step, table, axes)
        scale = 1.0
        if step.kind in ("require", "weigh", "cause"):
            total = float(table.sum())
            if not total > 0.0:
                raise InferenceError("the evidence is impossible under the network (probability 0)")
            if total < 1e-30:
                scale = total
                table = table / total
                log_total += math.log(total)
        scales.append(scale)
    return Trace(problem, plan, checkpoints, scales, log_total + math.log(float(table.sum())))


def apply(problem: Problem, step: Step, table: Floats, axes: Axes) -> tuple[Floats, Axes]:
    """The table after one step."""
    node = step.node
    match step.kind:
        case "open":
            leak = problem.leak[node]
            return np.stack([table * (1.0 - leak), table * leak]), (node, *axes)
        case "link":
            return _link(table, axes, step.edges[0]), axes
        case "cause":
            prior, (off, on) = problem.leak[node], problem.lam[node]
            result = table * ((1.0 - prior) * off)
            active = table * (prior * on)
            for edge in step.edges:
                _produce(active, axes, edge)
            result += active
            return result, axes
        case "weigh":
            off, on = problem.lam[node]
            if off == 1.0 and on == 1.0:
                return table, axes
            result = table * off
            result[pick(axes, {node: 1})] = table[pick(axes, {node: 1})] * on
            return result, axes
        case "require":
            on = problem.lam[node][1]
            rest = tuple(a for a in axes if a != node)
            return table[pick(axes, {node: 1})] * on, rest
        case "drop":
            rest = tuple(a for a in axes if a != node)
            return table[pick(axes, {node: 0})] + table[pick(axes, {node: 1})], rest


def _produce(table: Floats, axes: Axes, edge: Edge) -> None:
    """In place: a parent known to be on produces the child of `edge` with probability p."""
    absent, present = pick(axes, {edge.child: 0}), pick(axes, {edge.child: 1})
    table[present] += edge.p * table[absent]
    table[absent] *= 1.0 - edge.p


def _link(table: Floats, axes: Axes, edge: Edge) -> Floats:
    """Where the parent's bit is set, it produces the child with probability p."""
    result = table.copy()
    absent = pick(axes, {edge.parent: 1, edge.child: 0})
    present = pick(axes, {edge.parent: 1, edge.child: 1})
    result[present] += edge.p * table[absent]
    result[absent] *= 1.0 - edge.p
    return result


def marginals(trace: Trace) -> Marginals:
    """The backward pass: every marginal and every link's chance of having fired, given the evidence."""
    result = Marginals()
    adjoint: Floats | None = None
    for step, table, axes, axes_after, scale in trace.backwards():
        if adjoint is None:
            after, _ = apply(trace.problem, step, table, axes)
            adjoint = np.full(after.shape, scale / float(after.sum()))
        adjoint = _adjoint(trace.problem, step, table, axes, axes_after, adjoint / scale, result)
    return result


def _adjoint(
    problem: Problem,
    step: Step,
    table: Floats,
    axes: Axes,
    axes_after: Axes,
    adjoint: Floats,
    result: Marginals,
) -> Floats:
    """Pull the adjoint back through one step and record what the step tells."""
    node = step.node
    match step.kind:
        case "open":
            leak = problem.leak[node]
            off, on = adjoint[pick(axes_after, {node: 0})], adjoint[pick(axes_after, {node: 1})]
            result.leaked[node] = leak * float(np.sum(table * on))
            return (1.0 - leak) * off + leak * on
        case "link":
            edge = step.edges[0]
            absent = pick(axes, {edge.parent: 1, edge.child: 0})
            present = pick(axes, {edge.parent: 1, edge.child: 1})
            produced = adjoint[present]
            result.fired[edge.index] = edge.p * float(np.sum((table[absent] + table[present]) * produced))
            before = adjoint.copy()
            before[absent] = (1.0 - edge.p) * adjoint[absent] + edge.p * produced
            return before
        case "cause":
            return _adjoint_of_cause(problem, step, table, axes, adjoint, result)
        case "weigh":
            off, on = problem.lam[node]
            index = pick(axes, {node: 1})
            before = adjoint * off
            before[index] = adjoint[index] * on
            result.on[node] = float(np.sum(table[index] * before[index]))
            return before
        case "require":
            before = np.zeros_like(table)
            before[pick(axes, {node: 1})] = adjoint * problem.lam[node][1]
            result.on[node] = 1.0
            return before
        case "drop":
            position = axes.index(node)
            return np.repeat(np.expand_dims(adjoint, position), 2, axis=position)


def _adjoint_of_cause(
    problem: Problem, step: Step, table: Floats, axes: Axes, adjoint: Floats, result: Marginals
) -> Floats:
    """A cause is opened, linked to all its children and dropped at once."""
    node = step.node
    prior, (off, on) = problem.leak[node], problem.lam[node]
    partial = [table]
    for edge in step.edges:
        following = partial[-1].copy()
        _produce(following, axes, edge)
        partial.append(following)
    weight = prior * on
    result.on[node] = weight * float(np.sum(partial[-1] * adjoint))
    result.leaked[node] = result.on[node]
    pulled = adjoint
    for edge, before in zip(reversed(step.edges), reversed(partial[:-1]), strict=True):
        absent, present = pick(axes, {edge.child: 0}), pick(axes, {edge.child: 1})
        produced = pulled[present]
        fired = float(np.sum((before[absent] + before[present]) * produced))
        result.fired[edge.index] = weight * edge.p * fired
        back = pulled.copy()
        back[absent] = (1.0 - edge.p) * pulled[absent] + edge.p * produced
        pulled = back
    return (1.0 - prior) * off * adjoint + weight * pulled
