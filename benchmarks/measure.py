"""The measurements, each one function that returns a small record."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.machine import best, python, seconds
from benchmarks.networks import condensed, random_case
from benchmarks.peer import answer
from legwise.assessment import assess
from legwise.case import read_case
from legwise.case.resolve import resolve
from legwise.inference.condense import condense
from legwise.inference.frontier import Marginals, forward, marginals
from legwise.inference.network import NoisyOr
from legwise.inference.order import plan
from legwise.inference.posterior import Posterior, infer
from legwise.knowledge.load import Knowledge
from legwise.network import build

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
print(json.dumps([imported - begin, loaded - imported, done - loaded, len(grounded.nodes), len(grounded.edges)]))
"""
HELP = "import sys; sys.argv[0] = 'legwise'; from legwise.cli.main import main; main()"
POSITIVES = (4, 8, 12, 16, 20, 24, 28, 32, 40)
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Assessments:
    """Seconds of one assessment over all example cases, knowledge and template loaded."""

    cases: int
    exact: int
    median: float
    p95: float
    slowest: float
    inference_share: float


@dataclass(frozen=True)
class Loading:
    """Seconds in a fresh interpreter: imports, knowledge base, template."""

    imports: float
    knowledge: float
    template: float
    nodes: int
    edges: int


@dataclass(frozen=True)
class Versus:
    """One network, both engines, seconds.

    ours: the whole call. core: planning and both passes on the condensed network, the peer's share of
    the work (None when the answer was sampled). peer: None when it gave no answer; `why` says so.
    """

    name: str
    positives: int
    width: int
    ours: float
    core: float | None
    method: str
    error: float
    peer: float | None
    why: str
    difference: float | None


def assessments(folder: Path, knowledge: Knowledge) -> Assessments:
    """Assess every case once, after one to warm up."""
    files = sorted(folder.glob("*.yaml"))
    assess(read_case(files[0]), knowledge)
    times, inferring, exact = [], 0.0, 0
    for path in files:
        case = read_case(path)
        start = time.perf_counter()
        result = assess(case, knowledge)
        times.append(time.perf_counter() - start)
        exact += result.computation.error == 0.0
        network = build(resolve(case, knowledge), knowledge)
        inferring += seconds(partial(infer, network.network, network.evidence, draws=0))
    times.sort()
    return Assessments(
        cases=len(times),
        exact=exact,
        median=statistics.median(times),
        p95=times[min(len(times) - 1, int(0.95 * len(times)))],
        slowest=times[-1],
        inference_share=inferring / sum(times),
    )


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


def versus(name: str, network: NoisyOr, evidence: dict[int, bool], cap: float) -> Versus:
    """Our time (condensing and planning included) against the peer's on the condensed network."""
    ours, taken = _timed(network, evidence)
    small = condensed(network, evidence)
    theirs = answer(small, cap)
    return Versus(
        name=name,
        positives=sum(evidence.values()),
        width=ours.width,
        ours=taken,
        core=_core_time(network, evidence) if ours.error == 0.0 else None,
        method=ours.method,
        error=ours.error,
        peer=theirs.seconds if not theirs.why else None,
        why=theirs.why,
        difference=_difference(ours, small.original, theirs.on),
    )


def _core_time(network: NoisyOr, evidence: dict[int, bool]) -> float:
    problem = condense(network, evidence)
    size, links = network.size, len(network.p)

    def work() -> None:
        result = Marginals(np.zeros(size), np.zeros(links))
        for core in problem.cores:
            marginals(forward(plan(core), core), result)

    return best(work)


def _timed(network: NoisyOr, evidence: dict[int, bool]) -> tuple[Posterior, float]:
    """The answer, and the best time of a few runs."""
    answers: list[Posterior] = []
    taken = best(lambda: answers.append(infer(network, evidence, draws=0)))
    return answers[0], taken


def _difference(ours: Posterior, original: dict[int, int], theirs: dict[int, float]) -> float | None:
    if not theirs or ours.error > 0.0:
        return None
    return max(abs(float(ours.on[original[node]]) - p) for node, p in theirs.items())


def on_cases(folder: Path, knowledge: Knowledge, *, count: int, widest: int, cap: float) -> list[Versus]:
    """Both engines on small example cases, spread evenly over the number of positive findings."""
    ready = []
    for path in sorted(folder.glob("*.yaml")):
        network = build(resolve(read_case(path), knowledge), knowledge)
        width = infer(network.network, network.evidence, draws=0).width
        if width <= widest:
            ready.append((sum(network.evidence.values()), path.stem, network))
    ready.sort(key=lambda item: item[:2])
    step = max(1, len(ready) // count)
    chosen = ready[::step][:count]
    return [versus(name, network.network, network.evidence, cap) for _, name, network in chosen]


def growth(cap: float) -> list[list[Versus]]:
    """Random networks by number of positive findings; the peer works on the first of each."""
    rows: list[list[Versus]] = []
    beaten = False
    for positives in POSITIVES:
        row = []
        for seed in SEEDS:
            network, evidence = random_case(seed, positives)
            wanted = seed == SEEDS[0] and not beaten
            name = f"{positives} positive, seed {seed}"
            row.append(versus(name, network, evidence, cap) if wanted else _alone(name, network, evidence))
        beaten = beaten or row[0].peer is None
        rows.append(row)
    return rows


def _alone(name: str, network: NoisyOr, evidence: dict[int, bool]) -> Versus:
    ours, taken = _timed(network, evidence)
    return Versus(name, sum(evidence.values()), ours.width, taken, None, ours.method, ours.error, None, "not run", None)
