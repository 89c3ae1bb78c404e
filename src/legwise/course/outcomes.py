"""Score an outcome measure from its items or its total, and say whether a change matters.

A licensed measure is taken by its total only. A change is important when it reaches the measure's minimal important
change in points; the share of the value before is told beside it, for a reader who prefers that rule.
"""

from __future__ import annotations

from legwise.course.model import Outcome
from legwise.course.result import Score, ScoreChange
from legwise.errors import CaseError, nearest, shown, shown_name
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_outcomes import OutcomeMeasure


def measure_of(name: str, origin: str, knowledge: Knowledge) -> OutcomeMeasure:
    """An outcome measure by its id. Raises CaseError naming the nearest."""
    if name not in knowledge.outcomes:
        allowed = ", ".join(knowledge.outcomes)
        raise CaseError(
            f"{origin}.measure: {shown(name)}: no such measure{nearest(name, knowledge.outcomes)}; allowed: {allowed}"
        )
    return knowledge.outcomes[name]


def score(outcome: Outcome, knowledge: Knowledge, origin: str = "outcome") -> Score:
    """Score one outcome. Raises CaseError naming the field, the value and what is allowed."""
    measure = measure_of(outcome.measure, origin, knowledge)
    base = Score(
        measure=measure.id,
        of=outcome.of,
        name=f"{measure.name}: {outcome.of}" if outcome.of else measure.name,
        value=0.0,
        low=measure.low,
        high=measure.high,
        better=measure.better,
        note=measure.note,
    )
    if outcome.total is not None:
        return base.model_copy(update={"value": _total(outcome.total, measure, origin)})
    assert outcome.items is not None
    if measure.scored == "count":
        return base.model_copy(update=_count(outcome.items, measure, origin))
    if measure.scored == "mean":
        return base.model_copy(update=_mean(outcome.items, measure, origin))
    raise CaseError(f"{origin}.items: {measure.name} is taken by its total only ({measure.licence}); give total")


def _total(total: float, measure: OutcomeMeasure, origin: str) -> float:
    if not measure.low <= total <= measure.high:
        raise CaseError(f"{origin}.total: {total:g} is impossible; allowed: {measure.low:g} to {measure.high:g}")
    if measure.scored == "count" and total != round(total):
        raise CaseError(f"{origin}.total: {total:g} is impossible; {measure.name} is a whole number")
    return total


def _count(items: dict[str, bool | float | None], measure: OutcomeMeasure, origin: str) -> dict[str, object]:
    """Ticked items, scaled up when a few were not answered; an item that is not named was not ticked."""
    known = [item.id for item in measure.items]
    for name, answer in items.items():
        if name not in known:
            where = f"{known[0]} to {known[-1]}"
            raise CaseError(f"{origin}.items.{shown_name(name)}: no such item{nearest(name, known)}; allowed: {where}")
        if answer is not None and not isinstance(answer, bool):
            raise CaseError(f"{origin}.items.{name}: {shown(answer)} is no answer; allowed: yes, no, or null")
    missing = sum(answer is None for answer in items.values())
    if missing > measure.unanswered:
        raise CaseError(
            f"{origin}.items: {missing} items are not answered; "
            f"at most {measure.unanswered} of {len(known)} may be missing"
        )
    ticked = sum(answer is True for answer in items.values())
    answered = len(known) - missing
    note = f"{missing} of {len(known)} not answered: scaled up in proportion" if missing else measure.note
    return {"value": ticked * len(known) / answered, "answered": answered, "items": len(known), "note": note}


def _mean(items: dict[str, bool | float | None], measure: OutcomeMeasure, origin: str) -> dict[str, object]:
    """The mean of the activities that were rated."""
    if not 1 <= len(items) <= measure.most_activities:
        raise CaseError(f"{origin}.items: {len(items)} activities; allowed: 1 to {measure.most_activities}")
    rated: dict[str, float] = {}
    for name, answer in items.items():
        if isinstance(answer, bool) or (answer is not None and not measure.low <= answer <= measure.high):
            raise CaseError(
                f"{origin}.items.{shown_name(name)}: {shown(answer)} is no rating; "
                f"allowed: {measure.low:g} to {measure.high:g}"
            )
        if answer is not None:
            rated[name] = float(answer)
    if not rated:
        raise CaseError(f"{origin}.items: no activity is rated; rate at least one")
    value = sum(rated.values()) / len(rated)
    return {"value": value, "answered": len(rated), "items": len(items), "by_item": rated}


def score_change(before: Score, after: Score, knowledge: Knowledge) -> ScoreChange | None:
    """How a measure changed between two visits; None for activities of which none was rated at both."""
    measure = knowledge.outcomes[after.measure]
    old, new, quantity, note = before.value, after.value, measure.important, None
    if measure.scored == "mean" and before.by_item and after.by_item:
        both = [name for name in after.by_item if name in before.by_item]
        if not both:
            return None
        old = sum(before.by_item[name] for name in both) / len(both)
        new = sum(after.by_item[name] for name in both) / len(both)
        quantity = measure.important_single if len(both) == 1 else quantity
        if len(both) < max(len(before.by_item), len(after.by_item)):
            note = f"compared over what was rated at both visits: {', '.join(both)}"
    improvement = old - new if measure.better == "lower" else new - old
    limit, important = quantity.value if quantity else None, None
    if limit is not None:
        important = "better" if improvement >= limit else "worse" if improvement <= -limit else "no"
    return ScoreChange.model_validate(
        {
            "measure": after.measure,
            "of": after.of,
            "name": after.name,
            "before": old,
            "after": new,
            "improvement": improvement,
            "share": improvement / old if old and measure.important_share else None,
            "important_change": limit,
            "important": important,
            "grade": quantity.grade if quantity else None,
            "cited": (*quantity.facts, *quantity.sources) if quantity else (),
            "note": note,
        }
    )
