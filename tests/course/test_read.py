"""Course files: read like case files, refused with the field, the value and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legwise.course import course_from_mapping, read_course
from legwise.errors import CaseError

CASE = {"findings": {"slr": "no"}}
VISIT: dict[str, Any] = {"date": "2026-01-05", "case": {"findings": {"R:slr": True}}}
BASE = {"kind": "baseline", "values": [1, 2]}
TREATED = {"kind": "treatment", "values": [1, 2]}


def course(**fields: Any) -> dict[str, Any]:
    return {"person": "p", "visits": [VISIT], **fields}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"visits": [VISIT]}, "person: is missing"),
        ({"person": "p"}, "visits: is missing"),
        ({"title": "t", "findings": {"slr": True}}, "is a case, not a course"),
        (course(visits=[]), "visits: give at least one visit"),
        (course(visits=[{"date": "2026-01-05"}]), "visits[0].case: is missing"),
        (course(visits=[{**VISIT, "date": 20260105}]), "visits[0].date: a date is written as 2026-03-01"),
        (course(visits=[{**VISIT, "date": "2026-02-30"}]), "visits[0].date: '2026-02-30'"),
        (course(visits=[VISIT, VISIT]), "visits stand in the order of their dates, one a day: 2026-01-05 follows"),
        (course(visits=[{**VISIT, "treted": []}]), "visits[0].treted: []: unknown field (did you mean treated?)"),
        (
            course(visits=[{**VISIT, "case": {"chrt": {}}}]),
            "visits[0].case: chrt: {}: unknown field (did you mean chart?)",
        ),
        (course(visits=[{**VISIT, "case": "a.yaml"}]), "visits[0].case: 'a.yaml': a case is a mapping of fields"),
        (course(visits=[{**VISIT, "case": 7}]), "visits[0].case: 7: a case is a mapping of fields"),
        (
            course(visits=[{**VISIT, "treated": [{"source": "R:root_l5", "intervention": "x", "change": "bettr"}]}]),
            "visits[0].treated[0].change: 'bettr': not allowed (did you mean better?); allowed: better, same, worse",
        ),
        (
            course(visits=[{**VISIT, "outcomes": [{"measure": "x"}]}]),
            "visits[0].outcomes[0]: give the items or the total",
        ),
        (course(trials=[{"measure": "x", "phases": [TREATED, BASE]}]), "trials[0]: phases begin with a baseline"),
        (course(trials=[{"measure": "x", "phases": [BASE]}]), "trials[0]: phases begin with a baseline"),
        (course(simulated=float("nan")), "simulated: nan is not a usable number"),
    ],
)
def test_what_is_no_course_is_refused(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(CaseError) as error:
        course_from_mapping(raw)
    assert message in str(error.value)


def test_a_case_may_be_a_path_beside_the_course(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("findings: {R:slr: yes}")
    path = tmp_path / "course.yaml"
    path.write_text(
        "person: p\nvisits: [{date: 2026-01-05, case: one.yaml}, {date: 2026-01-12, case: {context: {age: 5}}}]"
    )
    found = read_course(path)
    assert found.visits[0].case.findings == {"R:slr": True}
    assert [visit.date.isoformat() for visit in found.visits] == ["2026-01-05", "2026-01-12"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the course is empty; give a person and at least one visit"),
        ("- 1", "a course is a mapping of fields, not a list"),
        ("person: [", "not readable as YAML"),
        ("person: p\nvisits: [{date: 2026-01-05, case: none.yaml}]", "visits[0].case: "),
        ("person: p\nperson: q", "appears twice"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(text)
    with pytest.raises(CaseError) as error:
        read_course(path)
    assert str(error.value).startswith(str(path)) and message in str(error.value)


def test_a_course_goes_through_json_unchanged() -> None:
    found = course_from_mapping(course(trials=[{"measure": "numeric_rating", "phases": [BASE, TREATED]}]))
    assert type(found).model_validate_json(found.model_dump_json()) == found
