"""Totals over judged cases, with Wilson intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from legwise.evaluation.evaluate import CaseResult
from legwise.triage.rules import URGENCIES
from legwise.validation.wilson import wilson

URGENT = ("emergency", "same_day")


@dataclass(frozen=True)
class Share:
    """A count out of a total with its 95 % Wilson interval."""

    count: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The proportion (0 when there is nothing to count)."""
        return self.count / self.total if self.total else 0.0


def share(count: int, total: int) -> Share:
    """A proportion with its Wilson score interval (Wilson 1927)."""
    if not total:
        return Share(0, 0, 0.0, 1.0)
    return Share(count, total, *wilson(count, total))


@dataclass(frozen=True)
class Summary:
    """Totals. Family ranks first; `urgent_missed` are emergency or same-day cases below their urgency."""

    cases: int
    family_at_1: Share
    family_at_3: Share
    family_at_5: Share
    exact_at_1: Share
    exact_at_3: Share
    exact_at_5: Share
    side_right: Share
    labels_within_5: float
    urgent_missed: Share
    urgency_missed: Share
    routine_overcalled: Share
    calibration_error: float
    log_score: float
    mechanism_right: Share

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def summarise(results: Sequence[CaseResult]) -> Summary:
    """Totals over results."""

    def at(rank: int, attribute: str) -> Share:
        found = [getattr(r, attribute) for r in results]
        return share(sum(f is not None and f <= rank for f in found), len(found))

    with_urgency = [r for r in results if r.gold_urgency]
    urgent = [r for r in with_urgency if r.gold_urgency in URGENT]
    routine = [r for r in with_urgency if r.gold_urgency == "routine"]
    sides = [r.side_right for r in results if r.side_right is not None]
    with_mechanism = [r for r in results if r.gold_mechanism]
    right = sum(max(r.mechanism, key=lambda m: r.mechanism[m]) == r.gold_mechanism for r in with_mechanism)
    return Summary(
        cases=len(results),
        family_at_1=at(1, "family_rank"),
        family_at_3=at(3, "family_rank"),
        family_at_5=at(5, "family_rank"),
        exact_at_1=at(1, "exact_rank"),
        exact_at_3=at(3, "exact_rank"),
        exact_at_5=at(5, "exact_rank"),
        side_right=share(sum(sides), len(sides)),
        labels_within_5=sum(r.labels_found for r in results) / len(results) if results else 0.0,
        urgent_missed=share(sum(_below(r) for r in urgent), len(urgent)),
        urgency_missed=share(sum(_below(r) for r in with_urgency), len(with_urgency)),
        routine_overcalled=share(sum(r.urgency != "routine" for r in routine), len(routine)),
        calibration_error=calibration_error(results),
        log_score=_log_score(results),
        mechanism_right=share(right, len(with_mechanism)),
    )


def _below(result: CaseResult) -> bool:
    gold = result.gold_urgency
    return gold in URGENCIES and URGENCIES.index(result.urgency) > URGENCIES.index(gold)


def calibration_error(results: Sequence[CaseResult], bins: int = 5) -> float:
    """Expected calibration error of the leading family's share as the chance that it is right."""
    total = 0.0
    for low in range(bins):
        here = [r for r in results if low / bins <= min(r.top_share, 0.999999) < (low + 1) / bins]
        if here:
            stated = sum(r.top_share for r in here) / len(here)
            right = sum(r.family_rank == 1 for r in here) / len(here)
            total += abs(stated - right) * len(here)
    return total / len(results) if results else 0.0


def _log_score(results: Sequence[CaseResult]) -> float:
    """Mean natural log of the share given to the true family (floored at 0.1 %)."""
    if not results:
        return 0.0
    return sum(math.log(max(min(r.gold_share, 1.0), 1e-3)) for r in results) / len(results)
