"""Beyond the exact reach: is what importance sampling states about its own error true, and how cautious is it?

Networks that can be answered exactly are sampled on a small budget, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.networks import random_case
from legwise.case.read import read_case
from legwise.case.resolve import resolve
from legwise.errors import CaseError
from legwise.inference import NoisyOr, infer
from legwise.inference.frontier import prepare
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import build

RANDOM = 900
EASY = 2e8  # cells: what the oracle may cost
SHARES = (0.3, 0.03)  # of the exact cost, given to the sampling


def section(folder: Path, knowledge: Knowledge) -> list[str]:
    """The lines of a section: true error against stated error, random networks and our own cases apart."""
    rows = [
        _row("random networks with 10 to 24 positive findings", _random()),
        _row("Legwise's own cases", _cases(folder, knowledge)),
    ]
    return [
        "## Beyond the exact reach",
        "",
        "Networks that can be answered exactly, sampled on a smaller budget ("
        + ", ".join(f"{s:g}" for s in SHARES)
        + " of what the exact answer costs, in turn). The stated error is a bound for all probabilities of an answer"
        " together, at 99 % confidence; the true one is the largest difference from the exact answer.",
        "",
        "| what | answers | true error above the stated one | stated, median | true, median | true / stated, largest |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
    ]


def _random() -> Iterator[tuple[float, float]]:
    random = np.random.default_rng(7)
    for seed in range(RANDOM):
        network, evidence = random_case(seed, int(random.integers(10, 25)))
        yield from _errors(network, evidence, SHARES[seed % len(SHARES)])


def _cases(folder: Path, knowledge: Knowledge) -> Iterator[tuple[float, float]]:
    for number, path in enumerate(sorted(folder.glob("*.yaml"))):
        try:
            whole = build(resolve(read_case(path), knowledge), knowledge)
        except CaseError:
            continue
        yield from _errors(whole.network, whole.evidence, SHARES[number % len(SHARES)])


def _errors(network: NoisyOr, evidence: dict[int, bool], share: float) -> Iterator[tuple[float, float]]:
    """Stated and true error; nothing where the network is too wide for the oracle or no finding is set aside."""
    cost = prepare(network, evidence).cost
    if cost > EASY:
        return
    found = infer(network, evidence, draws=0, exact_cost=share * cost)
    if found.error == 0.0:
        return
    true = infer(network, evidence, draws=0)
    off = np.nanmax(np.abs(found.on - true.on), initial=0.0)
    yield found.error, float(max(off, np.nanmax(np.abs(found.fired - true.fired), initial=0.0)))


def _row(what: str, found: Iterator[tuple[float, float]]) -> str:
    stated, true = np.asarray(list(found)).T
    wrong = int((true > stated).sum())
    return (
        f"| {what} | {len(true):,} | {wrong} | {np.median(stated):.3f} | {np.median(true):.3f} |"
        f" {(true / stated).max():.2f} |"
    )
