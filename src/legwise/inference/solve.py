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
from legwise.inference.order import TRIES, best_order
from legwise.inference.passes import FAINTEST, at_once, collected, in_bursts
from legwise.inference.reduce import Bools, Part, reduced
from legwise.inference.restore import restore
from legwise.inference.tape import tape_of

WIDEST = 4e7  # cells that all tables of one case may take: all are held in memory at once
SMALL, SMALL_BITS = 1e5, 8  # cells and bits of what is best run as one burst


@compiled
def answered(
    order: Ints, start: Ints, parent: Ints, p: Floats, leak: Floats, state: Any, most_cells: float, most_bits: int
) -> tuple[Floats, Floats, Bools, float, int, float]:
    """One case with arrays of its own: `on`, `fired`, which nodes the evidence reaches, and what `solved` returns."""
    on, fired = np.full(len(leak), math.nan), np.full(len(p), math.nan)
    limit = min(most_cells, WIDEST)
    log_evidence, bits, cells = solved(order, start, parent, p, leak, state, TRIES, limit, most_bits, on, fired)
    return on, fired, ~np.isnan(on), log_evidence, bits, cells


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
        small = bits <= SMALL_BITS and cost <= SMALL
        tape, told = tape_of(part, core, steps, small), np.zeros(len(steps.code))
        total = at_once(tape, told) if small else 0.0
        if total > FAINTEST:
            log_evidence += tape.log_scale + math.log(total)
        else:
            if small:
                tape = tape_of(part, core, steps, False)
            log_evidence += tape.log_scale + in_bursts(tape, told)
            if log_evidence == -math.inf:
                return -math.inf, bits, cost
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
