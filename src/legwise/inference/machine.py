"""The loops that run a tape: forwards, and backwards for marginals and for drawing whole explanations.

The table holds the probability that the links worked through so far have brought on exactly the live nodes
whose bit is set: all terms are positive, so there is no cancellation. Going backwards, `back` holds the
derivative of P(evidence) by each cell. Only the tables between bursts are kept; those inside are worked out
again, block by block, on the way back.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legwise.inference.compiled import compiled, compiled_sums
from legwise.inference.core import Core, starts
from legwise.inference.reduce import Floats, Ints, Part
from legwise.inference.tape import CLOSE, EDGE, OPEN, Tape

SMALLEST = 1e-100  # a table whose sum falls below this is scaled up to sum 1


@compiled
def places(bits: Ints, count: int) -> Ints:
    """Where each combination of `count` bits lies when bit i stands at bits[i]."""
    found = np.zeros(1 << count, dtype=np.int64)
    for i in range(count):
        here, flag = 1 << i, 1 << bits[i]
        for c in range(here):
            found[here + c] = found[c] + flag
    return found


@compiled
def layout(tape: Tape, burst: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Where the cells of a block lie in the table read and in that written, and where the blocks begin in both."""
    rest = tape.outside[burst]
    held_in, held_out = tape.before[burst] - rest, tape.after[burst] - rest
    return (
        places(tape.place_in[burst], held_in),
        places(tape.place_out[burst], held_out),
        places(tape.place_in[burst, held_in:], rest),
        places(tape.place_out[burst, held_out:], rest),
    )


@compiled
def inside(tape: Tape, burst: int) -> tuple[Ints, Ints]:
    """Where each operation of a burst finds its table, and where its own room lies.

    An OPEN and a CLOSE leave the table that they read and write the next one. An EDGE changes the table in place,
    and first saves the half of it in which the parent is on. One more entry of each: the table that the burst
    ends with, and the end of all room.
    """
    first, count = tape.first[burst], tape.first[burst + 1] - tape.first[burst]
    reads, owns = np.zeros(count + 1, dtype=np.int64), np.empty(count + 1, dtype=np.int64)
    owns[0] = 1 << tape.width[first]
    for step in range(count):
        code, size = tape.code[first + step], 1 << tape.width[first + step]
        reads[step + 1] = reads[step] if code == EDGE else owns[step]
        owns[step + 1] = owns[step] + (2 * size if code == OPEN else size >> 1)
    return reads, owns


@compiled
def spot(half: int, on: int) -> int:
    """The cell of a table in which bit `on` is set, from its number in the half where it is."""
    return ((half >> on) << (on + 1)) | (half & ((1 << on) - 1)) | (1 << on)


@compiled
def work(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats) -> None:
    """Run the operations of a burst; its first table is there, at the beginning of `table`."""
    for o in range(tape.first[burst], tape.first[burst + 1]):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        x, y, size = tape.x[o], tape.y[o], 1 << tape.width[o]
        was = table[here : here + size]
        if tape.code[o] == EDGE:
            saved = table[own : own + (size >> 1)]
            a, low = tape.a[o], 1 << min(tape.a[o], tape.b[o])
            child = 1 << tape.b[o] if tape.b[o] < a else 1 << (tape.b[o] - 1)  # in the half
            step, other = 1 << tape.b[o], 1.0 - x
            for outer in range(0, size >> 1, 2 * child):
                for run in range(outer, outer + child, low):
                    at = spot(run, a)
                    no, yes = was[at : at + low], was[at + step : at + step + low]
                    save_no, save_yes = saved[run : run + low], saved[run + child : run + child + low]
                    for i in range(low):
                        absent, present = no[i], yes[i]
                        save_no[i] = absent
                        save_yes[i] = present
                        no[i] = other * absent
                        yes[i] = present + y * absent
        elif tape.code[o] == CLOSE:
            now, low = table[own : own + (size >> 1)], 1 << tape.b[o]
            for block in range(0, size >> 1, low):
                no, yes, out = was[2 * block :], was[2 * block + low :], now[block : block + low]
                for i in range(low):
                    out[i] = x * no[i] + y * yes[i]
        else:
            no, yes = table[own : own + size], table[own + size : own + 2 * size]
            for i in range(size):
                no[i] = x * was[i]
                yes[i] = y * was[i]


