"""Plans of the examples and of tiny named people."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from legwise.assessment.assess import inferred
from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.errors import InputError
from legwise.knowledge.load import load
from legwise.plan import Plan, Role, plan, plan_from
from legwise.plan.causes import LEVELS, Cause
from legwise.plan.eligibility import Situation
from legwise.plan.home import week
from legwise.plan.markdown import to_markdown
from legwise.plan.plan import Picture, make, picture_of
from patients import EXAMPLES, case
from plan.pictures_of_people import named

CASES = sorted(EXAMPLES.glob("*.yaml"))
ROLES: tuple[Role, ...] = get_args(Role)


@cache
def _picture(path: Path) -> Picture:
    known = read_case(path)
    return picture_of(inferred(known, load()), load(), known.id)


@cache
def _woman() -> Plan:
    return plan(read_case(EXAMPLES.parent / "treated_woman.yaml"), load())


def _made(*causes: Cause, minutes: int = 60, role: Role = "therapist", told: Situation | None = None) -> Plan:
    picture = Picture("somebody", "routine", (), tuple(causes), told or Situation())
    return make(picture, load(), minutes=minutes, role=role)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_every_example_has_a_valid_plan(number: int) -> None:
    """Each example with one length and one role, so that all lengths and roles are met."""
    knowledge, picture = load(), _picture(CASES[number])
    minutes, role = 15 + (number * 7) % 76, ROLES[number % len(ROLES)]
    found = make(picture, knowledge, minutes=minutes, role=role)
    assert Plan.model_validate_json(found.model_dump_json()) == found
    if found.urgency == "emergency":
        assert found.reach == "none" and found.care
        assert not (found.session or found.home or found.referrals or found.measures or found.left_out)
        return
    if found.urgency == "same_day":
        assert found.reach == "waiting" and not found.session
        assert all(knowledge.interventions[item.intervention].while_waiting for item in found.home)
        return
    assert found.minutes_used <= minutes
    levels = [LEVELS.index(step.aim.level) for step in found.session]
    assert levels == sorted(levels), "from the source outward"
    clock = [step.start for step in found.session]
    assert all(b.start == a.start + a.minutes for a, b in pairwise(found.session))
    assert clock == sorted(clock)
    for line in (*found.session, *found.home):
        assert line.why and line.how and line.evidence.says
        assert line.evidence.grade != "D" or "Opinion" in line.evidence.says
        assert set(line.aim.regions) <= _sided_regions()


@cache
def _sided_regions() -> frozenset[str]:
    return frozenset(f"{side}:{region}" for region in load().regions for side in "LRM")


def test_some_example_of_each_reach_exists() -> None:
    reached = {make(_picture(path), load(), minutes=60, role="therapist").reach for path in CASES[:40]}
    assert reached == {"full", "waiting", "none"}


def test_an_emergency_has_no_plan_but_the_way_to_care() -> None:
    saddle = case("R:buttock", saddle_numbness=True, urinary_retention=True)
    for role in ROLES:
        found = plan(saddle, load(), minutes=30, role=role)
        assert found.reach == "none"
        assert found.care[0].urgency == "emergency" and found.care[0].plain_action
        assert not (found.session or found.home or found.measures or found.referrals or found.left_out)
        assert "no treatment plan" in to_markdown(found)


@pytest.mark.parametrize("minutes", [14, 91, 0, -5])
def test_minutes_outside_the_limits_are_refused(minutes: int) -> None:
    with pytest.raises(InputError, match=f"minutes: {minutes} is not allowed; allowed: 15 to 90"):
        plan(case("R:calf"), load(), minutes=minutes)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(InputError, match=r"role: 'therapst' is not allowed \(did you mean therapist\?\)"):
        plan(case("R:calf"), load(), role="therapst")  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", [15, 30, 60, 90])
def test_longer_sessions_hold_no_less(minutes: int) -> None:
    causes = [named("R:root_l5", 0.3), named("R:trp_piriformis", 0.2), named("nonspecific_low_back_pain", 0.2)]
    longer, shorter = _made(*causes, minutes=minutes), _made(*causes, minutes=15)
    assert 0 < sum(step.minutes for step in longer.session) <= minutes
    assert longer.computed.expected_benefit >= shorter.computed.expected_benefit


def test_only_what_the_role_may_do() -> None:
    causes = [named("R:trp_gluteus_medius", 0.5), named("nonspecific_low_back_pain", 0.3)]
    done = {role: {step.intervention for step in _made(*causes, role=role).session} for role in ROLES}
    assert "dry_needling_ims" in done["needling"]
    assert all("dry_needling_ims" not in done[role] for role in ("person", "therapist", "physician"))
    for intervention in done["person"]:
        assert "self" in load().interventions[intervention].providers
    left = {one.intervention: one.because for one in _made(*causes).left_out}
    assert left["dry_needling_ims"] == "not_this_role"


def test_both_sides_take_turns() -> None:
    muscles = ("gluteus_medius", "piriformis", "gluteus_maximus")
    causes = [named(f"{side}:trp_{muscle}", 0.16) for muscle in muscles for side in "LR"]
    steps = [step for step in _made(*causes, minutes=60).session if step.aim.level == "buttock" and step.aim.side]
    blocks = [steps[0].aim]
    for step in steps:
        if (step.aim.key, step.aim.side) != (blocks[-1].key, blocks[-1].side):
            blocks.append(step.aim)
    sides = [block.side for block in blocks]
    assert {"L", "R"} == set(sides)
    turns = min(sides.count("L"), sides.count("R"))
    assert all(a != b for a, b in pairwise(sides[: 2 * turns]))


def test_no_part_is_loaded_longer_than_its_dose() -> None:
    knowledge = load()
    causes = [named(f"R:trp_{m}", 0.2) for m in ("gluteus_medius", "piriformis", "gluteus_maximus", "gemelli")]
    found = _made(*causes, minutes=90, role="needling")
    deep: dict[tuple[str, str], int] = {}
    segment = {region: zone.segment for zone in knowledge.content.zones for region in zone.regions}
    for step in found.session:
        if knowledge.interventions[step.intervention].load == "deep":
            for part in {(region[0], segment[region[2:]]) for region in step.aim.regions}:
                deep[part] = deep.get(part, 0) + step.minutes
    assert deep and max(deep.values()) <= knowledge.planning_number("deep_minutes_per_region")


def test_no_benefit_and_against_are_named_with_the_reason() -> None:
    found = _made(named("restless_legs_syndrome", 0.5), named("R:nocturnal_leg_cramps", 0.3))
    left = {(one.intervention, one.because): one.reason for one in found.left_out}
    assert "advises against" in left["dopamine_agonists", "advised_against"]
    assert "regulators warn" in left["quinine_warning", "advised_against"]
    assert "placebo" in left["magnesium", "no_benefit_expected"]
    assert not {one.intervention for one in (*found.session, *found.home)} & {"dopamine_agonists", "quinine_warning"}


def test_iron_is_asked_for_in_restless_legs_until_it_is_known() -> None:
    restless = named("restless_legs_syndrome", 0.5)
    assert "iron_status" in {one.id for one in _made(restless).referrals}
    known = Situation(findings={"ferritin": False, "transferrin_saturation": False})
    assert "iron_status" not in {one.id for one in _made(restless, told=known).referrals}


def test_low_iron_is_a_topic_for_the_doctor_only_when_it_is_low() -> None:
    restless = named("restless_legs_syndrome", 0.5)
    low = _made(restless, told=Situation(findings={"ferritin": True}))
    assert "iron_oral" in {one.id for one in low.referrals}
    assert "iron_oral" not in {one.id for one in _made(restless).referrals}


def test_a_heel_lift_is_first_measured_then_tried() -> None:
    short = named("L:leg_length_discrepancy", 0.4)
    first = {one.intervention: one for one in _made(short).left_out}
    assert first["heel_lift"].because == "measure_first" and "5 mm" in first["heel_lift"].reason
    assert "leg_length" in {one.id for one in _made(short).measures}
    measured = Situation(findings={"L:leg_short": True}, numbers={"L:leg_short": 12.0})
    (lift,) = [item for item in _made(short, told=measured).home if item.intervention == "heel_lift"]
    assert "70 percent" in lift.how and lift.weeks == 8


def test_a_wallet_that_is_not_there_is_not_taken_out() -> None:
    caught = named("R:ent_sciatic_piriformis", 0.5)
    assert "remove_wallet_seat" in {item.intervention for item in _made(caught).home}
    none = Situation(factors={"L:wallet_in_back_pocket": False, "R:wallet_in_back_pocket": False})
    assert "remove_wallet_seat" not in {item.intervention for item in _made(caught, told=none).home}


def test_the_week_holds_every_item_on_its_days() -> None:
    home = _made(named("restless_legs_syndrome", 0.4), named("nonspecific_low_back_pain", 0.4)).home
    assert home
    days = week(home)
    assert [day.day for day in days] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for item in home:
        counted = sum(item is other for day in days for _, other in day.entries)
        assert counted == len(item.days) * len(item.times)


def test_the_same_case_gives_the_same_plan() -> None:
    known = read_case(CASES[0])
    assert plan(known, load()) == plan(known, load())
    parts = inferred(known, load())
    assert plan_from(parts, load(), minutes=60, role="therapist", case=known.id) == plan(known, load())


def test_the_treated_woman_is_treated_from_the_source_outward() -> None:
    found = _woman()
    assert found.reach == "full" and found.urgency == "two_weeks"
    assert "leg_length" in {one.id for one in found.measures}, "asymmetry is measured"
    assert ("heel_lift", "measure_first") in {(one.intervention, one.because) for one in found.left_out}
    keys = [step.aim.key for step in found.session]
    assert any("root" in key or "disc" in key for key in keys), "the nerve at the spine"
    assert any(key.startswith("R:ent_sciatic") for key in keys), "the sciatic nerve in the buttock"
    assert any(key.startswith("R:trp_") for key in keys), "trigger points"
    kinds = [key.partition(":")[2].partition("_")[0] for key in keys]
    assert kinds.index("ent") < len(kinds) and found.session[0].aim.level == "spine"
    assert any("Evidence is thin" in note for note in found.notes)
    assert {"iron_status", "nerve_studies"} <= {one.id for one in found.referrals}


MEDICINE_ORDER = re.compile(
    r"\b(start|stop|take|begin|increase|reduce|lower|raise|double|halve|switch|leave off)\b[^.;:]{0,40}"
    r"\b(tablets?|medicine|medicines|drug|magnesium|iron|quinine|gabapentin|opioid|statin|dose of)\b",
    re.IGNORECASE,
)


def test_no_plan_tells_anybody_to_start_stop_or_change_a_medicine() -> None:
    assert MEDICINE_ORDER.search("Take magnesium tablets at night")
    harmless = ("Nothing here is a reason to start, stop or change a medicine", "Take the list of all medicines")
    for path in CASES[::9]:
        text = to_markdown(make(_picture(path), load(), minutes=60, role="person"))
        for phrase in harmless:
            text = text.replace(phrase, "")
        assert not MEDICINE_ORDER.findall(text)


def test_a_case_becomes_a_picture_with_shares_and_chances() -> None:
    known: Case = read_case(CASES[0])
    picture = picture_of(inferred(known, load()), load(), known.id)
    assert picture.case == known.id
    assert all(0.0 <= cause.share <= 1.0 and 0.0 <= cause.presence <= 1.0 for cause in picture.causes)
    assert all(0.0 <= p <= 1.0 for p in picture.situation.chances.values())
