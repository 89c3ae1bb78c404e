"""Many cases on one network: a compiled loop over the cases of a chunk, a thread for every core, chunks as a stream.

For cohorts of virtual patients, for studies of a test, for tuning. Memory holds a few chunks, however many cases come.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.compiled import compiled
from legwise.inference.core import core_of, outline_of
from legwise.inference.network import Floats, Ints, NoisyOr
from legwise.inference.operations import effort
from legwise.inference.order import best_order
from legwise.inference.passes import backward, collected, forward
from legwise.inference.reduce import reduced, restore
from legwise.inference.tape import tape_of

States = NDArray[np.int8]

CHUNK = 256
WIDEST = 4e7  # cells that all tables of one case may take in a forward pass; wider ones are left to `infer`
TRIES = 2  # orders; looking further takes longer than it saves at this size


class Batch(NamedTuple):
    """Answers to a chunk of cases, in their order.

    on: shape (cases, nodes), P(node on | evidence), NaN where the evidence does not reach. log_evidence: shape
    (cases,), natural log of P(evidence); -inf when it is impossible, NaN when the case is too wide for this loop
    (its row of `on` is NaN too): ask `infer`.
    """

    on: Floats
    log_evidence: Floats


def infer_many(
    network: NoisyOr, cases: Iterable[States], *, leaks: Floats | None = None, threads: int | None = None
) -> Iterator[Batch]:
    """Exact posteriors of many cases, chunk by chunk as they come.

    Args:
        network: one for all cases.
        cases: for each the state of every node: 1 observed on, 0 observed off, -1 not observed; shape (nodes,).
        leaks: the nodes' leaks when they are not the network's, shape (nodes,).
        threads: the machine's cores when not given.

    Raises:
        InferenceError: a case of another length, or with another state.
    """
    workers = threads or os.cpu_count() or 1
    own = network.leak if leaks is None else leaks
    stream, waiting = iter(cases), deque[Future[Batch]]()
    with ThreadPoolExecutor(workers) as pool:
        while True:
            while len(waiting) < 2 * workers and (chunk := list(islice(stream, CHUNK))):
                waiting.append(pool.submit(_chunk, network, own, _table(chunk, network.size)))
            if not waiting:
                return
            yield waiting.popleft().result()


def _table(chunk: list[States], size: int) -> States:
    shapes = {row.shape for row in chunk}
    table = np.asarray(chunk) if shapes == {(size,)} else np.empty(0)
    if not table.size or table.min() < -1 or table.max() > 1:
        raise InferenceError(f"a case must hold {size} states, each -1, 0 or 1; got shapes {sorted(shapes)}")
    return table.astype(np.int8, copy=False)


def _chunk(network: NoisyOr, leak: Floats, states: States) -> Batch:
    on, log_evidence = np.full(states.shape, np.nan), np.empty(len(states))
    nothing = np.zeros((network.size, 0), dtype=np.bool_)
    row = np.zeros(len(network.p), dtype=np.int64)
    drawn = (np.random.default_rng(0), np.zeros(0, dtype=np.int64), row, nothing, nothing, nothing[:1])
    _solve(network.order, network.start, network.parent, network.p, leak, states, drawn, on, log_evidence)
    return Batch(on, log_evidence)


@compiled
def _solve(
    order: Ints,
    start: Ints,
    parent: Ints,
    p: Floats,
    leak: Floats,
    states: Any,
    drawn: Any,
    found: Floats,
    log_evidence: Floats,
) -> None:
    """Fill `found` and `log_evidence` case by case; no draws are asked for (`drawn` is empty)."""
    random, place, row, on_draws, leaked_draws, fired_draws = drawn
    slope = np.zeros(len(leak))
    for case in range(len(states)):
        state = states[case]
        part = reduced(order, start, parent, p, leak, state, slope)
        log_evidence[case] = part.log_taken
        if part.log_taken == -math.inf:
            continue
        core = core_of(part)
        closing, component = best_order(outline_of(core), TRIES)
        _, costs = effort(core, closing, component)
        if costs.sum() > WIDEST:
            log_evidence[case] = math.nan
            continue
        on, leaked, fired = np.zeros(len(part.leak)), np.zeros(len(part.leak)), np.zeros(len(part.p))
        if len(closing) > 0:
            tape = tape_of(part, core, closing)
            offset = np.empty(len(tape.after) + 2, dtype=np.int64)
            offset[0], offset[1] = 0, 1
            for burst in range(len(tape.after)):
                offset[burst + 2] = offset[burst + 1] + (1 << tape.after[burst])
            cells, scale, told = np.empty(offset[-1]), np.empty(len(tape.after)), np.zeros(len(tape.code))
            cells[0] = 1.0
            taken = forward(tape, 0, len(tape.after), offset, cells, scale)
            if taken == -math.inf or not cells[-1] > 0.0:
                log_evidence[case] = -math.inf
                continue
            log_evidence[case] += taken + tape.log_scale + math.log(cells[-1])
            nodes, edges = part.node[core.node], part.edge[core.edge]
            draws = (random, place, row, nodes, edges, on_draws, leaked_draws, fired_draws)
            backward(tape, 0, len(tape.after), offset, cells, scale, 1.0 / cells[-1:], told, draws)
            on, leaked, fired = collected(part, core, tape, told)
        restore(part, on, leaked, fired)
        for v in range(len(on)):
            node = part.node[v]
            found[case, node] = on[v] if state[node] < 0 else float(state[node])
