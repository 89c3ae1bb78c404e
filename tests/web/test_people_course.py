"""The course of a person whose visits are kept: the same as of a course file, and nothing passed over in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from legwise.course import CourseReport, Visit, follow, read_course
from legwise.knowledge.load import Knowledge
from web_service import ok, refused

COURSES = Path(__file__).parents[2] / "examples" / "courses"


def _person(client: httpx.Client) -> str:
    code = ok(client.post("/api/v1/people", json={}), 201)["code"]
    return f"/api/v1/people/{code}"


def _keep(client: httpx.Client, at: str, visit: Visit) -> str:
    raw: dict[str, Any] = visit.model_dump(mode="json", exclude_defaults=True)
    held = {"case": raw["case"], "outcomes": raw.get("outcomes"), "treatments": raw.get("treated")}
    documents = {kind: body for kind, body in held.items() if body is not None}
    return str(ok(client.post(f"{at}/visits", json={"day": raw["date"], "documents": documents}), 201)["id"])


@pytest.mark.parametrize("name", ["six_visits_centralizing", "deteriorating"])
def test_kept_visits_are_followed_as_a_course_file_is(client: httpx.Client, knowledge: Knowledge, name: str) -> None:
    course, at = read_course(COURSES / f"{name}.yaml"), _person(client)
    ids = [_keep(client, at, visit) for visit in reversed(course.visits)][::-1]
    found = ok(client.get(f"{at}/course"))
    assert [visit["id"] for visit in found["visits"]] == ids and found["without_case"] == []
    told = CourseReport.model_validate(found["report"])
    expected = follow(course, knowledge)
    same = {"person": told.person, "title": None, "simulated": False, "trials": ()}
    assert told == expected.model_copy(update=same)


def test_charts_of_two_visits(client: httpx.Client) -> None:
    course, at = read_course(COURSES / "deteriorating.yaml"), _person(client)
    refused(client.get(f"{at}/course/charts.svg?first=1&second=2"), 404, "no visit")
    for visit in course.visits[:2]:
        _keep(client, at, visit)
    answer = client.get(f"{at}/course/charts.svg?first=1&second=2&view=back")
    assert answer.status_code == 200 and str(course.visits[1].date) in answer.text
    assert "script" not in answer.headers["content-security-policy"]
    refused(client.get(f"{at}/course/charts.svg?first=1&second=3"), 422, "no visit 3")


def test_what_cannot_stand_in_a_course_is_said(client: httpx.Client) -> None:
    at, calf = _person(client), {"findings": {"back_pain": True}}
    assert ok(client.get(f"{at}/course")) == {"report": None, "visits": [], "without_case": []}
    empty = ok(client.post(f"{at}/visits", json={"day": "2026-03-01"}), 201)["id"]
    assert ok(client.get(f"{at}/course"))["without_case"] == [{"id": empty, "day": "2026-03-01"}]
    body = {"day": "2026-03-02", "documents": {"case": calf, "outcomes": [{"measure": "oswestri", "total": 3}]}}
    wrong = ok(client.post(f"{at}/visits", json=body), 201)["id"]
    refused(client.get(f"{at}/course"), 422, "visits[0].outcomes[0].measure", "oswestry")
    ok(client.put(f"{at}/visits/{wrong}/outcomes", json={"body": {"total": 3}, "version": 1}))
    refused(client.get(f"{at}/course"), 422, "outcomes of the visit on 2026-03-02", "list")
    ok(client.put(f"{at}/visits/{wrong}/outcomes", json={"body": [], "version": 2}))
    assert len(ok(client.get(f"{at}/course"))["report"]["visits"]) == 1
    ok(client.post(f"{at}/visits", json={"day": "2026-03-02", "documents": {"case": calf}}), 201)
    refused(client.get(f"{at}/course"), 422, "two visits are on 2026-03-02")
    refused(client.get("/api/v1/people/AAAA-AAAA/course"), 404, "AAAA-AAAA")
