"""What every assessment keeps: weights that add up, shares that sum to one, intervals, round trips, blindness."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legwise.assessment import Assessment, assess, inferred
from legwise.assessment.markdown import to_markdown
from legwise.assessment.responsibility import credit
from legwise.assessment.sources import word_for
from legwise.assessment.uncertainty import interval
from legwise.assessment.words import URGENCY_WORDS
from legwise.case.model import Case
from legwise.errors import CaseError
from legwise.inference import infer, noisy_or
from legwise.inference.posterior import Posterior
from legwise.inference.sample import Draws
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.network.evidence import CaseNetwork
from legwise.network.template import Node, Template
from legwise.triage.rules import URGENCIES
from patients import (
    assessed,
    case,
    changed,
    exact,
    example,
    grounded,
    meralgia,
    of_base,
    presence,
    root_s1,
    with_findings,
)

NAMES = (
    "gardener_32m_mower",
    "man_57m_rapid_footdrop",
    "leg_ischaemia_iliac_aneurysm_85f",
    "rls_mirtazapine_45m",
    "man_80m_fused_right_leg",
    "linebacker_17m",
)


def bans(p: float) -> float:
    return math.log10(p / (1.0 - p))


@pytest.mark.parametrize("name", NAMES)
def test_weights_add_up_to_the_presence(name: str) -> None:
    sources = assessed(name).sources
    assert sources
    for source in sources:
        parts = source.reasoning
        total = parts.prior + parts.context + sum(reason.weight for reason in parts.reasons) + parts.others
        assert total == pytest.approx(parts.posterior, abs=1e-9), source.key
        assert 10**parts.posterior / (1 + 10**parts.posterior) == pytest.approx(source.presence.value, abs=1e-9)


def test_the_weight_of_a_reason_is_its_likelihood_ratio(knowledge: Knowledge) -> None:
    """Against exact inference with the source held present and absent, and no other evidence."""
    network = grounded(meralgia())
    (source,) = [s for s in assessed("gardener_32m_mower").sources if s.key == "L:ent_lfcn"]
    node = network.template.index[source.key]
    keys = {network.nodes[n].key: n for n in network.evidence}
    checked = 0
    for reason in source.reasoning.reasons:
        finding = keys[reason.observation]
        value = network.evidence[finding]
        here, without = (
            infer(network.network, {node: present, finding: value}, draws=0).log_evidence
            - infer(network.network, {node: present}, draws=0).log_evidence
            for present in (True, False)
        )
        assert reason.weight == pytest.approx((here - without) / math.log(10), abs=0.05), reason.says
        checked += 1
    assert checked >= 3


@pytest.mark.parametrize("name", NAMES)
def test_origins_and_the_unexplained_share_sum_to_one(name: str, knowledge: Knowledge) -> None:
    parts = inferred(example(name), knowledge)
    origins = {n: float(parts.posterior.weights @ o) for n, o in parts.credit.origin.items()}
    spread = sum(share for n, share in origins.items() if parts.case.nodes[n].kind == "spread")
    assert sum(origins.values()) - spread + assessed(name).unexplained == pytest.approx(1.0, abs=1e-6)
    per_draw = np.sum(list(parts.credit.origin.values()), axis=0)
    assert per_draw.max() <= 1.0 + 1e-9
    assert per_draw.min() >= -1e-9


@pytest.mark.parametrize("name", NAMES)
def test_shares_and_probabilities_are_in_range_and_ranked(name: str) -> None:
    result = assessed(name)
    shares = [s.responsibility.value for s in result.sources]
    assert shares == sorted(shares, reverse=True)
    assert [f.share for f in result.families] == sorted((f.share for f in result.families), reverse=True)
    for source in result.sources:
        for found in (source.responsibility, source.presence):
            assert 0.0 <= found.low <= found.value <= found.high <= 1.0, source.key
        assert source.word == word_for(source.presence.value)
        assert 0.0 <= source.rests_on_estimates <= 1.0
        assert source.explains
    assert 0.0 <= result.unexplained <= 1.0
    assert sum(e.probability for e in result.explanations) <= 1.0 + 1e-9
    assert sum(result.mechanism.values()) == pytest.approx(1.0)
    ratios = [step.bits_per_cost for step in result.next_steps]
    assert ratios == sorted(ratios, reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_json_gives_the_same_assessment_back(name: str) -> None:
    result = assessed(name)
    assert Assessment.model_validate_json(result.model_dump_json()) == result


def test_the_same_case_gives_the_same_bytes(knowledge: Knowledge) -> None:
    name = "man_57m_rapid_footdrop"
    assert assess(example(name), knowledge).model_dump_json() == assess(example(name), knowledge).model_dump_json()


def test_findings_in_another_order_give_the_same_bytes(knowledge: Knowledge) -> None:
    patient = example("man_57m_rapid_footdrop")
    backwards = changed(patient, findings=dict(reversed(patient.findings.items())))
    assert assess(backwards, knowledge).model_dump_json() == assess(patient, knowledge).model_dump_json()


@pytest.mark.parametrize("gold", [None, {"primary": "R:hip_osteoarthritis", "urgency": "emergency"}])
def test_the_true_diagnosis_is_never_read(gold: object, knowledge: Knowledge) -> None:
    patient = example("man_57m_rapid_footdrop")
    assert patient.gold
    assert assess(changed(patient, gold=gold), knowledge) == assess(patient, knowledge)


@pytest.mark.parametrize("name", NAMES)
def test_markdown_says_the_urgency_first(name: str) -> None:
    result = assessed(name)
    first, second = [line for line in to_markdown(result).splitlines() if line][:2]
    assert first.startswith("# Assessment")
    assert URGENCY_WORDS[result.urgency] in second
    text = to_markdown(result)
    for flag in result.flags:
        assert 0 < text.index(flag.action) < text.index("## Where it may come from")
    for source in result.sources:
        assert source.name in text
    assert "not a diagnosis" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_urgency_is_the_most_urgent_flag(name: str) -> None:
    result = assessed(name)
    worst = min((URGENCIES.index(flag.urgency) for flag in result.flags), default=URGENCIES.index("routine"))
    assert URGENCIES[worst] == result.urgency


def test_an_empty_case_is_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(CaseError, match="nothing to assess"):
        assess(case(), knowledge)


def test_fewer_steps_can_be_asked_for(knowledge: Knowledge) -> None:
    assert assess(root_s1(), knowledge, steps=0).next_steps == ()
    assert len(assess(root_s1(), knowledge, steps=3).next_steps) == 3


def test_next_steps_are_unanswered(knowledge: Knowledge) -> None:
    patient = root_s1()
    asked = {step.finding for step in assess(patient, knowledge, steps=40).next_steps}
    assert len(asked) == 40
    assert not asked & set(patient.findings)


# --- a muscle's pain may be the source, or the echo of a root (modelling, item 7)

GLUTEAL = "R:trigger_point.gluteus_minimus_posterior"


def test_a_painful_gluteal_point_raises_the_roots() -> None:
    bare = case("R:buttock", "R:calf")
    before, after = presence(bare), presence(with_findings(bare, {GLUTEAL: True}))
    for root in ("R:root_l5", "R:root_s1"):
        assert of_base(after, root) > of_base(before, root) * 1.1


def test_a_root_explains_the_muscle_away() -> None:
    """The muscle's own trigger points lose when signs of the root appear that the muscle cannot produce."""
    tender = with_findings(case("R:buttock", "R:calf"), {GLUTEAL: True})
    with_root = with_findings(tender, {"R:slr": True, "R:crossed_slr": True, "R:ankle_reflex_reduced": True})
    own = "R:trp_gluteus_minimus_posterior"
    before, after = presence(tender), presence(with_root)
    assert of_base(after, "R:root_s1") > of_base(before, "R:root_s1")
    assert after[own] < before[own] * 0.95


