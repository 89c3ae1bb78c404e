"""Every red-flag rule, case by case: the least that raises it, and that nothing less does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.assessment.assess import inferred
from legwise.assessment.dangers import danger_of, probability_alerts
from legwise.case.resolve import Observations, Somewhere, resolve
from legwise.errors import KnowledgeError
from legwise.knowledge.load import Knowledge, load
from legwise.knowledge.schema import RedFlag
from legwise.network.template import CAUSES, template
from legwise.triage import alerts, more_urgent, most_urgent
from legwise.triage.rules import URGENCIES, check_condition, holds
from legwise.validation.chances import at_least
from patients import case, example

DRAWING_ERROR = 0.02  # of the overlap of copies, by 600 drawn explanations

Fact = tuple[str, str]  # what it is (finding, context, felt), and its key with its side
RULES = load().content.red_flags


def ways(when: dict[str, Any], knowledge: Knowledge, side: str) -> Iterator[frozenset[Fact]]:
    """Sets of observations each of which is enough, by reading the tree alone (all on one side)."""
    ((kind, value),) = when.items()
    match kind:
        case "finding":
            yield frozenset({("finding", f"{side}:{value}" if knowledge.findings[value].sided else value)})
        case "context":
            yield frozenset({("context", f"{side}:{value}" if knowledge.factors[value].sided else value)})
        case "not_context":
            yield frozenset()
        case "same_side":
            yield from ways(value, knowledge, side)
        case "any":
            for node in value:
                yield from ways(node, knowledge, side)
        case "all":
            for parts in itertools.product(*(list(ways(node, knowledge, side)) for node in value)):
                yield frozenset().union(*parts)
        case "at_least":
            for chosen in itertools.combinations(value["of"], int(value["n"])):
                for parts in itertools.product(*(list(ways(node, knowledge, side)) for node in chosen)):
                    yield frozenset().union(*parts)
        case "felt":
            modality = value.get("modality", "pain").replace("any", "pain")
            for zone in sorted({knowledge.zone_of[region] for region in value["regions"]}):
                midline = knowledge.regions[knowledge.zones[zone].regions[0]].side == "midline"
                yield frozenset({("felt", f"{modality}/{'M' if midline else side}/{zone}")})
        case _:
            raise AssertionError(f"a kind of condition that this test does not know: {kind}")


def observed(facts: frozenset[Fact]) -> Observations:
    seen = Observations()
    for kind, key in facts:
        if kind == "finding":
            seen.findings[key] = True
        elif kind == "context":
            seen.factors[key] = True
        else:
            modality, side, zone = key.split("/")
            seen.felt[modality, side, zone] = 1.0
    return seen


@cache
def every_way(rule_id: str) -> tuple[frozenset[Fact], ...]:
    """All sufficient sets of a rule, the smallest first."""
    rule = next(r for r in RULES if r.id == rule_id)
    found = set(itertools.islice(ways(rule.when, load(), "R"), 50_000))
    assert len(found) < 50_000, "the rule is too branched for this test"
    return tuple(sorted(found, key=lambda way: (len(way), sorted(way))))


@cache
def minimal(rule_id: str) -> list[frozenset[Fact]]:
    """The smallest sets: those that hold no other sufficient set."""
    by_size = every_way(rule_id)
    kept: list[frozenset[Fact]] = []
    for way in by_size:
        if not any(smaller <= way for smaller in kept):
            kept.append(way)
        if len(kept) == 60:
            break
    return kept


def raised(facts: frozenset[Fact], rule: RedFlag, knowledge: Knowledge) -> bool:
    return holds(rule.when, observed(facts), knowledge) is not None


def sufficient(facts: frozenset[Fact], rule: RedFlag) -> bool:
    return any(way <= facts for way in every_way(rule.id))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_least_raises_the_rule_and_less_does_not(rule: RedFlag, knowledge: Knowledge) -> None:
    sets = minimal(rule.id)
    assert sets and all(sets), "a rule must need something"
    said = {alert.id: alert.urgency for alert in alerts(observed(sets[0]), knowledge)}
    assert said[rule.id] == rule.urgency
    for way in sets:
        assert raised(way, rule, knowledge), sorted(way)
    for way in sets[:12]:
        for fact in way:
            rest = way - {fact}
            assert raised(rest, rule, knowledge) == sufficient(rest, rule), (fact, sorted(rest))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_alert_says_why_and_what_to_do(rule: RedFlag, knowledge: Knowledge) -> None:
    way = minimal(rule.id)[0]
    (alert,) = [a for a in alerts(observed(way), knowledge) if a.id == rule.id]
    for words in (alert.name, alert.reason, alert.plain, alert.action, alert.plain_action):
        assert len(words.split()) >= 2, words
    assert alert.sources or alert.facts
    assert alert.grade in "ABCD"
    named = {key.replace("pain/", "").replace("altered/", "").replace("/", ":") for _, key in way}
    assert set(alert.because) == named
    causes = {node.id for node in template(knowledge).nodes if node.kind in CAUSES}
    assert alert.suspects and set(alert.suspects) <= causes


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_denied_or_opposite_answer_raises_nothing(rule: RedFlag, knowledge: Knowledge) -> None:
    """Every observation of the rule answered no."""
    everything = frozenset().union(*every_way(rule.id))
    seen = Observations(
        findings={key: False for kind, key in everything if kind == "finding"},
        factors={key: False for kind, key in everything if kind == "context"},
    )
    assert alerts(seen, knowledge) == []


def test_a_rule_of_one_side_does_not_add_up_both_sides(knowledge: Knowledge) -> None:
    tree = {"same_side": {"all": [{"finding": "slr"}, {"finding": "weak_ankle_dorsiflexion"}]}}
    split = Observations(findings={"L:slr": True, "R:weak_ankle_dorsiflexion": True})
    same = Observations(findings={"L:slr": True, "L:weak_ankle_dorsiflexion": True})
    assert holds(tree, split, knowledge) is None
    assert holds(tree, same, knowledge) == {"L:slr", "L:weak_ankle_dorsiflexion"}


def test_a_group_mark_counts_only_when_it_lies_wholly_inside(knowledge: Knowledge) -> None:
    calf = knowledge.zones["calf"].regions
    tree = {"felt": {"modality": "pain", "regions": list(calf)}}
    inside = Observations(somewhere={Somewhere("pain", (("R", "calf"),)): 1.0})
    beyond = Observations(somewhere={Somewhere("pain", (("R", "calf"), ("R", "shin"))): 1.0})
    assert holds(tree, inside, knowledge) == {"R:calf"}
    assert holds(tree, beyond, knowledge) is None


@pytest.mark.parametrize("when", [{"maybe": 1}, {"finding": "slr", "context": "diabetes"}, "slr"])
def test_an_unknown_condition_is_an_error_and_a_problem(when: Any, knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeError):
        holds(when, Observations(), knowledge)
    assert check_condition(when, knowledge)


def test_check_names_what_does_not_exist(knowledge: Knowledge) -> None:
    tree = {"all": [{"finding": "nope"}, {"any": [{"context": "neither"}, {"felt": {"regions": ["nowhere"]}}]}]}
    problems = check_condition(tree, knowledge)
    assert [word in " ".join(problems) for word in ("nope", "neither", "nowhere")] == [True] * 3


KEYS = sorted({key for rule in RULES for way in minimal(rule.id)[:4] for kind, key in way if kind == "finding"})
FACTORS = sorted({key for rule in RULES for way in minimal(rule.id)[:4] for kind, key in way if kind == "context"})
WAYS = [way for rule in RULES for way in minimal(rule.id)[:2]]


@given(st.sampled_from(WAYS), st.sets(st.sampled_from(KEYS), max_size=6), st.sets(st.sampled_from(FACTORS), max_size=3))
@settings(max_examples=200, deadline=None)
def test_negative_answers_never_lower_the_urgency(way: frozenset[Fact], no: set[str], not_so: set[str]) -> None:
    before, after = observed(way), observed(way)
    for key in no:
        after.findings.setdefault(key, False)
    for key in not_so:
        after.factors.setdefault(key, False)
    assert [a.id for a in alerts(before, load())] == [a.id for a in alerts(after, load())]


@given(st.sampled_from(WAYS), st.sets(st.sampled_from(KEYS), max_size=6))
@settings(max_examples=200, deadline=None)
def test_further_positive_findings_never_lower_the_urgency(way: frozenset[Fact], yes: set[str]) -> None:
    before = alerts(observed(way), load())
    after = alerts(observed(way | {("finding", key) for key in yes}), load())
    assert {a.id for a in before} <= {a.id for a in after}
    assert URGENCIES.index(most_urgent(after)) <= URGENCIES.index(most_urgent(before))


def test_alerts_come_most_urgent_first(knowledge: Knowledge) -> None:
    found = alerts(observed(frozenset().union(*WAYS)), knowledge)
    order = [URGENCIES.index(alert.urgency) for alert in found]
    assert len(set(order)) == 4
    assert order == sorted(order)


def test_urgencies_compare() -> None:
    assert more_urgent("routine", "same_day") == "same_day"
    assert more_urgent("emergency", "two_weeks") == "emergency"
    assert most_urgent([]) == "routine"


def test_a_danger_above_its_threshold_raises_an_alert_of_its_own(knowledge: Knowledge) -> None:
    """Dangerous causes, copies included, that pass their thresholds speak, and no others, in each of four pictures.

    The oracle is the exact chance of any copy; within the error of drawn explanations either is right.
    """
    raised_in_all = 0
    for patient in (
        case("R:groin", context={"age": 25, "sex": "female"}, worse_exercise=True, worse_walking=True),
        case("R:calf", R_calf_swelling=True, R_calf_swollen=True),
        case("B:calf", "B:foot", both_legs=True, worse_walking=True),
        example("patient_59m_calf_enlarging"),
    ):
        parts = inferred(patient, knowledge)
        found = probability_alerts(parts.suspected, knowledge, [])
        assert all(alert.by_probability for alert in found)
        spoken = {alert.id.removeprefix("probability_") for alert in found}
        copies: dict[str, list[int]] = {}
        for node in parts.posterior.known():
            if danger_of(parts.case.nodes[node], knowledge) is not None:
                copies.setdefault(parts.case.nodes[node].base, []).append(node)
        assert spoken <= set(copies)
        for base, nodes in copies.items():
            danger = danger_of(parts.case.nodes[nodes[0]], knowledge)
            assert danger is not None
            limit = danger.threshold.value
            if sum(parts.posterior.on[nodes]) < 0.5 * limit:
                assert base not in spoken
                continue
            exact = at_least(1, parts.case.network, nodes, parts.case.evidence).value
            if exact >= limit + DRAWING_ERROR:
                assert base in spoken, (base, exact, limit)
            if exact < limit - DRAWING_ERROR:
                assert base not in spoken, (base, exact, limit)
        raised_in_all += len(spoken)
    assert raised_in_all > 0


@pytest.mark.parametrize("place", ["R:groin", "L:thigh_back", "R:thigh_front", "L:knee"])
def test_a_limping_child_keeps_the_slipped_epiphysis_in_view(place: str, knowledge: Knowledge) -> None:
    """Pain in groin, thigh or only the knee with a limp is seen today under 18, and not by this rule after."""
    for age, expected in ((13, True), (40, False)):
        seen = resolve(case(place, context={"age": age}, antalgic_gait=True), knowledge)
        raised = {alert.id: alert for alert in alerts(seen, knowledge)}
        assert ("rf_child_hip" in raised) is expected
        if expected:
            assert raised["rf_child_hip"].urgency == "same_day"
            assert "slipped_epiphysis_or_perthes" in raised["rf_child_hip"].suspects


def test_a_probability_never_removes_what_a_rule_says(knowledge: Knowledge) -> None:
    patient = case(saddle_numbness=True, urinary_retention=True)
    parts = inferred(patient, knowledge)
    rules = alerts(parts.seen, knowledge)
    assert rules
    assert parts.alerts[: len(rules)] == rules
    assert [a for a in parts.alerts[len(rules) :] if not a.by_probability] == []


def test_the_most_urgent_stands_first_whether_by_rule_or_by_probability(knowledge: Knowledge) -> None:
    """An emergency by probability comes before a rule that can wait; of one urgency the rules come first."""
    found = inferred(example("cauda_equina_limbus_fracture_15m"), knowledge).alerts
    order = [(URGENCIES.index(alert.urgency), alert.by_probability) for alert in found]
    assert order == sorted(order)
    emergencies = [place for place, alert in enumerate(found) if alert.by_probability and alert.urgency == "emergency"]
    assert emergencies and any(alert.urgency == "two_weeks" for alert in found[max(emergencies) :])
