"""What an answer rests on: derivatives against finite differences, and what the assessment says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from legwise.assessment.markdown import to_markdown
from legwise.assessment.rests_on import NAMED, Uses
from legwise.assessment.uncertainty import scores, spread
from legwise.case.model import Case
from legwise.inference import infer
from legwise.inference.network import NoisyOr
from legwise.knowledge.load import Knowledge, load
from legwise.network.evidence import CaseNetwork
from patients import assessed, case, exact, grounded, meralgia, root_s1

STEP = 0.02  # on the log-odds scale


def shifted(case: CaseNetwork, number: int, by: float) -> NoisyOr:
    """The network with every link and leak that a number stands behind moved on the log-odds scale."""
    network = case.network

    def move(p: np.ndarray, where: np.ndarray) -> np.ndarray:
        inside = where & (p > 0.0) & (p < 1.0)
        moved = p.copy()
        moved[inside] = 1.0 / (1.0 + np.exp(-(np.log(p[inside] / (1.0 - p[inside])) + by)))
        return moved

    leak = move(network.leak, np.asarray(case.leak_tag) == number)
    return replace(network, p=move(network.p, network.tag == number), leak=leak)


@pytest.mark.parametrize(("patient", "cause"), [(root_s1, "R:root_s1"), (meralgia, "L:ent_lfcn")])
def test_derivatives_agree_with_a_network_whose_number_was_changed(patient: Callable[[], Case], cause: str) -> None:
    """Score-function derivatives of the presence of a cause, within 5 of their own standard errors.

    Every fourth of the hundred numbers with the largest derivative is changed and inferred anew, both ways. They are
    the largest of a thousand with errors, so their errors are larger than those of one chosen beforehand.
    """
    case = grounded(patient())
    slope, error, places = spread_of(case, cause, draws=60000)
    assert np.abs(slope).max() > 0.01
    leading = np.argsort(-np.abs(slope))[:100:4]
    node = case.template.index[cause]
    for column in leading.tolist():
        up, down = (infer(shifted(case, places[column], by), case.evidence, draws=0).on[node] for by in (STEP, -STEP))
        assert abs((up - down) / (2 * STEP) - slope[column]) <= 5.0 * error[column] + 1e-4, column


def spread_of(case: CaseNetwork, cause: str, draws: int) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Derivatives of P(cause) by every number, their errors, and the numbers' places in the case."""
    posterior = infer(case.network, case.evidence, draws=draws)
    score, places = scores(case, posterior)
    owners = [case.numbers[place] for place in places]
    values = posterior.draws.on[[case.template.index[cause]]].astype(np.float64)
    found = spread(values, posterior, score, owners, load())
    return found.slope[0], found.error[0], places


@pytest.mark.parametrize("name", ["gardener_32m_mower", "rls_mirtazapine_45m", "linebacker_17m"])
def test_leading_sources_name_the_numbers_they_rest_on(name: str, knowledge: Knowledge) -> None:
    result = assessed(name)
    assert result.sources[0].rests_on
    step = {grade: knowledge.number(f"spread_grade_{grade.lower()}") for grade in "ABCD"}
    for source in result.sources:
        supports = source.rests_on
        assert len(supports) <= NAMED
        assert [s.part for s in supports] == sorted((s.part for s in supports), reverse=True)
        assert sum(s.part for s in supports) <= 1.0 + 1e-9
        for support in supports:
            assert support.says and support.citation.grade in step
            assert support.estimate == (not support.citation.sources and not support.citation.facts)
            if 0.0 < support.value < 1.0:
                moved = np.log(support.raised / (1 - support.raised)) - np.log(support.value / (1 - support.value))
                assert moved == pytest.approx(step[support.citation.grade], abs=1e-9)


def test_the_numbers_explain_the_width_of_the_interval() -> None:
    """In log-odds the half width is 1.645 deviations; a named number makes its part of the variance of the share."""
    source = assessed("gardener_32m_mower").sources[0]
    share = source.responsibility
    half = (np.log(share.high / (1 - share.high)) - np.log(share.low / (1 - share.low))) / 2
    deviation = half / 1.645 * share.value * (1 - share.value)
    for support in source.rests_on:
        noisy = support.share_change**2  # what finite draws add is taken off the part
        assert support.part * deviation**2 <= noisy + 1e-9


def test_they_are_shown_in_markdown() -> None:
    result = assessed("gardener_32m_mower")
    text = to_markdown(result)
    assert "Rests most on" in text
    assert all(support.says in text for support in result.sources[0].rests_on)


def test_a_number_that_is_a_share_is_not_taken_for_the_chance(knowledge: Knowledge) -> None:
    """The skin of a root is given as a share of any altered feeling; both are told."""
    marks = {"qualities": ("pain", "tingling"), "R_sensory_loss_leg": True}  # felt and found: the loss stands between
    network = grounded(case("R:foot.lateral_border", **marks))
    root = knowledge.roots["S1"]
    uses = Uses(network, exact(network), knowledge)
    chance = root.p_altered.value * root.p_core.value
    assert f"({chance:.2g}, worked out from this number" in uses.says(network.numbers.index(root.p_core))
    assert "worked out" not in uses.says(network.numbers.index(root.p_pain))
