"""The published figures are what the library says, and a broken record is named with field and value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from legwise.errors import KnowledgeError
from legwise.knowledge.library import facts_library
from legwise.knowledge.load import Knowledge
from legwise.validation import compare, read_figures, totals
from legwise.validation.compare import FACTOR, NEAR, between_studies
from legwise.validation.figures import Figure
from legwise.validation.wilson import wilson

GOOD: dict[str, Any] = {
    "id": "slr_se",
    "test": "straight leg raise",
    "measure": "sensitivity",
    "positive": ["R:slr"],
    "target": ["R:root_s1"],
    "reference": "MRI",
    "population": "everyone",
    "value": 0.7,
    "low": 0.6,
    "high": 0.8,
    "fact": "hussein_slr",
    "source": "hussein2024",
    "locator": "112 patients",
    "built_in": False,
}
PEOPLE = {"id": "everyone", "who": "people", "basis": "for a test"}


def written(folder: Path, figure: dict[str, Any], population: dict[str, Any] | None = None) -> Path:
    content = {"populations": [population or PEOPLE], "figures": [figure]}
    (folder / "all.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def numbers(value: object) -> Iterator[float]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from numbers(item)


def test_every_figure_stands_in_its_fact_and_was_seen_in_a_source(knowledge: Knowledge) -> None:
    """The value, or its complement (false positives are printed, too), or the percentage in the statement."""
    facts = facts_library()
    figures = read_figures(knowledge).figures
    assert len(figures) >= 40
    for figure in figures:
        fact = facts[figure.fact]
        assert fact.verified and not fact.estimate, figure.id
        printed = [*numbers(fact.numbers), *(1.0 - n for n in numbers(fact.numbers))]
        said = f"{100 * figure.value:.0f}%" in fact.statement
        assert said or any(abs(n - figure.value) < 6e-4 for n in printed), figure.id


def test_every_published_interval_is_printed_by_its_fact(knowledge: Knowledge) -> None:
    facts = facts_library()
    for figure in read_figures(knowledge).figures:
        if figure.low is None or figure.high is None:
            continue
        text = " ".join(str(v) for k, v in facts[figure.fact].numbers.items() if k.startswith("ci95"))
        printed = {float(part) for part in text.translate(str.maketrans("–-;/", "    ")).split() if _is_number(part)}
        assert {figure.low, figure.high} <= printed, figure.id


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"positive": ["R:slrr"]}, "positive: 'R:slrr' does not exist (did you mean R:slr"),
        ({"positive": ["R:disc_l4_l5"]}, "positive: 'R:disc_l4_l5' does not exist"),
        ({"target": ["R:root_s9"]}, "target: 'R:root_s9' does not exist"),
        ({"against": ["R:nothing"]}, "against: 'R:nothing' does not exist"),
        ({"population": "nobody"}, "population: 'nobody' does not exist"),
        ({"controls": "nobody"}, "controls: 'nobody' does not exist"),
        ({"fact": "hussein_slrs"}, "fact: 'hussein_slrs' does not exist (did you mean hussein_slr"),
        ({"source": "vroomen2002"}, "fact hussein_slr cites hussein2024, not vroomen2002"),
        ({"value": 0.9}, "value 0.9 lies outside its interval 0.6 to 0.8"),
        ({"high": None}, "give both ends of the interval"),
        ({"counts": [7, 10]}, "give counts or an interval, not both"),
        ({"low": None, "high": None, "counts": [5, 10]}, "counts 5 of 10 do not make 0.7"),
        ({"low": None, "high": None, "value": 1.2}, "must lie between 0 and 1"),
        ({"at_least": 2}, "at_least is 2, but only 1 findings are named"),
        ({"measure": "accuracy"}, "measure"),
        ({"grade": "A"}, "grade"),
    ],
)
def test_a_broken_figure_is_refused_by_name(
    change: dict[str, Any], words: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_figures(knowledge, written(tmp_path, {**GOOD, **change}))
    assert "slr_se" in str(caught.value)
    assert words in str(caught.value)


def test_a_broken_population_and_an_empty_folder_are_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeError, match="holds no published figures"):
        read_figures(knowledge, tmp_path)
    with pytest.raises(KnowledgeError, match=r"population everyone: case\.setting"):
        read_figures(knowledge, written(tmp_path, GOOD, {**PEOPLE, "case": {"setting": "moon"}}))
    with pytest.raises(KnowledgeError, match="any_of of everyone: 'slr' does not exist"):
        read_figures(knowledge, written(tmp_path, GOOD, {**PEOPLE, "any_of": ["slr"]}))


@given(hits=st.integers(0, 400), total=st.integers(1, 400))
def test_wilson_solves_its_equation(hits: int, total: int) -> None:
    """Both ends lie so many standard errors, taken at the end itself, from the proportion."""
    if hits > total:
        hits, total = total, hits
    p = hits / total
    for end in wilson(hits, total):
        assert 0.0 <= end <= 1.0
        assert (p - end) ** 2 == pytest.approx(1.959964**2 * end * (1.0 - end) / total, abs=1e-6)


@given(value=st.floats(0.0, 1.0), implied=st.floats(0.0, 1.0))
def test_a_share_is_close_within_a_tenth(value: float, implied: float) -> None:
    figure = Figure.model_validate({**GOOD, "value": value, "low": None, "high": None})
    verdict = compare(figure, implied)
    assert verdict == ("close" if abs(implied - value) <= NEAR else "missed")


@given(value=st.floats(0.05, 50.0), factor=st.floats(0.2, 5.0))
def test_a_ratio_is_close_within_a_factor_either_way(value: float, factor: float) -> None:
    figure = Figure.model_validate({**GOOD, "measure": "lr_pos", "value": value, "low": None, "high": None})
    if abs(factor - FACTOR) > 1e-6 and abs(factor - 1.0 / FACTOR) > 1e-6:
        assert (compare(figure, value * factor) == "close") == (1.0 / FACTOR < factor < FACTOR)
        turned = Figure.model_validate({**figure.model_dump(), "value": value * factor})
        assert compare(turned, value) == compare(figure, value * factor)


def test_the_interval_decides_before_closeness() -> None:
    figure = Figure.model_validate({**GOOD, "low": 0.3, "high": 0.75})
    assert compare(figure, 0.31) == "within interval"
    assert compare(figure, 0.79) == "close"
    assert compare(figure, 0.81) == "missed"
    assert totals([]).figures == 0


def test_studies_are_held_against_each_other_by_the_same_rule() -> None:
    one = Figure.model_validate({**GOOD, "value": 0.5, "low": 0.45, "high": 0.7, "source": "one"})
    near = Figure.model_validate({**GOOD, "value": 0.65, "low": None, "high": None, "source": "other"})
    assert compare(one, 0.65) == "within interval"
    assert compare(near, 0.5) == "missed"
    assert between_studies([one, near]) == (1, 2)
    same_study = near.model_copy(update={"source": "one"})
    other_test = near.model_copy(update={"measure": "specificity"})
    other_target = near.model_copy(update={"target": ("R:root_l2",)})
    assert between_studies([one, same_study, other_test, other_target]) == (0, 0)
