"""One page for the person, to take along: urgency, what it may come from, what to do, in plain words."""

from __future__ import annotations

from legwise.exchange.drawings import painted
from legwise.exchange.kinds.common import Matter, banner, foot, shortened, source_bars, watch_points
from legwise.exchange.model import Bars, Block, Heading, Point, Points, Report, Text
from legwise.exchange.told import marks, person

SOURCES, STEPS, MARKS = 3, 3, 4
LONGEST_WORDS = 160  # characters of what a person said that the page repeats


def summary(matter: Matter) -> Report:
    """The page. It must fit on one, so lists are short; the clinical report has everything."""
    return Report(
        kind="summary",
        title="Your summary",
        subject=shortened(f"{matter.subject} ({person(matter.case)})", 160),
        made=matter.made.isoformat(),
        banner=banner(matter, plain=True),
        blocks=(*_felt(matter), *([] if matter.is_emergency else _sources(matter)), *_next(matter), *_watch(matter)),
        foot=foot(matter),
        one_page=True,
    )


def _felt(matter: Matter) -> list[Block]:
    told = marks(matter.case, matter.knowledge)
    drawn = painted(matter.case, matter.knowledge, height_mm=58)
    points = [
        Point(
            lead=f"{one.feels}:",
            words=shortened(f"{one.where}{f' ({one.more})' if one.more else ''}", LONGEST_WORDS),
            note=f"In your words: “{shortened(one.words, LONGEST_WORDS)}”" if one.words else "",
        )
        for one in told[:MARKS]
    ]
    if len(told) > MARKS:
        points.append(Point(words=f"and {len(told) - MARKS} more, shown on the drawing"))
    if not points:
        return []
    return [Heading(words="What you feel, and where"), *drawn, Points(items=tuple(points))]


def _sources(matter: Matter) -> list[Block]:
    found = matter.found
    if not found.sources:
        words = "What was told does not point to a source that we know. Telling more may change that."
        return [Heading(words="Where it may come from"), Text(words=words)]
    left = f"{found.unexplained:.0%} is not explained by anything we know."
    words = (
        "Several things may be true at once. Each bar is the part of your complaint that comes from it, as far as can "
        f"be told; the thin line is how far that may be off. {left}"
    )
    return [
        Heading(words="Where it may come from"),
        Bars(rows=source_bars(found.sources[:SOURCES], plain=True)),
        Text(words=words, tone="quiet"),
    ]


def _next(matter: Matter) -> list[Block]:
    if matter.is_emergency:
        names = "; ".join(flag.name for flag in matter.found.flags)
        return [
            Heading(words="On the way"),
            Text(words="Take this page with you and show it. Do not treat or stretch anything before you were seen."),
            *([Text(words=f"For the doctor there: {names}.")] if names else []),
        ]
    points = [Point(words=step.question) for step in matter.found.next_steps[:STEPS]]
    blocks: list[Block] = []
    if points:
        blocks += [Heading(words="Worth finding out next"), Points(items=tuple(points))]
    return blocks


def _watch(matter: Matter) -> list[Block]:
    words = "These are emergencies, too" if matter.is_emergency else "Get emergency help at once for"
    return [Heading(words=words), Points(items=watch_points())]
