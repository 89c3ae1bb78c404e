"""A number without provenance, out of range or flattering itself is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from legwise.knowledge.quantity import OddsRatio, Probability, Quantity

ANY = st.floats(allow_nan=False, allow_infinity=False)
SHARE = st.floats(0.0, 1.0)


def test_an_estimate_is_grade_d_with_a_basis() -> None:
    assert Quantity(value=3.0, grade="D", basis="opinion").is_estimate


def test_a_sourced_number_may_be_of_any_grade() -> None:
    for grade in ("A", "B", "C", "D"):
        assert not Quantity.model_validate({"value": 3.0, "grade": grade, "sources": ["trial"]}).is_estimate
    assert not Quantity(value=3.0, grade="C", facts=("seen",)).is_estimate


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"value": 1.0, "grade": "D"}, "give sources, facts, or the basis"),
        ({"value": 1.0, "grade": "D", "basis": "  "}, "give sources, facts, or the basis"),
        ({"value": 1.0, "grade": "C", "basis": "opinion"}, "an estimate is grade D, not C"),
        ({"value": 1.0, "grade": "E", "sources": ["trial"]}, "grade"),
        ({"value": 1.0, "sources": ["trial"]}, "grade"),
        ({"value": 1.0, "grade": "B", "sources": ["trial"], "low": 1.5}, "outside its range"),
        ({"value": 1.0, "grade": "B", "sources": ["trial"], "high": 0.5}, "outside its range"),
        ({"value": 1.0, "grade": "B", "sources": ["trial"], "low": 3.0, "high": 2.0}, "outside its range"),
        ({"value": math.nan, "grade": "B", "sources": ["trial"]}, "finite"),
        ({"value": math.inf, "grade": "B", "sources": ["trial"]}, "finite"),
        ({"value": 1.0, "grade": "B", "sources": ["trial"], "margin": 2}, "margin"),
    ],
)
def test_bad_numbers_are_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Quantity.model_validate(fields)


@given(value=ANY)
def test_a_probability_lies_between_0_and_1(value: float) -> None:
    fields = {"value": value, "grade": "D", "basis": "opinion"}
    if 0.0 <= value <= 1.0:
        assert Probability.model_validate(fields).value == value
    else:
        with pytest.raises(ValidationError, match="not a probability"):
            Probability.model_validate(fields)


@given(value=ANY)
def test_an_odds_ratio_is_positive(value: float) -> None:
    fields = {"value": value, "grade": "D", "basis": "opinion"}
    if value > 0.0:
        assert OddsRatio.model_validate(fields).value == value
    else:
        with pytest.raises(ValidationError, match="must be above 0"):
            OddsRatio.model_validate(fields)


@given(numbers=st.lists(SHARE, min_size=3, max_size=3))
def test_a_range_holds_its_value(numbers: list[float]) -> None:
    low, value, high = sorted(numbers)
    given_range = Probability(value=value, low=low, high=high, grade="D", basis="opinion")
    assert given_range.stated == (value, low, high)


@pytest.mark.parametrize("ends", [{"low": -0.1}, {"high": 1.2}])
def test_the_ends_of_a_range_are_probabilities_too(ends: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="not a probability"):
        Probability.model_validate({"value": 0.5, "grade": "D", "basis": "opinion", **ends})
