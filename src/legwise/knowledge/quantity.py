"""Numbers that say where they come from and how good they are."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Grade = Literal["A", "B", "C", "D"]

GRADE_MEANING: dict[str, str] = {
    "A": "systematic review or guideline",
    "B": "good primary study",
    "C": "small or old study, or textbook consensus",
    "D": "opinion or estimate",
}


class Record(BaseModel):
    """Settings shared by every knowledge record: frozen, and no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quantity(Record):
    """One number with its provenance.

    Either `sources` or `facts` say where the number was seen, or `basis` says what an estimate
    rests on. An estimate is always grade D.
    """

    value: float = Field(allow_inf_nan=False)
    grade: Grade
    low: float | None = Field(default=None, allow_inf_nan=False)
    high: float | None = Field(default=None, allow_inf_nan=False)
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    basis: str | None = None
    conflict: str | None = None

    @property
    def is_estimate(self) -> bool:
        """True when no source gives the number."""
        return not self.sources and not self.facts

    @model_validator(mode="after")
    def _has_provenance(self) -> Self:
        if self.is_estimate:
            if not (self.basis or "").strip():
                raise ValueError(f"value {self.value}: give sources, facts, or the basis of an estimate")
            if self.grade != "D":
                raise ValueError(f"value {self.value}: an estimate is grade D, not {self.grade}")
        if (self.low is not None and self.value < self.low) or (self.high is not None and self.value > self.high):
            raise ValueError(f"value {self.value} lies outside its range {self.low} to {self.high}")
        return self

    @property
    def stated(self) -> tuple[float, ...]:
        """The value and the ends of its range, as far as they are given."""
        return tuple(number for number in (self.value, self.low, self.high) if number is not None)


class Probability(Quantity):
    """A quantity between 0 and 1."""

    @model_validator(mode="after")
    def _is_probability(self) -> Self:
        for number in self.stated:
            if not 0.0 <= number <= 1.0:
                raise ValueError(f"value {number} is not a probability between 0 and 1")
        return self


class OddsRatio(Quantity):
    """A quantity above 0 that multiplies odds."""

    @model_validator(mode="after")
    def _is_positive(self) -> Self:
        for number in self.stated:
            if number <= 0.0:
                raise ValueError(f"odds ratio {number} must be above 0")
        return self
