"""How near the forward pass comes to what the machine can do (the roofline model: Williams, Waterman, Patterson 2009).

A burst of operations is worked through in blocks that stay in the cache, so two roofs matter: how fast a core can do
the same kind of arithmetic on a table in its cache, and how fast memory can bring the tables between the bursts. Both
roofs are measured here, in the same run, with loops of the same kind.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.networks import random_case
from legwise.inference.compiled import compiled
from legwise.inference.frontier import Frontier, prepare
from legwise.inference.reduce import Floats

POSITIVES, SEEDS = 30, (1, 2, 3)
IN_CACHE, IN_MEMORY = 2**11, 2**24  # cells: 16 kB, 128 MB
TRIES = 5


@compiled
def shift(table: Floats, rounds: int) -> None:
    """The arithmetic of an EDGE, again and again on one table: half of it takes from the other half."""
    half = len(table) >> 1
    no, yes = table[:half], table[half:]
    for _ in range(rounds):
        for i in range(half):
            absent = no[i]
            no[i] = 0.999 * absent
            yes[i] = yes[i] + 0.001 * absent


@compiled
def carry(read: Floats, write: Floats) -> None:
    """Bring a table from one place in memory to another."""
    for i in range(len(read)):
        write[i] = read[i]


def section() -> list[str]:
    """The lines of a section."""
    table = np.ones(IN_CACHE)
    rounds = 4 * IN_MEMORY // IN_CACHE
    cells_in_cache = IN_CACHE * rounds / _best(lambda: shift(table, rounds))
    read, write = np.ones(IN_MEMORY), np.ones(IN_MEMORY)
    bandwidth = 16.0 * IN_MEMORY / _best(lambda: carry(read, write))
    rows = []
    for seed in SEEDS:
        problem = prepare(*random_case(seed, POSITIVES))
        seconds = _best(lambda problem=problem: Frontier(problem))  # type: ignore[misc]
        tape = Frontier(problem).tape
        traffic = 8.0 * float((2.0**tape.before + 2.0**tape.after).sum())
        rows.append(
            f"| {problem.width} | {problem.cost:.2g} | {1000 * seconds:.0f} ms | {problem.cost / seconds / 1e9:.2f}"
            f" | {problem.cost / seconds / cells_in_cache:.0%} | {traffic / seconds / 1e9:.2f}"
            f" | {traffic / seconds / bandwidth:.0%} |"
        )
    return [
        "## Roofline of the forward pass",
        "",
        f"Random networks with {POSITIVES} positive findings, one core. A loop with the arithmetic of a link (two"
        f" multiplications, one addition for two cells) on a table of 16 kB reaches {cells_in_cache / 1e9:.2f} billion"
        f" cells a second, a copy in memory {bandwidth / 1e9:.1f} GB/s (read and written). Only the tables between"
        " bursts travel through memory, so the arithmetic in the cache is the nearer roof. What is missing to it:"
        " blocks are gathered and laid back cell by cell, halves are saved for the pass backwards, and short inner"
        " loops leave the processor's wide registers partly empty.",
        "",
        "| bits | cells | forward pass | billion cells/s | of the arithmetic | GB/s | of the memory |",
        "|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
    ]


def _best(run: Callable[[], object]) -> float:
    """Seconds of the quickest of some tries, the first left out."""
    run()
    found = []
    for _ in range(TRIES):
        begin = time.perf_counter()
        run()
        found.append(time.perf_counter() - begin)
    return min(found)
