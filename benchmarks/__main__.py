"""`make bench`: everything in one run, printed and written to docs/benchmarks.md; `engine`, `web` and `records`
measure one part alone."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.beyond import section as beyond_section
from benchmarks.cohort import cohort_section
from benchmarks.machine import describe, seconds
from benchmarks.measure import AIM, Assessments, Loading, assessments, help_time, loading
from benchmarks.published import section as published_section
from benchmarks.records import section as records_section
from benchmarks.rivals import on_cases, on_random
from benchmarks.roofline import section as roofline_section
from benchmarks.web import section as app_section
from legwise.knowledge.load import load
from legwise.network.template import template

ROOT = Path(__file__).parent.parent
CASES = ROOT / "examples" / "cases"
REPORT = ROOT / "docs" / "benchmarks.md"
APP, APP_ENDS = "<!-- app -->", "<!-- end of app -->"
RECORDS, RECORDS_END = "<!-- records -->", "<!-- end of records -->"


def main() -> None:
    chosen = sys.argv[1:]
    if chosen not in ([], ["engine"], ["web"], ["records"]):
        raise SystemExit(f"benchmarks: {' '.join(chosen)!r} is not known; allowed: nothing, engine, web, or records")
    if chosen in ([], ["engine"]):
        _engine()
    if chosen in ([], ["web"]):
        _put(APP, APP_ENDS, app_section())
    if chosen in ([], ["records"]):
        _put(RECORDS, RECORDS_END, records_section())


def _put(begins: str, ends: str, section: list[str]) -> None:
    """Put a part in its place of the page, at the end when it has none yet; what else the page says stays."""
    lines = "\n".join(section)
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(begins)
    after = rest.partition(ends)[2].lstrip("\n")
    text = f"{before.rstrip()}\n\n{begins}\n{lines}{ends}\n" + (f"\n{after}" if after else "")
    REPORT.write_text(text, encoding="utf-8")
    print(lines)


def _engine() -> None:
    cohort = cohort_section()  # first: nothing but the network is in memory yet
    cold, warm = loading(warm=False), loading(warm=True)
    helping, nothing = help_time()
    knowledge = load()
    template(knowledge)
    every = assessments(CASES, knowledge)
    rivals = [
        *on_random(),
        *cohort,
        *on_cases(CASES, knowledge),
        *published_section(),
        *beyond_section(CASES, knowledge),
        *roofline_section(),
    ]
    busy = [seconds(_spin) for _ in range(5)]
    text = "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. Figures of one part (engine, app, records) are from one run and can be compared"
            " with each other; parts may have been measured on different days.",
            "",
            f"Machine: {describe()}. A fixed loop of arithmetic took {min(busy):.2f} to {max(busy):.2f} s "
            "in five tries (how steady the machine was).",
            "",
            *_times(every, cold, warm, helping, nothing),
            *rivals,
        ]
    )
    print(text)
    _, found, app = REPORT.read_text(encoding="utf-8").partition(APP)
    REPORT.write_text(text + "\n" + found + app, encoding="utf-8")


def _spin() -> int:
    return sum(i * i for i in range(2_000_000))


def _times(every: Assessments, cold: Loading, warm: Loading, helping: float, nothing: float) -> list[str]:
    return [
        "## Time",
        "",
        "| what | seconds | ratio |",
        "|---|---:|---|",
        f"| one assessment, median of {every.cases} example cases | {every.median:.3f} | 1 |",
        f"| one assessment, 95th percentile | {every.p95:.3f} | {every.p95 / every.median:.1f} × median |",
        f"| one assessment, slowest | {every.slowest:.2f} | {every.slowest / every.median:.1f} × median |",
        f"| its posterior alone, median | {every.posterior:.4f} | |",
        f"| its posterior alone, 95th percentile | {every.posterior_p95:.3f} | |",
        f"| what every open finding would tell, and the next questions, median | {every.gains:.4f} | |",
        f"| ... 95th percentile | {every.gains_p95:.4f} | |",
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
        *_slow(every),
    ]


def _slow(every: Assessments) -> list[str]:
    if every.posterior_p95 <= AIM:
        return []
    bits, least = zip(*every.slow, strict=True)
    return [
        f"The aim for the 95th percentile of a posterior is {1000 * AIM:.0f} ms. It is not reached: in the"
        f" {len(every.slow)} cases that take longer nearly every cause can bring about several of many positive"
        f" findings. Their frontiers have {min(bits)} to {max(bits)} bits, and no order of closing could do with fewer"
        f" than {min(least)} to {max(least)} (contraction degeneracy, a lower bound of the treewidth). To pass each of"
        " some 300 causes just once over a table of 17 bits, forwards alone, would take longer than the aim. The app"
        " shows a rough answer with a stated error meanwhile.",
        "",
    ]


if __name__ == "__main__":
    main()
