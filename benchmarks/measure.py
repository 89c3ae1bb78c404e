"""The measurements, each one function that returns a small record."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.machine import python, seconds
from benchmarks.width import least_width
from legwise.assessment import assess
from legwise.assessment.assess import inferred
from legwise.assessment.next_steps import next_steps
from legwise.case import read_case
from legwise.inference import infer
from legwise.inference.frontier import prepare
from legwise.knowledge.load import Knowledge

AIM = 0.010  # seconds for one posterior
LOADING = """
import json, time
begin = time.perf_counter()
from legwise.knowledge.load import load
from legwise.network.template import template
imported = time.perf_counter()
knowledge = load()
loaded = time.perf_counter()
grounded = template(knowledge)
done = time.perf_counter()
print(json.dumps([imported - begin, loaded - imported, done - loaded, len(grounded.nodes), len(grounded.network.p)]))
"""
HELP = "import sys; sys.argv[0] = 'legwise'; from legwise.cli.main import main; main()"


@dataclass(frozen=True)
class Assessments:
    """Seconds of one assessment over all example cases, knowledge and template loaded, and of two of its parts: the
    posterior, and what every open finding is expected to tell (with the choice of the next questions).

    slow: of each case whose posterior takes longer than AIM, the bits of its frontier, and a lower bound of the bits
    of any other order.
    """

    cases: int
    exact: int
    median: float
    p95: float
    slowest: float
    posterior: float
    posterior_p95: float
    gains: float
    gains_p95: float
    inference_share: float
    slow: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Loading:
    """Seconds in a fresh interpreter: imports, knowledge base, template."""

    imports: float
    knowledge: float
    template: float
    nodes: int
    edges: int


def assessments(folder: Path, knowledge: Knowledge) -> Assessments:
    """Assess every case once, after one to warm up."""
    files = sorted(folder.glob("*.yaml"))
    assess(read_case(files[0]), knowledge)
    times, inferring, gaining, slow, exact = [], [], [], [], 0
    for path in files:
        case = read_case(path)
        start = time.perf_counter()
        result = assess(case, knowledge)
        times.append(time.perf_counter() - start)
        exact += result.computation.error == 0.0
        parts = inferred(case, knowledge)
        inferring.append(seconds(partial(infer, parts.case.network, parts.case.evidence, draws=0)))
        if inferring[-1] > AIM:
            problem = prepare(parts.case.network, parts.case.evidence)
            slow.append((problem.width, least_width(problem)))
        asking = partial(next_steps, parts.case, parts.posterior, parts.credit, knowledge, role="clinician", count=5)
        gaining.append(seconds(asking))
    inference_share = sum(inferring) / sum(times)
    for measured in (times, inferring, gaining):
        measured.sort()
    return Assessments(
        cases=len(times),
        exact=exact,
        median=statistics.median(times),
        p95=_p95(times),
        slowest=times[-1],
        posterior=statistics.median(inferring),
        posterior_p95=_p95(inferring),
        gains=statistics.median(gaining),
        gains_p95=_p95(gaining),
        inference_share=inference_share,
        slow=tuple(sorted(slow)),
    )


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def loading(*, warm: bool, runs: int = 3) -> Loading:
    """Loading in a fresh interpreter, with the cache of the knowledge base there or not."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        if warm:
            python(LOADING, cache=Path(folder))
        for run in range(runs):
            cache = Path(folder) if warm else Path(folder) / str(run)
            cache.mkdir(exist_ok=True)
            found.append(Loading(*json.loads(python(LOADING, cache=cache))))
    return sorted(found, key=lambda item: item.knowledge)[len(found) // 2]


def help_time(runs: int = 5) -> tuple[float, float]:
    """Median seconds of `legwise --help`, and of an interpreter that does nothing."""
    helping = statistics.median(seconds(lambda: python(HELP, "--help")) for _ in range(runs))
    return helping, statistics.median(seconds(lambda: python("pass")) for _ in range(runs))
