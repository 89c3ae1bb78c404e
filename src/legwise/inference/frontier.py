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
from dataclasses import dataclass

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
    """A forward pass: the segments, the table each began with, and ln P(evidence of this core).

    `filled` are all tables of the last segment that was run: the only one, for most cases.
    """

    segments: list[Segment]
    starts: list[Floats]
    filled: tuple[Floats, Floats]
    log_total: float

    def backwards(self) -> Iterator[tuple[Segment, Floats, Floats]]:
        """Yield (segment, its tables, their scales) from the last to the first, worked again where needed."""
        for number in range(len(self.segments) - 1, -1, -1):
            segment = self.segments[number]
            last = number == len(self.segments) - 1
            cells, scale = self.filled if last else _run(segment, self.starts[number])[:2]
            yield segment, cells, scale


@dataclass(frozen=True)
class Marginals:
    """Posterior of nodes, shape (nodes,), and of each link having fired, shape (edges,)."""

    on: Floats
    fired: Floats


def forward(plan: Plan, core: Core, limit: int = SEGMENT_CELLS) -> Trace:
    """Run the plan, holding about `limit` cells at once. Raises InferenceError when the evidence is impossible."""
    segments = tape(plan, core, limit)
    table: Floats = np.ones(1)
    starts: list[Floats] = []
    log_total = 0.0
    for segment in segments:
        starts.append(table)
        cells, scale, taken = _run(segment, table)
        log_total += taken + segment.log_scale
        table = _table(segment, cells, segment.last).copy()
    total = float(table.sum())
    if not total > 0.0 or log_total == -math.inf:
        raise InferenceError(IMPOSSIBLE)
    return Trace(segments, starts, (cells, scale), log_total + math.log(total))


def _run(segment: Segment, start: Floats) -> tuple[Floats, Floats, float]:
    """All tables of a segment, their scales, and the log of what the scales took out."""
    from legwise.inference.machine import run

    cells, scale = np.empty(segment.cells), np.empty(len(segment.operations))
    cells[: start.size] = start
    return cells, scale, run(segment.operations, segment.width, segment.offset, cells, scale)


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
    for segment, cells, _ in trace.backwards() if result is None else _with_marginals(trace, result):
        walk(
            segment.operations,
            segment.width,
            segment.offset,
            cells,
            segment.last,
            random,
            rows,
            place,
            draws.row,
            draws.on,
            draws.leaked,
            draws.fired,
        )


def _with_marginals(trace: Trace, result: Marginals) -> Iterator[tuple[Segment, Floats, Floats]]:
    """As `trace.backwards()`, adding the marginals on the way."""
    from legwise.inference.machine import pull

    slope: Floats | None = None
    for segment, cells, scale in trace.backwards():
        back, told = np.zeros(segment.cells), np.zeros(len(segment.operations))
        if slope is None:
            last = _table(segment, cells, segment.last)
            slope = np.full(last.size, 1.0 / float(last.sum()))
        _table(segment, back, segment.last)[:] = slope
        pull(segment.operations, segment.width, segment.offset, cells, scale, back, told)
        slope = _table(segment, back, 0).copy()
        _collect(segment, told, result)
        yield segment, cells, scale


def _collect(segment: Segment, told: Floats, result: Marginals) -> None:
    """Add what the operations told to nodes and links; a node may be told of by several."""
    ops = segment.operations
    mixed, produced = ops["code"] == MIX, ops["code"] == PRODUCE
    np.add.at(result.on, ops["node"][mixed], told[mixed])
    np.add.at(result.fired, ops["edge"][produced], told[produced])
    linked = mixed & (ops["link"] > 0.0)
    link, leak = ops["link"][linked], ops["leak"][linked]
    np.add.at(result.fired, ops["edge"][linked], told[linked] * link / (leak + (1.0 - leak) * link))
