"""A course as readable Markdown."""

from __future__ import annotations

from legwise.assessment.words import URGENCY_WORDS
from legwise.course.result import CourseReport, Step, VisitState
from legwise.course.words import (
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


def to_markdown(report: CourseReport) -> str:
    """The whole course, danger first."""
    lines = [f"# Course of {report.person}{f': {report.title}' if report.title else ''}", ""]
    lines += [f"*{SIMULATED}*", ""] if report.simulated else []
    lines += [f"**Urgency at the last visit: {URGENCY_WORDS[report.urgency]}**", ""]
    lines += _flags(report.visits[-1])
    lines += _overview(report)
    for step in report.steps:
        lines += _step(step, f"## From visit {step.before} to visit {step.after}")
    if report.overall:
        lines += _step(report.overall, "## From the first visit to the last")
    lines += _urgency(report) + _responses(report)
    for trial in report.trials:
        lines += [f"## Single-patient trial: {quality_words(trial.treatment or trial.measure)}", ""]
        lines += [*(f"- {line}" for line in trial_lines(trial)), ""]
    lines += [*(f"{note}\n" for note in report.notes)]
    lines.append(f"Knowledge {report.knowledge_version}. Decision support, not a diagnosis.")
    return "\n".join(lines) + "\n"


def _flags(visit: VisitState) -> list[str]:
    lines = []
    for one in visit.flags:
        flag = one.flag
        lines.append(f"- **{flag.name}** ({URGENCY_WORDS[flag.urgency]}; {standing_words(one)}). {flag.reason}")
        lines.append(f"  Do: {flag.action} Grade {flag.grade}.")
    if not visit.flags:
        lines.append("No red flag in what was said. Most red flags are insensitive: their absence proves nothing.")
    return [*lines, ""]


def _overview(report: CourseReport) -> list[str]:
    lines = ["## Visits", "", "| | " + " | ".join(f"{v.number}: {v.date}" for v in report.visits) + " |"]
    lines.append("|---|" + "---|" * len(report.visits))
    lines.append("| urgency | " + " | ".join(URGENCY_WORDS[v.urgency] for v in report.visits) + " |")
    for label, unit, values in trend_series(report):
        cells = ["" if value is None else f"{value:.3g}" for value in values]
        lines.append(f"| {label}{f', {unit}' if unit else ''} | " + " | ".join(cells) + " |")
    lines.append("| area from | " + " | ".join(v.area_basis for v in report.visits) + " |")
    return [*lines, ""]


def _step(step: Step, title: str) -> list[str]:
    lines = [f"{title} ({step.days} days)", "", f"**{DIRECTION_WORDS[step.direction].capitalize()}.** {step.why}", ""]
    lines += [
        f"- area, {quality_words(one.quality)}: {one.before:.0f} to {one.after:.0f} cm2, {TREND_WORDS[one.trend]}"
        for one in step.areas
    ]
    lines += [f"- {change.name}: {change_words(change)}" for change in step.scores]
    lines += [f"  - {change.note}" for change in step.scores if change.note]
    return [*lines, ""]


def _urgency(report: CourseReport) -> list[str]:
    found = [(v, one) for v in report.visits for one in v.flags]
    if not found:
        return []
    lines = ["## Urgency, visit by visit", ""]
    lines += [
        f"- visit {v.number}, {v.date}: **{one.flag.name}** ({URGENCY_WORDS[one.flag.urgency]}; {standing_words(one)})"
        for v, one in found
    ]
    return [*lines, ""]


def _responses(report: CourseReport) -> list[str]:
    lines = [f"- visit {number}: {says}" for number, says in response_lines(report)]
    return ["## What treatment says of the source", "", RESPONSE_NOTE, "", *lines, ""] if lines else []
