"""`make bench`: everything in one run, printed and written to docs/benchmarks.md; `web` measures the app alone."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from benchmarks.machine import describe, seconds
from benchmarks.measure import (
    Assessments,
    Loading,
    Versus,
    assessments,
    growth,
    help_time,
    loading,
    on_cases,
)
from benchmarks.peer import MEMORY
from benchmarks.web import section as app_section
from legwise.knowledge.load import load
from legwise.network.template import template

ROOT = Path(__file__).parent.parent
CASES = ROOT / "examples" / "cases"
REPORT = ROOT / "docs" / "benchmarks.md"
CAP = 20.0  # seconds the peer may take for one network
APP, APP_ENDS = "<!-- app -->", "<!-- end of app -->"


def main() -> None:
    if sys.argv[1:] not in ([], ["web"]):
        raise SystemExit(f"benchmarks: {' '.join(sys.argv[1:])!r} is not known; allowed: nothing, or web")
    if not sys.argv[1:]:
        _engine()
    _app()


def _app() -> None:
    """Measure the app and put it in its place of the page; what else the page says stays."""
    lines = "\n".join(app_section())
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(APP)
    after = rest.partition(APP_ENDS)[2].lstrip("\n")
    text = f"{before.rstrip()}\n\n{APP}\n{lines}{APP_ENDS}\n" + (f"\n{after}" if after else "")
    REPORT.write_text(text, encoding="utf-8")
    print(lines)


def _engine() -> None:
    cold, warm = loading(warm=False), loading(warm=True)
    helping, nothing = help_time()
    knowledge = load()
    template(knowledge)
    every = assessments(CASES, knowledge)
    cases = on_cases(CASES, knowledge, count=12, widest=14, cap=CAP)
    rows = growth(CAP)
    busy = [seconds(_spin) for _ in range(5)]
    text = "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`, all in one run, so that figures on this page can be compared with each other.",
            "",
            f"Machine: {describe()}. A fixed loop of arithmetic took {min(busy):.2f} to {max(busy):.2f} s "
            "in five tries (how steady the machine was).",
            "",
            *_times(every, cold, warm, helping, nothing),
            *_peer(cases),
            *_growth(rows),
        ]
    )
    REPORT.write_text(text + "\n", encoding="utf-8")
    print(text)


def _spin() -> int:
    return sum(i * i for i in range(2_000_000))


def _times(every: Assessments, cold: Loading, warm: Loading, helping: float, nothing: float) -> list[str]:
    return [
        "## Time",
        "",
        "| what | seconds | ratio |",
        "|---|---:|---|",
        f"| one assessment, median of {every.cases} example cases | {every.median:.2f} | 1 |",
        f"| one assessment, 95th percentile | {every.p95:.2f} | {every.p95 / every.median:.1f} × median |",
        f"| one assessment, slowest | {every.slowest:.2f} | {every.slowest / every.median:.1f} × median |",
        f"| knowledge base, no cache (read from YAML) | {cold.knowledge:.2f} | "
        f"{cold.knowledge / warm.knowledge:.1f} × cached |",
        f"| knowledge base, cached | {warm.knowledge:.2f} | 1 |",
        f"| template network ({warm.nodes:,} nodes, {warm.edges:,} links) | {warm.template:.2f} | |",
        f"| imports for an assessment's network | {warm.imports:.2f} | |",
        f"| `legwise --help` | {helping:.2f} | {helping / nothing:.1f} × an interpreter that does nothing |",
        "",
        f"{every.exact} of {every.cases} cases were answered exactly, the others by importance sampling with a "
        f"stated error. The posterior itself takes {every.inference_share:.0%} of the time of an assessment; the "
        "rest goes into building the case's network, intervals, reasons and the next question.",
        "",
    ]


def _peer(cases: list[Versus]) -> list[str]:
    ratios = [v.peer / v.core for v in cases if v.peer is not None and v.core is not None]
    lines = [
        "## The same posterior by pyAgrum",
        "",
        "Example cases with a small frontier. pyAgrum's LazyPropagation gets the network after our exact",
        "simplifications, with each noisy-OR split into a chain of nodes with two parents; building its network is",
        "not counted. The ratio is pyAgrum's time over ours for the same work (planning and both passes on the",
        "condensed network); the whole call, simplifying included, stands beside it; ours is the best of",
        f"three runs, the peer's its only one. The cap is {CAP:g} s and {MEMORY // 2**30} GB.",
        "",
        "| case | positive | bits | whole call (ms) | same work (ms) | pyAgrum (ms) | ratio | largest difference |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *[_row(v) for v in cases],
        "",
    ]
    if ratios:
        lines += [
            f"Median ratio (pyAgrum / Legwise) where both answered: {statistics.median(ratios):.2g} "
            f"(from {min(ratios):.2g} to {max(ratios):.2g}, {len(ratios)} of {len(cases)} cases).",
            "",
        ]
    return lines


def _row(v: Versus) -> str:
    difference = f"{v.difference:.0e}" if v.difference is not None else ""
    core = f"{v.core * 1000:.1f}" if v.core is not None else ""
    return (
        f"| {v.name} | {v.positives} | {v.width} | {v.ours * 1000:.1f} | {core} | {_peer_time(v)} | {_ratio(v)} "
        f"| {difference} |"
    )


def _peer_time(v: Versus) -> str:
    return f"{v.peer * 1000:.1f}" if v.peer is not None else v.why


def _ratio(v: Versus) -> str:
    if v.core is None:
        return ""
    if v.peer is not None:
        return f"{v.peer / v.core:.2g}"
    return f"> {CAP / v.core:.0f}" if v.why.endswith(" s") else ""


def _growth(rows: list[list[Versus]]) -> list[str]:
    lines = [
        "## Growth with the number of positive findings",
        "",
        "Random two-layer networks of 185 causes, 546 findings and 4,355 links; a patient is drawn from the network.",
        "Three networks a row: median time and frontier bits. pyAgrum works on the first of the three until it fails",
        "once; the last three columns are of that first network.",
        "",
        "| positive | bits | whole call (ms) | exact | largest error | same work (ms) | pyAgrum (ms) | ratio |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        first = row[0]
        exact = sum(v.method == "exact" for v in row)
        core = f"{first.core * 1000:.1f}" if first.core is not None else ""
        lines.append(
            f"| {first.positives} | {statistics.median(v.width for v in row):.0f} "
            f"| {statistics.median(v.ours for v in row) * 1000:.0f} | {exact} of {len(row)} "
            f"| {max(v.error for v in row):.3f} | {core} | {_peer_time(first)} | {_ratio(first)} |"
        )
    return [*lines, "", "Errors are standard errors; bits of a sampled answer are those of its exact part.", ""]


if __name__ == "__main__":
    main()
