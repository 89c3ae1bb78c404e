"""The course within a clinical report: what moved from visit to visit, and what treatment did."""

from __future__ import annotations

from legwise.anatomy.body import flat_chart
from legwise.assessment.words import URGENCY_WORDS
from legwise.case.drawing import layers_of
from legwise.course import CourseReport, Visit
from legwise.course.plot import trend_svg
from legwise.course.words import (
    DIRECTION_WORDS,
    RESPONSE_NOTE,
    SIMULATED,
    change_words,
    response_lines,
    trend_series,
    trial_lines,
)
from legwise.exchange.drawings import ALWAYS, CAPTION
from legwise.exchange.followed import Followed
from legwise.exchange.kinds.common import first_upper
from legwise.exchange.model import Block, Figure, Figures, Heading, PageBreak, Point, Points, Table, Text
from legwise.knowledge.load import Knowledge

MOST_COLUMNS = 8  # visits that fit beside each other; of more, the latest


def visits(followed: Followed | None, knowledge: Knowledge) -> list[Block]:
    """The course; nothing where there is none, or where there was only one visit."""
    if followed is None or len(followed.told.visits) < 2:
        return []
    found = followed.found
    first, last = followed.told.visits[0], followed.told.visits[-1]
    blocks: list[Block] = [PageBreak(), Heading(words=f"Course over {len(found.visits)} visits")]
    if found.simulated:
        blocks.append(Text(words=SIMULATED))
    trends = Figure(svg=trend_svg(found), alt="Trends over the visits; the table below says the same.")
    whole = found.overall or found.steps[-1]
    return [
        *blocks,
        Text(words=f"{first_upper(DIRECTION_WORDS[whole.direction])}. {whole.why}"),
        Text(words=f"Left: visit 1, {first.date}. Right: visit {len(found.visits)}, {last.date}.", tone="quiet"),
        Figures(items=(*_charts(first, knowledge), *_charts(last, knowledge)), height_mm=66),
        Figures(items=(trends,), height_mm=90),
        _values(found),
        *_steps(found),
        *_responses(found),
    ]


def _charts(visit: Visit, knowledge: Knowledge) -> tuple[Figure, ...]:
    layers = layers_of(visit.case, knowledge)
    return tuple(
        Figure(
            svg=flat_chart(view, layers, legend=False, lower=True),
            alt=f"Body chart of {visit.date}, {CAPTION[view]}.",
        )
        for view in ALWAYS
    )


def _values(found: CourseReport) -> Table:
    """Every measure at every visit."""
    shown = found.visits[-MOST_COLUMNS:]
    left_out = len(found.visits) - len(shown)
    rows = [("urgency", *(URGENCY_WORDS[visit.urgency] for visit in shown))]
    for label, unit, values in trend_series(found):
        cells = ("" if value is None else f"{value:.3g}" for value in values[left_out:])
        rows.append((f"{label}, {unit}" if unit else label, *cells))
    head = ("Visit", *(f"{visit.number}: {visit.date}" for visit in shown))
    return Table(head=head, rows=tuple(rows), widths=(1.6, *(1.0 for _ in shown)))


def _steps(found: CourseReport) -> list[Block]:
    points = tuple(
        Point(
            lead=f"Visit {step.before} to {step.after} ({step.days} days):",
            words=f"{DIRECTION_WORDS[step.direction]}. {step.why}",
            note="; ".join(f"{change.name}: {change_words(change)}" for change in step.scores),
        )
        for step in found.steps
    )
    return [Heading(words="From visit to visit", level=3), Points(items=points)]


def _responses(found: CourseReport) -> list[Block]:
    blocks: list[Block] = []
    lines = [Point(lead=f"Visit {number}:", words=says) for number, says in response_lines(found)]
    if lines:
        blocks += [Heading(words="What treatment says of the source", level=3), Text(words=RESPONSE_NOTE)]
        blocks.append(Points(items=tuple(lines)))
    for trial in found.trials:
        blocks += [Heading(words="Trial in this one person", level=3)]
        blocks.append(Points(items=tuple(Point(words=line) for line in trial_lines(trial))))
    return blocks
