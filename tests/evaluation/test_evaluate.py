"""Judging cases: ranks, sides, what is left out, and blindness to the gold block."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from legwise.errors import CaseError, InputError
from legwise.evaluation import CaseResult, evaluate_case, evaluate_folder
from legwise.evaluation.evaluate import without_investigations
from legwise.knowledge.load import Knowledge
from patients import case, changed, example, meralgia


def test_a_clear_case_is_judged_right(knowledge: Knowledge) -> None:
    found = evaluate_case(example("man_57m_rapid_footdrop"), "footdrop", knowledge, investigations=True)
    assert (found.family, found.family_rank) == ("peroneal", 1)
    assert found.leading[0] == "peroneal"
    assert found.top_share == found.gold_share > 0.4
    assert "unexplained" not in found.leading


def test_the_side_is_judged_against_the_true_one(knowledge: Knowledge) -> None:
    gold = meralgia().gold or {}
    right, wrong, unsaid = (
        evaluate_case(changed(meralgia(), gold={**gold, **more}), "x", knowledge, investigations=True)
        for more in ({}, {"primary": "R:meralgia_paraesthetica"}, {"side_stated": False})
    )
    assert (right.side_right, wrong.side_right, unsaid.side_right) == (True, False, None)


def test_the_true_diagnosis_changes_the_judgement_and_not_the_ranking(knowledge: Knowledge) -> None:
    patient = example("man_57m_rapid_footdrop")
    other = changed(patient, gold={"primary": "R:hip_osteoarthritis"})
    one = evaluate_case(patient, "x", knowledge, investigations=True)
    two = evaluate_case(other, "x", knowledge, investigations=True)
    assert (one.leading, one.top_share, one.urgency, one.flags) == (two.leading, two.top_share, two.urgency, two.flags)
    assert two.family_rank != 1


def test_investigations_are_taken_away(knowledge: Knowledge) -> None:
    patient = case("R:calf", R_slr=True, mri_cord_lesion=True, ferritin=10, worse_sitting=True)
    kept = without_investigations(patient, knowledge).findings
    assert set(kept) == {"R:slr", "worse_sitting"}


def write(folder: Path, name: str, **fields: object) -> None:
    (folder / name).write_text(yaml.safe_dump({"findings": {"worse_sitting": True}, **fields}), encoding="utf-8")


def test_a_folder_tells_what_it_leaves_out_and_why(tmp_path: Path, knowledge: Knowledge) -> None:
    write(tmp_path, "a.yaml", gold={"primary": "R:sciatica"})
    write(tmp_path, "b.yaml")
    write(tmp_path, "c.yaml", gold={"primary": "R:sciatica", "completeness": "low"})
    write(tmp_path, "d.yaml", gold={"primary": "R:sciatica"}, findings={"nonsense": True})
    judged, *left_out = evaluate_folder(tmp_path, knowledge, investigations=True)
    assert isinstance(judged, CaseResult)
    assert judged.id == "a"
    reasons = dict(item for item in left_out if isinstance(item, tuple))
    assert reasons["b.yaml"] == "no gold diagnosis"
    assert reasons["c.yaml"] == "low completeness"
    assert "nonsense" in reasons["d.yaml"]


def test_an_empty_or_missing_folder_is_an_error(tmp_path: Path, knowledge: Knowledge) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputError, match="no case files"):
            list(evaluate_folder(folder, knowledge, investigations=True))


def test_a_case_that_says_nothing_is_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(CaseError, match="nothing to assess"):
        evaluate_case(case(), "x", knowledge, investigations=True)
