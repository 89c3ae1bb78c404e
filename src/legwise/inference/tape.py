"""Turn an order of closing nodes into a tape: operations with their numbers and bits, fused into bursts.

Nothing that an operation reads is lost inside a burst, so a tape can be run backwards for the marginals and for
drawing explanations.

A *burst* is a run of operations that touch few bits. It is worked through block by block: a block holds all
combinations of the touched bits (and some others, lowest first) and fits the processor's cache, so only the
tables between bursts travel through memory.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from legwise.inference.compiled import compiled
from legwise.inference.core import Core
from legwise.inference.operations import CLOSE, EDGE, FORK, JOIN, OPEN, Operations
from legwise.inference.reduce import Bools, Floats, Ints, Part

BLOCK_BITS = 12  # of a table inside a burst
TOUCHED_BITS = 10  # by one burst; the bits below them make the inner loops long
BURST_CELLS = 2**17  # all tables inside a burst, about: 1 MB


class Tape(NamedTuple):
    """The operations and the bursts.

    code, node, edge: kind, core node and core edge (-1: none) of every operation. x, y: numbers of it. OPEN: off
    with x, on with y. EDGE: fires with x, its child's produced cells growing by y. CLOSE: x times off plus y
    times on. JOIN: x times what was left plus y times the branch; cells without the parent are taken x times that of
    its FORK. (Cells of an observed node's bit are divided by its scale, so an EDGE's y is x / scale.) a: the parent's
    bit in the table inside the burst, -1 when it is on throughout (in a branch) or there is none. b: the child's or
    the node's own bit; of a JOIN how many operations before it its FORK is. width: of the table that is worked on, of
    a JOIN that which the branch is joined to.
    first: operations of burst s are first[s] to first[s + 1]. before, after: width of the table read and written.
    outside: number of bits that the burst does not hold. place_in, place_out: shape (bursts, 64), the bit that
    each bit inside comes from and goes to, then those outside.
    log_scale: log of all scales.
    """

    code: Ints
    node: Ints
    edge: Ints
    x: Floats
    y: Floats
    a: Ints
    b: Ints
    width: Ints
    first: Ints
    before: Ints
    after: Ints
    outside: Ints
    place_in: Ints
    place_out: Ints
    log_scale: float


@compiled
def tape_of(part: Part, core: Core, steps: Operations, whole: bool) -> Tape:
    """The tape of these operations on the core's nodes; `whole`: as one burst, which suits small tables."""
    code, node, edge = steps
    count = len(code)
    x, y, log_scale = np.empty(count), np.zeros(count), 0.0
    scale = np.ones(len(core.node))
    for v in range(len(core.node)):
        if part.required[core.node[v]]:
            strongest = part.leak[core.node[v]]
            for k in range(core.start[v], core.start[v + 1]):
                strongest = max(strongest, part.p[core.edge[k]])
            if strongest > 0.0:
                scale[v] = strongest
                log_scale += math.log(strongest)
    silent = part.off[core.node]  # weight of a node and all that hangs below it being off
    for v in range(len(core.node) - 1, -1, -1):
        if core.start[v + 1] - core.start[v] == 1:
            silent[core.parent[core.start[v]]] *= silent[v]
    for i in range(count):
        v = core.node[node[i]]
        if code[i] == OPEN:
            x[i], y[i] = 1.0 - part.leak[v], part.leak[v] / scale[node[i]]
        elif code[i] == EDGE:
            x[i] = part.p[core.edge[edge[i]]]
            y[i] = x[i] / scale[node[i]]
        elif code[i] == JOIN:
            chance = part.p[core.edge[edge[i]]] if edge[i] >= 0 else part.leak[v]
            x[i], y[i] = (1.0 - chance) * silent[node[i]], chance * part.on[v]
        elif code[i] == FORK:
            x[i] = silent[node[i]]
        else:
            x[i], y[i] = part.off[v], part.on[v]
    return _bursts(core, code, node, edge, x, y, log_scale, whole)


