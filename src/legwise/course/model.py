"""What is given: one pseudonymous person and their visits in time, as a course file says it."""

from __future__ import annotations

import datetime
import itertools
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from legwise.case.model import Case, Change, Strict


def _day(value: object) -> object:
    """A date is written 2026-03-01; a bare number is no date."""
    if isinstance(value, str | datetime.date):
        return value
    raise ValueError("a date is written as 2026-03-01")


Day = Annotated[datetime.date, BeforeValidator(_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Treated(Strict):
    """What was treated since the visit before: a source with its side, with what, when, and what came of it.

    `intervention` is free text or an id of the plan. Without `change` it is no evidence.
    """

    source: Name
    intervention: Name
    date: Day | None = None
    change: Change | None = None
    note: Text | None = None


class Outcome(Strict):
    """One outcome measure at one visit: its items, or its total.

    `of` tells apart several of one measure ("leg pain, worst of the week"). Items are answers by item id (null:
    not answered); in the patient-specific scale they are the activities that the person named.
    """

    measure: Name
    of: Name | None = None
    items: dict[str, bool | Number | None] | None = Field(default=None, max_length=200)
    total: Number | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.items is None) == (self.total is None):
            raise ValueError("give the items or the total, not both and not neither")
        return self


class Visit(Strict):
    """One visit: when, what is known then, what was treated since the visit before, how it is measured."""

    date: Day
    case: Case
    treated: tuple[Treated, ...] = Field(default=(), max_length=100)
    outcomes: tuple[Outcome, ...] = Field(default=(), max_length=50)
    notes: Text | None = None


class Phase(Strict):
    """A stretch of a single-patient trial: one value for each day (or whatever the interval is), null where none."""

    kind: Literal["baseline", "treatment"]
    values: tuple[Number | None, ...] = Field(max_length=1000)


class Trial(Strict):
    """A single-patient trial: phases without and with a treatment, in the order in which they were.

    `shortest_phase`: given only when the moments of switching were drawn by lot from all moments that leave every
    phase at least this many values; without it there is no randomization test.
    """

    measure: Name
    of: Name | None = None
    treatment: Name | None = None
    phases: tuple[Phase, ...] = Field(max_length=12)
    shortest_phase: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None

    @model_validator(mode="after")
    def _phases_alternate(self) -> Self:
        kinds = [phase.kind for phase in self.phases]
        if len(kinds) < 2 or kinds[0] != "baseline" or any(a == b for a, b in itertools.pairwise(kinds)):
            raise ValueError("phases begin with a baseline and alternate: baseline, treatment, baseline, treatment")
        return self


class Course(Strict):
    """One person, named by a pseudonym, and their visits, the earliest first."""

    person: Name
    title: Name | None = None
    notes: Text | None = None
    simulated: bool = False
    visits: tuple[Visit, ...] = Field(max_length=500)
    trials: tuple[Trial, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [visit.date for visit in self.visits]
        if not dates:
            raise ValueError("visits: give at least one visit")
        for earlier, later in itertools.pairwise(dates):
            if later <= earlier:
                raise ValueError(f"visits stand in the order of their dates, one a day: {later} follows {earlier}")
        return self
