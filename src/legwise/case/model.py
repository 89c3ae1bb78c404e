"""The one case format, as YAML or JSON.

A case says what is known. What is not said is unknown, not absent: only `chart.absent`, a finding
answered `no`, or a completed chart speak against something. `gold` (the true diagnosis of a
published case) is carried along for evaluation and never read by an assessment.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

When = Literal[
    "morning", "day", "evening", "night", "rest", "sitting", "standing", "walking", "lying", "exercise", "constant"
]
Quality = Literal[
    "pain",
    "pain_aching",
    "pain_sharp",
    "pain_shooting_electric",
    "burning",
    "tingling",
    "numbness",
    "itching",
    "crawling",
    "heaviness",
    "cramp",
    "twitching",
    "cold",
    "heat",
    "urge_to_move",
    "weakness",
    "gooseflesh",
    "swelling",
    "tightness",
]
Setting = Literal[
    "primary_care", "general_population", "spine_clinic", "sleep_clinic", "vascular_clinic", "sports_clinic"
]

_WORDS = {
    "yes": True,
    "positive": True,
    "present": True,
    "true": True,
    "no": False,
    "negative": False,
    "absent": False,
    "false": False,
    "unknown": None,
    "": None,
}


def _answer(value: object) -> object:
    """Turn the words yes, no, unknown (and positive, negative) into True, False, None."""
    if isinstance(value, str) and value.strip().lower() in _WORDS:
        return _WORDS[value.strip().lower()]
    return value


class Strict(BaseModel):
    """Frozen, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(Strict):
    """A measured number with its unit."""

    value: float = Field(strict=True, allow_inf_nan=False)
    unit: str


Answer = Annotated[bool | Annotated[float, Field(allow_inf_nan=False)] | Amount | str | None, BeforeValidator(_answer)]


class Mark(Strict):
    """One shaded place: regions or groups of regions, what it feels like, how strong, when."""

    regions: tuple[str, ...] = Field(min_length=1, max_length=400)
    qualities: tuple[Quality, ...] = ()
    intensity: float | None = Field(default=None, strict=True, ge=0, le=10)
    when: tuple[When, ...] = ()
    words: str | None = Field(default=None, max_length=2000)


class Absent(Strict):
    """A place that is free of something; without qualities, free of everything."""

    regions: tuple[str, ...] = Field(min_length=1, max_length=400)
    qualities: tuple[Quality, ...] = ()


class Chart(Strict):
    """The body chart. Only a completed chart makes unshaded regions negative."""

    completed: bool = False
    marks: tuple[Mark, ...] = Field(default=(), max_length=500)
    absent: tuple[Absent, ...] = Field(default=(), max_length=500)
    drawing: dict[str, object] | None = None


Change = Literal["better", "same", "worse"]


class Response(Strict):
    """What came of treating a source: 'R:root_l5' or 'B:trp_piriformis', with what, and how the complaint changed."""

    treated: str = Field(min_length=1, max_length=200)
    change: Change
    intervention: str | None = Field(default=None, max_length=200)
    note: str | None = Field(default=None, max_length=2000)


class Case(Strict):
    """One patient at one visit."""

    id: str | None = Field(default=None, max_length=200)
    title: str | None = Field(default=None, max_length=500)
    setting: Setting = "primary_care"
    context: dict[str, Answer] = Field(default_factory=dict)
    duration_days: float | None = Field(default=None, strict=True, ge=0, le=40000)
    chart: Chart = Chart()
    findings: dict[str, Answer] = Field(default_factory=dict)
    responses: tuple[Response, ...] = Field(default=(), max_length=200)
    notes: str | None = Field(default=None, max_length=100_000)
    gold: dict[str, object] | None = None
