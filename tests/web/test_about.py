"""What the service says of itself, and the words a case may use."""

from __future__ import annotations

from typing import get_args

import httpx

from legwise.anatomy.body import load_body
from legwise.case.model import Quality, Setting, When
from legwise.knowledge.load import Knowledge
from legwise.web import words
from web_service import ok


def test_about_counts_what_is_known(client: httpx.Client, knowledge: Knowledge) -> None:
    told = ok(client.get("/api/v1/about"))
    assert told["knowledge_version"] == knowledge.version
    assert told["body"] == load_body().checksum
    for kind, count in told["kb_counts"].items():
        assert client.get(f"/api/v1/knowledge/{kind}?limit=1").json()["total"] == count > 0


def test_the_vocabulary_holds_everything_a_case_may_say(client: httpx.Client, knowledge: Knowledge) -> None:
    told = ok(client.get("/api/v1/vocabulary"))
    assert {one["id"] for one in told["qualities"]} == set(get_args(Quality))
    assert told["whens"] == list(get_args(When))
    assert {one["id"] for one in told["settings"]} == set(get_args(Setting))
    assert [one["id"] for one in told["regions"]] == list(knowledge.regions)
    assert {one["id"] for one in told["findings"]} == set(knowledge.findings)
    assert told["safety"]["person"] == list(knowledge.content.interview.safety_person)
    assert sorted(r for group in told["groups"] for r in group["regions"]) == sorted(knowledge.regions)
    assert {"age", "sex"}.isdisjoint(one["group"] for one in told["factors"])


def test_every_group_has_words(knowledge: Knowledge) -> None:
    assert {f.group for f in knowledge.findings.values()} <= set(words.FINDING_GROUPS)
    assert {f.group for f in knowledge.factors.values()} <= set(words.FACTOR_GROUPS)
    assert {f.kind for f in knowledge.findings.values()} <= set(words.FINDING_KINDS)
    assert {m.group for m in knowledge.content.muscles} <= set(words.MUSCLE_GROUPS)


def test_every_address_is_in_the_openapi_description(client: httpx.Client) -> None:
    described = ok(client.get("/api/v1/openapi.json"))
    assert {
        "/api/v1/about",
        "/api/v1/vocabulary",
        "/api/v1/assess",
        "/api/v1/case/parse",
        "/api/v1/case/export",
        "/api/v1/interview/next",
        "/api/v1/interview/record",
        "/api/v1/examples",
        "/api/v1/examples/{name}",
        "/api/v1/cases",
        "/api/v1/cases/{name}",
        "/api/v1/cases/{name}/duplicate",
        "/api/v1/people",
        "/api/v1/people/{code}",
        "/api/v1/people/{code}/export",
        "/api/v1/people/{code}/trail",
        "/api/v1/people/{code}/visits",
        "/api/v1/people/{code}/visits/{visit}",
        "/api/v1/people/{code}/visits/{visit}/{kind}",
        "/api/v1/overlay/{key}",
        "/api/v1/overlay/{key}/compare",
        "/api/v1/knowledge",
        "/api/v1/knowledge/{kind}",
        "/api/v1/chart.svg",
        "/api/v1/body.glb",
    } <= set(described["paths"])
    assert "Case" in described["components"]["schemas"] and "Assessment" in described["components"]["schemas"]


def test_there_are_no_pages_that_load_from_elsewhere(client: httpx.Client) -> None:
    for path in ("/docs", "/redoc"):
        answer = client.get(path)
        assert "cdn" not in answer.text.lower()
