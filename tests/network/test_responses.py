"""What treatment did, as evidence: weak, bounded, exact, and silent where nothing was treated."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from legwise.assessment import assess
from legwise.case.model import Case
from legwise.case.resolve import resolve
from legwise.errors import CaseError
from legwise.inference.network import NoisyOr, ancestors, noisy_or
from legwise.inference.posterior import infer
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import build
from oracles import brute_force, pyagrum_marginals
from patients import calf_pain, case, changed, example, grounded, meralgia, of_base, presence, root_s1

S1 = "R:root_s1"


def told(patient: Case, *changes: str, treated: str = S1) -> Case:
    return changed(patient, responses=[{"treated": treated, "change": one} for one in changes])


def odds(p: float) -> float:
    return p / (1.0 - p)


def test_better_raises_the_treated_source_and_no_better_lowers_it() -> None:
    before = of_base(presence(root_s1()), S1)
    assert of_base(presence(told(root_s1(), "better")), S1) > before
    assert of_base(presence(told(root_s1(), "same")), S1) < before
    assert presence(told(root_s1(), "same")) == presence(told(root_s1(), "worse"))


@pytest.mark.parametrize("count", [1, 2, 5, 20])
def test_however_often_it_is_told_it_stays_weak(count: int, knowledge: Knowledge) -> None:
    """The odds never move by more than what the easing itself would tell, were it known for certain."""
    anyway, because = knowledge.number("response_anyway"), knowledge.number("response_treated")
    eased = 1.0 - (1.0 - anyway) * (1.0 - because)
    seldom = grounded(calf_pain())
    node = seldom.template.index["R:trp_soleus"]
    before = odds(infer(seldom.network, seldom.evidence, draws=0).on[node])
    for change, bound in (("better", eased / anyway), ("same", (1.0 - eased) / (1.0 - anyway))):
        network = grounded(told(calf_pain(), *[change] * count, treated="R:trp_soleus"))
        after = odds(infer(network.network, network.evidence, draws=0).on[node])
        ratio = after / before
        assert 1.0 < ratio <= bound * 1.05 if change == "better" else bound * 0.95 <= ratio < 1.0
        assert 0.6 < ratio < 2.1


@pytest.mark.parametrize(
    "patient",
    [calf_pain(), root_s1(), meralgia(), example("rls_mirtazapine_45m")],
    ids=["calf_pain", "root_s1", "meralgia", "restless"],
)
def test_a_case_without_responses_has_the_very_network_of_before(patient: Case, knowledge: Knowledge) -> None:
    seen = resolve(patient, knowledge)
    network = build(seen, knowledge)
    assert seen.responses == [] and network.responses == {}
    assert not {node.kind for node in network.nodes} & {"response"}
    assert all(not node.key.startswith("eases.") for node in network.nodes)


def sub_network(network: NoisyOr, evidence: dict[int, bool]) -> tuple[NoisyOr, dict[int, int]]:
    """Only what lies above the evidence, for an oracle that sums everything."""
    above = np.flatnonzero(ancestors(network, list(evidence)) | np.isin(np.arange(network.size), list(evidence)))
    place = {int(node): number for number, node in enumerate(above.tolist())}
    edges = [
        (place[edge.parent], place[node], edge.p)
        for node in above.tolist()
        for edge in network.into[node]
        if edge.parent in place
    ]
    return noisy_or([float(network.leak[node]) for node in above.tolist()], edges), place


@pytest.mark.parametrize("changes", [("better",), ("same",), ("better", "same"), ("better", "better", "worse")])
def test_the_grounded_answer_is_that_of_an_independent_engine(changes: tuple[str, ...]) -> None:
    """The real knowledge base with two findings and responses, against pyAgrum."""
    patient = told(case(R_tinel_tarsal_tunnel=True, R_mulder_click=False), *changes, treated="R:ent_tarsal_tunnel")
    network = grounded(patient)
    small, place = sub_network(network.network, network.evidence)
    expected, _ = pyagrum_marginals(small, {place[n]: on for n, on in network.evidence.items()})
    answer = infer(network.network, network.evidence, draws=0)
    assert answer.method == "exact"
    compared = [n for n in answer.known() if n in place]
    assert len(compared) > 5
    for node in compared:
        assert answer.on[node] == pytest.approx(expected[place[node]], abs=1e-9), network.nodes[node].key


@pytest.mark.parametrize("readings", list(itertools.product((True, False), repeat=2)))
def test_the_piece_of_network_that_is_added_means_what_it_says(
    readings: tuple[bool, bool], knowledge: Knowledge
) -> None:
    """One cause, its easing, two readings: the full joint table against the formula of the two numbers."""
    anyway, because, tell, passing = (
        knowledge.number(f"response_{name}") for name in ("anyway", "treated", "told", "passing")
    )
    small = noisy_or([0.3, anyway, passing, passing], [(0, 1, because), (1, 2, tell), (1, 3, tell)])
    on, _, _ = brute_force(small, {2: readings[0], 3: readings[1]})

    def chance(eases: bool) -> float:
        better = 1.0 - (1.0 - passing) * (1.0 - tell * eases)
        return math.prod(better if reading else 1.0 - better for reading in readings)

    def given(p: float) -> float:
        return p * chance(True) + (1.0 - p) * chance(False)

    there = 0.3 * given(1.0 - (1.0 - anyway) * (1.0 - because))
    assert on[0] == pytest.approx(there / (there + 0.7 * given(anyway)), abs=1e-12)


def test_the_order_of_responses_does_not_matter() -> None:
    one, other = presence(told(root_s1(), "better", "same")), presence(told(root_s1(), "same", "better"))
    assert of_base(one, S1) == pytest.approx(of_base(other, S1), abs=1e-12)


def test_a_response_is_no_complaint_and_no_side(knowledge: Knowledge) -> None:
    """Treating the other leg must not make it part of the complaint."""
    plain = assess(calf_pain(), knowledge)
    other = assess(told(calf_pain(), "better", treated="L:trp_soleus"), knowledge)
    assert "L:trp_soleus" not in {source.key for source in other.sources}
    share = {source.key: source.responsibility.value for source in other.sources}
    for source in plain.sources[:3]:
        assert share[source.key] == pytest.approx(source.responsibility.value, abs=0.02)


def test_the_assessment_names_it_among_its_reasons(knowledge: Knowledge) -> None:
    patient = changed(root_s1(), responses=[{"treated": S1, "change": "better", "intervention": "walking"}])
    found = next(s for s in assess(patient, knowledge).sources if s.key == S1)
    reason = next(r for r in found.reasoning.reasons if "after treating" in r.says)
    assert reason.says == "better after treating S1 root irritation, right (walking)"
    assert 0.0 < reason.weight < 0.3 and reason.citation.grade == "D"
    worse = assess(told(root_s1(), "worse"), knowledge)
    against = next(s for s in worse.sources if s.key == S1).reasoning.reasons
    assert next(r for r in against if r.says.startswith("no better")).weight < 0.0


def test_both_sides_treated_as_one() -> None:
    network = grounded(told(root_s1(), "better", treated="B:root_s1"))
    (response,) = network.responses.values()
    assert response.treated == ("L:root_s1", "R:root_s1")


@pytest.mark.parametrize(
    ("treated", "words"),
    [
        ("R:root_l9", "responses[0].treated: 'R:root_l9': no such source (did you mean root_l"),
        ("root_l5", "responses[0].treated: this source needs a side: L:root_l5"),
        ("X:root_l5", "the side must be L, R or B"),
        ("R:nonspecific_low_back_pain", "this source has no side"),
    ],
)
def test_what_is_no_source_is_refused(treated: str, words: str, knowledge: Knowledge) -> None:
    with pytest.raises(CaseError) as error:
        resolve(told(root_s1(), "better", treated=treated), knowledge)
    assert words in str(error.value)


def test_the_numbers_behind_it_are_opinion_and_say_so(knowledge: Knowledge) -> None:
    for name in ("anyway", "treated", "told", "passing"):
        quantity: Any = knowledge.content.model[f"response_{name}"]
        assert quantity.grade == "D" and quantity.is_estimate


def test_building_twice_gives_the_same_network() -> None:
    one, other = (grounded(told(root_s1(), "better", "same")) for _ in range(2))
    assert replace(one, network=other.network) == replace(other, network=other.network)
    assert one.network.into == other.network.into
