"""One case from its evidence to its marginals inside compiled code, nothing of it seen from Python.

For cohorts, and for single questions that need no drawn explanations: calling the steps one by one from Python takes
several times as long as they do.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legwise.inference.compiled import compiled
from legwise.inference.core import core_of, outline_of
from legwise.inference.network import Floats, Ints
from legwise.inference.operations import effort, operations
from legwise.inference.order import best_order
from legwise.inference.passes import backward, collected, forward
from legwise.inference.reduce import Part, reduced, restore
from legwise.inference.tape import tape_of

WIDEST = 4e7  # cells that all tables of one case may take: all are held in memory at once


@compiled
def solved(
    order: Ints,
    start: Ints,
    parent: Ints,
    p: Floats,
    leak: Floats,
    state: Any,
    tries: int,
    most_cells: float,
    most_bits: int,
    on: Floats,
    fired: Floats,
) -> tuple[float, int, float]:
    """Fill `on`, shape (nodes,), with P(node on | evidence) of the nodes that the evidence reaches.

    state: shape (nodes,), 1 observed on, 0 observed off, -1 not observed. tries: orders to look at. most_cells,
    most_bits: beyond these nothing is done. fired: shape (edges,) or (0,), filled with P(link fired | evidence) for
    the links between unobserved and reached nodes.

    Returns ln P(evidence) (-inf: impossible, NaN: beyond the limits), the bits and the cells of the plan.
    """
    part = reduced(order, start, parent, p, leak, state, np.zeros(len(leak)))
    if part.log_taken == -math.inf:
        return -math.inf, 0, 0.0
    core = core_of(part)
    closing, component = best_order(outline_of(core), tries)
    steps = operations(core, closing)
    widths, costs = effort(core, steps, component)
    bits, cost, log_evidence = (widths.max() if len(widths) > 0 else 0), costs.sum(), part.log_taken
    if cost > most_cells or bits > most_bits:
        return math.nan, bits, cost
    by_part, leaked, links = np.zeros(len(part.leak)), np.zeros(len(part.leak)), np.zeros(len(part.p))
    if len(closing) > 0:
        tape = tape_of(part, core, steps)
        offset = np.empty(len(tape.after) + 2, dtype=np.int64)
        offset[0], offset[1] = 0, 1
        for burst in range(len(tape.after)):
            offset[burst + 2] = offset[burst + 1] + (1 << tape.after[burst])
        cells, scale, told = np.empty(offset[-1]), np.empty(len(tape.after)), np.zeros(len(tape.code))
        cells[0] = 1.0
        taken = forward(tape, 0, len(tape.after), offset, cells, scale)
        if taken == -math.inf or not cells[-1] > 0.0:
            return -math.inf, bits, cost
        log_evidence += taken + tape.log_scale + math.log(cells[-1])
        backward(tape, 0, len(tape.after), offset, cells, scale, 1.0 / cells[-1:], told, None, None)
        by_part, leaked, links = collected(part, core, tape, told)
    restore(part, by_part, leaked, links)
    _tell(part, start, parent, state, by_part, links, on, fired)
    return log_evidence, bits, cost


@compiled
def _tell(
    part: Part, start: Ints, parent: Ints, state: Any, by_part: Floats, links: Floats, on: Floats, fired: Floats
) -> None:
    """Bring the part's answers into the network's numbers."""
    for v in range(len(by_part)):
        node = part.node[v]
        on[node] = by_part[v] if state[node] < 0 else float(state[node])
        if len(fired) > 0:
            for e in range(start[node], start[node + 1]):
                if state[parent[e]] < 0:
                    fired[e] = 0.0
    if len(fired) > 0:
        for k in range(len(links)):
            fired[part.edge[k]] = links[k]
