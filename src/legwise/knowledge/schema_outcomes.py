"""Outcome measures: what is filled in, how it is scored, which change matters, and on what licence."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from legwise.knowledge.quantity import Quantity, Record

Scored = Literal["value", "count", "mean", "total_only"]


class OutcomeItem(Record):
    """One statement of a questionnaire, in its own wording (only where the licence lets us print it)."""

    id: str
    says: str


class OutcomeMeasure(Record):
    """A measure that is taken at visits.

    scored: `value`, one number; `count`, how many of the items are ticked; `mean`, the mean rating of activities that
    the person names; `total_only`, scored elsewhere because its wording is not ours to print.
    unanswered: how many items of a `count` may be left unanswered; the total is then scaled up. important: the minimal
    important change in points; important_single: the same for one activity alone; important_share: as a share of the
    value before.
    """

    id: str
    name: str
    plain: str
    asks: str
    low: float
    high: float
    better: Literal["lower", "higher"]
    scored: Scored
    items: tuple[OutcomeItem, ...] = ()
    most_activities: int = 0
    unanswered: int = 0
    missing_rule: str | None = None
    important: Quantity | None = None
    important_single: Quantity | None = None
    important_share: Quantity | None = None
    licence: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low} must lie below high {self.high}")
        if (self.scored == "count") != bool(self.items):
            raise ValueError("items belong to a measure that counts them, and to no other")
        if (self.scored == "mean") != bool(self.most_activities):
            raise ValueError("most_activities belongs to a measure that takes the mean of activities")
        if self.scored == "count" and self.high - self.low != len(self.items):
            raise ValueError(f"{len(self.items)} items cannot count from {self.low} to {self.high}")
        if self.important is not None and not 0 < self.important.value < self.high - self.low:
            raise ValueError(f"important change {self.important.value} does not fit {self.low} to {self.high}")
        if self.scored in ("count", "mean") and not self.missing_rule:
            raise ValueError("say how missing answers are scored (missing_rule)")
        return self