# --- responsibility and intervals by hand

NUMBER = Quantity.model_validate({"value": 0.5, "grade": "D", "basis": "a number for a test"})


def node(key: str, kind: str, index: int) -> Node:
    return Node(key, key, key, None, kind, NUMBER, index)


def test_credit_is_split_among_the_links_that_fired_and_handed_upstream() -> None:
    """disc -> root -> pain; muscle -> pain; pain and weakness count 3 : 1. Four explanations, by hand."""
    disc, root, muscle, pain, weak = range(5)
    network = noisy_or([0.5, 0.1, 0.5, 0.1, 0.1], [(0, 1, 0.5), (1, 3, 0.5), (2, 3, 0.5), (1, 4, 0.5)])
    kinds = ("condition", "root", "muscle", "finding", "finding")
    nodes = [node(name, kind, i) for i, (name, kind) in enumerate(zip(("d", "r", "m", "p", "w"), kinds, strict=True))]
    yes = {
        "none": [0, 0, 0, 0],
        "disc": [1, 0, 0, 0],
        "disc_root": [1, 0, 0, 0],
        "root_pain": [1, 1, 0, 0],
        "muscle_pain": [0, 1, 1, 0],
        "root_weak": [1, 1, 0, 0],
        "root_leak": [0, 1, 0, 0],
        "pain_leak": [0, 0, 1, 1],
        "weak_leak": [0, 0, 1, 1],
    }
    column = {name: np.asarray(values, dtype=bool) for name, values in yes.items()}
    nothing = np.zeros((5, 4), dtype=bool)
    draws = Draws(
        on=nothing,
        fired=np.stack([column[name] for name in ("none", "disc_root", "root_pain", "muscle_pain", "root_weak")]),
        leaked=np.stack([column[name] for name in ("disc", "root_leak", "muscle_pain", "pain_leak", "weak_leak")]),
        row=np.asarray([1, 2, 3, 4]),
    )
    unused = np.zeros(5)
    posterior = Posterior(unused, unused, unused == 0, 0.0, "exact", 0.0, 4.0, 0, 0.0, draws, np.full(4, 0.25))
    case = CaseNetwork(Template(), network, nodes, {pain: True, weak: True}, {}, [], (0,) * 5)
    found = credit(case, posterior, {pain: 3, weak: 1})
    assert found.by_node[root].tolist() == pytest.approx([1.0, 0.375 + 0.25, 0.0, 0.0])
    assert found.by_node[muscle].tolist() == pytest.approx([0.0, 0.375, 0.375, 0.0])
    assert found.by_node[disc].tolist() == pytest.approx([1.0, 0.0, 0.0, 0.0])
    assert found.origin[root].tolist() == pytest.approx([0.0, 0.625, 0.0, 0.0])
    assert found.origin[disc].tolist() == pytest.approx([1.0, 0.0, 0.0, 0.0])
    assert found.upstream == {root: {disc: pytest.approx(0.25)}}
    assert found.flow[root][pain] == pytest.approx((0.75 + 0.375) / 4)
    assert found.flow[root][weak] == pytest.approx((0.25 + 0.25) / 4)
    without = credit(case, posterior, {pain: 3, weak: 1}, silent=[muscle])
    assert without.silent == (muscle,)
    assert muscle not in without.mean
    assert without.by_node[root].tolist() == pytest.approx([1.0, 1.0, 0.0, 0.0])
    assert without.origin[disc].tolist() == pytest.approx([1.0, 0.0, 0.0, 0.0])


