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
def spot(part: int, on: int) -> int:
    """The cell of a table from its number in the part of it where bit `on` is set (-1: the part is the whole)."""
    return part if on < 0 else ((part >> on) << (on + 1)) | (part & ((1 << on) - 1)) | (1 << on)


@compiled
def work(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats) -> None:
    """Run the operations of a burst; its first table is there, at the beginning of `table`."""
    for o in range(tape.first[burst], tape.first[burst + 1]):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        code, a, b, x, y, size = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o], 1 << tape.width[o]
        part = size if a < 0 else size >> 1  # where the parent is on
        was = table[here : here + size]
        if code == EDGE:
            saved = table[own : own + part]
            child, low = _strides(a, b)
            step, other = 1 << b, 1.0 - x
            for outer in range(0, part, 2 * child):
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
        elif code == FORK:
            low = 1 << a if a >= 0 else size
            for run in range(0, part, low):
                at = spot(run, a)
                table[own + run : own + run + low] = was[at : at + low]
        elif code == JOIN:
            saved, branch = table[own : own + part], table[owns[o - b - tape.first[burst]] :]
            low, without = 1 << a if a >= 0 else size, tape.x[o - b]
            for run in range(0, part, low):
                at = spot(run, a)
                rest, added, save = was[at : at + low], branch[run : run + low], saved[run : run + low]
                for i in range(low):
                    save[i] = rest[i]
                    rest[i] = x * rest[i] + y * added[i]
                if a >= 0 and without != 1.0:
                    was[at - low : at] *= without
        elif code == CLOSE:
            now, low = table[own : own + (size >> 1)], 1 << b
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
def _strides(a: int, b: int) -> tuple[int, int]:
    """Of an EDGE: the child's bit in the part where the parent is on, and how many cells lie in a row there."""
    if a < 0:
        return 1 << b, 1 << b
    return 1 << (b if b < a else b - 1), 1 << min(a, b)


@compiled_sums
def pull(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, back: Floats, told: Floats) -> None:
    """Pull the derivative `back` (same places as `table`) from a burst's last table to its first, adding to `told`.

    told[o]: of an OPEN the chance that the node came on by its leak, of an EDGE that it fired, of a CLOSE and a JOIN
    that its node was on.
    """
    for o in range(tape.first[burst + 1] - 1, tape.first[burst] - 1, -1):
        here, own = reads[o - tape.first[burst]], owns[o - tape.first[burst]]
        code, a, b, x, y, size = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o], 1 << tape.width[o]
        part, total = size if a < 0 else size >> 1, 0.0
        was, old = table[here : here + size], back[here : here + size]
        if code == EDGE:
            saved = table[own : own + part]
            child, low = _strides(a, b)
            step, other = 1 << b, 1.0 - x
            for outer in range(0, part, 2 * child):
                for run in range(outer, outer + child, low):
                    at = spot(run, a)
                    no, yes = old[at : at + low], old[at + step : at + step + low]
                    absent, present = saved[run : run + low], saved[run + child : run + child + low]
                    for i in range(low):
                        produced = yes[i]
                        total += (y * absent[i] + x * present[i]) * produced
                        no[i] = other * no[i] + y * produced
        elif code == FORK:
            low = 1 << a if a >= 0 else size
            for run in range(0, part, low):
                at = spot(run, a)
                slope, more = old[at : at + low], back[own + run : own + run + low]
                for i in range(low):
                    slope[i] += more[i]
        elif code == JOIN:
            fork = owns[o - b - tape.first[burst]]
            branch, into = table[fork : fork + part], back[fork : fork + part]
            low, without = 1 << a if a >= 0 else size, tape.x[o - b]
            for run in range(0, part, low):
                at = spot(run, a)
                slope, added, more = old[at : at + low], branch[run : run + low], into[run : run + low]
                for i in range(low):
                    more[i] = y * slope[i]
                    total += more[i] * added[i]
                    slope[i] *= x
                if a >= 0 and without != 1.0:
                    old[at - low : at] *= without
        elif code == CLOSE:
            new, low = back[own : own + (size >> 1)], 1 << b
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
def walk(tape: Tape, burst: int, reads: Ints, owns: Ints, table: Floats, members: Ints, draws: Any) -> None:
    """Take these draws back through a burst, deciding for each what happened on the way.

    draws: see `backward`. Those that are in the branch at hand stand first in `members`.
    """
    random, place, row, nodes, edges, on, leaked, fired = draws
    begin, here = tape.first[burst], len(members)
    waiting = np.empty(len(reads), dtype=np.int64)  # by FORK: how many are here or were left outside
    for o in range(tape.first[burst + 1] - 1, begin - 1, -1):
        was, own = table[reads[o - begin] :], table[owns[o - begin] :]
        code, a, b, x, y = tape.code[o], tape.a[o], tape.b[o], tape.x[o], tape.y[o]
        if code == EDGE:
            flag, into = 1 << b, row[edges[tape.edge[o]]]
            child, _ = _strides(a, b)
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
                off = spot(place[d], b) ^ flag
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
