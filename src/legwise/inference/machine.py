"""The loops that run the operations of one burst inside one block: forwards, and backwards for two purposes.

The table holds the probability that the links worked through so far have brought on exactly the live nodes
whose bit is set: all terms are positive, so there is no cancellation. Going backwards, `back` holds the
derivative of P(evidence) by each cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from legwise.inference.compiled import compiled, compiled_sums
from legwise.inference.operations import CLOSE, EDGE, FORK, JOIN, OPEN
from legwise.inference.reduce import Floats, Ints
from legwise.inference.tape import Tape

Cell = np.uint64  # an index that needs no look whether it counts from the end: such loops use the wide registers


@compiled
def inside(tape: Tape, burst: int) -> tuple[Ints, Ints]:
    """Where each operation of a burst finds its table, and where its own room lies.

    An OPEN and a CLOSE leave the table that they read and write the next one; a FORK leaves it for its JOIN and
    writes the branch. An EDGE and a JOIN change the table in place, and first save that part of it in which the
    parent is on. One more entry of each: the table that the burst ends with, and the end of all room.
    """
    first, count = tape.first[burst], tape.first[burst + 1] - tape.first[burst]
    reads, owns = np.zeros(count + 1, dtype=np.int64), np.empty(count + 1, dtype=np.int64)
    owns[0] = 1 << tape.width[first]
    for step in range(count):
        code, size = tape.code[first + step], 1 << tape.width[first + step]
        if code == JOIN:
            reads[step] = reads[step - tape.b[first + step]]
        reads[step + 1] = reads[step] if code in (EDGE, JOIN) else owns[step]
        if code == OPEN:
            size *= 2
        elif code == CLOSE or tape.a[first + step] >= 0:
            size >>= 1
        owns[step + 1] = owns[step] + size
    return reads, owns


@compiled
def gap(cell: int, bit: int) -> int:
    """The number of a cell once a bit is put in that is off."""
    return ((cell >> bit) << (bit + 1)) | (cell & ((1 << bit) - 1))


@compiled
def spot(part: int, on: int) -> int:
    """The cell of a table from its number in the part of it where bit `on` is set (-1: the part is the whole)."""
    return part if on < 0 else gap(part, on) | (1 << on)


@compiled
def work(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats) -> None:
    """Run the operations of a burst; its first table is there, at the beginning of `table`."""
    for o in range(tape.first[burst], tape.first[burst + 1]):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        code, a, b, x, y, size = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o], 1 << tape.width[o]
        if code == EDGE:
            low, child = _bits(a, b)
            row, step, other = Cell(1 << low), Cell(1 << b), 1.0 - x
            for run in range((size if a < 0 else size >> 1) >> (low + 1)):
                cell = gap(run << low, child)
                no, save_no, save_yes = Cell(here + spot(cell, a)), Cell(own + cell), Cell(own + cell + (1 << child))
                yes = no + step
                for i in range(row):
                    absent, present = table[no + i], table[yes + i]
                    table[save_no + i] = absent
                    table[save_yes + i] = present
                    table[no + i] = other * absent
                    table[yes + i] = present + y * absent
        elif code == FORK:
            low = a if a >= 0 else tape.width[o]
            for run in range(size >> (low + (a >= 0))):
                was, copy = Cell(here + spot(run << low, a)), Cell(own + (run << low))
                for i in range(Cell(1 << low)):
                    table[copy + i] = table[was + i]
        elif code == JOIN:
            low, without, branch = a if a >= 0 else tape.width[o], tape.x[o - b], owns[o - b - tape.first[burst]]
            row = Cell(1 << low)
            for run in range(size >> (low + (a >= 0))):
                cell = run << low
                rest, added, save = Cell(here + spot(cell, a)), Cell(branch + cell), Cell(own + cell)
                for i in range(row):
                    value = table[rest + i]
                    table[save + i] = value
                    table[rest + i] = x * value + y * table[added + i]
                if a >= 0 and without != 1.0:
                    for i in range(row):
                        table[rest - row + i] *= without
        elif code == CLOSE:
            row = Cell(1 << b)
            for run in range(size >> (b + 1)):
                no, out = Cell(here + (run << (b + 1))), Cell(own + (run << b))
                yes = no + row
                for i in range(row):
                    table[out + i] = x * table[no + i] + y * table[yes + i]
        else:
            was, no = Cell(here), Cell(own)
            yes = no + Cell(size)
            for i in range(Cell(size)):
                value = table[was + i]
                table[no + i] = x * value
                table[yes + i] = y * value


@compiled
def _bits(a: int, b: int) -> tuple[int, int]:
    """Of an EDGE: the bits below both nodes' (such cells lie in a row), and the child's bit where the parent is on."""
    if a < 0:
        return b, b
    return min(a, b), (b if b < a else b - 1)


@compiled_sums
def pull(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, back: Floats, told: Floats) -> None:
    """Pull the derivative `back` (same places as `table`) from a burst's last table to its first, adding to `told`.

    told[o]: of an OPEN the chance that the node came on by its leak, of an EDGE that it fired, of a CLOSE and a JOIN
    that its node was on.
    """
    for o in range(tape.first[burst + 1] - 1, tape.first[burst] - 1, -1):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        code, a, b, x, y, size = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o], 1 << tape.width[o]
        total = 0.0
        if code == EDGE:
            low, child = _bits(a, b)
            row, step, other = Cell(1 << low), Cell(1 << b), 1.0 - x
            for run in range((size if a < 0 else size >> 1) >> (low + 1)):
                cell = gap(run << low, child)
                no, absent, present = Cell(here + spot(cell, a)), Cell(own + cell), Cell(own + cell + (1 << child))
                yes = no + step
                for i in range(row):
                    produced = back[yes + i]
                    total += (y * table[absent + i] + x * table[present + i]) * produced
                    back[no + i] = other * back[no + i] + y * produced
        elif code == FORK:
            low = a if a >= 0 else tape.width[o]
            for run in range(size >> (low + (a >= 0))):
                slope, more = Cell(here + spot(run << low, a)), Cell(own + (run << low))
                for i in range(Cell(1 << low)):
                    back[slope + i] += back[more + i]
        elif code == JOIN:
            low, without, fork = a if a >= 0 else tape.width[o], tape.x[o - b], owns[o - b - tape.first[burst]]
            row = Cell(1 << low)
            for run in range(size >> (low + (a >= 0))):
                slope, branch = Cell(here + spot(run << low, a)), Cell(fork + (run << low))
                for i in range(row):
                    produced = y * back[slope + i]
                    back[branch + i] = produced
                    total += produced * table[branch + i]
                    back[slope + i] *= x
                if a >= 0 and without != 1.0:
                    for i in range(row):
                        back[slope - row + i] *= without
        elif code == CLOSE:
            row = Cell(1 << b)
            for run in range(size >> (b + 1)):
                slope, no = Cell(own + (run << b)), Cell(here + (run << (b + 1)))
                yes = no + row
                for i in range(row):
                    value = back[slope + i]
                    total += table[yes + i] * value
                    back[no + i] = x * value
                    back[yes + i] = y * value
            total *= y
        else:
            was, no = Cell(here), Cell(own)
            yes = no + Cell(size)
            for i in range(Cell(size)):
                produced = back[yes + i]
                total += table[was + i] * produced
                back[was + i] = x * back[no + i] + y * produced
            total *= y
        told[o] += total


@compiled
def walk(
    tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, members: Ints, random: Any, draws: Any
) -> None:
    """Take these draws back through a burst, deciding for each what happened on the way.

    draws: see `backward`. Those that are in the branch at hand stand first in `members`.
    """
    place, row, nodes, edges, on, leaked, fired = draws
    begin, here = tape.first[burst], len(members)
    waiting = np.empty(len(reads), dtype=np.int64)  # by FORK: how many are here or were left outside
    for o in range(tape.first[burst + 1] - 1, begin - 1, -1):
        was, own = table[reads[o - begin] :], table[owns[o - begin] :]
        code, a, b, x, y = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o]
        if code == EDGE:
            flag, into = 1 << b, row[edges[tape.edge[o]]]
            child = 1 << _bits(a, b)[1]
            for d in members[:here]:
                if place[d] & flag and (a < 0 or place[d] >> a & 1):
                    part = place[d] if a < 0 else _without(place[d], a)
                    present, made = own[part], y * own[part ^ child]
                    if random.random() * (present + made) >= present:
                        fired[into, d] = True
                        place[d] ^= flag
                    elif random.random() < x:
                        fired[into, d] = True
        elif code == JOIN:
            node, k, branch = nodes[tape.node[o]], tape.edge[o], table[owns[o - b - begin] :]
            waiting[o - b - begin], inside = here, 0
            for i in range(here):
                d = members[i]
                if a >= 0 and not place[d] >> a & 1:
                    continue
                part = place[d] if a < 0 else _without(place[d], a)
                if_on = y * branch[part]
                if random.random() * (if_on + x * own[part]) < if_on:
                    on[node, d], place[d] = True, part
                    if k >= 0:
                        fired[row[edges[k]], d] = True
                    else:
                        leaked[node, d] = True
                    members[i], members[inside] = members[inside], d
                    inside += 1
            here = inside
        elif code == FORK:
            for d in members[:here]:
                place[d] = spot(place[d], a)
            here = waiting[o - begin]
        elif code == CLOSE:
            node, flag = nodes[tape.node[o]], 1 << b
            for d in members:
                off = gap(place[d], b)
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
def _without(cell: int, bit: int) -> int:
    """The number of a cell once a bit is taken out."""
    return ((cell >> (bit + 1)) << bit) | (cell & ((1 << bit) - 1))
