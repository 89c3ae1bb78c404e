"""From one visit to another: what moved, and whether redrawing alone could have moved it.

**Centralization** here means that the point where pain is felt farthest from the spine lies nearer to the spine than
at the visit before, by more than redrawing explains (`reach_change` in the knowledge base); **peripheralization** is
the reverse. It is taken for each side by itself. The word comes from a test: pain that retreats towards the midline
*in response to repeated movements* and stays better (May and Aina 2012). Between visits nobody watched why it moved,
so here it describes the course and does not classify the person.

What is not marked is not free of pain. A retreat is believed only when the chart on which pain reaches less far is
complete, or denies the farther place; otherwise the two cannot be compared. Read backwards in time every
centralization is a peripheralization.
"""

from __future__ import annotations

from dataclasses import dataclass

from legwise.assessment.naming import SIDE
from legwise.case.model import Case
from legwise.case.places import MIDLINE
from legwise.case.resolve import Observations
from legwise.course.chart import MODALITIES, SIDES, Measured, area, on_side, overlap
from legwise.course.outcomes import score_change
from legwise.course.result import AreaChange, Direction, Reach, ReachChange, Step, Trend, VisitState
from legwise.knowledge.load import Knowledge


@dataclass(frozen=True)
class Seen:
    """A visit with what it was measured from."""

    state: VisitState
    case: Case
    measured: Measured
    observed: Observations


def step(before: Seen, after: Seen, knowledge: Knowledge) -> Step:
    """What changed between two visits."""
    reach = _reach_changes(before, after, knowledge)
    direction, why = _overall(before, after, [r for r in reach if r.modality == "pain"], knowledge)
    old, new = before.state.intensity, after.state.intensity
    scores = {(s.measure, s.of): s for s in before.state.scores}
    pairs = [(scores[s.measure, s.of], s) for s in after.state.scores if (s.measure, s.of) in scores]
    changes = [score_change(one, other, knowledge) for one, other in pairs]
    return Step(
        before=before.state.number,
        after=after.state.number,
        days=after.state.day - before.state.day,
        areas=_area_changes(before, after, knowledge),
        overlap=overlap(before.measured.everything, after.measured.everything),
        reach=reach,
        direction=direction,
        why=why,
        intensity=new - old if old is not None and new is not None else None,
        scores=tuple(change for change in changes if change is not None),
        urgency_before=before.state.urgency,
        urgency_after=after.state.urgency,
    )


def grown(
    before: tuple[Case, Measured], after: tuple[Case, Measured], knowledge: Knowledge
) -> frozenset[tuple[str, str]]:
    """Kinds of feeling and sides whose area grew by more than redrawing explains."""
    (_, old), (_, new) = before, after
    if old.basis != new.basis:
        return frozenset()
    limit = knowledge.number("redrawing_overlap")
    return frozenset(
        (modality, side)
        for modality in MODALITIES
        for side in SIDES
        if _beyond(
            area(old.by_modality[modality] & on_side(side)), area(new.by_modality[modality] & on_side(side)), limit
        )
        == "more"
    )


def _beyond(old: float, new: float, limit: float) -> Trend:
    """`less` or `more` when the smaller area is less than `limit` of the larger."""
    if min(old, new) >= limit * max(old, new):
        return "same"
    return "less" if new < old else "more"


def _area_changes(before: Seen, after: Seen, knowledge: Knowledge) -> tuple[AreaChange, ...]:
    old = {one.quality: one.cm2 for one in before.state.areas}
    new = {one.quality: one.cm2 for one in after.state.areas}
    qualities = sorted({*old, *new} - {"all"}) + (["all"] if old or new else [])
    bases = {before.measured.basis, after.measured.basis} - {"none"}
    found = []
    for quality in qualities:
        was, now = old.get(quality, 0.0), new.get(quality, 0.0)
        trend = _beyond(was, now, knowledge.number("redrawing_overlap"))
        smaller = after if trend == "less" else before
        if len(bases) > 1 or (trend != "same" and not smaller.case.chart.completed):
            trend = "unknown"
        found.append(AreaChange.model_validate({"quality": quality, "before": was, "after": now, "trend": trend}))
    return tuple(found)


