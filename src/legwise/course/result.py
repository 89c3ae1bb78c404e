"""What comes out: a course as frozen records that become JSON unchanged.

One `VisitState` for each visit, one `Step` between each visit and the one before, one over the whole way, and
one `TrialResult` for each single-patient trial.
"""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import Field

from legwise.assessment.model import Flag, Frozen
from legwise.case.model import Quality
from legwise.course.model import Treated
from legwise.knowledge.schema import Modality, Urgency

Direction = Literal["centralized", "peripheralized", "no_change", "mixed", "not_comparable"]
AreaBasis = Literal["drawing", "regions", "both", "none"]
Trend = Literal["less", "more", "same", "unknown"]


class Area(Frozen):
    """How much skin is marked with one quality, in cm2 on the body of the chart; `all` is any quality, counted once."""

    quality: Quality | Literal["all"]
    cm2: float


class Reach(Frozen):
    """The point felt farthest from the spine on one side: the fraction of the way along the skin to the toes."""

    modality: Modality
    side: Literal["L", "R"]
    fraction: float
    region: str
    says: str


class Score(Frozen):
    """An outcome measure, scored. `answered` of `items` (null when only the total was given)."""

    measure: str
    of: str | None
    name: str
    value: float
    low: float
    high: float
    better: Literal["lower", "higher"]
    answered: int | None = None
    items: int | None = None
    by_item: dict[str, float] = Field(default_factory=dict)
    note: str | None = None


class Standing(Frozen):
    """A red flag that stands at a visit. `since` is set when it was told earlier and not answered again."""

    flag: Flag
    how: Literal["told_now", "told_before", "change", "probability"]
    since: datetime.date | None = None


class SourceNow(Frozen):
    """A leading source at a visit: its share of the complaint and the chance that it is there.

    `without_responses` is that chance when what treatment did is left out; null where nothing was treated.
    """

    key: str
    name: str
    share: float
    presence: float
    without_responses: float | None = None


class VisitState(Frozen):
    """One visit, measured and assessed."""

    number: int
    date: datetime.date
    day: int
    areas: tuple[Area, ...]
    area_basis: AreaBasis
    reach: tuple[Reach, ...]
    intensity: float | None
    scores: tuple[Score, ...]
    treated: tuple[Treated, ...]
    urgency: Urgency
    flags: tuple[Standing, ...]
    sources: tuple[SourceNow, ...]
    notes: tuple[str, ...] = ()


class AreaChange(Frozen):
    """How the area of one quality changed; `trend` is `same` as long as redrawing alone could do it.

    It is `unknown` where one area comes from a drawing and the other from whole regions, and where the chart with less
    on it was not declared complete.
    """

    quality: Quality | Literal["all"]
    before: float
    after: float
    trend: Trend


class ReachChange(Frozen):
    """How the point farthest from the spine moved on one side; `direction` is decided for pain only."""

    modality: Modality
    side: Literal["L", "R"]
    before: float | None
    after: float | None
    direction: Direction


class ScoreChange(Frozen):
    """How an outcome measure changed; positive `improvement` is better, whichever way the scale runs.

    important: `better` or `worse` by at least the minimal important change, `no`, or null where none is known.
    share: improvement as a share of the value before; null when that was 0.
    """

    measure: str
    of: str | None
    name: str
    before: float
    after: float
    improvement: float
    share: float | None
    important_change: float | None
    important: Literal["better", "worse", "no"] | None
    grade: str | None
    cited: tuple[str, ...] = ()
    note: str | None = None


class Step(Frozen):
    """From one visit to the next (or from the first to the last)."""

    before: int
    after: int
    days: int
    areas: tuple[AreaChange, ...]
    overlap: float | None
    reach: tuple[ReachChange, ...]
    direction: Direction
    why: str
    intensity: float | None
    scores: tuple[ScoreChange, ...]
    urgency_before: Urgency
    urgency_after: Urgency


class Effect(Frozen):
    """A level change (treatment minus baseline, in points of the measure) with its 95 % interval."""

    value: float
    low: float
    high: float


class TrialResult(Frozen):
    """What a single-patient trial says. `improvement` figures are in points of the measure, positive is better."""

    measure: str
    of: str | None
    treatment: str | None
    baseline_values: int
    treatment_values: int
    missing: int
    improvement: Effect | None
    improvement_beyond_trend: Effect | None
    autocorrelation: float | None
    nonoverlap: float
    randomization_p: float | None
    divisions: int | None
    verdict: str
    notes: tuple[str, ...] = ()


class CourseReport(Frozen):
    """The whole course: every visit, every step from visit to visit, and the whole way from first to last."""

    person: str
    title: str | None
    simulated: bool
    urgency: Urgency
    visits: tuple[VisitState, ...]
    steps: tuple[Step, ...]
    overall: Step | None
    trials: tuple[TrialResult, ...]
    knowledge_version: str
    notes: tuple[str, ...] = ()
