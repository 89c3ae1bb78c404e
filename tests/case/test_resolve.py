"""Findings and context: sides, aliases, measured values, contradictions, suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legwise.case import Observations, resolve
from legwise.case.read import case_from_mapping
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge


def seen(knowledge: Knowledge, **case: Any) -> Observations:
    return resolve(case_from_mapping(case), knowledge)


def refused(knowledge: Knowledge, **case: Any) -> str:
    with pytest.raises(CaseError) as caught:
        seen(knowledge, **case)
    return str(caught.value)


def test_yes_no_and_unknown(knowledge: Knowledge) -> None:
    found = seen(knowledge, findings={"R:slr": "yes", "L:slr": "no", "fever": "unknown"})
    assert found.findings == {"R:slr": True, "L:slr": False}


def test_both_sides_expand(knowledge: Knowledge) -> None:
    assert seen(knowledge, findings={"B:slr": False}).findings == {"L:slr": False, "R:slr": False}
    factors = seen(knowledge, context={"B:knee_surgery": True}, findings={"fever": True}).factors
    assert factors == {"L:knee_surgery": True, "R:knee_surgery": True}


def test_an_alias_is_its_finding(knowledge: Knowledge) -> None:
    assert seen(knowledge, findings={"c19": True}).findings == {"night_pain": True}


@pytest.mark.parametrize(
    ("answer", "number", "low"),
    [
        (110, 110.0, True),
        (130, 130.0, False),
        ("110", 110.0, True),
        ("110 g/L", 110.0, True),
        ("11 g/dL", 110.0, True),
        ({"value": 13, "unit": "g/dL"}, 130.0, False),
        ({"value": 119.9, "unit": "g/L"}, 119.9, True),
        (120, 120.0, False),
    ],
)
def test_a_measured_value_is_taken_in_its_unit(knowledge: Knowledge, answer: Any, number: float, low: bool) -> None:
    found = seen(knowledge, findings={"haemoglobin": answer})
    assert found.numbers == {"haemoglobin": pytest.approx(number)}
    assert found.findings == {"haemoglobin": low}


def test_a_measured_finding_may_be_answered_yes(knowledge: Knowledge) -> None:
    found = seen(knowledge, findings={"ferritin": True})
    assert (found.findings, found.numbers) == ({"ferritin": True}, {})


def test_zero_is_a_number_and_not_no(knowledge: Knowledge) -> None:
    found = seen(knowledge, findings={"irls_score": 0})
    assert (found.findings, found.numbers) == ({"irls_score": False}, {"irls_score": 0.0})


def test_age_falls_into_one_band_and_sex_excludes_the_other(knowledge: Knowledge) -> None:
    found = seen(knowledge, context={"age": 40, "sex": "male"}, findings={"fever": True})
    bands = [factor.id for factor in knowledge.factors.values() if factor.from_number == "age"]
    assert [band for band in bands if found.factors[band]] == ["age_40_59"]
    assert (found.factors["sex_male"], found.factors["sex_female"]) == (True, False)


@pytest.mark.parametrize(
    ("days", "recent", "lasting"), [(0, True, False), (42, True, False), (60, False, False), (91, False, True)]
)
def test_duration_says_recent_or_lasting(knowledge: Knowledge, days: float, recent: bool, lasting: bool) -> None:
    findings = seen(knowledge, duration_days=days).findings
    assert (findings["onset_recent"], findings["duration_over_3_months"]) == (recent, lasting)


def test_an_answer_goes_before_the_duration(knowledge: Knowledge) -> None:
    """A flare of ten days may belong to a trouble of years."""
    found = seen(knowledge, duration_days=10, findings={"duration_over_3_months": True}).findings
    assert (found["onset_recent"], found["duration_over_3_months"]) == (True, True)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({}, "the case says nothing to assess"),
        ({"findings": {"fever": None}}, "the case says nothing to assess"),
        ({"context": {"age": 40}}, "the case says nothing to assess"),
        ({"findings": {"R:slrr": True}}, "findings.R:slrr: no such finding (did you mean slr"),
        ({"findings": {"slr": True}}, "findings.slr: this finding needs a side: L:slr, R:slr or B:slr"),
        ({"findings": {"slr": None}}, "findings.slr: this finding needs a side"),
        ({"findings": {"R:fever": True}}, "findings.R:fever: this finding has no side; write fever"),
        ({"findings": {"Q:slr": True}}, "findings.Q:slr: the side must be L, R or B (both), not 'Q'"),
        ({"findings": {"R:slr": "maybe"}}, "findings.R:slr: 'maybe' is not allowed; answer yes, no or unknown"),
        ({"findings": {"R:slr": 3}}, "findings.R:slr: 3.0 is not allowed; answer yes, no or unknown"),
        ({"findings": {"R:slr": {"value": 3, "unit": "cm"}}}, "findings.R:slr: '3 cm' is not allowed"),
        ({"findings": {"R:slr": True, "B:slr": False}}, "contradiction: 'R:slr' is said to be both yes and no"),
        ({"findings": {"c19": True, "night_pain": False}}, "contradiction: 'night_pain' is said to be both"),
        (
            {"findings": {"ferritin": "20 stone"}},
            "findings.ferritin: unit 'stone' is not allowed; allowed: µg/L, ng/mL",
        ),
        ({"findings": {"ferritin": "low"}}, "'low' is not allowed; give yes, no, unknown or a number in µg/L"),
        ({"findings": {"ferritin": -5}}, "findings.ferritin: -5 µg/L is impossible; allowed: 1 to 3000"),
        ({"findings": {"haemoglobin": "130 g/dL"}}, "findings.haemoglobin: 1300 g/L is impossible; allowed: 30 to 220"),
        ({"findings": {"ferritin": "nan"}}, "findings.ferritin: nan µg/L is impossible"),
        ({"findings": {"ferritin": "1e999 µg/L"}}, "findings.ferritin: inf µg/L is impossible"),
        (
            {"findings": {"R:ankle_brachial_index": 0.5, "B:ankle_brachial_index": 0.6}},
            "contradiction: 'R:ankle_brachial_index' is said to be 0.5 and 0.6",
        ),
        ({"context": {"age": -1}}, "context.age: -1.0 is not allowed; give years from 0 to 120"),
        ({"context": {"age": 121}}, "context.age: 121.0 is not allowed; give years from 0 to 120"),
        ({"context": {"age": True}}, "context.age: 'yes' is not allowed; give years from 0 to 120"),
        ({"context": {"age": "old"}}, "context.age: 'old' is not allowed"),
        ({"context": {"sex": "x"}}, "context.sex: 'x' is not allowed; allowed: female, male, unknown"),
        ({"context": {"diabetis": True}}, "context.diabetis: no such context factor (did you mean diabetes"),
        ({"context": {"age_18_39": True}}, "context.age_18_39: no such context factor"),
        ({"context": {"diabetes": 3}}, "context.diabetes: 3.0 is not allowed; answer yes, no or unknown"),
        ({"context": {"R:diabetes": True}}, "context.R:diabetes: this factor has no side; write diabetes"),
        ({"context": {"knee_surgery": None}}, "context.knee_surgery: this factor needs a side"),
        (
            {"context": {"R:knee_surgery": True, "B:knee_surgery": False}},
            "contradiction: 'R:knee_surgery' is said to be both yes and no",
        ),
        ({"context": {"sex": "male", "sex_female": True}}, "contradiction: 'sex_female' is said to be both"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(
    knowledge: Knowledge, case: dict[str, Any], message: str
) -> None:
    assert message in refused(knowledge, **case)


def test_a_very_long_name_is_shortened(knowledge: Knowledge) -> None:
    for case in (
        {"findings": {"x" * 10_000: True}},
        {"findings": {f"{'x' * 10_000}:slr": True}},
        {"findings": {"ferritin": "x" * 10_000}},
        {"context": {"x" * 10_000: True}},
        {"chart": {"marks": [{"regions": ["R:" + "x" * 10_000]}]}},
    ):
        assert len(refused(knowledge, **case)) < 500


ANSWERS = st.sampled_from(
    [True, False, None, "yes", "no", 0, 1, 50, -3, 1e9, "7 g/dL", {"value": 2, "unit": "mm"}, "?"]
)
SIDES = st.sampled_from(["", "L:", "R:", "B:", "M:"])
NAMES = st.sampled_from(
    [
        "slr",
        "night_pain",
        "c19",
        "back_pain",
        "both_legs",
        "haemoglobin",
        "leg_short",
        "quality_burning",
        "urge_to_move",
        "saddle_numbness",
        "leg_weakness_felt",
        "trigger_point.soleus",
        "sensory_loss.calf",
        "nothing",
    ]
)
FACTORS = st.sampled_from(["age", "sex", "diabetes", "knee_surgery", "sex_female", "age_18_39", "nothing"])
PLACES = st.sampled_from(
    ["calf", "leg", "limb", "buttock", "back", "back_low", "foot", "thigh_front", "elsewhere.arm", "nowhere"]
).flatmap(lambda name: SIDES.map(lambda side: side + name)) | st.sampled_from(["saddle", "sacrum", "back_midline"])
QUALITIES = st.lists(
    st.sampled_from(["pain", "burning", "numbness", "tingling", "weakness", "swelling", "cold", "cramp"]), max_size=2
)
MARKS = st.fixed_dictionaries(
    {"regions": st.lists(PLACES, min_size=1, max_size=2), "qualities": QUALITIES},
    optional={"intensity": st.sampled_from([0, 3, 10]), "when": st.just(["night"])},
)
ABSENT = st.fixed_dictionaries({"regions": st.lists(PLACES, min_size=1, max_size=2)}, optional={"qualities": QUALITIES})
CASES = st.fixed_dictionaries(
    {
        "findings": st.dictionaries(st.builds(str.__add__, SIDES, NAMES), ANSWERS, max_size=4),
        "context": st.dictionaries(st.builds(str.__add__, SIDES, FACTORS), ANSWERS, max_size=3),
        "chart": st.fixed_dictionaries(
            {
                "completed": st.booleans(),
                "marks": st.lists(MARKS, max_size=4),
                "absent": st.lists(ABSENT, max_size=2),
            }
        ),
    },
    optional={"duration_days": st.sampled_from([1, 60, 400])},
)
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(raw: dict[str, Any], knowledge: Knowledge) -> Observations | None:
    """The observations, or None when the case is refused; anything but a CaseError fails the test."""
    try:
        return resolve(case_from_mapping(raw), knowledge)
    except CaseError as error:
        assert str(error)
        return None


@QUICK
@given(raw=CASES)
def test_arbitrary_cases_resolve_or_are_refused(knowledge: Knowledge, raw: dict[str, Any]) -> None:
    found = outcome(raw, knowledge)
    if found is not None:
        assert not found.denied & set(found.felt)
        assert not found.empty
        assert found.derived <= set(found.findings)
        zones = {(side, zone) for _, side, zone in (*found.felt, *found.denied)}
        assert all(
            (side == "M") == (knowledge.regions[knowledge.zones[z].regions[0]].side == "midline") for side, z in zones
        )


@QUICK
@given(raw=CASES, data=st.data())
def test_the_order_of_what_is_said_does_not_matter(
    knowledge: Knowledge, raw: dict[str, Any], data: st.DataObject
) -> None:
    def shuffled(items: Any) -> Any:
        mixed = data.draw(st.permutations(list(items.items() if isinstance(items, dict) else items)))
        return dict(mixed) if isinstance(items, dict) else mixed

    other = {
        **raw,
        "findings": shuffled(raw["findings"]),
        "context": shuffled(raw["context"]),
        "chart": {
            **raw["chart"],
            "marks": [{**mark, "regions": shuffled(mark["regions"])} for mark in shuffled(raw["chart"]["marks"])],
            "absent": shuffled(raw["chart"]["absent"]),
        },
    }
    first, second = outcome(raw, knowledge), outcome(other, knowledge)
    assert first == second
    if first is not None and second is not None:
        assert list(first.findings) == list(second.findings)
        assert list(first.felt) == list(second.felt)
        assert list(first.somewhere) == list(second.somewhere)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


@QUICK
@given(
    raw=st.dictionaries(st.sampled_from(["findings", "context", "chart", "setting", "gold", "id"]) | st.text(), JSON)
)
def test_arbitrary_mappings_resolve_or_are_refused(knowledge: Knowledge, raw: dict[str, Any]) -> None:
    found = outcome(raw, knowledge)
    assert found is None or not found.empty