def _reach_changes(before: Seen, after: Seen, knowledge: Knowledge) -> tuple[ReachChange, ...]:
    old = {(r.modality, r.side): r for r in before.state.reach}
    new = {(r.modality, r.side): r for r in after.state.reach}
    found = []
    for modality in MODALITIES:
        for side in SIDES:
            was, now = old.get((modality, side)), new.get((modality, side))
            if was is None and now is None:
                continue
            found.append(
                ReachChange(
                    modality=modality,
                    side=side,
                    before=was.fraction if was else None,
                    after=now.fraction if now else None,
                    direction=_direction(was, now, before, after, knowledge),
                )
            )
    return tuple(found)


def _direction(was: Reach | None, now: Reach | None, before: Seen, after: Seen, knowledge: Knowledge) -> Direction:
    """Nothing marked counts as the spine itself, provided that the chart denies the farther place."""
    moved = (now.fraction if now else 0.0) - (was.fraction if was else 0.0)
    if was and now and abs(moved) <= knowledge.number("reach_change"):
        return "no_change"
    farther, nearer = (was, after) if now is None or moved < 0 else (now, before)
    if farther is None or not _denied(farther, nearer, knowledge):
        return "not_comparable"
    if abs(moved) <= knowledge.number("reach_change"):
        return "no_change"
    return "centralized" if moved < 0 else "peripheralized"


def _denied(place: Reach, seen: Seen, knowledge: Knowledge) -> bool:
    """Does this chart say that the place is free: because it is complete, or in so many words?"""
    side, _, region = place.region.rpartition(":")
    pair = (side or MIDLINE, knowledge.zone_of[region])
    left_open = any(group.modality == place.modality and pair in group.zones for group in seen.observed.somewhere)
    complete = seen.case.chart.completed and not left_open
    return complete or (place.modality, *pair) in seen.observed.denied


def _overall(before: Seen, after: Seen, pain: list[ReachChange], knowledge: Knowledge) -> tuple[Direction, str]:
    """One direction for both sides, and why."""
    if not pain:
        return "not_comparable", "No pain is marked in a definite place at either visit."
    found = {change.direction for change in pain}
    if {"centralized", "peripheralized"} <= found:
        direction: Direction = "mixed"
    else:
        order: tuple[Direction, ...] = ("peripheralized", "centralized", "not_comparable", "no_change")
        direction = next(one for one in order if one in found)
    telling = [change for change in pain if direction == "mixed" or change.direction == direction]
    if len({(change.before, change.after) for change in telling}) == 1 and len(telling) == 2:
        telling = telling[:1]  # the same in the midline
    said = [_says(change, before, after) for change in telling]
    limit = f"{knowledge.number('reach_change'):.0%} of the way"
    tail = {
        "no_change": f"; redrawing alone could do that (limit {limit})",
        "not_comparable": "; the chart that reaches less far was not declared complete: the rest is unknown, not free",
    }.get(direction, f"; that is more than redrawing explains (limit {limit})")
    return direction, "; ".join(said) + tail + "."


def _says(change: ReachChange, before: Seen, after: Seen) -> str:
    """'right: pain reached the calf (66 % of the way to the toes), now the buttock (20 %)'."""
    places = []
    for seen in (before, after):
        mine = (r for r in seen.state.reach if r.modality == change.modality and r.side == change.side)
        reach = next(mine, None)
        places.append(f"{reach.says} ({reach.fraction:.0%} of the way to the toes)" if reach else "nowhere")
    return f"{SIDE[change.side]}: farthest pain at first {places[0]}, then {places[1]}"
