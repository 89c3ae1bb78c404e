"""Many cases on one network: a compiled loop over the cases of a chunk, a thread for every core, chunks as a stream.

For cohorts of virtual patients, for studies of a test, for tuning. Memory holds a few chunks, however many cases come.
"""

from __future__ import annotations

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
from legwise.inference.network import Floats, Ints, NoisyOr
from legwise.inference.solve import WIDEST, solved

States = NDArray[np.int8]

CHUNK = 256
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
    _solve(network.order, network.start, network.parent, network.p, leak, states, on, log_evidence)
    return Batch(on, log_evidence)


@compiled
def _solve(
    order: Ints,
    start: Ints,
    parent: Ints,
    p: Floats,
    leak: Floats,
    states: Any,
    found: Floats,
    log_evidence: Floats,
) -> None:
    """Fill `found` and `log_evidence` case by case."""
    fired = np.empty(0)
    for case in range(len(states)):
        answer = solved(order, start, parent, p, leak, states[case], TRIES, WIDEST, 63, found[case], fired)
        log_evidence[case] = answer[0]
