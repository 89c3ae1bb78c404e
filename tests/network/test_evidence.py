"""Laws of a case on the network: sides, the unknown, context, groups, neighbouring zones, behaviour."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from legwise.assessment.assess import inferred
from legwise.assessment.families import family_shares
from legwise.case.model import Case
from legwise.case.resolve import resolve
from legwise.knowledge.load import Knowledge
from legwise.network.prior import prior_of as grounded_prior
from legwise.network.rewire import BEHAVIOUR, is_behaviour
from legwise.network.template import Node, template
from patients import (
    calf_pain,
    case,
    changed,
    exact,
    example,
    grounded,
    meralgia,
    mirrored,
    of_base,
    presence,
    root_s1,
    with_findings,
)


def swapped(key: str) -> str:
    """'L:root_l5<R:disc' -> 'R:root_l5<L:disc', also inside chart labels."""
    return key.replace("L:", "#:").replace("R:", "L:").replace("#:", "R:")


@pytest.mark.parametrize(
    "patient",
    [calf_pain(), root_s1(), meralgia(), example("man_32m_threeweeks_footdrop"), example("rls_mirtazapine_45m")],
    ids=["calf_pain", "root_s1", "meralgia", "footdrop", "restless"],
)
def test_a_mirrored_case_gives_the_mirrored_answer(patient: Case) -> None:
    here, there = presence(patient), presence(mirrored(patient))
    causes = {key for key in here if not key.startswith("felt.")}
    assert any(key.startswith("L:") for key in causes)
    for key in causes:
        assert there[swapped(key)] == pytest.approx(here[key], abs=1e-9), key


def test_unknown_is_not_no() -> None:
    silent = presence(root_s1())
    unknown = presence(with_findings(root_s1(), {"R:slump": "unknown", "R:crossed_slr": None}))
    denied = presence(with_findings(root_s1(), {"R:slump": False}))
    assert unknown == silent
    assert of_base(denied, "R:root_s1") < of_base(silent, "R:root_s1") - 0.001


def test_only_a_completed_chart_denies_what_is_not_shaded() -> None:
    open_chart = case("R:calf")
    completed = changed(open_chart, chart={**open_chart.chart.model_dump(mode="json"), "completed": True})
    assert all(item.present for item in grounded(open_chart).chart.values())
    denied = {(item.modality, *pair) for item in grounded(completed).chart.values() for pair in item.zones}
    shaded = {(item.modality, *pair) for item in grounded(open_chart).chart.values() for pair in item.zones}
    denied -= {(i.modality, *pair) for i in grounded(completed).chart.values() if i.present for pair in i.zones}
    assert shaded == {("pain", "R", "calf")}
    assert len(denied) > 50
    assert not denied & shaded


def prior_of(patient: Case, key: str) -> float:
    network = grounded(patient)
    return float(network.network.leak[network.template.index[key]])


def test_what_comes_with_age_alone_is_weighed_by_age(knowledge: Knowledge) -> None:
    vibration = knowledge.findings["vibration_reduced"]
    by_age = vibration.false_positive_by_age
    unknown = with_findings(case("R:calf"), {"vibration_reduced": True})
    young, old = changed(unknown, context={"age": 30}), changed(unknown, context={"age": 80})
    assert prior_of(unknown, "vibration_reduced") == vibration.false_positive.value
    assert prior_of(young, "vibration_reduced") == by_age["age_18_39"].value
    assert prior_of(old, "vibration_reduced") == by_age["age_75_plus"].value
    network = grounded(old)
    assert network.numbers[network.leak_tag[network.template.index["vibration_reduced"]]] == by_age["age_75_plus"]


def test_a_sign_that_age_explains_speaks_less_for_a_disease_in_the_old(knowledge: Knowledge) -> None:
    """The same context but for the bands' own false positives: the likelihood ratio of the sign falls."""

    def ratio(age: int) -> float:
        asked = with_findings(case("R:calf"), {"vibration_reduced": True})
        before, after = (presence(changed(one, context={"age": age})) for one in (case("R:calf"), asked))
        p, q = of_base(before, "polyneuropathy"), of_base(after, "polyneuropathy")
        return q / (1 - q) / (p / (1 - p))

    assert ratio(30) > 2 * ratio(70) > 2


def test_context_moves_each_prior_in_the_direction_of_its_odds_ratio(knowledge: Knowledge) -> None:
    checked = 0
    causes = [node for node in template(knowledge).nodes if node.context]
    for factor in knowledge.factors.values():
        if factor.from_number or factor.sided or factor.id.startswith("sex_"):
            continue
        asked = (None, True, False)
        seen = [resolve(case("R:calf", context={factor.id: answer}), knowledge) for answer in asked]
        for node in causes:
            for effect in (e for e in node.context if e.factor == factor.id):
                unknown, yes, no = (grounded_prior(node, one.setting, one.factors, knowledge) for one in seen)
                checked += 1
                if effect.odds_ratio.value > 1.0:
                    assert no <= unknown <= yes and no < yes, (node.key, factor.id)
                elif effect.odds_ratio.value < 1.0:
                    assert no >= unknown >= yes and no > yes, (node.key, factor.id)
    assert checked > 100


def test_an_unknown_context_leaves_every_prior_at_its_calibrated_value(knowledge: Knowledge) -> None:
    slope, shift = knowledge.number("prior_slope"), knowledge.number("prior_shift")

    def calibrated(node: Node) -> float:
        p = node.leak.value
        if node.kind not in ("condition", "root", "entrapment", "muscle") or not 0.0 < p < 1.0:
            return p
        odds = (p / (1.0 - p)) ** slope * math.exp(shift)
        return odds / (1.0 + odds)

    network = grounded(case("R:calf"))
    stated = [node for node in network.template.nodes if not node.is_copy]
    assert [network.network.leak[network.template.index[n.key]] for n in stated] == pytest.approx(
        [calibrated(n) for n in stated], abs=1e-12
    )