def test_an_interval_is_symmetric_in_log_odds_and_closes_without_deviation() -> None:
    low, high = interval(0.3, 0.05)
    assert bans(high) - bans(0.3) == pytest.approx(bans(0.3) - bans(low))
    assert interval(0.3, 0.0) == (pytest.approx(0.3), pytest.approx(0.3))
    # 1.645 standard deviations of 0.05 around one half: to first order 0.5 +- 0.08
    low, high = interval(0.5, 0.05)
    assert (low, high) == (pytest.approx(0.418, abs=1e-3), pytest.approx(0.582, abs=1e-3))


def test_a_sharper_grade_gives_a_narrower_interval(knowledge: Knowledge) -> None:
    """The spreads of the grades are ordered, so that better evidence is stated more firmly."""
    by_grade = [knowledge.number(f"spread_grade_{grade}") for grade in "abcd"]
    assert by_grade == sorted(by_grade)
    assert by_grade[0] > 0.0


@pytest.mark.parametrize(
    ("p", "word"), [(0.9, "very likely"), (0.85, "very likely"), (0.6, "likely"), (0.2, "possible"), (0.19, "unlikely")]
)
def test_words_for_probabilities(p: float, word: str) -> None:
    assert word_for(p) == word


def test_presence_of_a_source_is_the_chance_of_any_of_its_copies() -> None:
    """Between the most likely copy and the sum of all."""
    network = grounded(example("man_80m_fused_right_leg"))
    found = exact(network).known()
    for source in assessed("man_80m_fused_right_leg").sources:
        copies = [p for n, p in found.items() if network.nodes[n].base == source.key]
        assert max(copies) - 1e-9 <= source.presence.value <= min(sum(copies), 1.0) + 1e-9


def test_disease_without_symptoms_is_named_but_has_no_share(knowledge: Knowledge) -> None:
    """Weak pulses and a low ankle pressure beside a neurogenic claudication."""
    history = ("worse_walking", "worse_standing", "relief_sitting", "relief_bending_forward", "both_legs")
    signs = {"R:foot_pulses_weak": True, "L:foot_pulses_weak": True, "R:ankle_brachial_index": True}
    told = Case.model_validate(
        {
            "context": {"age": 74, "smoking": True},
            "findings": {**dict.fromkeys(history, True), "relief_standing_still": False, **signs},
        }
    )
    result = assess(told, knowledge)
    silent = [source for source in result.sources if source.id == "silent_leg_artery_disease"]
    assert silent
    assert silent == list(result.sources[-len(silent) :])
    for source in silent:
        assert source.responsibility.value == 0.0
        assert source.presence.value > 0.3
        assert any("pulses" in words or "pressure" in words for words in source.explains)
    assert result.sources[0].id == "lumbar_spinal_stenosis"
    assert "silent_arteries" not in {family.family for family in result.families}
