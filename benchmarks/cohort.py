"""A cohort through the batch entry: cases a second over all cores, and whether memory grows with their number."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.networks import CAUSES, random_case
from legwise.inference.batch import infer_many
from legwise.inference.network import NoisyOr

KINDS = 2000  # different patients, which then come again and again
SIZES = (10_000, 40_000)
POSITIVES = (5, 8, 11)  # the middle one is the median


def cohort_section() -> list[str]:
    """Lines of the report."""
    network, _ = random_case(1, POSITIVES[1])
    patients = _patients(network)
    for _ in infer_many(network, patients[:4]):
        pass  # the loops are loaded
    rows = []
    for size in SIZES:
        start, wide = time.perf_counter(), 0
        for batch in infer_many(network, _repeated(patients, size)):
            wide += int(np.isnan(batch.log_evidence).sum())
        taken = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(f"| {size:,} | {size / taken:,.0f} | {memory:,.0f} MB | {wide} |")
    return [
        "## A cohort",
        "",
        f"Patients of the random network of this page with {POSITIVES[0]} to {POSITIVES[-1]} positive findings, median "
        f"{POSITIVES[1]}, and a tenth of the negative ones, through `infer_many` with {os.cpu_count()} threads; all "
        "posteriors and P(evidence) of every patient, exact. Largest memory of this whole process so far.",
        "",
        "| patients | a second | memory | too wide for the batch |",
        "|---:|---:|---:|---:|",
        *rows,
        "",
    ]


def _patients(network: NoisyOr) -> NDArray[np.int8]:
    """Sampled people with so many of their positive findings told, and a tenth of the negative ones."""
    random = np.random.default_rng(7)
    found: list[NDArray[np.int8]] = []
    while len(found) < KINDS:
        wanted = POSITIVES[len(found) % len(POSITIVES)]
        on = np.zeros(network.size, dtype=np.bool_)
        on[:CAUSES] = random.random(CAUSES) < network.leak[:CAUSES]
        silent = 1.0 - network.leak
        np.multiply.at(silent, network.child, np.where(on[network.parent], 1.0 - network.p, 1.0))
        on[CAUSES:] = random.random(network.size - CAUSES) > silent[CAUSES:]
        told = CAUSES + np.flatnonzero(on[CAUSES:])
        if len(told) < wanted:
            continue
        states = np.full(network.size, -1, dtype=np.int8)
        denied = CAUSES + np.flatnonzero(~on[CAUSES:])
        states[denied[random.random(len(denied)) < 0.1]] = 0
        states[random.choice(told, size=wanted, replace=False)] = 1
        found.append(states)
    return np.asarray(found)


def _repeated(patients: NDArray[np.int8], size: int) -> Iterator[NDArray[np.int8]]:
    for number in range(size):
        yield patients[number % len(patients)]
