"""The session sheet: what to ask, measure and do, step by step, with room to write."""

from __future__ import annotations

from legwise.exchange.drawings import treated
from legwise.exchange.kinds.common import Matter, banner, foot
from legwise.exchange.kinds.treatment import (
    ROLE,
    asked_first,
    care_only,
    reach,
    review,
    steps_table,
    warnings,
)
from legwise.exchange.model import Block, Fields, Figures, Heading, Report, Room, Table, Text
from legwise.plan.model import Plan

NOTHING = "No session is planned: nothing that this role may do is expected to help, or nothing is safe enough."


def session(matter: Matter, plan: Plan) -> Report:
    """The sheet; in an emergency only the way to care."""
    return Report(
        kind="session",
        title="Session sheet",
        subject=matter.subject,
        made=matter.made.isoformat(),
        banner=banner(matter),
        blocks=tuple(care_only(matter, plain=False) if matter.is_emergency else _sheet(matter, plan)),
        foot=foot(matter),
    )


def _sheet(matter: Matter, plan: Plan) -> list[Block]:
    total = f"{plan.minutes_used} of {plan.minutes} minutes planned"
    blocks: list[Block] = [
        Fields(rows=(("Patient", ""), ("Date, therapist", ""), ("Session", f"{total}; role: {ROLE[plan.role]}"))),
        *reach(plan),
        *asked_first(plan, 2),
        *warnings(plan, 2),
        *_measures(plan),
        Heading(words="Steps, from the source outward"),
    ]
    if plan.session:
        places = [region for step in plan.session for region in step.aim.regions]
        drawn = treated(places, "Where the steps are applied")
        blocks += [Figures(items=drawn, height_mm=58)] if drawn else []
        blocks.append(steps_table(plan.session, reasons=False))
    else:
        blocks.append(Text(words=NOTHING))
    return [
        *blocks,
        *review(plan.review, 2),
        Room(label="Notes: response, what was changed, agreed with the person", lines=7),
    ]


def _measures(plan: Plan) -> list[Block]:
    now = [one for one in plan.measures if one.when in ("before_and_after", "before")]
    if not now:
        return []
    rows = tuple((one.name, one.how, "", "" if one.when == "before_and_after" else "—") for one in now)
    table = Table(head=("Measure", "How", "Before", "After"), rows=rows, widths=(1.6, 3.0, 0.9, 0.9))
    return [Heading(words="Measure before and after"), table]
