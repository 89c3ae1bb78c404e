"""Signs that stand between causes and findings: what is linked past them stays the same, or nearly so."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from legwise.inference import infer
from legwise.inference.network import NoisyOr, ancestors
from legwise.knowledge.load import Knowledge
from legwise.network.declare import declarations
from legwise.network.template import CAUSES, Node, Template, template
from patients import case, example, grounded


def chance(network: NoisyOr, node: int, evidence: dict[int, bool]) -> float:
    """P(node on | evidence)."""
    before = infer(network, evidence, draws=0).log_evidence
    return 1.0 - exp(infer(network, {**evidence, node: False}, draws=0).log_evidence - before)


def only(grounded: Template, key: str) -> dict[int, bool]:
    """One cause there and no other; copies count as others unless they hang from it."""
    top = grounded.index[key]
    causes = [n for n, node in enumerate(grounded.nodes) if node.kind in CAUSES and node.top != top]
    return {**dict.fromkeys(causes, False), top: True}


@pytest.mark.parametrize("finding", ["R_slr", "R_weak_leg", "R_weak_big_toe_extension", "R_sij_cluster"])
def test_false_positives_of_a_sign_that_is_passed_stay(finding: str) -> None:
    """With no cause at all, a finding has the chance that the template gives it: its leak and the sign's."""
    network = grounded(case(**{finding: True}))
    node = network.template.index[f"R:{finding[2:]}"]
    causes = {n: False for n, record in enumerate(network.nodes) if record.kind in CAUSES}
    whole = chance(
        network.template.network, node, {n: on for n, on in causes.items() if n < len(network.template.nodes)}
    )
    assert chance(network.network, node, causes) == pytest.approx(whole, abs=1e-9)
    assert whole > network.template.leaks[node]


@pytest.mark.parametrize("root", ["l4", "l5", "s1"])
def test_a_root_weakens_its_movements_together(root: str, knowledge: Knowledge) -> None:
    """Some weakness is as common as the root's motor loss, not as eleven separate chances would make it."""
    found = template(knowledge)
    evidence = only(found, f"R:root_{root}")
    record = knowledge.roots[root.upper()]
    motor = found.index[f"R:motor_loss_root_{root}<R:root_{root}"]
    assert chance(found.network, motor, evidence) == pytest.approx(record.p_weak.value, abs=1e-9)
    weak = found.index["R:weak_leg"]
    without = chance(found.network, weak, {n: False for n, on in evidence.items()})
    assert chance(found.network, weak, evidence) <= record.p_weak.value + without


def test_two_weak_movements_of_one_root_are_one_loss(knowledge: Knowledge) -> None:
    """Knowing that the big toe is weak, a weak hip is far likelier than before."""
    found = template(knowledge)
    evidence = only(found, "R:root_l5")
    toe, hip = found.index["R:paresis_big_toe_extension"], found.index["R:paresis_hip_abduction"]
    alone = chance(found.network, hip, evidence)
    assert chance(found.network, hip, {**evidence, toe: True}) > 3.0 * alone


@pytest.mark.parametrize("root", ["l4", "l5", "s1"])
def test_altered_feeling_of_a_root_is_one_disturbance(root: str, knowledge: Knowledge) -> None:
    """Numb or tingling or found on testing: as common together as any altered feeling, not as three chances would."""
    found = template(knowledge)
    evidence, readings = only(found, f"R:root_{root}"), ("quality_tingling", "quality_numbness", "R:sensory_loss_leg")
    shown = [found.index[key] for key in readings]

    def none_of_them(given: dict[int, bool]) -> float:
        whole = infer(found.network, given, draws=0).log_evidence
        return exp(infer(found.network, {**given, **dict.fromkeys(shown, False)}, draws=0).log_evidence - whole)

    anyway = none_of_them(dict.fromkeys(evidence, False))
    any_at_all = 1.0 - none_of_them(evidence) / anyway
    assert any_at_all <= knowledge.roots[root.upper()].p_altered.value + 1e-9


