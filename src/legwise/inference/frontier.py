"""Exact posterior by a frontier of "produced so far" bits, without signs and without cancellation.

Quickscore (Heckerman 1989) sums over subsets of the positive findings with alternating signs and
loses every digit once P(evidence) is small. Here a table holds the probability that the trees worked
through so far have produced exactly the live joints whose bit is set. All terms are positive, so the
relative error stays near machine precision. The backward pass gives the marginal of every node and the
probability that every single link fired, at about twice the cost; a second walk back draws whole
explanations (forward filtering, backward sampling).

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
from legwise.inference.condense import IMPOSSIBLE, Core
from legwise.inference.order import Plan
from legwise.inference.sample import Draws
from legwise.inference.tape import MIX, PRODUCE, SEGMENT_CELLS, Segment, tape

Floats = NDArray[np.float64]


@dataclass
class Trace:
    """A forward pass: the segments, the table each began with, and ln P(evidence) of this core.

    cells, scale: room for the tables of one segment at a time; `held` is the segment that lies there.
    """

    segments: list[Segment]
    cells: Floats
    scale: Floats
    starts: list[Floats] = field(default_factory=list)
    held: int = -1
    log_total: float = 0.0

    def work(self, number: int) -> float:
        """Fill `cells` and `scale` from the segment's first table; returns the log of what the scales took out."""
        from legwise.inference.machine import run

        segment, start = self.segments[number], self.starts[number]
        self.cells[: start.size] = start
        self.held = number
        return run(segment.operations, segment.width, segment.offset, self.cells, self.scale)

    def backwards(self) -> Iterator[Segment]:
        """Yield the segments from the last to the first, with `cells` and `scale` filled for each."""
        for number in range(len(self.segments) - 1, -1, -1):
            if number != self.held:
                self.work(number)
            yield self.segments[number]


@dataclass(frozen=True)
class Marginals:
    """Posterior of nodes, shape (nodes,), and of each link having fired, shape (edges,)."""

    on: Floats
    fired: Floats


def forward(plan: Plan, core: Core, limit: int = SEGMENT_CELLS) -> Trace:
    """Run the plan, holding about `limit` cells at once. Raises InferenceError when the evidence is impossible."""
    segments = tape(plan, core, limit)
    room = max(segment.cells for segment in segments)
    trace = Trace(segments, np.empty(room), np.empty(max(len(segment.operations) for segment in segments)))
    table: Floats = np.ones(1)
    for number, segment in enumerate(segments):
        trace.starts.append(table)
        trace.log_total += trace.work(number) + segment.log_scale
        table = _table(segment, trace.cells, segment.last).copy()
    total = float(table.sum())
    if not total > 0.0 or trace.log_total == -math.inf:
        raise InferenceError(IMPOSSIBLE)
    trace.log_total += math.log(total)
    return trace


def _table(segment: Segment, cells: Floats, number: int) -> Floats:
    return cells[segment.offset[number] : segment.offset[number + 1]]


def marginals(trace: Trace, result: Marginals) -> None:
    """The backward pass: adds every marginal and every link's chance of having fired, given the evidence."""
    for _ in _with_marginals(trace, result):
        pass


def draw(trace: Trace, random: np.random.Generator, draws: Draws, result: Marginals | None = None) -> None:
    """Add whole explanations of this core to `draws`, and its marginals to `result`, in one backward pass."""
    from legwise.inference.machine import draw as walk

    rows, place = np.arange(draws.count), np.zeros(draws.count, dtype=np.int64)
    for segment in trace.backwards() if result is None else _with_marginals(trace, result):
        walk(
            segment.operations,
            segment.width,
            segment.offset,
            trace.cells,
            segment.last,
            random,
            rows,
            place,
            draws.row,
            draws.on,
            draws.leaked,
            draws.fired,
        )


def _with_marginals(trace: Trace, result: Marginals) -> Iterator[Segment]:
    """As `trace.backwards()`, adding the marginals on the way."""
    from legwise.inference.machine import pull

    room, told = np.empty(trace.cells.size), np.empty(trace.scale.size)
    slope: Floats | None = None
    for segment in trace.backwards():
        back = room[: segment.cells]
        back.fill(0.0)
        if slope is None:
            last = _table(segment, trace.cells, segment.last)
            slope = np.full(last.size, 1.0 / float(last.sum()))
        _table(segment, back, segment.last)[:] = slope
        told.fill(0.0)
        pull(segment.operations, segment.width, segment.offset, trace.cells, trace.scale, back, told)
        slope = _table(segment, back, 0).copy()
        _collect(segment, told[: len(segment.operations)], result)
        yield segment


def _collect(segment: Segment, told: Floats, result: Marginals) -> None:
    """Add what the operations told to nodes and links; a node may be told of by several."""
    ops = segment.operations
    mixed, produced = ops["code"] == MIX, ops["code"] == PRODUCE
    np.add.at(result.on, ops["node"][mixed], told[mixed])
    np.add.at(result.fired, ops["edge"][produced], told[produced])
    linked = mixed & (ops["link"] > 0.0)
    link, leak = ops["link"][linked], ops["leak"][linked]
    np.add.at(result.fired, ops["edge"][linked], told[linked] * link / (leak + (1.0 - leak) * link))
