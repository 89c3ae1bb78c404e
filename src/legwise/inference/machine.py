"""The loops that run a tape: forwards, backwards for marginals, backwards drawing whole explanations.

Compiled by Numba and cached on disk. The table holds the probability that the trees worked through so
far have produced exactly the live joints whose bit is set: all terms are positive, so there is no
cancellation. Going backwards, `back` holds the derivative of P(evidence) by each cell.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from legwise.inference.tape import MIX, OPEN, PRODUCE, REQUIRE, START

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SMALLEST = 1e-100  # a table whose sum falls below this is scaled up to sum 1


@njit(cache=True, nogil=True)
def run(operations: Any, width: Ints, offset: Ints, cells: Floats, scale: Floats) -> float:
    """Fill `cells` (table 0 is there) and `scale`; return the log of the factors taken out, -inf if impossible."""
    taken = 0.0
    for step in range(len(operations)):
        op = operations[step]
        code, x, y = op.code, op.x, op.y
        size = 1 << width[op.out]
        out, first, second = offset[op.out], offset[op.first], offset[op.second]
        scale[step] = 1.0
        if code == PRODUCE:
            stride = 1 << op.bit
            for block in range(0, size, 2 * stride):
                for low in range(block, block + stride):
                    absent = cells[first + low]
                    cells[out + low] = absent * (1.0 - x)
                    cells[out + low + stride] = cells[first + low + stride] + y * absent
        elif code == MIX:
            for i in range(size):
                cells[out + i] = x * cells[first + i] + y * cells[second + i]
        elif code == OPEN:
            half = size >> 1
            no, yes = cells[second], cells[second + 1]
            for i in range(half):
                cells[out + i] = no * cells[first + i]
                cells[out + half + i] = yes * cells[first + i]
        elif code == START:
            cells[out], cells[out + 1] = 1.0 - x, y
        else:  # REQUIRE, PICK
            stride = 1 << op.bit
            shift, factor = (stride, x) if code == REQUIRE else (stride * int(y), 1.0)
            for i in range(size):
                low = ((i >> op.bit) << (op.bit + 1)) | (i & (stride - 1))
                cells[out + i] = factor * cells[first + low + shift]
        if op.whole:
            total = 0.0
            for i in range(size):
                total += cells[out + i]
            if not total > 0.0:
                return -math.inf
            if total < SMALLEST:
                for i in range(size):
                    cells[out + i] /= total
                scale[step] = total
                taken += math.log(total)
    return taken


@njit(cache=True, nogil=True)
def pull(operations: Any, width: Ints, offset: Ints, cells: Floats, scale: Floats, back: Floats, told: Floats) -> None:
    """Pull `back` (set for the last table, zero elsewhere) to table 0, recording in `told`.

    told[step]: of a MIX the chance that its node was on here, of a PRODUCE that its link fired.
    """
    for step in range(len(operations) - 1, -1, -1):
        op = operations[step]
        code, x, y = op.code, op.x, op.y
        size = 1 << width[op.out]
        out, first, second = offset[op.out], offset[op.first], offset[op.second]
        if code == PRODUCE:
            stride = 1 << op.bit
            fired = 0.0
            for block in range(0, size, 2 * stride):
                for low in range(block, block + stride):
                    high = low + stride
                    produced = back[out + high]
                    fired += (y * cells[first + low] + x * cells[first + high]) * produced
                    back[first + low] += (1.0 - x) * back[out + low] + y * produced
                    back[first + high] += produced
            told[step] = fired
        elif code == MIX:
            on = 0.0
            x, y = x / scale[step], y / scale[step]
            for i in range(size):
                slope = back[out + i]
                on += cells[second + i] * slope
                back[first + i] += x * slope
                back[second + i] += y * slope
            told[step] = y * on
        elif code == OPEN:
            half = size >> 1
            no, yes = cells[second], cells[second + 1]
            if_no, if_yes = 0.0, 0.0
            for i in range(half):
                slope_no, slope_yes = back[out + i], back[out + half + i]
                if_no += cells[first + i] * slope_no
                if_yes += cells[first + i] * slope_yes
                back[first + i] += no * slope_no + yes * slope_yes
            back[second] += if_no
            back[second + 1] += if_yes
        elif code != START:
            stride = 1 << op.bit
            shift, factor = (stride, x / scale[step]) if code == REQUIRE else (stride * int(y), 1.0)
            for i in range(size):
                low = ((i >> op.bit) << (op.bit + 1)) | (i & (stride - 1))
                back[first + low + shift] += factor * back[out + i]


@njit(cache=True, nogil=True)
def draw(
    operations: Any,
    width: Ints,
    offset: Ints,
    cells: Floats,
    last: int,
    random: Any,
    rows: Ints,
    place: Ints,
    row: Ints,
    on: Bools,
    leaked: Bools,
    fired: Bools,
) -> None:
    """Walk back from the last table to table 0 once per draw, deciding what happened on the way.

    place[d]: the cell of draw d in the table it is at. rows: a permutation of the draws in which those that
    are at one table lie side by side, from low[table] to high[table]. on, leaked: (nodes, draws); fired:
    (rows, draws), `row` being the row of every edge. All start as False.
    """
    count = len(rows)
    low = np.full(len(width), count, dtype=np.int64)
    high = np.zeros(len(width), dtype=np.int64)
    low[last], high[last] = 0, count
    kept = np.empty(count, dtype=np.int64)
    for step in range(len(operations) - 1, -1, -1):
        op = operations[step]
        code, x, y = op.code, op.x, op.y
        first, second = offset[op.first], offset[op.second]
        begin, end = low[op.out], high[op.out]
        if end <= begin:
            continue
        if code == PRODUCE:
            flag = 1 << op.bit
            for at in range(begin, end):
                d = rows[at]
                if place[d] & flag:
                    present = cells[first + place[d]]
                    made = y * cells[first + (place[d] ^ flag)]
                    if random.random() * (present + made) >= present:
                        fired[row[op.edge], d] = True
                        place[d] ^= flag
                    elif random.random() < x:
                        fired[row[op.edge], d] = True
        elif code == MIX:
            border, stop = begin, end
            while border < stop:
                d = rows[border]
                is_on = y * cells[second + place[d]]
                is_off = x * cells[first + place[d]]
                if random.random() * (is_on + is_off) < is_on:
                    on[op.node, d] = True
                    if op.leak >= 0.0:
                        chance = op.leak + (1.0 - op.leak) * op.link
                        by_itself = random.random() * chance < op.leak
                        if by_itself:
                            leaked[op.node, d] = True
                        if not by_itself or random.random() < op.link:
                            fired[row[op.edge], d] = True
                    border += 1
                else:
                    stop -= 1
                    rows[border], rows[stop] = rows[stop], d
            if border > begin:
                low[op.second] = min(low[op.second], begin)
                high[op.second] = max(high[op.second], border)
            if end > border:
                low[op.first] = min(low[op.first], border)
                high[op.first] = max(high[op.first], end)
            continue
        elif code == OPEN:
            flag = 1 << (width[op.out] - 1)
            for at in range(begin, end):
                d = rows[at]
                kept[d] = place[d] & (flag - 1)
                place[d] = 1 if place[d] & flag else 0
            low[op.second], high[op.second] = begin, end
        elif code == START:
            for at in range(begin, end):
                d = rows[at]
                if place[d] == 1:
                    leaked[op.node, d] = True
                place[d] = kept[d]
            continue
        else:
            flag = 1 << op.bit
            put = flag if code == REQUIRE else flag * int(y)
            for at in range(begin, end):
                d = rows[at]
                place[d] = ((place[d] >> op.bit) << (op.bit + 1)) | (place[d] & (flag - 1)) | put
        low[op.first] = min(low[op.first], begin)
        high[op.first] = max(high[op.first], end)
