"""Sentences that several parts of a plan share."""

from __future__ import annotations

from legwise.assessment.sources import word_for
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_interventions import Intervention, Use
from legwise.plan.candidates import Candidate
from legwise.plan.causes import Cause, sided_regions
from legwise.plan.eligibility import Standing, in_words
from legwise.plan.model import Aim, Caution, Evidence, Level, Trial

CERTAINTY = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very_low": "very low certainty",
    "none": "no trial",
}


def aim_of(candidate: Candidate, knowledge: Knowledge) -> Aim:
    """What a candidate is for and where it is applied."""
    also = tuple(cause.name for cause in candidate.causes[1:])
    regions = sided_regions(candidate.regions, candidate.side, knowledge)
    return aim(candidate.lead, candidate.level, regions, candidate.side, also)


def aim(cause: Cause, level: Level, regions: tuple[str, ...], side: str | None, also: tuple[str, ...] = ()) -> Aim:
    """A source as a line of the plan names it."""
    return Aim(
        key=cause.key,
        name=cause.name,
        plain=cause.plain,
        side=side,
        level=level,
        regions=regions,
        share=cause.share,
        presence=cause.presence,
        word=word_for(cause.presence),
        also=also,
    )


def why(candidate: Candidate) -> str:
    """'L5 root irritation, right: possible (58% chance that it is there), carries 16% of the complaint.'"""
    lead, others = candidate.lead, candidate.causes[1:]
    text = (
        f"{lead.name}: {word_for(lead.presence)} ({lead.presence:.0%} chance that it is there), "
        f"carries {lead.share:.0%} of the complaint."
    )
    if others:
        named = "; ".join(cause.name for cause in others[:3])
        text += f" Serves {named}{f' and {len(others) - 3} more' if len(others) > 3 else ''}, too."
    return text


def evidence_of(item: Intervention, use: Use) -> Evidence:
    """How good a use is, with every result behind the treatment; opinion is called opinion."""
    says = use.says if use.grade != "D" else f"{use.says} Opinion{f': {use.basis}' if use.basis else ''}."
    return Evidence(
        verdict=use.verdict,
        certainty=use.certainty,
        grade=use.grade,
        says=says,
        thin=use.certainty in ("very_low", "none") or use.grade == "D",
        trials=tuple(
            Trial(
                outcome=effect.outcome,
                result=effect.result,
                comparator=effect.comparator,
                certainty=effect.certainty,
                seen=effect.seen,
                sources=effect.sources,
            )
            for effect in item.effects
        ),
        sources=use.sources,
        facts=use.facts,
    )


def cautions_of(candidate: Candidate, knowledge: Knowledge) -> tuple[Caution, ...]:
    """Relative contraindications that stand, and what the treatment itself asks for."""
    item = candidate.item
    found = [caution(item, one, knowledge) for one in candidate.limits]
    return (*found, *(Caution(id="technique", says=text) for text in item.cautions))


def caution(item: Intervention, one: Standing, knowledge: Knowledge) -> Caution:
    """A relative contraindication in words."""
    because = tuple(dict.fromkeys(in_words(key, knowledge) for key in one.because))
    note = item.notes_against.get(one.entry.id, "gentler and shorter, and only after asking")
    return Caution(id=one.entry.id, says=f"{capital(one.entry.says)}: {note}.", because=because)


def capital(text: str) -> str:
    """A sentence begins with a capital."""
    return text[:1].upper() + text[1:]


def evidence_words(evidence: Evidence) -> str:
    """'(low certainty, grade A)', or '(opinion, no trial)'."""
    grade = "opinion" if evidence.grade == "D" else f"grade {evidence.grade}"
    return f"({CERTAINTY[evidence.certainty]}, {grade})"


SIDE_WORDS = {"L": "left", "R": "right"}
LEVEL_NAMES = {
    "spine": "spine and pelvis",
    "buttock": "buttock and hip",
    "thigh": "thigh",
    "leg": "knee and leg",
    "foot": "ankle and foot",
    "whole_body": "whole person",
}
TIME_NAMES = {
    "morning": "morning",
    "midday": "midday",
    "late_afternoon": "late afternoon",
    "evening": "evening",
    "bedtime": "bedtime",
    "night": "at night",
    "through_the_day": "through the day",
    "any": "any time",
}
DAY_NAMES = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}
WHEN_MEASURED = {
    "before_and_after": "before and after the session",
    "before": "before the first session",
    "weekly": "every week",
    "review": "now and at the review",
}
LEFT_OUT_WORDS = {
    "contraindicated": "Forbidden on this case",
    "advised_against": "Evidence advises against it",
    "no_benefit_expected": "No benefit to be expected",
    "measure_first": "Not yet: something must be known first",
    "not_this_role": "Not in this role",
    "no_time": "Possible, but less is to be expected of it in this time",
}
