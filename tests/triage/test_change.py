"""Every rule of change, case by case; what stands, what is new, and that missing data never lowers an urgency."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.case.observations import Observations, Somewhere
from legwise.knowledge.load import Knowledge, load
from legwise.triage.change import carried, change_alerts, fresh
from legwise.triage.rules import URGENCIES, alerts, check_condition

RULES = load().content.change_rules
SINGLE = [
    (rule.id, node["finding"])
    for rule in RULES
    for node in (rule.when.get("any", [rule.when]))  # type: ignore[union-attr]
    if isinstance(node, dict) and "finding" in node
]


def known(**findings: bool) -> Observations:
    """R_slr stands for R:slr."""
    return Observations(findings={(f"{k[0]}:{k[2:]}" if k[:2] in ("L_", "R_") else k): v for k, v in findings.items()})


def side(finding: str) -> str:
    return f"R:{finding}" if load().findings[finding].sided else finding


def ids(before: Observations, now: Observations, grown: Any = ()) -> set[str]:
    return {alert.id for alert in change_alerts(before, now, load(), grown)}


def test_the_rules_are_sound_and_raise(knowledge: Knowledge) -> None:
    assert len(RULES) >= 10
    for rule in RULES:
        assert not check_condition(rule.when, knowledge) and rule.urgency != "routine" and rule.facts
        assert not (rule.besides and check_condition(rule.besides, knowledge))
        assert "stop" not in rule.action.lower().split() and rule.plain and rule.plain_action


@pytest.mark.parametrize(("rule", "finding"), SINGLE)
def test_each_sign_raises_when_it_is_new_and_only_then(rule: str, finding: str) -> None:
    beside = {"back_pain": True} if rule == "change_other_leg" else {}
    no, yes = ({**beside, side(finding): answer} for answer in (False, True))
    before, after = Observations(findings=no), Observations(findings=yes)
    assert rule in ids(before, after)
    assert rule not in ids(after, after)
    assert rule not in ids(after, before), "a sign that has gone raises nothing"
    assert rule not in ids(before, before)


@pytest.mark.parametrize(
    ("finding", "urgency"),
    [
        ("saddle_numbness", "emergency"),
        ("urinary_retention", "emergency"),
        ("bowel_incontinence_new", "emergency"),
        ("anal_tone_reduced", "emergency"),
        ("urinary_incontinence_new", "same_day"),
        ("sexual_sensation_lost", "same_day"),
        ("R:weak_ankle_dorsiflexion", "same_day"),
        ("R:foot_drop_felt", "same_day"),
        ("R:babinski", "same_day"),
        ("R:ankle_reflex_reduced", "two_weeks"),
        ("R:sensory_loss.calf", "two_weeks"),
        ("R:leg_weakness_felt", "two_weeks"),
        ("unsteady", "two_weeks"),
    ],
)
def test_how_urgent_a_new_sign_is(finding: str, urgency: str) -> None:
    found = change_alerts(Observations(findings={finding: False}), Observations(findings={finding: True}), load())
    assert found[0].urgency == urgency


def test_a_sign_that_was_not_looked_for_counts_as_new_and_says_so() -> None:
    (alert,) = change_alerts(known(), known(R_ankle_reflex_reduced=True), load())
    assert "Not recorded at the visit before" in alert.reason
    (alert,) = change_alerts(known(R_ankle_reflex_reduced=False), known(R_ankle_reflex_reduced=True), load())
    assert "Not recorded" not in alert.reason


def test_the_other_side_is_new() -> None:
    assert "change_weakness" in ids(
        known(R_weak_toe_flexion=True), known(R_weak_toe_flexion=True, L_weak_toe_flexion=True)
    )


def test_a_general_word_for_a_known_weakness_is_no_news() -> None:
    before = known(R_weak_ankle_dorsiflexion=True)
    assert not ids(before, known(R_weak_ankle_dorsiflexion=True, R_weak_leg=True))
    assert "change_weakness" in ids(before, known(R_weak_ankle_dorsiflexion=True, L_weak_leg=True))


NUMB, BESIDE = ("altered", "R", "calf"), ("altered", "R", "heel")


def felt(*keys: tuple[str, str, str]) -> Observations:
    return Observations(felt=dict.fromkeys(keys, 1.0))


def test_numbness_in_a_new_part_of_the_limb_has_spread(knowledge: Knowledge) -> None:
    zones = sorted(z for z in knowledge.zones if knowledge.zones[z].segment == "foot_sole")
    one, other = ("altered", "R", zones[0]), ("altered", "R", zones[1])
    assert "change_numbness_spreads" in ids(felt(NUMB), felt(NUMB, one))
    assert "change_numbness_spreads" not in ids(felt(NUMB, one), felt(NUMB, other)), "a redrawn border"
    assert "change_numbness_spreads" in ids(felt(NUMB, one), felt(NUMB, one, other), {("altered", "R")})
    assert "change_numbness_spreads" not in ids(felt(NUMB, one), felt(NUMB))
    assert "change_numbness_spreads" not in ids(felt(NUMB), felt(NUMB, ("pain", "R", zones[0])))


def test_a_saddle_that_tingles_now_is_an_emergency() -> None:
    assert "change_saddle_sphincter" in ids(felt(NUMB), felt(NUMB, ("altered", "M", "saddle")))


def test_a_group_is_new_only_where_nothing_of_it_was_marked(knowledge: Knowledge) -> None:
    leg = Somewhere("altered", (("R", "calf"), ("R", "shin")))
    assert not fresh(felt(NUMB), Observations(somewhere={leg: 1.0}), knowledge).somewhere
    assert fresh(felt(("altered", "L", "calf")), Observations(somewhere={leg: 1.0}), knowledge).somewhere


FINDINGS = ["saddle_numbness", "urinary_retention", "R:weak_ankle_dorsiflexion", "R:ankle_reflex_reduced", "back_pain"]
FINDINGS += ["R:slr", "both_legs", "radiates_below_knee", "L:weak_leg", "fever", "R:babinski", "course_worsening"]
answers = st.dictionaries(st.sampled_from(FINDINGS), st.booleans())
visits = st.lists(answers, min_size=2, max_size=4)


def urgencies(course: list[dict[str, bool]]) -> list[int]:
    """How urgent every visit is by rules alone (0 is an emergency), as a course reckons it."""
    found, past = [], None
    for visit in course:
        now = Observations(findings=dict(visit))
        everything = now if past is None else carried(past, now)
        standing = alerts(everything, load()) + (change_alerts(past, now, load()) if past else [])
        found.append(min((URGENCIES.index(a.urgency) for a in standing), default=URGENCIES.index("routine")))
        past = everything
    return found


@settings(max_examples=150, deadline=None)
@given(visits, st.data())
def test_an_answer_that_is_missing_never_lowers_an_urgency(course: list[dict[str, bool]], data: st.DataObject) -> None:
    """Leave out a first `no`, or a `yes` that was known before: every visit stays as urgent or becomes more so.

    Not so the `no` after a `yes`: without it the sign has never gone, so that it is not new when it is told again.
    """
    places = [(n, key) for n, visit in enumerate(course) for key, on in visit.items() if on == _stood(course[:n], key)]
    if not places:
        return
    number, key = data.draw(st.sampled_from(places))
    less = [dict(visit) for visit in course]
    del less[number][key]
    assert all(after <= before for before, after in zip(urgencies(course), urgencies(less), strict=True))


def _stood(earlier: list[dict[str, bool]], key: str) -> bool:
    last = [visit[key] for visit in earlier if key in visit]
    return bool(last) and last[-1]


@settings(max_examples=80, deadline=None)
@given(answers, answers)
def test_the_past_only_raises(before: dict[str, bool], after: dict[str, bool]) -> None:
    alone = urgencies([after])[0]
    assert urgencies([before, after])[1] <= alone


def test_nothing_is_new_without_a_change() -> None:
    for rule, finding in SINGLE:
        seen = Observations(findings={side(finding): True})
        assert not change_alerts(seen, seen, load()), rule