@pytest.mark.parametrize("cause", ["R:root_l5", "R:ent_peroneal_fibular_head", "R:ent_sciatic_piriformis"])
def test_what_a_lesion_shows_alone_is_as_stated(cause: str, knowledge: Knowledge) -> None:
    """The sign of the loss stands between, but each reading by itself keeps its chance."""
    found = template(knowledge)
    evidence = only(found, cause)
    record = knowledge.roots.get("L5") if cause == "R:root_l5" else knowledge.entrapments[cause[2:]]
    assert record is not None
    stated = {link.to: link.p.value for link in record.links if link.to in ("quality_tingling", "quality_numbness")}
    assert stated
    for finding, p in stated.items():
        node = found.index[finding]
        alone = chance(found.network, node, evidence)
        assert alone == pytest.approx(1.0 - (1.0 - p) * (1.0 - found.leaks[node]), abs=0.05)  # copies add a little


def test_every_copy_of_a_cause_has_its_own_loss(knowledge: Knowledge) -> None:
    found = template(knowledge)
    roots = [n for n, node in enumerate(found.nodes) if node.base == "R:root_l5"]
    losses = [n for n, node in enumerate(found.nodes) if node.base == "R:altered_feeling_root_l5"]
    assert len(roots) > 1
    assert sorted(parent for n in losses for parent, _, _ in found.causes_of(n)) == roots


def test_the_number_named_behind_a_loss_is_the_one_that_is_used(knowledge: Knowledge) -> None:
    """Also where a stated symptom is commoner than the loss is said to be."""
    found = [(loss.id, p, number) for item in declarations(knowledge) for loss, p, number in item.losses]
    shown = knowledge.number("loss_shown_at_most")
    followed = [number for _, p, number in found if p != number.value]
    assert len(found) > 2 * len(knowledge.roots) and followed
    for name, p, number in found:
        assert p in (number.value, pytest.approx(number.value / shown)), name


def test_both_ankle_reflexes_go_together_in_polyneuropathy(knowledge: Knowledge) -> None:
    found = template(knowledge)
    evidence = only(found, "polyneuropathy")
    left, right = found.index["L:ankle_reflex_reduced"], found.index["R:ankle_reflex_reduced"]
    assert chance(found.network, right, {**evidence, left: True}) > 0.9
    assert chance(found.network, right, {**evidence, left: False}) < 0.3


@pytest.mark.parametrize("name", ["conus_metastasis_foot_drop_69m", "common_iliac_occlusion_with_stenosis_65m"])
def test_trees_of_causes_meet_in_observed_findings_only(name: str) -> None:
    """No sign has several causes, so none costs the frontier a bit."""
    network = grounded(example(name))
    above = ancestors(network.network, network.evidence)
    copies = [node for node in network.nodes if node.kind == "sign" and node.is_copy and not node.is_loss]
    assert copies
    for node in np.flatnonzero(above).tolist():
        if node not in network.evidence:
            links = network.network.links_into(node)
            assert links.stop - links.start <= 1, network.nodes[node].key


@pytest.mark.parametrize("cause", ["R:root_l5", "R:root_s1", "R:ent_sciatic_piriformis"])
def test_one_cause_shows_a_sign_as_the_template_says(cause: str) -> None:
    """Two readings of one sign, together: the same chance whether causes share the sign or have it to themselves."""
    network = grounded(case("R:leg.posterior.middle", R_slr=True, R_slump=True))
    whole, readings = network.template, [network.template.index[f"R:{key}"] for key in ("slr", "slump")]
    assert any(node.id == "neural_tension_lower" and node.is_copy for node in network.nodes)

    def both(net: NoisyOr, nodes: list[Node]) -> float:
        top = whole.index[cause]
        causes = {n: n == top for n, node in enumerate(nodes) if node.kind in CAUSES and (n == top or node.top != top)}
        given = infer(net, causes, draws=0).log_evidence
        return exp(infer(net, {**causes, **dict.fromkeys(readings, True)}, draws=0).log_evidence - given)

    assert both(network.network, network.nodes) == pytest.approx(both(whole.network, whole.nodes), abs=0.02)


def test_what_a_sign_shows_without_a_cause_stays() -> None:
    network = grounded(case("R:leg.posterior.middle", R_slr=True, R_slump=True))
    whole, none = network.template, {n: False for n, node in enumerate(network.nodes) if node.kind in CAUSES}
    readings = dict.fromkeys((whole.index["R:slr"], whole.index["R:slump"]), True)

    def both(net: NoisyOr) -> float:
        causes = {n: on for n, on in none.items() if n < net.size}
        given = infer(net, causes, draws=0).log_evidence
        return infer(net, {**causes, **readings}, draws=0).log_evidence - given

    assert both(network.network) == pytest.approx(both(whole.network), abs=1e-9)
