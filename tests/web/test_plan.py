"""Planning over HTTP."""

from __future__ import annotations

import httpx

from legwise.case.read import read_case
from legwise.knowledge.load import Knowledge
from legwise.plan import Plan, plan
from patients import EXAMPLES
from web_service import CALF, SADDLE, ok, refused


def test_the_answer_is_the_librarys_own(client: httpx.Client, knowledge: Knowledge) -> None:
    case = read_case(EXAMPLES / "fibromyalgia_35f.yaml")
    told = ok(
        client.post(
            "/api/v1/plan",
            json={"case": case.model_dump(mode="json", exclude_none=True), "minutes": 30, "role": "person"},
        )
    )
    assert Plan.model_validate(told) == plan(case, knowledge, minutes=30, role="person")


def test_an_emergency_has_no_plan(client: httpx.Client) -> None:
    told = ok(client.post("/api/v1/plan", json={"case": SADDLE}))
    assert told["reach"] == "none" and told["care"] and not told["session"]


def test_what_is_not_allowed_is_refused_in_plain_words(client: httpx.Client) -> None:
    refused(client.post("/api/v1/plan", json={"case": CALF, "minutes": 10}), 422, "minutes", "15 to 90")
    refused(client.post("/api/v1/plan", json={"case": CALF, "role": "surgeon"}), 422, "therapist")
