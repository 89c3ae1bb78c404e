"""The home programme: a week's calendar, and how each thing is done, in plain words."""

from __future__ import annotations

from typing import get_args

from legwise.exchange.drawings import treated
from legwise.exchange.kinds.common import Matter, banner, first_upper, foot, watch_points
from legwise.exchange.kinds.treatment import care_only, cautions, evidence_line, review
from legwise.exchange.model import Block, Heading, Point, Points, Report, Table, Text
from legwise.plan.model import HomeItem, Plan, Weekday
from legwise.plan.words import DAY_NAMES, TIME_NAMES

NOTHING = "Nothing is planned to do at home: nothing that was weighed is expected to help, or nothing is safe enough."


def home(matter: Matter, plan: Plan) -> Report:
    """The programme; in an emergency only the way to care."""
    return Report(
        kind="home",
        title="Your programme at home",
        subject=matter.subject,
        made=matter.made.isoformat(),
        banner=banner(matter, plain=True),
        blocks=tuple(care_only(matter, plain=True) if matter.is_emergency else _programme(matter, plan)),
        foot=foot(matter),
    )


def _programme(matter: Matter, plan: Plan) -> list[Block]:
    blocks: list[Block] = [Text(words=plan.reach_why)] if plan.reach_why else []
    if not plan.home:
        blocks += [Heading(words="Your week"), Text(words=NOTHING)]
    else:
        blocks += [Heading(words="Your week"), _calendar(plan.home), Heading(words="How to do it")]
        for number, item in enumerate(plan.home, 1):
            blocks += _item(number, item)
    blocks += review(plan.review, 2)
    return [*blocks, Heading(words="Stop and get emergency help at once for"), Points(items=watch_points())]


def _calendar(items: tuple[HomeItem, ...]) -> Table:
    """A row for each thing, a column for each day."""
    rows = tuple(
        (f"{number}. {first_upper(item.plain)}", *(_cell(item, day) for day in get_args(Weekday)))
        for number, item in enumerate(items, 1)
    )
    return Table(head=("", *DAY_NAMES.values()), rows=rows, widths=(2.6, *(1.0 for _ in DAY_NAMES)))


def _cell(item: HomeItem, day: Weekday) -> str:
    if day not in item.days:
        return ""
    return "\n".join("✓" if time == "any" else TIME_NAMES[time] for time in item.times) or "✓"


def _item(number: int, item: HomeItem) -> list[Block]:
    lines = (
        ("How:", item.how),
        ("How much:", item.dose),
        ("For:", first_upper(item.aim.plain)),
        ("What is known:", evidence_line(item.evidence)),
        ("Time of day:", item.time_basis),
    )
    points = [Point(lead=lead, words=words) for lead, words in lines if words]
    points += [Point(words=line) for line in cautions(item.cautions)]
    drawn = treated(item.aim.regions, f"Where: {item.aim.plain}")
    return [
        Heading(words=f"{number}. {first_upper(item.plain)}", level=3),
        Points(items=tuple(points), beside=drawn[:1], beside_mm=38),
    ]
