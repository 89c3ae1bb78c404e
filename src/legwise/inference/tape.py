"""Turn an order of closing nodes into a tape: three kinds of operations on one table, fused into bursts.

OPEN adds a node's bit to the table, EDGE lets a parent that is on produce its child, CLOSE sums a node out
with its weights. Each operation reads one table and writes the next, so a tape can be run backwards for
the marginals and for drawing explanations.

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
from legwise.inference.reduce import Floats, Ints, Part

OPEN, EDGE, CLOSE = range(3)
BLOCK_BITS = 12  # of a table inside a burst
TOUCHED_BITS = 8  # by one burst; the bits below them make the inner loops long
BURST_CELLS = 2**17  # all tables inside a burst, about: 1 MB


class Tape(NamedTuple):
    """The operations and the bursts.

    code, node, edge: kind, core node and core edge (-1: none) of every operation. x, y: numbers of it. OPEN: off
    with x, on with y. EDGE: fires with x, its child's produced cells growing by y. CLOSE: x times off plus y
    times on. (Cells of an observed node's bit are divided by its scale, so an EDGE's y is x / scale.) a, b,
    width: the bits of parent and child, or of the node, in the table inside the burst, and that table's width.
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
def tape_of(part: Part, core: Core, order: Ints) -> Tape:
    """The tape that closes the core's nodes in this order."""
    code, node, edge = _operations(core, order)
    count = len(code)
    x, y, log_scale = np.empty(count), np.empty(count), 0.0
    scale = np.ones(len(core.node))
    for v in range(len(core.node)):
        if part.required[core.node[v]]:
            strongest = part.leak[core.node[v]]
            for k in range(core.start[v], core.start[v + 1]):
                strongest = max(strongest, part.p[core.edge[k]])
            if strongest > 0.0:
                scale[v] = strongest
                log_scale += math.log(strongest)
    for i in range(count):
        v = core.node[node[i]]
        if code[i] == OPEN:
            x[i], y[i] = 1.0 - part.leak[v], part.leak[v] / scale[node[i]]
        elif code[i] == EDGE:
            x[i] = part.p[core.edge[edge[i]]]
            y[i] = x[i] / scale[node[i]]
        else:
            x[i], y[i] = part.off[v], part.on[v]
    return _bursts(core, code, node, edge, x, y, log_scale)


@compiled
def _operations(core: Core, order: Ints) -> tuple[Ints, Ints, Ints]:
    """Kind, node (of an EDGE the child) and edge of every operation."""
    size, links = len(core.node), len(core.edge)
    code, node = np.empty(2 * size + links, dtype=np.int64), np.empty(2 * size + links, dtype=np.int64)
    edge = np.full(2 * size + links, -1, dtype=np.int64)
    opened, settled = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    done = np.zeros(links, dtype=np.bool_)
    stack = np.empty(size + links + 1, dtype=np.int64)
    at = 0
    for closing in order:
        stack[0], top = closing, 1
        while top > 0:  # settle the node, its ancestors first
            v, waits = stack[top - 1], False
            for k in range(core.start[v], core.start[v + 1]):
                if not done[k] and not settled[core.parent[k]]:
                    stack[top] = core.parent[k]
                    top += 1
                    waits = True
            if waits:
                continue
            top -= 1
            if not opened[v]:
                code[at], node[at], opened[v] = OPEN, v, True
                at += 1
            for k in range(core.start[v], core.start[v + 1]):
                if not done[k]:
                    code[at], node[at], edge[at], done[k] = EDGE, v, k, True
                    at += 1
            settled[v] = True
        for place in range(core.out[closing], core.out[closing + 1]):
            c, k = core.child[place], core.link[place]
            if done[k]:
                continue
            if not opened[c]:
                code[at], node[at], opened[c] = OPEN, c, True
                at += 1
            code[at], node[at], edge[at], done[k] = EDGE, c, k, True
            at += 1
        code[at], node[at] = CLOSE, closing
        at += 1
    return code[:at], node[:at], edge[:at]


@compiled
def _bursts(core: Core, code: Ints, node: Ints, edge: Ints, x: Floats, y: Floats, log_scale: float) -> Tape:
    count = len(code)
    a, b, width = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    first, before, after = np.zeros(count + 1, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    outside = np.empty(count, dtype=np.int64)
    place_in, place_out = np.zeros((count, 64), dtype=np.int64), np.zeros((count, 64), dtype=np.int64)
    axes, local = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)  # nodes, by bit
    marked = np.full(len(core.node), -1, dtype=np.int64)  # the burst that touched the node last
    live, burst, i = 0, 0, 0
    while i < count:
        # how far the burst goes
        touched, inner, most, stop = 0, live, live, i
        while stop < count:
            more = 0
            if marked[node[stop]] != burst:
                more += 1
            if code[stop] == EDGE and marked[core.parent[edge[stop]]] != burst:
                more += 1
            wider = max(most, inner + 1) if code[stop] == OPEN else most
            if stop > i and (touched + more > TOUCHED_BITS or (stop - i + 2) << min(wider, BLOCK_BITS) > BURST_CELLS):
                break
            marked[node[stop]] = burst
            if code[stop] == EDGE:
                marked[core.parent[edge[stop]]] = burst
            touched, most = touched + more, wider
            inner += 1 if code[stop] == OPEN else (-1 if code[stop] == CLOSE else 0)
            stop += 1
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
            width[o] = size
            if code[o] == OPEN:
                local[size] = axes[live] = node[o]
                size += 1
                live += 1
                continue
            for bit in range(size):
                if local[bit] == node[o]:
                    b[o] = bit
                if code[o] == EDGE and local[bit] == core.parent[edge[o]]:
                    a[o] = bit
            if code[o] == CLOSE:
                size -= 1
                for bit in range(b[o], size):
                    local[bit] = local[bit + 1]
                _remove(axes, live, node[o])
                live -= 1
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
def _position(axes: Ints, live: int, node: int) -> int:
    for g in range(live):
        if axes[g] == node:
            return g
    return -1


@compiled
def _remove(axes: Ints, live: int, node: int) -> None:
    for g in range(_position(axes, live, node), live - 1):
        axes[g] = axes[g + 1]
