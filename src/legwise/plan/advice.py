"""What stands around the treatment: the way to care, whom to ask, what to measure, when to look again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Urgency
from legwise.knowledge.schema_interventions import Investigation
from legwise.plan.candidates import Candidate, weight_of
from legwise.plan.causes import Cause, sided_regions
from legwise.plan.eligibility import Situation
from legwise.plan.model import CareStep, Change, LeftOut, Measurement, Referral, Review
from legwise.plan.words import aim, aim_of, cautions_of, evidence_of, why
from legwise.triage.rules import Alert


def care_steps(alerts: Iterable[Alert]) -> tuple[CareStep, ...]:
    """What the standing red flags ask for, the most urgent first."""
    return tuple(
        CareStep(
            id=alert.id,
            name=alert.name,
            urgency=alert.urgency,
            action=alert.action,
            plain_action=alert.plain_action,
            reason=alert.reason,
            because=alert.because,
            grade=alert.grade,
            sources=alert.sources,
            facts=alert.facts,
        )
        for alert in alerts
    )


def names(cause: Cause, causes: Sequence[str]) -> bool:
    """True when a list of ids and kinds names a cause."""
    return cause.id in causes or f"kind:{cause.kind}" in causes


def investigations(causes: Sequence[Cause], situation: Situation, knowledge: Knowledge) -> tuple[Referral, ...]:
    """Tests and questions for a doctor that this case asks for and that are not done yet."""
    found = []
    for test in knowledge.content.investigations:
        if any(situation.answered(name) for name in test.done_when):
            continue
        lead = _reason(test, causes)
        told = [name for part in (test.when or {}).get("any", ()) for name in part.values() if situation.yes(name)]
        if lead is None and not told:
            continue
        because = f"{lead.name} has a chance of {lead.presence:.0%} to be there." if lead else _told(told, knowledge)
        found.append(
            Referral(
                id=test.id,
                name=test.name,
                kind=test.kind,
                says=test.says,
                why=f"{because} {test.why}",
                aim=aim(lead, lead.level, sided_regions(lead.regions, lead.side, knowledge), lead.side)
                if lead
                else None,
                sources=test.sources,
                facts=test.facts,
                grade=test.grade,
            )
        )
    return tuple(found)


def _told(told: Sequence[str], knowledge: Knowledge) -> str:
    known = {**{f.id: f.name for f in knowledge.findings.values()}, **{f.id: f.name for f in knowledge.content.context}}
    return f"Because of: {', '.join(known[name].lower() for name in told)}."


def _reason(test: Investigation, causes: Sequence[Cause]) -> Cause | None:
    if test.from_chance is None:
        return None
    fitting = [c for c in causes if names(c, test.causes) and c.presence >= test.from_chance.value]
    return max(fitting, key=lambda cause: (cause.presence, cause.key), default=None)


def topics(candidates: Iterable[Candidate], knowledge: Knowledge) -> tuple[Referral, ...]:
    """Medicines, procedures and prescribed devices that are worth a question to the doctor; nothing more."""
    found = []
    for candidate in candidates:
        item, use = candidate.item, candidate.use
        if use.verdict == "untested" or weight_of(use, knowledge) == 0.0:
            continue
        dose = item.doses[0].how
        ask = dose if item.kind in ("medicine", "procedure", "referral") else f"Ask the doctor about it. {dose}"
        found.append(
            Referral(
                id=item.id,
                name=item.name,
                kind="specialist" if item.kind == "procedure" else "ask_doctor",
                says=ask,
                why=why(candidate),
                aim=aim_of(candidate, knowledge),
                evidence=evidence_of(item, use),
                cautions=cautions_of(candidate, knowledge),
                sources=use.sources,
                facts=use.facts,
                grade=use.grade,
            )
        )
    return tuple(found)


def measurements(served: Sequence[Cause], situation: Situation, knowledge: Knowledge) -> tuple[Measurement, ...]:
    """What to measure: always, for the sources that are treated, and for what was found."""
    found = []
    for measure in knowledge.content.measurements:
        for_cause = [cause.name for cause in served if names(cause, measure.causes)]
        told = [name for name in measure.findings if situation.yes(name)]
        if (measure.causes or measure.findings) and not for_cause and not told:
            continue
        found.append(
            Measurement(
                id=measure.id,
                name=measure.name,
                how=measure.how,
                when=measure.when,
                why=measure.why,
                sources=measure.sources,
                facts=measure.facts,
                grade=measure.grade,
            )
        )
    return tuple(found)


def review(urgency: Urgency, knowledge: Knowledge) -> Review:
    """When to look again, and what would change the plan before."""
    soon = urgency in ("two_weeks", "same_day")
    days = int(knowledge.planning_number("review_days_soon" if soon else "review_days"))
    reason = (
        "Look again soon, because something waits for a doctor."
        if soon
        else "Long enough to see a change, short enough not to lose time."
    )
    changes = tuple(Change(when=c.when, then=c.then, urgency=c.urgency) for c in knowledge.content.planning.changes)
    return Review(after_days=days, why=f"{reason} Opinion: no study sets this interval.", changes=changes)


def merged(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """One line for each treatment and reason, in the order of the reasons' weight."""
    order = ("contraindicated", "advised_against", "no_benefit_expected", "measure_first", "not_this_role", "no_time")
    found: dict[tuple[str, str, str], LeftOut] = {}
    for one in left_out:
        key = (one.because, one.intervention, one.reason)
        aims = (*found[key].aims, *one.aims) if key in found else one.aims
        found[key] = one.model_copy(update={"aims": tuple(dict.fromkeys(aims))})
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.because), one.name)))
