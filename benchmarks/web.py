"""The app in the browser, measured with the real service: `python -m benchmarks web`, and part of `make bench`."""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.machine import describe
from benchmarks.web_browser import PATIENTS, FirstLoad, Strokes, first_load, kept_case, strokes
from benchmarks.web_clients import Crowd, crowd
from benchmarks.web_serving import Running, browser, chromium, load_average, serving

CLIENTS, LASTS = 30, 20.0
PAUSE = (1.0, 3.0)  # seconds between two strokes of one person
NONE = (0.0, 0.0)
TRIES = 3
MEGABYTE = 1e6
HASH = len("-C_HbyR4-")  # what the build adds to the name of a file


@dataclass(frozen=True)
class Browsed:
    """Everything measured on the screen."""

    version: str
    start: FirstLoad
    case: FirstLoad
    strokes: Strokes


def section() -> list[str]:
    """Measure, and say it as the lines of a section of the page."""
    program = chromium()
    head = ["## The app in the browser", ""]
    if program is None:
        return [*head, "Not measured: Chromium is not on this machine (`tools/need.sh chromium` installs it).", ""]
    before = load_average()
    starts = []
    for _ in range(TRIES - 1):
        with serving() as running:
            starts.append(running)
    with serving() as running:
        starts.append(running)
        with browser(program) as opened:
            seen = _browsed(opened, running.address)
        people = crowd(running.address, clients=CLIENTS, lasts=LASTS, pause=PAUSE)
        hurried = crowd(running.address, clients=CLIENTS, lasts=LASTS, pause=NONE)
    return [
        *head,
        *_setting(seen, before, load_average()),
        *_table(starts, seen, people),
        *_notes(seen, people, hurried),
    ]


def _browsed(opened: Browser, address: str) -> Browsed:
    patient = f"#/case/{kept_case(address, PATIENTS[1])}/where"
    loads = [
        sorted((first_load(opened, address, path) for _ in range(TRIES)), key=lambda load: load.body)
        for path in ("", patient)
    ]
    start, case = (tries[TRIES // 2] for tries in loads)
    return Browsed(opened.version, start, case, strokes(opened, address))


def _setting(seen: Browsed, before: str, after: str) -> list[str]:
    return [
        f"`legwise serve` and headless Chromium {seen.version} on one machine ({describe()}), screen 1440 × 900."
        " There is no graphics card: the processor draws the body too (SwiftShader), which takes from the same cores"
        f" that serve and reckon. Others used the machine meanwhile: load average {before} before and {after} after,"
        f" this benchmark's own load in the second.{_priority()}",
        "",
    ]


def _priority() -> str:
    """Chromium run by root draws at a higher priority than it gives the page; others then wait for it."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    return f" Everything here ran at priority {mine}, that of Chromium's drawing." if mine else ""


def _table(starts: list[Running], seen: Browsed, people: Crowd) -> list[str]:
    drawn = seen.strokes
    start = statistics.median(one.page for one in starts)
    once = statistics.median(one.answer for one in starts)
    rows = [
        _row("`legwise serve` until the page answers, median of three", start, "s", 3.0),
        _row("... until the first case is assessed", once, "s"),
        _row("first load of the start page, compressed", seen.start.bytes / MEGABYTE, "MB", 1.5),
        _row("first load of a case with its body, compressed", seen.case.bytes / MEGABYTE, "MB", 1.5),
        _row("first paint of the body on the start page, empty cache", seen.start.body / 1000, "s", 2.0),
        _row("first paint of the body of a case, empty cache", seen.case.body / 1000, "s", 2.0),
        _row(f"end of a stroke to the answer on the screen, median of {len(drawn.updates)}",
             statistics.median(drawn.updates), "ms", 150),
        _row("... 95th percentile", _p95(drawn.updates), "ms", 400),
        _row("... of that the request, median", statistics.median(drawn.requests), "ms"),
        _row("... answers that were rough at first", sum(drawn.rough), ""),
        _row("... strokes that were not answered", len(drawn.failures), "", 0),
        _row("one frame while painting, median", statistics.median(drawn.frames), "ms"),
        _row("... 95th percentile", _p95(drawn.frames), "ms"),
        _row(f"{people.clients} people at once for {people.lasted:g} s: failures of {len(people.all):,} requests",
             len(people.failures), "", 0),
        _row("... 95th percentile of a request", _p95(people.all), "s", 1.0),
    ]  # fmt: skip
    return ["| what | reached | aim | |", "|---|---:|---:|---|", *rows, ""]


def _row(what: str, value: float, unit: str, aim: float | None = None) -> str:
    reached = f"{_number(value, unit)} {unit}".strip()
    if aim is None:
        return f"| {what} | {reached} | | |"
    wanted = f"< {aim:g} {unit}" if aim else "none"
    met = value < aim if aim else value == 0
    return f"| {what} | {reached} | {wanted} | {'met' if met else 'missed'} |"


def _number(value: float, unit: str) -> str:
    return f"{value:.2f}" if unit in ("s", "MB") else f"{value:.0f}"


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _notes(seen: Browsed, people: Crowd, hurried: Crowd) -> list[str]:
    failures = [*seen.strokes.failures, *people.failures]
    largest = ", ".join(f"{_file(name)} {size / 1000:.0f} kB" for name, size in seen.case.parts[:4])
    kinds = "; ".join(
        f"`{kind}` {_p95(times):.2f} s ({len(times):,})" for kind, times in sorted(people.seconds.items())
    )
    return [
        f"Strokes are painted by mouse on an empty chart and on {len(PATIENTS) - 1} published patients, each in another"
        " place with another pen, so that no answer is remembered from before. The clock runs from lifting the brush"
        " until the frame with the answer has left the page: the request, building the answer and drawing the body"
        " once more. The answer is got ready while the stroke is painted; one that takes long is first a rough one"
        " with a stated error (0.15 at most), and the closer one that follows is not counted."
        f" Largest parts of the first load: {largest}.",
        "",
        "Each of the people begins with an empty case, paints with two pens in one part of the body every"
        f" {PAUSE[0]:g} to {PAUSE[1]:g} s, and answers the question that comes back; a stroke lasts half a second and"
        " is an assessment, which is got ready while it is painted if a worker has nothing to do, and a saved case,"
        f" every third also a source on the body. 95th percentiles: {kinds}. Without"
        f" any pause between strokes: {len(hurried.all) / hurried.lasted:.0f} requests/s,"
        f" 95th percentile {_p95(hurried.all):.2f} s, {len(hurried.failures)} failures.",
        *([f"First failures: {'; '.join(failures[:3])}."] if failures else []),
        "",
    ]


def _file(address: str) -> str:
    """A short name for one file of the app, without its hash."""
    name = address.partition("?")[0].rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f"`{stem[:-HASH]}{dot}{ending}`" if "/assets/" in address else f"`{name}`"