def test_age_speaks_for_stenosis_only_in_the_old() -> None:
    young, unknown, old = (
        prior_of(case("R:calf", context=context), "lumbar_spinal_stenosis")
        for context in ({"age": 25}, {}, {"age": 78})
    )
    assert young < unknown < old


@pytest.mark.parametrize(("cause", "zone"), [("R:trp_soleus", "R:calf"), ("R:root_s1", "R:calf")])
def test_a_group_mark_is_weaker_than_an_explicit_one(cause: str, zone: str) -> None:
    group, explicit = presence(case("R:leg")), presence(case(zone))
    prior = prior_of(case(zone), cause)
    assert explicit[cause] > group[cause] > prior


def leading_family(patient: Case, knowledge: Knowledge) -> str:
    parts = inferred(changed(patient, gold=None), knowledge)
    shares = family_shares(parts.case, parts.credit, knowledge)
    return next(f.family for f in shares if f.family != "unexplained")


@pytest.mark.parametrize(
    "name", ["gardener_32m_mower", "man_43m_heel_five_years", "mother_37f_epidural", "man_back_and_gluteal"]
)
def test_a_slightly_redrawn_chart_keeps_the_leading_family(name: str, knowledge: Knowledge) -> None:
    patient = example(name)
    leading = leading_family(patient, knowledge)
    redrawn = 0
    for number in range(len(patient.chart.marks)):
        raw = patient.model_dump(mode="json", exclude_none=True)
        here = raw["chart"]["marks"][number]["regions"]
        segments = {z.segment for r in here for z in knowledge.zones.values() if r[2:] in (z.id, *z.regions)}
        marked = {r for m in patient.chart.marks for r in m.regions}
        beside = [
            f"{here[0][:2]}{zone.id}"
            for zone in knowledge.zones.values()
            if zone.segment in segments and here[0][1:2] == ":" and f"{here[0][:2]}{zone.id}" not in marked
        ]
        drawings = [[*here, extra] for extra in beside[:2]]
        if len(here) > 1:
            drawings.append(here[:-1])
        for regions in drawings:
            raw["chart"]["marks"][number]["regions"] = regions
            redrawn += 1
            assert leading_family(changed(patient, chart=raw["chart"]), knowledge) == leading, regions
    assert redrawn > 0


def unexplained_in(zone: str, side: str, knowledge: Knowledge) -> set[str]:
    nodes = template(knowledge).nodes
    felt = template(knowledge).felt[("pain", side, zone)]
    return {nodes[link.cause].id for link in felt if nodes[link.cause].id.startswith("unexplained_")}


def test_every_zone_has_an_unexplained_source_among_its_parents(knowledge: Knowledge) -> None:
    for zone in knowledge.zones.values():
        midline = knowledge.regions[zone.regions[0]].side == "midline"
        if zone.segment in ("elsewhere", "saddle"):
            continue
        for side in ("M",) if midline else ("L", "R"):
            assert unexplained_in(zone.id, side, knowledge), (side, zone.id)


def test_pain_in_the_saddle_may_have_an_unexplained_source(knowledge: Knowledge) -> None:
    assert unexplained_in("saddle", "M", knowledge)


def test_behaviour_counts_only_for_causes_of_the_complaint(knowledge: Knowledge) -> None:
    """Worse on sitting: a silent cause in the other leg is not among the parents of the answer."""
    network = grounded(case("R:calf", worse_sitting=True))
    node = network.template.index["worse_sitting"]
    assert is_behaviour("worse_sitting", knowledge)
    parents = {network.nodes[e.parent].key: network.nodes[e.parent] for e in network.network.into[node]}
    whole = {network.nodes[e.parent].key for e in network.template.network.into[node]}
    assert set(parents) < whole
    calf_pain_node = next(iter(network.chart))
    producers = {network.nodes[e.parent].top for e in network.network.into[calf_pain_node]}
    assert {p.top for p in parents.values() if p.kind not in ("sign", "spread")} <= producers


def test_behaviour_without_any_complaint_counts_for_everyone(knowledge: Knowledge) -> None:
    network = grounded(case(worse_sitting=True))
    node = network.template.index["worse_sitting"]
    assert {e.parent for e in network.network.into[node]} >= {
        e.parent for e in network.template.network.into[node] if network.nodes[e.parent].kind != "sign"
    }


def test_symptoms_that_are_the_complaint_are_not_behaviour(knowledge: Knowledge) -> None:
    assert not is_behaviour("urge_to_move", knowledge)
    assert not is_behaviour("slr", knowledge)
    assert {knowledge.findings[f].group for f in knowledge.findings if is_behaviour(f, knowledge)} <= BEHAVIOUR


def test_a_weak_leg_beside_a_weak_movement_is_one_witness() -> None:
    weak = grounded(case(R_weak_ankle_dorsiflexion=True, R_weak_leg=True))
    alone = grounded(case(R_weak_ankle_dorsiflexion=True))
    assert exact(weak).log_evidence == pytest.approx(exact(alone).log_evidence, abs=1e-12)


def test_building_twice_gives_the_same_network() -> None:
    one, other = grounded(root_s1()), grounded(root_s1())
    assert replace(one, network=other.network) == replace(other, network=other.network)
    assert (one.network.leak == other.network.leak).all()
    assert one.network.into == other.network.into