@compiled
def forward(tape: Tape, start: int, stop: int, offset: Ints, cells: Floats, scale: Floats) -> float:
    """Run bursts `start` to `stop`; table i of `cells` begins at offset[i], and table 0 is there.

    Fills `cells` and, for every burst of the tape, `scale`; returns the log of the factors taken out, -inf when
    the evidence is impossible.
    """
    taken = 0.0
    table = np.empty(0)
    for s in range(start, stop):
        reads, owns = inside(tape, s)
        if owns[-1] > len(table):
            table = np.empty(owns[-1])
        come, go, block_in, block_out = layout(tape, s)
        read = cells[offset[s - start] : offset[s - start + 1]]
        write = cells[offset[s - start + 1] : offset[s - start + 2]]
        total, last = 0.0, reads[-1]
        for block in range(len(block_in)):
            for i in range(len(come)):
                table[i] = read[block_in[block] + come[i]]
            work(tape, s, reads, owns, table)
            for i in range(len(go)):
                value = table[last + i]
                write[block_out[block] + go[i]] = value
                total += value
        scale[s] = 1.0
        if not total > 0.0:
            return -math.inf
        if total < SMALLEST:
            for i in range(len(write)):
                write[i] /= total
            scale[s] = total
            taken += math.log(total)
    return taken


@compiled_sums
def pull(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, back: Floats, told: Floats) -> None:
    """Pull the derivative `back` (same places as `table`) from a burst's last table to its first, adding to `told`.

    told[o]: of an OPEN the chance that the node came on by its leak, of an EDGE that it fired, of a CLOSE that
    its node was on.
    """
    for o in range(tape.first[burst + 1] - 1, tape.first[burst] - 1, -1):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        x, y, size, total = tape.x[o], tape.y[o], 1 << tape.width[o], 0.0
        was, old = table[here : here + size], back[here : here + size]
        if tape.code[o] == EDGE:
            saved = table[own : own + (size >> 1)]
            a, low = tape.a[o], 1 << min(tape.a[o], tape.b[o])
            child = 1 << tape.b[o] if tape.b[o] < a else 1 << (tape.b[o] - 1)
            step, other = 1 << tape.b[o], 1.0 - x
            for outer in range(0, size >> 1, 2 * child):
                for run in range(outer, outer + child, low):
                    at = spot(run, a)
                    no, yes = old[at : at + low], old[at + step : at + step + low]
                    absent, present = saved[run : run + low], saved[run + child : run + child + low]
                    for i in range(low):
                        produced = yes[i]
                        total += (y * absent[i] + x * present[i]) * produced
                        no[i] = other * no[i] + y * produced
        elif tape.code[o] == CLOSE:
            new, low = back[own : own + (size >> 1)], 1 << tape.b[o]
            for block in range(0, size >> 1, low):
                slope, yes = new[block : block + low], was[2 * block + low : 2 * block + 2 * low]
                old_no, old_yes = old[2 * block : 2 * block + low], old[2 * block + low : 2 * block + 2 * low]
                for i in range(low):
                    total += yes[i] * slope[i]
                    old_no[i] = x * slope[i]
                    old_yes[i] = y * slope[i]
            total *= y
        else:
            no, yes = back[own : own + size], back[own + size : own + 2 * size]
            for i in range(size):
                total += was[i] * yes[i]
                old[i] = x * no[i] + y * yes[i]
            total *= y
        told[o] += total


@compiled
def backward(
    tape: Tape,
    start: int,
    stop: int,
    offset: Ints,
    cells: Floats,
    scale: Floats,
    slope: Floats,
    told: Floats,
    draws: Any,
) -> Floats:
    """Pull `slope`, the derivative by the last table, back to the first one, which is returned.

    Adds to `told` (see `pull`). draws: (random, place, row, nodes, edges, on, leaked, fired), where place[d] is the
    cell of draw d in the table that it is at; there may be no draws.
    """
    table, back = np.empty(0), np.empty(0)
    for s in range(stop - 1, start - 1, -1):
        reads, owns = inside(tape, s)
        if owns[-1] > len(table):
            table, back = np.empty(owns[-1]), np.empty(owns[-1])
        come, go, block_in, block_out = layout(tape, s)
        read = cells[offset[s - start] : offset[s - start + 1]]
        before = np.empty(len(read))
        last, factor = reads[-1], 1.0 / scale[s]
        members, border = _sorted_by_block(tape, s, draws[1])
        for block in range(len(block_in)):
            for i in range(len(come)):
                table[i] = read[block_in[block] + come[i]]
            work(tape, s, reads, owns, table)
            for i in range(len(go)):
                back[last + i] = slope[block_out[block] + go[i]] * factor
            pull(tape, s, reads, owns, table, back, told)
            for i in range(len(come)):
                before[block_in[block] + come[i]] = back[i]
            if border[block + 1] > border[block]:
                walk(tape, s, reads, owns, table, members[border[block] : border[block + 1]], draws)
        _leave(draws[1], come, block_in, members, border)
        slope = before
    return slope


