"""Assessing, and reading and writing case files, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from legwise.assessment import assess
from legwise.assessment.model import Assessment
from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.interview.interview import next_question
from legwise.knowledge.load import Knowledge
from patients import EXAMPLES
from web_service import CALF, SADDLE, ok, refused

ROLES = ("person", "clinician")


def _plain(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = case.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    return found


def test_the_answer_is_the_librarys_own(client: httpx.Client, knowledge: Knowledge) -> None:
    case = read_case(EXAMPLES / "man_57m_rapid_footdrop.yaml")
    told = ok(client.post("/api/v1/assess", json={"case": _plain(case), "role": "clinician"}))
    assert Assessment.model_validate(told["assessment"]) == assess(case, knowledge)


def test_a_quick_answer_is_the_same_where_the_exact_one_is_quick(client: httpx.Client) -> None:
    told = [ok(client.post("/api/v1/assess", json={"case": CALF, "quick": quick})) for quick in (True, False)]
    assert told[0] == told[1]
    assert told[0]["final"]


def test_a_quick_answer_to_a_wide_case_is_less_sure_says_so_and_is_not_off_by_more(client: httpx.Client) -> None:
    case = _plain(read_case(EXAMPLES / "common_iliac_occlusion_with_stenosis_65m.yaml"))
    quick, whole = (ok(client.post("/api/v1/assess", json={"case": case, "quick": quick})) for quick in (True, False))
    assert (quick["final"], whole["final"]) == (False, True)
    error = quick["assessment"]["computation"]["error"]
    assert 0.0 < error <= 0.15
    assert whole["assessment"]["computation"]["error"] == 0.0
    true = {source["key"]: source["presence"]["value"] for source in whole["assessment"]["sources"]}
    known = [source for source in quick["assessment"]["sources"] if source["key"] in true]
    assert len(known) > 3
    assert all(abs(source["presence"]["value"] - true[source["key"]]) <= error for source in known)
    assert {f["id"] for f in quick["assessment"]["flags"]} == {f["id"] for f in whole["assessment"]["flags"]}


def test_what_will_soon_be_asked_can_be_told_and_nothing_is_answered(client: httpx.Client) -> None:
    answer = client.post("/api/v1/assess/ahead", json={"case": CALF, "quick": True})
    assert (answer.status_code, answer.content) == (204, b"")
    wrong = {"chart": {"marks": [{"regions": ["R:wing"]}]}}
    refused(client.post("/api/v1/assess/ahead", json={"case": wrong, "quick": 3}), 422, "quick")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["man_57m_rapid_footdrop", "rls_venlafaxine_44f", "fibromyalgia_35f"])
def test_the_next_question_is_the_one_the_interview_would_ask(
    client: httpx.Client, knowledge: Knowledge, name: str, role: Any
) -> None:
    plan = knowledge.content.interview
    skipped = ["age", "sex", "chart", *plan.safety_person, *plan.safety_clinician, *plan.context]
    case = read_case(EXAMPLES / f"{name}.yaml")
    request = {"case": _plain(case), "role": role, "skipped": skipped}
    for _ in range(3):
        asked = next_question(case, knowledge, role=role, skipped=frozenset(skipped))
        told = ok(client.post("/api/v1/assess", json=request))["next"]
        alone = ok(client.post("/api/v1/interview/next", json=request))["question"]
        assert (told and told["key"]) == (alone and alone["key"]) == (asked and asked.key)
        assert asked is None or (asked.bits > 0.0 and told["bits"] == pytest.approx(asked.bits, rel=1e-9))
        if asked is None:
            return
        skipped.append(asked.key)


def test_steps_are_those_that_the_role_can_take(client: httpx.Client, knowledge: Knowledge) -> None:
    told = {role: ok(client.post("/api/v1/assess", json={"case": CALF, "role": role})) for role in ROLES}
    for step in told["person"]["assessment"]["next_steps"]:
        assert "person" in knowledge.findings[step["finding"].rpartition(":")[2]].answered_by
    first = told["clinician"]["assessment"]["next_steps"][0]["finding"]
    again = ok(client.post("/api/v1/assess", json={"case": CALF, "role": "clinician", "skipped": [first]}))
    assert first not in [step["finding"] for step in again["assessment"]["next_steps"]]


def test_saddle_numbness_is_an_emergency_whatever_else_is_said(client: httpx.Client) -> None:
    told = ok(client.post("/api/v1/assess", json={"case": SADDLE}))["assessment"]
    assert told["urgency"] == "emergency"
    assert told["flags"][0]["plain_action"]


def test_title_notes_and_drawing_change_nothing(client: httpx.Client) -> None:
    decorated = {**CALF, "title": "x", "notes": "y", "gold": {"primary": "z"}}
    decorated["chart"] = {**CALF["chart"], "drawing": {"version": 1, "body": "b", "layers": []}}
    assert ok(client.post("/api/v1/assess", json={"case": decorated})) == ok(
        client.post("/api/v1/assess", json={"case": CALF})
    )


BAD: list[tuple[dict[str, Any], str | None, str]] = [
    ({"findings": {"R:srl": True}}, "findings.R:srl", "did you mean"),
    ({"findings": {"slr": True}}, "findings.slr", "needs a side"),
    ({"findings": {"R:slr": 3}}, "findings.R:slr", "answer yes, no or unknown"),
    ({"chart": {"marks": [{"regions": ["R:caff"]}]}}, "chart.marks[0].regions", "R:caff"),
    ({"chart": {"marks": [{"regions": []}]}}, "chart.marks[0].regions", "at least 1"),
    ({"chart": {"marks": [{"regions": ["R:calf"], "qualities": ["burn"]}]}}, "chart.marks[0].qualities[0]", "burning"),
    ({"context": {"age": 300}}, "context.age", "0 to 120"),
    ({"setting": "moon"}, "setting", "primary_care"),
    ({"colour": 1}, "colour", "unknown field"),
    ({}, None, "nothing to assess"),
]


@pytest.mark.parametrize(("case", "field", "words"), BAD)
def test_a_bad_case_is_refused_with_field_and_what_is_allowed(
    client: httpx.Client, case: dict[str, Any], field: str | None, words: str
) -> None:
    if field and not field.startswith(("findings", "chart")):
        case = {**CALF, **case}
    answer = client.post("/api/v1/assess", json={"case": case})
    refused(answer, 422, words)
    named = answer.json()["error"]["field"]
    assert named == field or field == "colour"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"case": 3}, "case"),
        ({"case": []}, "case"),
        ({}, "case: is missing"),
        ({"case": CALF, "role": "dog"}, "role"),
        ({"case": CALF, "skipped": "age"}, "skipped"),
        ({"case": CALF, "skipped": ["a"] * 3000}, "skipped"),
        ({"case": CALF, "more": 1}, "more"),
        ([], ""),
        ("text", ""),
        (None, ""),
    ],
)
def test_a_bad_request_is_refused(client: httpx.Client, body: Any, words: str) -> None:
    refused(client.post("/api/v1/assess", json=body), 422, words)


def test_contradictions_are_said_plainly(client: httpx.Client) -> None:
    chart = {"marks": [{"regions": ["R:calf"]}], "absent": [{"regions": ["R:calf"]}]}
    refused(client.post("/api/v1/assess", json={"case": {"chart": chart}}), 422, "contradiction")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml"))[::6], ids=lambda path: path.stem)
def test_a_case_file_survives_parse_and_export(client: httpx.Client, path: Path) -> None:
    case = read_case(path)
    text = path.read_text(encoding="utf-8")
    read = ok(client.post("/api/v1/case/parse", json={"text": text, "name": path.name}))["case"]
    assert Case.model_validate(read) == case
    for form, name in (("yaml", "x.yaml"), ("json", "x.JSON")):
        written = ok(client.post("/api/v1/case/export", json={"case": read, "format": form}))["text"]
        again = ok(client.post("/api/v1/case/parse", json={"text": written, "name": name}))["case"]
        assert again == read
        assert (yaml.safe_load(written) if form == "yaml" else json.loads(written)) == read


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "a.yaml", "empty"),
        ("[1, 2]", "a.yaml", "list"),
        ("{", "a.json", "not readable as JSON"),
        ("a: *b", "a.yaml", "aliases"),
        ("x: 1\nx: 2", "a.yaml", "twice"),
        ("\x00", "a.yaml", "NUL"),
        ("[" * 100000, "a.yaml", "nested"),
        ('{"a":' * 30000, "a.json", ""),
        ("findings: {fever: .nan}", "a.yaml", "not a usable number"),
    ],
)
def test_a_bad_file_is_refused(client: httpx.Client, text: str, name: str, words: str) -> None:
    refused(client.post("/api/v1/case/parse", json={"text": text, "name": name}), 422, words)


def test_a_file_may_begin_with_a_byte_order_mark(client: httpx.Client) -> None:
    ok(client.post("/api/v1/case/parse", json={"text": "\ufefffindings: {fever: yes}", "name": "a.yaml"}))
