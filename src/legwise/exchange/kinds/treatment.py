"""The plan in blocks: what the session sheet, the home programme and the clinical report share."""

from __future__ import annotations

from typing import Literal

from legwise.exchange.kinds.common import Matter, first_upper, watch_points
from legwise.exchange.model import Block, Heading, Point, Points, Table, Text
from legwise.plan.model import Caution, Evidence, HomeItem, Measurement, Plan, Review, SessionStep
from legwise.plan.words import DAY_NAMES, LEFT_OUT_WORDS, TIME_NAMES, WHEN_MEASURED, evidence_words

SEND_NOW = "Send this person to an emergency department now; call an ambulance if they cannot get there safely."
Level = Literal[2, 3]  # of a heading


def care_only(matter: Matter, *, plain: bool) -> list[Block]:
    """What a plan says in an emergency: how to get care, and that nothing is treated before."""
    now = [flag for flag in matter.found.flags if flag.urgency == "emergency"]
    if plain:
        points = [Point(lead=action) for action in dict.fromkeys(flag.plain_action for flag in now)]
        points.append(Point(words="Take this page with you and show it."))
    else:
        points = [Point(lead=SEND_NOW)]
        points += [Point(lead=f"{flag.name}.", words=f"{flag.reason} {flag.action}") for flag in now]
    words = "No treatment is planned while an emergency is possible. Getting help comes first; nothing else helps now."
    return [
        Heading(words="What to do now"),
        Points(items=tuple(points), mark="number"),
        Text(words=words),
        Heading(words="These are emergencies, too"),
        Points(items=watch_points()),
    ]


def clinical_plan(matter: Matter) -> list[Block]:
    """The plan within the clinical report; nothing in an emergency."""
    plan = matter.plan
    if plan is None or matter.is_emergency:
        return []
    blocks: list[Block] = [Heading(words=f"Plan for {plan.minutes} minutes, role: {ROLE[plan.role]}")]
    blocks += reach(plan) + asked_first(plan) + warnings(plan)
    if plan.session:
        blocks += [Heading(words="Session, from the source outward", level=3), steps_table(plan.session, reasons=True)]
    if plan.home:
        rows = tuple((item.name, _when(item), item.dose, evidence_line(item.evidence)) for item in plan.home)
        table = Table(head=("At home", "When", "Dose", "Evidence"), rows=rows, widths=(1.3, 1.0, 1.4, 2.2))
        blocks += [Heading(words="At home", level=3), table]
    if plan.referrals:
        points = tuple(Point(lead=f"{one.name}.", words=one.says, note=one.why) for one in plan.referrals)
        blocks += [Heading(words="To ask, to test, to refer", level=3), Points(items=points)]
    if plan.measures:
        blocks += [Heading(words="To measure", level=3), Points(items=tuple(map(_measure, plan.measures)))]
    blocks += review(plan.review)
    if plan.left_out:
        blocks += [Heading(words="Weighed and left out", level=3), *left_out(plan)]
    return [*blocks, *(Text(words=note, tone="quiet") for note in plan.notes)]


ROLE = {
    "person": "the person alone",
    "therapist": "therapist",
    "needling": "therapist who may needle",
    "physician": "physician",
}


def reach(plan: Plan) -> list[Block]:
    """Why a plan is not full, where it is not."""
    return [Text(words=plan.reach_why)] if plan.reach_why else []


def asked_first(plan: Plan, level: Level = 3) -> list[Block]:
    """Questions whose answer could forbid a part of the plan."""
    if not plan.ask_first:
        return []
    rows = tuple(
        (f"☐ {one.question}", f"{'forbids' if one.severity == 'absolute' else 'limits'}: {', '.join(one.concerns)}")
        for one in sorted(plan.ask_first, key=lambda one: one.severity)
    )
    table = Table(head=("Question", "A yes"), rows=rows, widths=(1.0, 1.5))
    return [Heading(words="Ask first", level=level), table]


def warnings(plan: Plan, level: Level = 3) -> list[Block]:
    """Cautions for everything."""
    if not plan.warnings:
        return []
    return [Heading(words="Mind", level=level), Points(items=tuple(Point(words=one.says) for one in plan.warnings))]


def steps_table(steps: tuple[SessionStep, ...], *, reasons: bool) -> Table:
    """The steps of a session with minutes, order, place, and what to mind; `reasons`: also why, at length."""
    rows = tuple(
        (
            str(step.order),
            f"{step.start}–{step.start + step.minutes}",
            f"{step.name}\n{step.aim.name}",
            "\n".join([step.how, *cautions(step.cautions)]),
            f"{step.why}\n{evidence_line(step.evidence)}" if reasons else evidence_line(step.evidence),
        )
        for step in steps
    )
    head = ("Step", "Minutes", "What, for what", "How, what to mind", "Why" if reasons else "What is known")
    return Table(head=head, rows=rows, widths=(0.45, 0.75, 1.5, 2.2, 2.2))


def cautions(items: tuple[Caution, ...]) -> list[str]:
    """What to mind, one line each."""
    return [f"Mind: {one.says}" for one in items]


def evidence_line(evidence: Evidence) -> str:
    """The effect in a sentence, with how good the evidence is."""
    thin = " The evidence is thin." if evidence.thin else ""
    return f"{evidence.says} {evidence_words(evidence)}{thin}"


def _when(item: HomeItem) -> str:
    days = "every day" if len(item.days) == len(DAY_NAMES) else ", ".join(DAY_NAMES[day] for day in item.days)
    times = ", ".join(TIME_NAMES[time] for time in item.times if time != "any")
    return f"{days}{f'; {times}' if times else ''}"


def _measure(one: Measurement) -> Point:
    return Point(lead=f"{one.name} ({WHEN_MEASURED[one.when]}).", words=one.how, note=one.why)


def review(planned: Review | None, level: Level = 3) -> list[Block]:
    """When to look again, and what changes the plan before."""
    if planned is None:
        return []
    points = tuple(Point(lead=f"{first_upper(one.when)}:", words=one.then) for one in planned.changes)
    blocks: list[Block] = [
        Heading(words=f"Review after {planned.after_days} days", level=level),
        Text(words=planned.why),
    ]
    return [*blocks, Points(items=points)] if points else blocks


def left_out(plan: Plan) -> list[Block]:
    """What was weighed and is not in the plan, by its reason."""
    blocks: list[Block] = []
    for because, says in LEFT_OUT_WORDS.items():
        points = tuple(Point(lead=f"{one.name}:", words=one.reason) for one in plan.left_out if one.because == because)
        if points:
            blocks += [Text(words=says), Points(items=points)]
    return blocks
