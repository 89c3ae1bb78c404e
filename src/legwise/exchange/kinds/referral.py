"""The referral letter: urgency first, then situation, background, assessment and recommendation."""

from __future__ import annotations

from legwise.exchange.kinds.clinical import told_blocks
from legwise.exchange.kinds.common import Matter, banner, foot, source_bars
from legwise.exchange.model import Bars, Block, Fields, Heading, Point, Points, Report, Room, Text
from legwise.exchange.told import duration, marks, person

TO = {
    "emergency": "Emergency department",
    "same_day": "Doctor on call, today",
    "two_weeks": "General practitioner or specialist, within two weeks",
    "routine": "General practitioner or specialist",
}
ASKED = {
    "emergency": "Please see this person now.",
    "same_day": "Please see this person today.",
    "two_weeks": "Please see this person within two weeks.",
    "routine": "Please see this person when convenient.",
}
SOURCES, STEPS = 5, 5


def referral(matter: Matter) -> Report:
    """The letter; names, addresses and the signature are left to be filled in by hand."""
    return Report(
        kind="referral",
        title="Referral",
        subject=matter.subject,
        made=matter.made.isoformat(),
        banner=banner(matter),
        blocks=(
            Fields(rows=(("To", TO[matter.found.urgency]), ("From", ""), ("Patient, date of birth", ""))),
            *_situation(matter),
            *told_blocks(matter, title="Background", height_mm=60),
            *_assessment(matter),
            *_recommendation(matter),
            Room(label="Signature, name, telephone", lines=2),
        ),
        foot=foot(matter),
    )


def _situation(matter: Matter) -> list[Block]:
    told = marks(matter.case, matter.knowledge)
    felt = "; ".join(f"{one.feels.lower()} ({one.where})" for one in told[:6])
    words = f"{person(matter.case).capitalize()}. {felt[:1].upper()}{felt[1:] + '. ' if felt else ''}"
    words += f"Duration: {duration(matter.case)}."
    blocks: list[Block] = [Heading(words="Situation"), Text(words=words)]
    if matter.found.flags:
        flags = tuple(Point(words=f"{flag.name}: {flag.action}") for flag in matter.found.flags)
        blocks += [Text(words="Red flags:"), Points(items=flags)]
    return blocks


def _assessment(matter: Matter) -> list[Block]:
    found = matter.found
    blocks: list[Block] = [Heading(words="Assessment")]
    if found.sources:
        blocks += [
            Text(
                words="Possible sources with the share of the complaint that each carries (90 % interval), by a "
                "probabilistic model of anatomy and published figures; many of its numbers are estimates.",
                tone="quiet",
            ),
            Bars(rows=source_bars(found.sources[:SOURCES])),
        ]
    blocks.append(Text(words=f"Not explained by the model: {found.unexplained:.0%}."))
    if found.open_dangers:
        points = tuple(Point(words=f"{one.name} ({one.probability:.1%})") for one in found.open_dangers)
        blocks += [Text(words="Not ruled out:"), Points(items=points)]
    return blocks


def _recommendation(matter: Matter) -> list[Block]:
    found = matter.found
    points = [Point(lead=ASKED[found.urgency])]
    points += [Point(words=flag.action) for flag in found.flags]
    points += [Point(words=f"To rule out {one.name}: {one.ruled_out_by}") for one in found.open_dangers]
    if not matter.is_emergency:
        points += [Point(words=f"{step.name}: {step.clinician}") for step in found.next_steps[:STEPS]]
        if matter.plan:
            points += [Point(words=f"{one.name}: {one.says}", note=one.why) for one in matter.plan.referrals]
    return [Heading(words="Recommendation"), Points(items=tuple({(p.lead, p.words): p for p in points}.values()))]
