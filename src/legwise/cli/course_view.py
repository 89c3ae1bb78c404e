"""A course in the terminal."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from legwise.assessment.words import URGENCY_WORDS
from legwise.cli.assessment_view import COLOUR
from legwise.cli.output import console, working
from legwise.course import CourseReport, Step, follow, read_course
from legwise.course.words import (
    DIRECTION_MARK,
    DIRECTION_WORDS,
    RESPONSE_NOTE,
    SIMULATED,
    TREND_WORDS,
    change_words,
    quality_words,
    response_lines,
    standing_words,
    trend_series,
    trial_lines,
)
from legwise.knowledge.load import load

BLOCKS = "▁▂▃▄▅▆▇█"
MOST_COLUMNS = 7  # visits in the table; the small lines beside it show all of them
LABEL, COLUMN = 24, 9  # characters: of what is measured, and of one visit


def run(path: Path, *, as_json: bool, markdown: bool) -> None:
    """Read, follow and print a course."""
    course = read_course(path)
    with working("Following the course, visit by visit"):
        report = follow(course, load())
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    elif markdown:
        from legwise.course.markdown import to_markdown

        typer.echo(to_markdown(report))
    else:
        show(report, console())


def sparkline(values: list[float | None]) -> str:
    """One block for each value, low to high; a dot where there is none."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    return "".join("·" if v is None else BLOCKS[round((v - low) / span * (len(BLOCKS) - 1))] for v in values)


def show(report: CourseReport, out: Console) -> None:
    """Print a course, danger first."""
    out.print()
    out.print(f"[bold]{escape(report.person)}[/bold]" + (f"  {escape(report.title)}" if report.title else ""))
    if report.simulated:
        out.print(f"[yellow]{SIMULATED}[/]")
    _urgency(report, out)
    _trends(report, out)
    for step in report.steps:
        _step(step, f"Visit {step.before} to {step.after}", out)
    if report.overall:
        _step(report.overall, "First visit to last", out)
    _responses(report, out)
    for trial in report.trials:
        what = escape(f"{quality_words(trial.treatment or 'treatment')}: {trial.of or quality_words(trial.measure)}")
        first, *rest = trial_lines(trial)
        out.print(f"\n[bold]Single-patient trial[/bold]  {what}")
        out.print(f"  [bold]{escape(first)}[/bold]")
        for line in rest:
            out.print(f"  {escape(line)}")
    for note in report.notes:
        out.print(f"\n[yellow]{escape(note)}[/]")
    out.print(f"\n[dim]knowledge {report.knowledge_version}. Decision support, not a diagnosis.[/dim]")


def _urgency(report: CourseReport, out: Console) -> None:
    lines = []
    for one in report.visits[-1].flags:
        flag = one.flag
        lines.append(f"[bold]{escape(flag.name)}[/bold] ({URGENCY_WORDS[flag.urgency]}; {standing_words(one)})")
        lines.append(f"  {escape(flag.reason)}")
        lines.append(f"  [bold]Do:[/bold] {escape(flag.action)}")
        lines.append(f"  [dim]because of {escape(', '.join(flag.because[:6]))}; grade {flag.grade}[/dim]")
    if not lines:
        lines = ["No red flag in what was said. Most red flags are insensitive: their absence proves nothing."]
    style = "red" if report.urgency in ("emergency", "same_day") else "yellow" if report.visits[-1].flags else "green"
    title = f"[{COLOUR[report.urgency]}] LAST VISIT: {URGENCY_WORDS[report.urgency].upper()} [/]"
    out.print(Panel("\n".join(lines), title=title, title_align="left", border_style=style))


def _trends(report: CourseReport, out: Console) -> None:
    count = len(report.visits)
    fitting = max(2, min(MOST_COLUMNS, (out.width - LABEL - count - 4) // (COLUMN + 2)))
    shown = range(count) if count <= fitting else (0, *range(count - fitting + 1, count))
    title = "Visits" if count <= fitting else f"Visits: the first and the last {fitting - 1} of {count}"
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("", min_width=LABEL, max_width=40 if out.width >= 110 else LABEL)
    table.add_column("", no_wrap=True)
    for place in shown:
        visit = report.visits[place]
        table.add_column(
            f"{visit.number}\n{visit.date:%d %b}\n{visit.date:%Y}", justify="right", min_width=COLUMN, max_width=COLUMN
        )
    now = [report.visits[place].urgency for place in shown]
    table.add_row("urgency", "", *(f"[{COLOUR[one]}]{URGENCY_WORDS[one]}[/]" for one in now))
    for label, unit, values in trend_series(report):
        cells = ["" if values[place] is None else f"{values[place]:.3g}" for place in shown]
        table.add_row(escape(f"{label}, {unit}" if unit else label), f"[cyan]{sparkline(values)}[/]", *cells)
    out.print(table)
    bases = {visit.area_basis for visit in report.visits} - {"none"}
    words = {"drawing": "the drawing", "regions": "whole regions of the chart", "both": "drawing and whole regions"}
    if bases:
        out.print(f"[dim]areas from {', '.join(words[b] for b in sorted(bases))}[/dim]")
    for visit in report.visits[:-1]:
        for one in visit.flags:
            if one.flag.urgency != "routine":
                said = f"{one.flag.name} ({URGENCY_WORDS[one.flag.urgency]}; {standing_words(one)})"
                out.print(f"  visit {visit.number}: [bold]{escape(said)}[/bold]")
    for visit in report.visits:
        for note in visit.notes:
            out.print(f"  [yellow]visit {visit.number}: {escape(note)}[/]")


def _step(step: Step, title: str, out: Console) -> None:
    mark, words = DIRECTION_MARK[step.direction], DIRECTION_WORDS[step.direction]
    out.print(f"\n[bold]{title}[/bold] [dim]({step.days} days)[/dim]  {mark} {words}")
    out.print(f"  [dim]{escape(step.why)}[/dim]")
    for one in step.areas:
        if one.trend in ("less", "more") or one.quality == "all":
            name = "whole area" if one.quality == "all" else quality_words(one.quality)
            out.print(f"  {name}: {one.before:.0f} to {one.after:.0f} cm2, {TREND_WORDS[one.trend]}")
    for change in step.scores:
        colour = {"better": "green", "worse": "red"}.get(change.important or "", "default")
        out.print(f"  [{colour}]{escape(change.name)}: {escape(change_words(change))}[/]")
        if change.note:
            out.print(f"    [dim]{escape(change.note)}[/dim]")


def _responses(report: CourseReport, out: Console) -> None:
    rows = response_lines(report)
    if not rows:
        return
    out.print("\n[bold]What treatment says of the source[/bold]")
    out.print(f"  [dim]{RESPONSE_NOTE}[/dim]")
    for number, says in rows:
        out.print(f"  visit {number}: {escape(says)}")
