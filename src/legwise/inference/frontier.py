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
from legwise.inference.condense import Core
from legwise.inference.order import Plan
from legwise.inference.sample import Draws
from legwise.inference.tape import MIX, PRODUCE, Segment, tape

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


@dataclass
class Marginals:
    """Posterior of nodes, and of each link having fired (by edge number)."""

    on: dict[int, float] = field(default_factory=dict)
    fired: dict[int, float] = field(default_factory=dict)


def forward(plan: Plan, core: Core) -> Trace:
    """Run the plan. Raises InferenceError when the evidence is impossible."""
    segments = tape(plan, core)
    table: Floats = np.ones(1)
    starts: list[Floats] = []
    log_total = 0.0
    for segment in segments:
        starts.append(table)
        cells, scale, taken = _run(segment, table)
        log_total += taken
        table = _table(segment, cells, segment.last).copy()
    total = float(table.sum())
    if not total > 0.0 or log_total == -math.inf:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
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


def _collect(segment: Segment, told: Floats, result: Marginals) -> None:
    """Add what the operations told to nodes and links; a node may be told of by several."""
    ops = segment.operations
    mixed, produced = ops["code"] == MIX, ops["code"] == PRODUCE
    for node, value in zip(ops["node"][mixed].tolist(), told[mixed].tolist(), strict=True):
        result.on[node] = result.on.get(node, 0.0) + value
    linked = mixed & (ops["link"] > 0.0)
    link, leak = ops["link"][linked], ops["leak"][linked]
    by_link = told[linked] * link / (1.0 - (1.0 - leak) * (1.0 - link))
    for edges, values in ((ops["edge"][linked], by_link), (ops["edge"][produced], told[produced])):
        for edge, value in zip(edges.tolist(), values.tolist(), strict=True):
            result.fired[edge] = result.fired.get(edge, 0.0) + value


def draw(trace: Trace, random: np.random.Generator, draws: Draws) -> None:
    """Add whole explanations of this core, drawn from its posterior, to `draws`."""
    from legwise.inference.machine import draw as walk

    count = draws.count
    rows, place = np.arange(count), np.zeros(count, dtype=np.int64)
    for segment, cells, _ in trace.backwards():
        nodes, node = np.unique(segment.operations["node"], return_inverse=True)
        edges, edge = np.unique(segment.operations["edge"], return_inverse=True)
        on, leaked = np.zeros((2, len(nodes), count), dtype=np.bool_)
        fired = np.zeros((len(edges), count), dtype=np.bool_)
        walk(
            segment.operations,
            segment.width,
            segment.offset,
            cells,
            segment.last,
            random,
            rows,
            place,
            node,
            edge,
            on,
            leaked,
            fired,
        )
        draws.add(nodes, on, leaked)
        draws.add_links(edges, fired)
