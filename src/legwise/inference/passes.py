"""Run a tape from burst to burst, forwards and backwards.

Only the tables between bursts are kept; those inside are worked out again, block by block, on the way back.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legwise.inference.compiled import compiled
from legwise.inference.core import Core, starts
from legwise.inference.machine import inside, pull, walk, work
from legwise.inference.operations import CLOSE, EDGE, JOIN, OPEN
from legwise.inference.reduce import Floats, Ints, Part
from legwise.inference.tape import Tape

FAINTEST = 1e-200  # a result below this may have lost digits on the way
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
    random: Any,
    draws: Any,
) -> Floats:
    """Pull `slope`, the derivative by the last table, back to the first one, which is returned.

    Adds to `told` (see `pull`). draws: (place, row, nodes, edges, on, leaked, fired), where place[d] is the cell of
    draw d in the table that it is at; None, with random None, when nothing is drawn.
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
        if draws is not None:
            members, border = _sorted_by_block(tape, s, draws[0])
        for block in range(len(block_in)):
            for i in range(len(come)):
                table[i] = read[block_in[block] + come[i]]
            work(tape, s, reads, owns, table)
            for i in range(len(go)):
                back[last + i] = slope[block_out[block] + go[i]] * factor
            pull(tape, s, reads, owns, table, back, told)
            for i in range(len(come)):
                before[block_in[block] + come[i]] = back[i]
            if draws is not None and border[block + 1] > border[block]:
                walk(tape, s, reads, owns, table, members[border[block] : border[block + 1]], random, draws)
        if draws is not None:
            _leave(draws[0], come, block_in, members, border)
        slope = before
    return slope


@compiled
def at_once(tape: Tape, told: Floats) -> float:
    """Both passes over a tape of one burst, whose tables are kept in between; the last table, one cell.

    Adds to `told` (see `pull`) unless that cell is below FAINTEST: nothing is scaled on the way.
    """
    reads, owns = inside(tape, 0)
    table, back = np.empty(owns[-1]), np.empty(owns[-1])
    table[0] = 1.0
    work(tape, 0, reads, owns, table)
    total = float(table[reads[-1]])
    if total > FAINTEST:
        back[reads[-1]] = 1.0 / total
        pull(tape, 0, reads, owns, table, back, told)
    return total


@compiled
def in_bursts(tape: Tape, told: Floats) -> float:
    """Both passes over a tape, all its tables in memory; the log of the last table, one cell, or -inf."""
    bursts = len(tape.after)
    offset = np.empty(bursts + 2, dtype=np.int64)
    offset[0], offset[1] = 0, 1
    for burst in range(bursts):
        offset[burst + 2] = offset[burst + 1] + (1 << tape.after[burst])
    cells, scale = np.empty(offset[-1]), np.empty(bursts)
    cells[0] = 1.0
    taken = forward(tape, 0, bursts, offset, cells, scale)
    if taken == -math.inf or not cells[-1] > 0.0:
        return -math.inf
    backward(tape, 0, bursts, offset, cells, scale, 1.0 / cells[-1:], told, None, None)
    return taken + math.log(cells[-1])


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
def collected(part: Part, core: Core, tape: Tape, told: Floats) -> tuple[Floats, Floats, Floats]:
    """What the backward pass told, by the part's nodes (on, on by the leak) and edges (fired)."""
    on, leaked, fired = np.zeros(len(part.leak)), np.zeros(len(part.leak)), np.zeros(len(part.p))
    for o in range(len(told)):
        if tape.code[o] == EDGE:
            fired[core.edge[tape.edge[o]]] = told[o]
        elif tape.code[o] == OPEN:
            leaked[core.node[tape.node[o]]] = told[o]
        elif tape.code[o] == CLOSE:
            on[core.node[tape.node[o]]] = told[o]
        elif tape.code[o] == JOIN:
            on[core.node[tape.node[o]]] = told[o]
            if tape.edge[o] >= 0:
                fired[core.edge[tape.edge[o]]] = told[o]
            else:
                leaked[core.node[tape.node[o]]] = told[o]
    return on, leaked, fired
