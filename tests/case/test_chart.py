"""The chart: what is shaded, what is denied, what a mark implies, and what contradicts what."""

from __future__ import annotations

from typing import Any

import pytest

from legwise.case import Observations, resolve
from legwise.case.read import case_from_mapping
from legwise.case.resolve import Somewhere
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge


def mark(*regions: str, **fields: Any) -> dict[str, Any]:
    return {"regions": list(regions), **fields}


def charted(
    knowledge: Knowledge,
    *marks: dict[str, Any],
    absent: tuple[dict[str, Any], ...] = (),
    completed: bool = False,
    findings: dict[str, Any] | None = None,
) -> Observations:
    chart = {"marks": list(marks), "absent": list(absent), "completed": completed}
    return resolve(case_from_mapping({"chart": chart, "findings": findings or {}}), knowledge)


def test_a_mark_is_felt_in_its_zone_with_its_strength(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:leg.posterior.upper", intensity=6), mark("R:calf", intensity=4))
    assert found.felt == {("pain", "R", "calf"): 0.6}
    assert found.denied == set()


def test_qualities_tell_pain_from_altered_feeling(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("L:heel", qualities=["tingling", "pain_sharp"]))
    assert set(found.felt) == {("pain", "L", "heel"), ("altered", "L", "heel")}
    assert {"quality_tingling", "quality_sharp"} <= set(found.findings)


def test_both_sides_expand(knowledge: Knowledge) -> None:
    assert set(charted(knowledge, mark("B:calf")).felt) == {("pain", "L", "calf"), ("pain", "R", "calf")}


@pytest.mark.parametrize("group", ["R:leg", "R:limb", "R:foot"])
def test_a_group_is_felt_somewhere_and_denies_nothing(knowledge: Knowledge, group: str) -> None:
    found = charted(knowledge, mark(group))
    ((somewhere, strength),) = found.somewhere.items()
    assert somewhere.modality == "pain"
    assert len(somewhere.zones) > 1
    assert {side for side, _ in somewhere.zones} == {"R"}
    assert (strength, found.felt, found.denied) == (1.0, {}, set())


def test_an_incomplete_chart_denies_nothing(knowledge: Knowledge) -> None:
    assert charted(knowledge, mark("R:calf"), mark("saddle")).denied == set()


def test_a_completed_chart_denies_every_zone_that_is_not_shaded(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:calf"), mark("saddle"), completed=True)
    every = set()
    for zone in knowledge.zones.values():
        midline = knowledge.regions[zone.regions[0]].side == "midline"
        every |= {(m, side, zone.id) for m in ("pain", "altered") for side in (("M",) if midline else ("L", "R"))}
    assert found.denied == every - {("pain", "R", "calf"), ("pain", "M", "saddle")}


def test_a_completed_chart_leaves_the_zones_of_a_group_open(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:leg"), completed=True)
    assert ("pain", "R", "calf") not in found.denied
    assert {("altered", "R", "calf"), ("pain", "L", "calf"), ("pain", "R", "heel")} <= found.denied


def test_a_place_free_of_everything(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:calf"), absent=(mark("L:calf"),))
    assert found.denied == {("pain", "L", "calf"), ("altered", "L", "calf")}


def test_a_group_that_is_free_is_free_in_every_zone(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:calf"), absent=(mark("L:leg", qualities=["pain"]),))
    assert found.denied == {("pain", "L", zone) for zone in ("shin", "leg_inner", "leg_outer", "calf")}


def test_intensity_0_says_that_the_place_is_free(knowledge: Knowledge) -> None:
    """Without a quality it is free of pain; when it would hurt does not matter."""
    not_numb = mark("L:calf", qualities=["numbness"], intensity=0, when=["night"])
    found = charted(knowledge, mark("R:heel"), mark("R:calf", intensity=0), not_numb)
    assert found.denied == {("pain", "R", "calf"), ("altered", "L", "calf")}
    assert set(found.findings) == set()


def test_free_of_one_quality_does_not_contradict_another(knowledge: Knowledge) -> None:
    """It tingles but is not numb; it aches but does not burn."""
    found = charted(
        knowledge,
        mark("R:heel", qualities=["tingling", "pain_aching"]),
        absent=(mark("R:heel", qualities=["numbness", "burning"]),),
    )
    assert set(found.felt) == {("pain", "R", "heel"), ("altered", "R", "heel")}
    assert found.denied == set()


@pytest.mark.parametrize(
    ("marks", "absent", "findings", "message"),
    [
        ([mark("R:calf")], [mark("R:calf")], {}, "chart.absent[0]: contradiction: R:calf is both marked and said"),
        ([mark("R:calf")], [mark("R:leg", qualities=["pain"])], {}, "contradiction: R:calf is both marked"),
        ([mark("saddle")], [mark("saddle")], {}, "contradiction: saddle is both marked and said to be free"),
        ([mark("R:calf"), mark("R:calf", intensity=0)], [], {}, "chart.marks[1]: contradiction: R:calf is both"),
        ([mark("R:calf", intensity=0), mark("R:calf")], [], {}, "chart.marks[0]: contradiction: R:calf is both"),
        ([mark("R:leg")], [mark("R:limb", qualities=["pain"])], {}, "is said to be free in every one of them"),
        (
            [mark("R:back_low")],
            [],
            {"back_pain": False},
            "findings.back_pain: contradiction: 'no', but the chart marks",
        ),
        (
            [mark("R:calf", qualities=["burning"])],
            [],
            {"quality_burning": False},
            "chart.marks[0]: contradiction: 'quality_burning' is said to be both yes and no",
        ),
        (
            [mark("R:calf", qualities=["weakness"])],
            [mark("R:limb", qualities=["weakness"])],
            {},
            "chart.absent[0]: contradiction: 'R:leg_weakness_felt' is said to be both yes and no",
        ),
        ([mark("R:claf")], [], {}, "chart.marks[0].regions: 'R:claf': no such region (did you mean calf"),
        ([mark("R:calf")], [mark("R:heal")], {}, "chart.absent[0].regions: 'R:heal': no such region (did you mean"),
    ],
)
def test_contradictions_and_unknown_places_are_refused(
    knowledge: Knowledge,
    marks: list[dict[str, Any]],
    absent: list[dict[str, Any]],
    findings: dict[str, Any],
    message: str,
) -> None:
    with pytest.raises(CaseError) as caught:
        charted(knowledge, *marks, absent=tuple(absent), findings=findings)
    assert message in str(caught.value)


@pytest.mark.parametrize("quality", ["numbness", "tingling"])
def test_altered_feeling_in_the_saddle_is_the_danger_sign(knowledge: Knowledge, quality: str) -> None:
    assert charted(knowledge, mark("perineum.saddle", qualities=[quality])).findings["saddle_numbness"]


def test_the_danger_sign_stands_beside_a_group_in_the_same_mark(knowledge: Knowledge) -> None:
    assert charted(knowledge, mark("B:limb", "saddle", qualities=["numbness"])).findings["saddle_numbness"]


@pytest.mark.parametrize("place", ["R:calf", "sacrum", "R:pelvis"])
def test_numbness_elsewhere_is_not_the_danger_sign(knowledge: Knowledge, place: str) -> None:
    assert "saddle_numbness" not in charted(knowledge, mark(place, qualities=["numbness"])).findings


def test_pain_in_the_saddle_is_not_numbness(knowledge: Knowledge) -> None:
    assert "saddle_numbness" not in charted(knowledge, mark("saddle", qualities=["pain"])).findings


@pytest.mark.parametrize(
    ("quality", "place", "finding"),
    [
        ("burning", "R:calf", "quality_burning"),
        ("burning", "R:calf", "quality_burning_or_shooting"),
        ("pain_shooting_electric", "R:calf", "quality_shooting"),
        ("pain_shooting_electric", "R:calf", "quality_burning_or_shooting"),
        ("urge_to_move", "B:calf", "urge_to_move"),
        ("cramp", "R:calf", "quality_cramp"),
        ("weakness", "R:foot", "R:leg_weakness_felt"),
        ("swelling", "L:calf", "L:calf_swelling"),
        ("swelling", "L:knee_front", "L:knee_swelling"),
        ("cold", "R:foot", "R:cold_pale_foot"),
    ],
)
def test_a_quality_implies_its_finding(knowledge: Knowledge, quality: str, place: str, finding: str) -> None:
    found = charted(knowledge, mark(place, qualities=[quality]))
    assert found.findings[finding]
    assert finding in found.derived


@pytest.mark.parametrize(
    ("quality", "place"), [("swelling", "R:heel"), ("weakness", "R:elsewhere.arm"), ("cold", "R:calf")]
)
def test_a_quality_elsewhere_implies_nothing_about_the_leg(knowledge: Knowledge, quality: str, place: str) -> None:
    found = charted(knowledge, mark(place, qualities=[quality]), mark("R:calf"))
    assert not {"R:calf_swelling", "R:knee_swelling", "R:leg_weakness_felt", "R:cold_pale_foot"} & set(found.findings)


def test_weakness_and_swelling_are_not_felt_as_pain(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:calf", qualities=["weakness", "swelling"]))
    assert (found.felt, found.somewhere) == ({}, {})


@pytest.mark.parametrize(("when", "finding"), [("night", "night_pain"), ("sitting", "worse_sitting")])
def test_the_time_of_a_mark_implies_its_finding(knowledge: Knowledge, when: str, finding: str) -> None:
    assert charted(knowledge, mark("R:calf", when=[when])).findings[finding]


def test_marks_on_both_legs_mean_both_legs(knowledge: Knowledge) -> None:
    assert charted(knowledge, mark("R:calf"), mark("L:limb")).findings["both_legs"]
    assert "both_legs" not in charted(knowledge, mark("R:calf")).findings
    assert charted(knowledge, mark("R:calf"), completed=True).findings["both_legs"] is False


@pytest.mark.parametrize("place", ["B:back_low", "B:sacroiliac", "B:elsewhere.arm"])
def test_marks_above_the_legs_do_not_mean_both_legs(knowledge: Knowledge, place: str) -> None:
    assert "both_legs" not in charted(knowledge, mark(place)).findings


def test_an_answer_about_both_legs_stands(knowledge: Knowledge) -> None:
    assert charted(knowledge, mark("B:calf"), findings={"both_legs": False}).findings["both_legs"] is False


def test_a_mark_over_the_low_back_is_back_pain(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("back_midline"))
    assert found.findings["back_pain"]
    assert "back_pain" in found.derived


def test_back_pain_without_a_mark_is_somewhere_in_the_low_back(knowledge: Knowledge) -> None:
    found = charted(knowledge, findings={"back_pain": True})
    back = (("L", "back_low"), ("R", "back_low"), ("M", "back_midline"))
    assert found.somewhere == {Somewhere("pain", back): 1.0}


def test_back_pain_with_a_mark_adds_nothing(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:back_low"), findings={"back_pain": True})
    assert (set(found.felt), found.somewhere) == ({("pain", "R", "back_low")}, {})


def test_no_back_pain_denies_the_low_back(knowledge: Knowledge) -> None:
    found = charted(knowledge, mark("R:calf"), findings={"back_pain": False})
    assert found.denied == {("pain", "L", "back_low"), ("pain", "R", "back_low"), ("pain", "M", "back_midline")}
