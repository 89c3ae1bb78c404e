"""References to places: regions, zones and groups, each with its side."""

from __future__ import annotations

import pytest

from legwise.case.places import LIMB, places
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge


def test_a_region_is_its_zone(knowledge: Knowledge) -> None:
    (place,) = places("R:leg.posterior.upper", "here", knowledge)
    assert place.zones == (("R", "calf"),)
    assert not place.somewhere


def test_a_zone_is_itself(knowledge: Knowledge) -> None:
    (place,) = places("L:buttock", "here", knowledge)
    assert place.zones == (("L", "buttock"),)
    assert not place.somewhere


def test_a_group_is_somewhere_in_its_zones(knowledge: Knowledge) -> None:
    (place,) = places("R:leg", "here", knowledge)
    assert set(place.zones) == {("R", zone) for zone in ("shin", "leg_inner", "leg_outer", "calf")}
    assert place.somewhere


def test_the_limb_runs_from_thigh_to_foot(knowledge: Knowledge) -> None:
    (place,) = places("R:limb", "here", knowledge)
    expected = {knowledge.zone_of[r] for r in knowledge.regions if r.split(".")[0] in LIMB}
    assert {zone for _, zone in place.zones} == expected
    assert {"thigh_front", "knee_back", "calf", "achilles", "heel"} <= expected
    assert "buttock" not in expected


def test_both_sides_are_two_places(knowledge: Knowledge) -> None:
    left, right = places("B:foot", "here", knowledge)
    assert {side for side, _ in left.zones} == {"L"}
    assert {side for side, _ in right.zones} == {"R"}
    assert [zone for _, zone in left.zones] == [zone for _, zone in right.zones]


def test_the_midline_has_no_side(knowledge: Knowledge) -> None:
    for reference in ("perineum.saddle", "saddle", "perineum"):
        (place,) = places(reference, "here", knowledge)
        assert place.zones == (("M", "saddle"),)


def test_a_group_across_the_midline_keeps_both(knowledge: Knowledge) -> None:
    (place,) = places("L:pelvis", "here", knowledge)
    assert ("M", "sacrum") in place.zones
    assert ("L", "sacroiliac") in place.zones


@pytest.mark.parametrize("region_or_zone", ["regions", "zones"])
def test_everything_can_be_named(knowledge: Knowledge, region_or_zone: str) -> None:
    for name in getattr(knowledge, region_or_zone):
        regions = [name] if region_or_zone == "regions" else knowledge.zones[name].regions
        paired = knowledge.regions[regions[0]].side == "paired"
        found = places(f"B:{name}" if paired else name, "here", knowledge)
        assert len(found) == (2 if paired else 1), name
        assert not any(place.somewhere for place in found), name


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("R:claf", "here: 'R:claf': no such region (did you mean calf"),
        ("R:thigh.anterior.uper", "did you mean thigh.anterior.upper"),
        ("R:", "here: 'R:': no such region"),
        ("", "here: '': no such region"),
        ("R:leg.", "no such region"),
        ("X:calf", "here: 'X:calf': the side must be L, R or B (both), not 'X'"),
        ("r:calf", "the side must be L, R or B (both), not 'r'"),
        ("R:R:calf", "the side must be L, R or B (both), not 'R:R'"),
        ("calf", "here: 'calf' needs a side: L:calf, R:calf or B:calf"),
        ("L:perineum.saddle", "lies in the midline; write perineum.saddle without a side"),
    ],
)
def test_a_wrong_reference_says_what_would_be_right(knowledge: Knowledge, reference: str, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        places(reference, "here", knowledge)
    assert message in str(caught.value)
