"""The session: which candidates, how long each, and in which order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from legwise.knowledge.load import Knowledge
from legwise.plan.candidates import Candidate, dose_in
from legwise.plan.causes import LEVELS
from legwise.plan.model import SessionStep
from legwise.plan.program import Choice, Limit, Option, choose
from legwise.plan.words import aim_of, cautions_of, evidence_of, why


@dataclass(frozen=True)
class Chosen:
    """A candidate with the minutes that it gets."""

    candidate: Candidate
    minutes: int


def measuring_minutes(minutes: int, knowledge: Knowledge) -> int:
    """Minutes of a session that are kept for measuring before and after."""
    number = knowledge.planning_number
    return math.ceil(max(number("measuring_least"), number("measuring_share") * minutes))


def choose_session(
    candidates: Sequence[Candidate], minutes: int, knowledge: Knowledge
) -> tuple[tuple[Chosen, ...], Choice]:
    """What to do in a session of so many minutes, in no order yet."""
    options = [option_of(candidate, knowledge) for candidate in candidates]
    available = minutes - measuring_minutes(minutes, knowledge)
    found = choose(
        options,
        limits_of(candidates, available, knowledge),
        first_share=knowledge.planning_number("first_minutes_share"),
    )
    chosen = (Chosen(c, t) for c, t in zip(candidates, found.minutes, strict=True) if t > 0)
    return tuple(chosen), found


def option_of(candidate: Candidate, knowledge: Knowledge) -> Option:
    """Benefit and bounds in minutes; a relative contraindication shortens the longest time.

    What acts in the weeks at home counts less in the session, where it is only shown.
    """
    dose = dose_in(candidate.item, "session")
    assert dose is not None and dose.least is not None and dose.most is not None
    least, most = math.ceil(dose.least), math.floor(dose.most)
    if candidate.limits:
        most = least + math.floor((most - least) * knowledge.planning_number("relative_share"))
    shown = knowledge.planning_number("showing_share") if candidate.item.kind in ("exercise", "teaching") else 1.0
    return Option(candidate.benefit * shown, least, most)


def limits_of(candidates: Sequence[Candidate], available: int, knowledge: Knowledge) -> list[Limit]:
    """Session length, places per technique, techniques and minutes per source, deep load per part and side."""
    everything = tuple((i, 1.0) for i in range(len(candidates)))
    found = [Limit(float(available), minutes=everything)]
    techniques: dict[str, list[int]] = {}
    sources: dict[str, list[int]] = {}
    parts: dict[tuple[str, str], list[int]] = {}
    for i, candidate in enumerate(candidates):
        techniques.setdefault(candidate.item.id, []).append(i)
        sources.setdefault(candidate.lead.key, []).append(i)
        if candidate.item.load == "deep":
            for part in parts_of(candidate, knowledge):
                parts.setdefault(part, []).append(i)
    for members in techniques.values():
        bound = candidates[members[0]].item.most_places
        found.append(Limit(float(bound), taken=tuple((i, 1.0) for i in members)))
    per_source = knowledge.planning_number("techniques_per_source")
    longest = max(knowledge.planning_number("minutes_per_source_share"), 1.0 / max(len(sources), 1)) * available
    for members in sources.values():
        found.append(Limit(per_source, taken=tuple((i, 1.0) for i in members)))
        found.append(Limit(longest, minutes=tuple((i, 1.0) for i in members)))
    deep = knowledge.planning_number("deep_minutes_per_region")
    found += [Limit(deep, minutes=tuple((i, 1.0) for i in members)) for members in parts.values()]
    return [limit for limit in found if len(limit.taken) != 1 or limit.bound < 1.0]


def parts_of(candidate: Candidate, knowledge: Knowledge) -> set[tuple[str, str]]:
    """Side and part of the body that a candidate loads; both sides when it has none."""
    segments = {knowledge.zone_of[region]: None for region in candidate.regions}
    named = {zone.segment for zone in knowledge.content.zones if zone.id in segments}
    sides = (candidate.side,) if candidate.side else ("L", "R")
    return {(side, segment) for side in sides for segment in named}


def in_order(chosen: Sequence[Chosen]) -> list[Chosen]:
    """From the spine outward; at one level the two sides take turns, the more responsible side first.

    What belongs to one source stays together, in the order of its phases.
    """
    found: list[Chosen] = []
    for level in LEVELS:
        here = [one for one in chosen if one.candidate.level == level]
        blocks: dict[tuple[str | None, str], list[Chosen]] = {}
        for one in sorted(here, key=lambda c: c.candidate.place):
            blocks.setdefault((one.candidate.side, one.candidate.lead.key), []).append(one)
        queues: dict[str | None, list[list[Chosen]]] = {None: [], "L": [], "R": []}
        for (side, _), block in sorted(blocks.items(), key=lambda pair: (-_worth(pair[1]), pair[0][1])):
            queues[side].append(block)
        first, second = sorted(("L", "R"), key=lambda side: -sum(map(_worth, queues[side])))
        turns = [block for pair in zip_longest(queues[first], queues[second]) for block in pair if block]
        found += [one for block in (*queues[None], *turns) for one in block]
    return found


def _worth(block: Sequence[Chosen]) -> float:
    return max(one.candidate.lead.share for one in block)


def steps(chosen: Sequence[Chosen], minutes: int, knowledge: Knowledge) -> tuple[SessionStep, ...]:
    """The session as it is done, after the first half of the measuring time."""
    start = measuring_minutes(minutes, knowledge) // 2
    found = []
    for order, one in enumerate(in_order(chosen), start=1):
        item = one.candidate.item
        dose = dose_in(item, "session")
        assert dose is not None
        found.append(
            SessionStep(
                order=order,
                start=start,
                minutes=one.minutes,
                intervention=item.id,
                name=item.name,
                plain=item.plain,
                aim=aim_of(one.candidate, knowledge),
                how=dose.how,
                why=why(one.candidate),
                evidence=evidence_of(item, one.candidate.use),
                cautions=cautions_of(one.candidate, knowledge),
                shortened=bool(one.candidate.limits),
            )
        )
        start += one.minutes
    return tuple(found)