@compiled
def _bursts(
    core: Core, code: Ints, node: Ints, edge: Ints, x: Floats, y: Floats, log_scale: float, whole: bool
) -> Tape:
    count = len(code)
    a, b, width = np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    first, before, after = np.zeros(count + 1, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    outside = np.empty(count, dtype=np.int64)
    place_in, place_out = np.empty((count, 64), dtype=np.int64), np.empty((count, 64), dtype=np.int64)
    axes, local = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)  # nodes, by bit
    marked = np.full(len(core.node), -1, dtype=np.int64)  # the burst that touched the node last
    held = np.zeros(len(core.node), dtype=np.bool_)  # has, or had, a bit
    fresh, forks, depth = np.empty(2 * count, dtype=np.int64), np.empty(len(core.node), dtype=np.int64), 0
    live, burst, i = 0, 0, 0
    while i < count:
        touched, stop = 0, count
        if not whole:
            touched, stop = _reach(core, code, node, edge, i, live, burst, marked, held, fresh)
        # the bits inside: those touched and, below them, as many others as fit
        old = 0
        for g in range(live):
            old += marked[axes[g]] == burst
        others = min(live - old, max(0, BLOCK_BITS - touched))
        size, rest = 0, 0
        for g in range(live):
            if marked[axes[g]] != burst and size < others:
                local[size], place_in[burst, size] = axes[g], g
                size += 1
        for g in range(live):
            if marked[axes[g]] == burst:
                local[size], place_in[burst, size] = axes[g], g
                size += 1
        taken = 0
        for g in range(live):
            if marked[axes[g]] != burst:
                taken += 1
                if taken > others:
                    place_in[burst, size + rest] = g
                    rest += 1
        before[burst], outside[burst] = live, rest
        kept = axes[:live].copy()
        for o in range(i, stop):
            if code[o] == JOIN:  # the parent's bit comes back
                depth -= 1
                a[o], b[o] = a[forks[depth]], o - forks[depth]
                if a[o] >= 0:
                    _insert(local, size, a[o], core.parent[edge[o]])
                    size += 1
            width[o] = size
            if code[o] == OPEN:
                local[size] = axes[live] = node[o]
                size += 1
                live += 1
            elif code[o] == EDGE:
                a[o], b[o] = _position(local, size, core.parent[edge[o]]), _position(local, size, node[o])
            elif code[o] == CLOSE:
                b[o] = _position(local, size, node[o])
                size -= _remove(local, size, node[o])
                live -= _remove(axes, live, node[o])
            elif code[o] == FORK:
                forks[depth] = o
                depth += 1
                if edge[o] >= 0:
                    a[o] = _position(local, size, core.parent[edge[o]])
                    size -= _remove(local, size, core.parent[edge[o]])
        for bit in range(size):
            place_out[burst, bit] = _position(axes, live, local[bit])
        for bit in range(rest):
            was = kept[place_in[burst, before[burst] - rest + bit]]
            place_out[burst, size + bit] = _position(axes, live, was)
        after[burst] = live
        burst += 1
        first[burst] = i = stop
    return Tape(
        code, node, edge, x, y, a, b, width, first[: burst + 1], before[:burst], after[:burst], outside[:burst],
        place_in[:burst], place_out[:burst], log_scale,
    )  # fmt: skip


@compiled
def _reach(
    core: Core,
    code: Ints,
    node: Ints,
    edge: Ints,
    start: int,
    live: int,
    burst: int,
    marked: Ints,
    held: Bools,
    fresh: Ints,
) -> tuple[int, int]:
    """How many bits a burst from operation `start` on touches, and where it stops; it marks their nodes.

    A branch stays in one burst, with what was forked off inside it.
    """
    touched, halves, stop = 0, 2, start  # room is counted in half tables
    while stop < len(code):
        found, depth, end = 0, 0, stop
        while depth > 0 or end == stop:
            at_parent = edge[end] >= 0 and held[core.parent[edge[end]]]
            if code[end] == OPEN:
                held[node[end]] = True
                live += 1
            for v in (node[end], core.parent[edge[end]] if at_parent else node[end]):
                if held[v] and marked[v] != burst:
                    marked[v], fresh[found] = burst, v
                    found += 1
            halves += 4 if code[end] == OPEN else (1 if at_parent or code[end] == CLOSE else 2)
            live -= code[end] == CLOSE
            depth += (code[end] == FORK) - (code[end] == JOIN)
            end += 1
        room = halves << max(min(live, BLOCK_BITS) - 1, 0)
        if stop > start and (touched + found > TOUCHED_BITS or room > BURST_CELLS):
            for v in fresh[:found]:
                marked[v] = -1
            break
        touched, stop = touched + found, end
    return touched, stop


@compiled
def _position(axes: Ints, live: int, node: int) -> int:
    for g in range(live):
        if axes[g] == node:
            return g
    return -1


@compiled
def _remove(axes: Ints, live: int, node: int) -> int:
    """Take a node's bit out; returns how many bits that was."""
    place = _position(axes, live, node)
    if place < 0:
        return 0
    for g in range(place, live - 1):
        axes[g] = axes[g + 1]
    return 1


@compiled
def _insert(axes: Ints, live: int, place: int, node: int) -> None:
    for g in range(live, place, -1):
        axes[g] = axes[g - 1]
    axes[place] = node
