"""Danger is said at once, whatever else is wrong with a case."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from legwise.assessment import assess
from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.knowledge.load import Knowledge
from legwise.web.danger import danger
from patients import EXAMPLES
from web_service import CALF, SADDLE, ok, refused


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml"))[::8], ids=lambda path: path.stem)
def test_the_rules_say_what_the_assessment_says_of_them(knowledge: Knowledge, path: Any) -> None:
    case = read_case(path)
    told = danger(case, knowledge)
    assert told.unread == ()
    assert told.flags == tuple(flag for flag in assess(case, knowledge).flags if not flag.by_probability)


@pytest.mark.parametrize(
    "wrong",
    [
        {"findings": {"R:srl": True}},
        {"findings": {"fever": "perhaps"}},
        {"findings": {"ferritin": -4}},
        {"context": {"age": 500}},
        {"context": {"nothing": True}},
        {"chart": {"marks": [{"regions": ["R:nowhere"]}]}},
        {"chart": {"absent": [{"regions": ["perineum.saddle"]}]}},
        {"findings": {"saddle_numbness": False}},
    ],
)
def test_a_fault_hides_no_danger(knowledge: Knowledge, wrong: dict[str, Any]) -> None:
    """Numb in the saddle, painted and told, beside something that cannot be read."""
    chart = {**SADDLE["chart"], **wrong.get("chart", {})}
    chart["marks"] = [*SADDLE["chart"]["marks"], *wrong.get("chart", {}).get("marks", [])]
    findings = {"bowel_incontinence_new": True, "back_pain": True, **wrong.get("findings", {})}
    case = Case.model_validate({**wrong, "chart": chart, "findings": findings})
    told = danger(case, knowledge)
    assert told.urgency == "emergency" and told.flags
    assert told.unread or "absent" in chart


def test_nothing_told_is_routine_and_no_fault(knowledge: Knowledge) -> None:
    for empty in ({}, {"findings": {"fever": None}}, {"context": {"age": 40}}):
        told = danger(Case.model_validate(empty), knowledge)
        assert (told.urgency, told.flags, told.unread) == ("routine", (), ())


def test_over_http(client: httpx.Client) -> None:
    case = {**SADDLE, "findings": {"back_pain": True}}
    assert ok(client.post("/api/v1/danger", json={"case": case}))["urgency"] == "emergency"
    assert ok(client.post("/api/v1/danger", json={"case": CALF}))["urgency"] == "routine"
    assert ok(client.post("/api/v1/danger", json={"case": {}}))["flags"] == []
    refused(client.post("/api/v1/danger", json={"case": {"findings": 3}}), 422, "findings")