@compiled
def _sorted_by_block(tape: Tape, burst: int, place: Ints) -> tuple[Ints, Ints]:
    """The draws sorted by the block that they are in, and where each block's begin; their places become local."""
    rest, held = tape.outside[burst], tape.after[burst] - tape.outside[burst]
    block = np.zeros(len(place), dtype=np.int64)
    border = np.zeros((1 << rest) + 1, dtype=np.int64)
    for d in range(len(place)):
        cell, here = place[d], 0
        for bit in range(held):
            here |= ((cell >> tape.place_out[burst, bit]) & 1) << bit
        for bit in range(rest):
            block[d] |= ((cell >> tape.place_out[burst, held + bit]) & 1) << bit
        place[d] = here
        border[block[d] + 1] += 1
    starts(border)
    members, filled = np.empty(len(place), dtype=np.int64), border[:-1].copy()
    for d in range(len(place)):
        members[filled[block[d]]] = d
        filled[block[d]] += 1
    return members, border


@compiled
def _leave(place: Ints, come: Ints, block_in: Ints, members: Ints, border: Ints) -> None:
    """Turn the draws' places inside the burst's first table into cells of the table that it read."""
    for block in range(len(block_in)):
        for d in members[border[block] : border[block + 1]]:
            place[d] = block_in[block] + come[place[d]]


@compiled
def walk(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, members: Ints, draws: Any) -> None:
    """Take these draws back through a burst, deciding for each what happened on the way."""
    random, place, row, nodes, edges, on, leaked, fired = draws
    for o in range(tape.first[burst + 1] - 1, tape.first[burst] - 1, -1):
        was = table[reads[o - tape.first[burst]] :]
        x, y = tape.x[o], tape.y[o]
        flag = 1 << tape.b[o]
        if tape.code[o] == EDGE:
            saved, a = table[owns[o - tape.first[burst]] :], tape.a[o]
            both, into = flag | (1 << a), row[edges[tape.edge[o]]]
            child = flag if tape.b[o] < a else flag >> 1
            for d in members:
                if place[d] & both == both:
                    half = ((place[d] >> (a + 1)) << a) | (place[d] & ((1 << a) - 1))
                    present, made = saved[half], y * saved[half ^ child]
                    if random.random() * (present + made) >= present:
                        fired[into, d] = True
                        place[d] ^= flag
                    elif random.random() < x:
                        fired[into, d] = True
        elif tape.code[o] == CLOSE:
            node = nodes[tape.node[o]]
            for d in members:
                off = ((place[d] >> tape.b[o]) << (tape.b[o] + 1)) | (place[d] & (flag - 1))
                if_on = y * was[off | flag]
                place[d] = off
                if random.random() * (if_on + x * was[off]) < if_on:
                    place[d] = off | flag
                    on[node, d] = True
        else:
            node, flag = nodes[tape.node[o]], 1 << tape.width[o]
            for d in members:
                if place[d] & flag:
                    leaked[node, d] = True
                    place[d] ^= flag


@compiled
def collected(part: Part, core: Core, tape: Tape, told: Floats) -> tuple[Floats, Floats, Floats]:
    """What the backward pass told, by the part's nodes (on, on by the leak) and edges (fired)."""
    on, leaked, fired = np.zeros(len(part.leak)), np.zeros(len(part.leak)), np.zeros(len(part.p))
    for o in range(len(told)):
        if tape.code[o] == EDGE:
            fired[core.edge[tape.edge[o]]] = told[o]
        elif tape.code[o] == CLOSE:
            on[core.node[tape.node[o]]] = told[o]
        else:
            leaked[core.node[tape.node[o]]] = told[o]
    return on, leaked, fired
