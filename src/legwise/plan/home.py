"""The weeks at home: a few things that serve the leading sources, on days and at times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_interventions import Dose, TimeOfDay
from legwise.plan.candidates import Candidate, dose_in
from legwise.plan.model import HomeItem, Weekday
from legwise.plan.program import Limit, Option, choose
from legwise.plan.words import aim_of, cautions_of, evidence_of, why

WEEK: tuple[Weekday, ...] = get_args(Weekday)
DAYS: dict[int, tuple[tuple[Weekday, ...], ...]] = {
    1: (("wed",), ("sat",)),
    2: (("tue", "fri"), ("mon", "thu")),
    3: (("mon", "wed", "fri"), ("tue", "thu", "sat")),
    4: (("mon", "tue", "thu", "sat"),),
    5: (("mon", "tue", "thu", "fri", "sat"),),
    6: (WEEK[:6],),
    7: (WEEK,),
}
"""Days of the week by how often; where there are two patterns, neighbours in the programme take turns."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar: time of day and what is done then."""

    day: Weekday
    entries: tuple[tuple[TimeOfDay, HomeItem], ...]


def choose_home(candidates: Sequence[Candidate], knowledge: Knowledge) -> tuple[Candidate, ...]:
    """The programme: at most so many things, so many minutes a day, and so many that take time for one source."""
    number = knowledge.planning_number
    options = [Option(candidate.benefit, 1, 1) for candidate in candidates]
    everything = tuple((i, 1.0) for i in range(len(candidates)))
    daily = tuple((i, daily_minutes(_dose(candidate))) for i, candidate in enumerate(candidates))
    limits = [Limit(number("home_items"), taken=everything), Limit(number("home_minutes_per_day"), taken=daily)]
    limits += [Limit(1.0, taken=group) for group in _same(candidates, lambda one: one.item.id)]
    per_source = number("home_per_source")
    for group in _same(candidates, lambda one: one.lead.key):
        timed = tuple((i, weight) for i, weight in group if daily_minutes(_dose(candidates[i])) > 0)
        limits.append(Limit(per_source, taken=timed))
    found = choose(options, limits, first_share=number("first_minutes_share"))
    return tuple(candidate for candidate, taken in zip(candidates, found.minutes, strict=True) if taken)


def _same(candidates: Sequence[Candidate], key: Callable[[Candidate], str]) -> list[tuple[tuple[int, float], ...]]:
    groups: dict[str, list[tuple[int, float]]] = {}
    for i, candidate in enumerate(candidates):
        groups.setdefault(key(candidate), []).append((i, 1.0))
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _dose(candidate: Candidate) -> Dose:
    dose = dose_in(candidate.item, "home")
    assert dose is not None
    return dose


def daily_minutes(dose: Dose) -> float:
    """Minutes on an average day of the week; what is done through the day or night takes no time of its own."""
    if set(dose.times) & {"through_the_day", "night"}:
        return 0.0
    return (dose.minutes or 0.0) * dose.per_day * (dose.per_week or 0.0) / 7.0


def home_items(chosen: Sequence[Candidate], knowledge: Knowledge) -> tuple[HomeItem, ...]:
    """The programme from the spine outward, with its days."""
    found, used = [], dict.fromkeys(DAYS, 0)
    for candidate in sorted(chosen, key=lambda one: one.place):
        item, dose = candidate.item, _dose(candidate)
        often = max(1, round(dose.per_week or 7))
        patterns = DAYS[often]
        days = patterns[used[often] % len(patterns)]
        used[often] += 1
        found.append(
            HomeItem(
                intervention=item.id,
                name=item.name,
                plain=item.plain,
                aim=aim_of(candidate, knowledge),
                days=days,
                times=dose.times or ("any",),
                minutes=dose.minutes,
                weeks=dose.weeks,
                dose=dose_words(dose),
                how=dose.how,
                why=why(candidate),
                time_basis=dose.time_basis or "any time that fits",
                evidence=evidence_of(item, candidate.use),
                cautions=cautions_of(candidate, knowledge),
            )
        )
    return tuple(found)


def dose_words(dose: Dose) -> str:
    """'5 min, twice a day, 7 days a week, for 6 weeks'."""
    parts = [f"{dose.minutes:g} min"] if dose.minutes and "through_the_day" not in dose.times else []
    if dose.per_day > 1:
        parts.append({2: "twice a day", 3: "three times a day"}.get(dose.per_day, f"{dose.per_day} times a day"))
    often = dose.per_week or 7
    parts.append("every day" if often == 7 else f"{often:g} days a week")
    if dose.weeks:
        parts.append(f"for {dose.weeks:g} weeks")
    return ", ".join(parts)


def week(home: Sequence[HomeItem]) -> tuple[Day, ...]:
    """The programme as a calendar of one week, each day from morning to night."""
    times: tuple[TimeOfDay, ...] = get_args(TimeOfDay)
    return tuple(
        Day(day, tuple((time, item) for time in times for item in home if day in item.days and time in item.times))
        for day in WEEK
    )
