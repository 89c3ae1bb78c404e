"""The published networks: Legwise's engine beside pyAgrum on the same UAI files."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from benchmarks import peer
from benchmarks.apart import MEMORY, apart
from benchmarks.machine import seconds
from benchmarks.rivals import told
from benchmarks.uai.answer import LARGEST, Answer, answer
from benchmarks.uai.eliminate import buckets, eliminate
from benchmarks.uai.read import Model, read_evidence, read_model

DATA = Path(__file__).parent / "uai" / "data"
CAP = 20.0  # seconds

Given = tuple[Model, Mapping[int, int]]


def section() -> list[str]:
    """Measure every network in `uai/data`, and say it as the lines of a section."""
    rows, checked, worst = [], 0, 0.0
    paths = sorted(DATA.glob("*.uai.gz"))
    for path in paths:
        model = read_model(path)
        given = (model, read_evidence(path.with_suffix(".evid"), model))
        full = apart(_everything, given, CAP)
        if full.why:
            raise RuntimeError(f"{path.name}: Legwise gave no answer: {full.why}")
        ours: Answer = full.value[1]
        theirs = apart(peer.uai_lazy, given, CAP)
        plan = buckets(*given)
        tables = apart(_elimination, given, CAP) if plan.cells <= LARGEST else None
        gaps = [_gap(ours, other.value) for other in (theirs, tables) if other is not None and not other.why]
        checked += bool(gaps)
        worst = max([worst, *gaps])
        rows.append(
            told(
                [
                    path.name.removesuffix(".uai.gz"),
                    str(len(model.states)),
                    str(ours.width),
                    str(plan.width),
                    ours.method.partition(":")[0] if ours.error == 0.0 else f"± {ours.error:.1g}",
                    f"{ours.log_z / math.log(10.0):.6f}",
                    f"{full.value[0] * 1000:.0f} ms",
                    f"{full.seconds - full.value[0]:.2f} s",
                    f"{full.bytes / 1e6:.0f} MB",
                    theirs.why or f"{theirs.seconds:.2f} s",
                    "" if theirs.why else f"{theirs.seconds / (full.seconds - full.value[0]):.2g}",
                    "" if tables is None else tables.why or f"{tables.seconds:.2f} s, {tables.bytes / 1e6:.0f} MB",
                    f"{max(gaps):.0e}" if gaps else "",
                ]
            )
        )
    return [
        "## Published networks",
        "",
        "Promedas, medical noisy-OR networks of the UAI 2014 inference evaluation, in which every noisy-OR comes as a "
        "chain of tables of three variables. The chains are found and become one node each again, so that the "
        "frontier needs few bits. The largest table is that of elimination (min-fill) on the chains as they are, in "
        "variables. P(e) alone takes one run of the engine; the marginals of the nodes inside the chains take further "
        "runs with up to eight of them each. Both times include recognising the network. pyAgrum's LazyPropagation "
        f"gets the file's own tables, {CAP:g} s and {MEMORY // 2**30} GB; the ratio is its time over ours for all "
        "marginals. Elimination on tables is our own fallback for what is not noisy-OR; it knows nothing of noisy-OR "
        "and was run where its tables fit. The last column is the "
        "largest difference of a marginal or of ln P(e) between us and either of them.",
        "",
        "| network | variables | bits | largest table | answer | log10 P(e) | P(e) alone | all marginals | memory "
        "| pyAgrum | ratio | elimination | difference |",
        "|---|" + "---:|" * 12,
        *["| " + " | ".join(row) + " |" for row in rows],
        "",
        f"{sum(row[4] == 'exact' for row in rows)} of {len(rows)} are answered exactly; {checked} were checked against "
        f"another engine, with a largest difference of {worst:.0e}.",
        "",
    ]


def _everything(given: Given) -> Callable[[], tuple[float, Answer]]:
    """Seconds for P(e) alone, then the whole answer."""
    peer.legwise(peer.tiny())  # loads the compiled code

    def work() -> tuple[float, Answer]:
        alone = seconds(lambda: answer(*given, marginals=False))
        return alone, answer(*given)

    return work


def _elimination(given: Given) -> Callable[[], tuple[float, list[list[float]]]]:
    model, evidence = given

    def work() -> tuple[float, list[list[float]]]:
        log_z, marginals = eliminate(model, evidence, buckets(model, evidence))
        return log_z, [table.tolist() for table in marginals]

    return work


def _gap(ours: Answer, theirs: tuple[float, list[list[float]]]) -> float:
    assert ours.marginals is not None
    gaps = [float(np.abs(mine - other).max()) for mine, other in zip(ours.marginals, theirs[1], strict=True)]
    return max(*gaps, abs(ours.log_z - theirs[0]))
