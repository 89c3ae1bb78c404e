"""Outcome measures: scoring from items, missing items, what is licensed, and which change matters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.course import Outcome
from legwise.course.outcomes import score, score_change
from legwise.course.result import Score
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge, load

ROLAND = [f"q{n}" for n in range(1, 25)]


def scored(measure: str, **fields: Any) -> Score:
    return score(Outcome(measure=measure, **fields), load())


def refused(measure: str, **fields: Any) -> str:
    with pytest.raises(CaseError) as error:
        scored(measure, **fields)
    return str(error.value)


@settings(deadline=None)
@given(st.sets(st.sampled_from(ROLAND)))
def test_roland_morris_counts_what_is_ticked(ticked: set[str]) -> None:
    assert scored("roland_morris", items=dict.fromkeys(ticked, True)).value == len(ticked)
    answers = {item: item in ticked for item in ROLAND}
    assert scored("roland_morris", items=answers).value == len(ticked)


def test_a_few_missing_answers_are_scaled_up_and_many_are_refused() -> None:
    found = scored("roland_morris", items={"q1": True, "q2": True, "q3": None, "q4": None, "q5": None})
    assert found.value == pytest.approx(2 * 24 / 21) and found.answered == 21
    assert found.note is not None and "3 of 24" in found.note
    said = refused("roland_morris", items=dict.fromkeys(ROLAND[:4]))
    assert "4 items are not answered; at most 3 of 24" in said


def test_the_patient_specific_scale_is_the_mean_of_what_was_rated() -> None:
    found = scored("patient_specific", items={"walk": 3, "sit": 6.0, "drive": None})
    assert found.value == 4.5 and found.answered == 2 and found.items == 3


@pytest.mark.parametrize(
    ("measure", "fields", "words"),
    [
        ("rolandmorris", {"total": 3}, "no such measure (did you mean roland_morris?)"),
        ("roland_morris", {"total": 25}, "outcome.total: 25 is impossible; allowed: 0 to 24"),
        ("roland_morris", {"total": 3.5}, "whole number"),
        ("roland_morris", {"items": {"q25": True}}, "outcome.items.q25: no such item"),
        ("roland_morris", {"items": {"q1": 3}}, "is no answer; allowed: yes, no, or null"),
        ("numeric_rating", {"total": 11}, "allowed: 0 to 10"),
        ("numeric_rating", {"items": {"a": 3}}, "by its total only"),
        ("oswestry", {"items": {"a": 3}}, "licensed (Mapi Research Trust)"),
        ("restless_legs_rating", {"items": {"a": 3}}, "copyright"),
        ("patient_specific", {"items": {}}, "0 activities; allowed: 1 to 5"),
        ("patient_specific", {"items": {"walk": 11}}, "allowed: 0 to 10"),
        ("patient_specific", {"items": {"walk": True}}, "is no rating"),
        ("patient_specific", {"items": {"walk": None}}, "no activity is rated"),
    ],
)
def test_what_cannot_be_scored_is_refused(measure: str, fields: dict[str, Any], words: str) -> None:
    assert words in refused(measure, **fields)


def change(measure: str, before: float, after: float) -> Any:
    found = score_change(scored(measure, total=before), scored(measure, total=after), load())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("measure", "limit"),
    [("numeric_rating", 2), ("roland_morris", 5), ("oswestry", 10), ("quebec", 20), ("lower_extremity", 9)],
)
def test_the_minimal_important_change_is_the_published_one_on_both_sides(measure: str, limit: float) -> None:
    """Ostelo 2008 (NRS 2, RMDQ 5, ODI 10, QBPDS 20) and Binkley 1999 (LEFS 9)."""
    lower = measure != "lower_extremity"
    high, middle = limit + 5.0, 5.0
    if measure == "numeric_rating":
        high, middle = 7.0, 5.0
    worse_to_better = (high, middle) if lower else (middle, high)
    assert change(measure, *worse_to_better).important == "better"
    assert change(measure, *reversed(worse_to_better)).important == "worse"
    almost = (high - 1.0, middle) if lower else (middle, high - 1.0)
    assert change(measure, *almost).important == "no"


def test_no_change_with_itself(knowledge: Knowledge) -> None:
    for measure in knowledge.outcomes.values():
        found = change(measure.id, measure.high, measure.high)
        assert found.improvement == 0.0 and found.important in ("no", None)


def test_activities_are_compared_over_those_rated_at_both_visits(knowledge: Knowledge) -> None:
    before = scored("patient_specific", items={"walk": 2, "sit": 4})
    found = score_change(before, scored("patient_specific", items={"walk": 4.5, "dance": 10}), knowledge)
    assert found is not None
    assert (found.before, found.after, found.important_change) == (2.0, 4.5, 3.0)
    assert found.important == "no" and found.note is not None and "walk" in found.note
    assert score_change(before, scored("patient_specific", items={"dance": 3}), knowledge) is None


def test_the_items_of_a_free_measure_are_printed_and_those_of_a_licensed_one_are_not(knowledge: Knowledge) -> None:
    assert len(knowledge.outcomes["roland_morris"].items) == 24
    for measure in knowledge.outcomes.values():
        if measure.scored == "total_only":
            assert not measure.items and "only the" in measure.licence
