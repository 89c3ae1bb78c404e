"""Implied accuracies on the real network: laws, and the figures as a whole."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.errors import KnowledgeError
from legwise.inference.network import descendants
from legwise.knowledge.load import Knowledge, load
from legwise.network.template import template
from legwise.validation import Comparison, implied, read_figures, totals, validate
from legwise.validation.figures import Catalogue, Figure, Population

BASE: dict[str, Any] = {
    "id": "made_up",
    "test": "a test",
    "reference": "a reference",
    "population": "healthy",
    "value": 0.5,
    "fact": "hussein_slr",
    "source": "hussein2024",
    "locator": "nowhere",
    "built_in": False,
}
PEOPLE = (
    Population(id="healthy", who="healthy", healthy=True, basis="a test"),
    Population.model_validate(
        {
            "id": "leg_pain",
            "who": "leg pain",
            "basis": "a test",
            "case": {"chart": {"marks": [{"regions": ["R:calf"], "qualities": ["pain"]}]}},
        }
    ),
)


@cache
def compared() -> tuple[Comparison, ...]:
    return tuple(validate(read_figures(load()), load()))


def found(**fields: Any) -> float:
    figure = Figure.model_validate({**BASE, **fields})
    return implied(figure, Catalogue(populations=PEOPLE, figures=(figure,)), load()).value


def single_exam_findings() -> list[str]:
    """Findings that no sign stands before: their false positives are their own leak."""
    grounded, knowledge = template(load()), load()
    signs = [n for n, node in enumerate(grounded.nodes) if node.kind == "sign"]
    behind = descendants(grounded.network, signs)
    return sorted(
        f"R:{f.id}" for f in knowledge.content.findings if f.sided and not behind[grounded.index[f"R:{f.id}"]]
    )


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_specificity_in_the_healthy_is_one_less_the_false_positives(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(single_exam_findings()))
    knowledge = load()
    leak = knowledge.findings[key.removeprefix("R:")].false_positive.value
    value = found(positive=[key], target=["R:disc_l4_l5"], measure="specificity")
    assert value == pytest.approx(1.0 - leak, abs=1e-9)


def test_any_and_all_of_two_readings_bracket_each_of_them() -> None:
    both = ["R:slr", "R:slump"]
    fields: dict[str, Any] = {"target": ["R:root_s1"], "measure": "sensitivity", "population": "leg_pain"}
    one = [found(positive=[key], **fields) for key in both]
    assert found(positive=both, at_least=2, **fields) < min(one)
    assert found(positive=both, at_least=1, **fields) > max(one)
    shared = found(positive=both, at_least=2, **fields)
    assert shared > one[0] * one[1]  # two readings of one sign are not two witnesses


def test_likelihood_ratios_follow_from_sensitivity_and_specificity() -> None:
    fields: dict[str, Any] = {"positive": ["R:slr"], "target": ["R:root_s1"], "population": "leg_pain"}
    se, sp = (found(measure=m, **fields) for m in ("sensitivity", "specificity"))
    assert found(measure="lr_pos", **fields) == pytest.approx(se / (1.0 - sp), rel=1e-9)
    assert found(measure="lr_neg", **fields) == pytest.approx((1.0 - se) / sp, rel=1e-9)


def test_a_finding_that_a_test_must_lack_splits_its_chance_in_two() -> None:
    one = {"measure": "sensitivity", "target": ("R:disc_l5_s1",), "population": "leg_pain"}
    slr, crossed = "R:slr", "R:crossed_slr"
    alone = found(positive=(slr,), absent=(crossed,), **one)
    both = found(positive=(slr, crossed), at_least=2, **one)
    assert 0.0 < both < alone
    assert alone + both == pytest.approx(found(positive=(slr,), **one), abs=1e-9)


def test_a_population_cannot_answer_the_test_beforehand() -> None:
    answered = Population.model_validate(
        {**PEOPLE[1].model_dump(), "id": "asked", "case": {"findings": {"R:slr": True}}}
    )
    figure = Figure.model_validate(
        {**BASE, "positive": ["R:slr"], "target": ["R:root_s1"], "measure": "sensitivity", "population": "asked"}
    )
    with pytest.raises(KnowledgeError, match="made_up: population asked already answers 'R:slr'"):
        implied(figure, Catalogue(populations=(answered,), figures=(figure,)), load())


def test_a_population_with_a_wrong_region_is_named(knowledge: Knowledge) -> None:
    wrong = {**PEOPLE[1].model_dump(), "id": "odd", "case": {"chart": {"marks": [{"regions": ["R:calff"]}]}}}
    figure = Figure.model_validate(
        {**BASE, "positive": ["R:slr"], "target": ["R:root_s1"], "measure": "sensitivity", "population": "odd"}
    )
    with pytest.raises(KnowledgeError, match=r"made_up: population odd: chart.marks\[0\].regions"):
        implied(figure, Catalogue(populations=(Population.model_validate(wrong),), figures=(figure,)), knowledge)


def test_the_published_figures_are_met_as_a_whole_and_misses_are_explained() -> None:
    rows = compared()
    assert all(row.implied.exact for row in rows)
    everything, unused = totals(rows), totals(row for row in rows if not row.figure.built_in)
    assert everything.reproduced >= 0.9 * everything.figures
    assert unused.reproduced >= 0.85 * unused.figures
    for row in rows:
        assert bool(row.figure.why) == (not row.reproduced), row.figure.id
