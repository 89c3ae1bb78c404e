"""Exact posterior by a frontier of "produced so far" bits, without signs and without cancellation.

Quickscore (Heckerman 1989) sums over subsets of the positive findings with alternating signs and
loses every digit once P(evidence) is small. Here a table holds the probability that the links worked
through so far have brought on exactly the live nodes whose bit is set. All terms are positive, so the
relative error stays near machine precision. The backward pass gives the marginal of every node and the
probability that every single link fired, at about twice the cost, and on the way draws whole
explanations (forward filtering, backward sampling).

References: Heckerman 1989 (Quickscore, the same sum with signs); Zhang & Poole 1996 (causal
independence in elimination); Rabiner 1989 (forward and backward passes).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from legwise.errors import InferenceError
from legwise.inference.core import Core, core_of, outline_of
from legwise.inference.network import NoisyOr, states
from legwise.inference.operations import Operations, effort, operations
from legwise.inference.order import TRIES, best_order
from legwise.inference.passes import backward, collected
from legwise.inference.passes import forward as run
from legwise.inference.reduce import Bools, Floats, Ints, Part, reduced
from legwise.inference.restore import restore, restore_draws
from legwise.inference.sample import Draws
from legwise.inference.tape import Tape, tape_of

IMPOSSIBLE = "the evidence is impossible under the network (probability 0)"
SEGMENT_CELLS = 2**25  # 256 MB of tables at once
NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True)
class Problem:
    """A network with evidence, reduced and planned, but not yet run.

    steps: what closes the core's nodes. component: of each core node. widths, costs: by component, live
    bits and cells touched.
    """

    network: NoisyOr
    evidence: dict[int, bool]
    part: Part
    core: Core
    steps: Operations
    component: Ints
    widths: Ints
    costs: Floats

    @property
    def width(self) -> int:
        """Largest number of live bits."""
        return int(self.widths.max(initial=0))

    @property
    def cost(self) -> float:
        """Cells touched by a forward pass."""
        return float(self.costs.sum())

    @property
    def reached(self) -> Bools:
        """Mask over the network's nodes: evidence that is not set aside, and everything upstream."""
        mask = np.zeros(self.network.size, dtype=np.bool_)
        mask[self.part.node] = True
        return mask


@dataclass(frozen=True)
class Marginals:
    """Posterior of nodes, shape (nodes,), and of each link having fired, shape (edges,); 0 where not reached."""

    on: Floats
    fired: Floats


def prepare(
    network: NoisyOr, evidence: Mapping[int, bool], aside: Mapping[int, float] = NOTHING, tries: int = TRIES
) -> Problem:
    """Reduce and plan. Raises InferenceError for unknown nodes and for evidence seen to be impossible.

    aside: nodes of the evidence, observed on, whose own probability is left out (somebody else weighs it), with
    their slopes: each parent that is on weighs (1 - p) to the power of -slope instead.
    """
    state = states(network, evidence)
    slope = np.zeros(network.size)
    state[list(aside)], slope[list(aside)] = 2, list(aside.values())
    part = reduced(network.order, network.start, network.parent, network.p, network.leak, state, slope)
    if part.log_taken == -math.inf:
        raise InferenceError(IMPOSSIBLE)
    core = core_of(part)
    order, component = best_order(outline_of(core), tries)
    steps = operations(core, order)
    return Problem(network, dict(evidence), part, core, steps, component, *effort(core, steps, component))


class Frontier:
    """A problem run forwards: holds the tables, one segment of bursts at a time, and ln P(evidence).

    Raises InferenceError when the evidence is impossible. limit: cells of the tables held at once, about.
    """

    def __init__(self, problem: Problem, limit: int = SEGMENT_CELLS) -> None:
        self.problem = problem
        self.tape: Tape = tape_of(problem.part, problem.core, problem.steps, False)
        self.segments = _segments(self.tape, limit)
        self.scale = np.ones(len(self.tape.after))
        self._cells = np.empty(max((int(offset[-1]) for *_, offset in self.segments), default=1))
        self._starts: list[Floats] = [np.ones(1)]
        self._held = -1
        self.log_total = problem.part.log_taken + self.tape.log_scale
        for number in range(len(self.segments)):
            self.log_total += self._work(number)
            *_, offset = self.segments[number]
            self._starts.append(self._cells[offset[-2] : offset[-1]].copy())
        total = float(self._starts[-1].sum())
        if not total > 0.0 or self.log_total == -math.inf:
            raise InferenceError(IMPOSSIBLE)
        self.log_total += math.log(total)

    def _work(self, number: int) -> float:
        start, stop, offset = self.segments[number]
        first = self._starts[number]
        self._cells[: first.size] = first
        self._held = number
        return run(self.tape, start, stop, offset, self._cells, self.scale)

    def marginals(self, draws: Draws, random: np.random.Generator) -> Marginals:
        """The backward pass; fills `draws` with whole explanations on the way."""
        part, core, network = self.problem.part, self.problem.core, self.problem.network
        told = np.zeros(len(self.tape.code))
        slope = 1.0 / self._starts[-1]
        place, nodes, edges = np.zeros(draws.count, dtype=np.int64), part.node[core.node], part.edge[core.edge]
        drawn = (place, draws.row, nodes, edges, draws.on, draws.leaked, draws.fired)
        for number in range(len(self.segments) - 1, -1, -1):
            if number != self._held:
                self._work(number)
            start, stop, offset = self.segments[number]
            slope = backward(self.tape, start, stop, offset, self._cells, self.scale, slope, told, random, drawn)
        on, leaked, fired = collected(part, core, self.tape, told)
        restore(part, on, leaked, fired)
        found = Marginals(np.zeros(network.size), np.zeros(len(network.p)))
        found.on[part.node] = on
        found.fired[part.edge] = fired
        restore_draws(part, random, draws.row, draws.on, draws.leaked, draws.fired)
        state = states(network, self.problem.evidence)
        seen = np.flatnonzero(state >= 0)
        found.on[seen] = state[seen]
        draws.on[seen] = state[seen, None]
        return found


def _segments(tape: Tape, limit: int) -> list[tuple[int, int, Ints]]:
    """Runs of bursts whose tables fit: first burst, the one after the last, and where each table begins."""
    found, start, size = [], 0, [1]
    for burst, width in enumerate(tape.after.tolist()):
        if burst > start and sum(size) + (1 << width) > limit:
            found.append((start, burst, np.cumsum([0, *size])))
            start, size = burst, size[-1:]
        size.append(1 << width)
    if len(tape.after):
        found.append((start, len(tape.after), np.cumsum([0, *size])))
    return found
