"""Courses and outcome measures over HTTP."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx

from legwise.course import CourseReport, course_from_mapping, follow
from legwise.knowledge.load import Knowledge
from web_service import ok, refused

LEG: dict[str, Any] = {"completed": True, "marks": [{"regions": ["R:buttock.upper", "R:leg.posterior.lower"]}]}
HIP: dict[str, Any] = {"completed": True, "marks": [{"regions": ["R:buttock.upper"]}]}
COURSE: dict[str, Any] = {
    "person": "p",
    "visits": [
        {"date": "2026-01-01", "case": {"chart": LEG}},
        {"date": "2026-01-08", "case": {"chart": HIP}, "outcomes": [{"measure": "numeric_rating", "total": 3}]},
    ],
}


def test_a_course_is_followed_as_by_the_library(client: httpx.Client, knowledge: Knowledge) -> None:
    answer = ok(client.post("/api/v1/course", json={"course": COURSE}))
    assert answer["steps"][0]["direction"] == "centralized"
    assert CourseReport.model_validate_json(client.post("/api/v1/course", json={"course": COURSE}).text) == follow(
        course_from_mapping(COURSE), knowledge
    )


def test_its_pictures(client: httpx.Client) -> None:
    for address in ("trends.svg", "charts.svg?first=1&second=2&view=back"):
        answer = client.post(f"/api/v1/course/{address}", json={"course": COURSE})
        assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
        assert ElementTree.fromstring(answer.text).tag.endswith("svg")
        assert "script" not in answer.headers["content-security-policy"]
    refused(client.post("/api/v1/course/charts.svg?first=1&second=9", json={"course": COURSE}), 422, "no visit 9")


def test_bad_courses_are_refused_in_the_words_of_a_file(client: httpx.Client) -> None:
    refused(client.post("/api/v1/course", json={"course": {"person": "p", "visits": []}}), 422, "at least one visit")
    named = {"person": "p", "visits": [{"date": "2026-01-01", "case": "/etc/passwd"}]}
    refused(client.post("/api/v1/course", json={"course": named}), 422, "visits[0].case", "a mapping of fields")
    wrong = {"person": "p", "visits": [{"date": "2026-01-01", "case": {"findings": {"R:srl": True}}}]}
    refused(client.post("/api/v1/course", json={"course": wrong}), 422, "did you mean slr")
    refused(client.post("/api/v1/course", json={"course": 3}), 422, "mapping of fields")


def test_outcome_measures_are_listed_and_scored(client: httpx.Client) -> None:
    listed = {one["id"]: one for one in ok(client.get("/api/v1/outcomes"))}
    assert len(listed["roland_morris"]["items"]) == 24 and not listed["oswestry"]["items"]
    asked = {"outcome": {"measure": "roland_morris", "items": {"q1": True, "q2": True}}}
    assert ok(client.post("/api/v1/outcomes/score", json=asked))["value"] == 2
    refused(
        client.post("/api/v1/outcomes/score", json={"outcome": {"measure": "oswestry", "items": {"a": 1}}}),
        422,
        "by its total only",
    )
