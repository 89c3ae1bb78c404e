"""Whatever JSON is sent, the answer is a plain one: never a 5xx, never another shape."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web_service import CALF

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("R:calf")
KEYS = (
    "case chart marks regions qualities findings context age R:slr ferritin role skipped question answer kind key text"
    " name format revision drawing absent completed intensity when gold duration_days value unit layers body faces"
)
WORDS = st.sampled_from(KEYS.split())
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=8), inner, max_size=5),
    max_leaves=15,
)
POSTS = [
    "/api/v1/assess",
    "/api/v1/danger",
    "/api/v1/case/parse",
    "/api/v1/case/export",
    "/api/v1/interview/next",
    "/api/v1/interview/record",
    "/api/v1/overlay/R:root_l5/compare",
    "/api/v1/chart.svg?view=front",
]
SHAPES: list[Any] = [
    lambda x: x,
    lambda x: {"case": x},
    lambda x: {"case": {**CALF, "findings": x}},
    lambda x: {"case": {**CALF, "context": x}},
    lambda x: {"case": {"chart": {"marks": x}}},
    lambda x: {"case": {"chart": {"marks": [x]}}},
    lambda x: {"case": {**CALF, "chart": {**CALF["chart"], "drawing": x}}},
    lambda x: {"case": {**CALF, "duration_days": x, "gold": {"x": x}}},
    lambda x: {"case": {}, "question": x, "answer": x},
    lambda x: {"case": {}, "question": {"kind": "chart", "key": "chart"}, "answer": x},
    lambda x: {"case": {}, "question": {"kind": "finding", "key": "ferritin"}, "answer": x},
    lambda x: {"case": {}, "question": {"kind": "context", "key": "age"}, "answer": x},
    lambda x: {"case": CALF, "revision": x},
    lambda x: {"text": x, "name": "a.yaml"},
]


def _sent(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("path", POSTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, shape=st.sampled_from(SHAPES))
def test_any_json_gets_a_plain_answer(client: httpx.Client, path: str, value: Any, shape: Any) -> None:
    answer = client.post(path, content=_sent(shape(value)), headers={"Content-Type": "application/json"})
    _is_plain(answer)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, shape=st.sampled_from(SHAPES))
def test_any_json_can_be_offered_for_saving(client: httpx.Client, value: Any, shape: Any) -> None:
    body, headers = _sent(shape(value)), {"Content-Type": "application/json"}
    _is_plain(client.put("/api/v1/cases/any-json", content=body, headers=headers))
    _is_plain(client.get("/api/v1/cases/any-json"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_get_a_plain_answer(client: httpx.Client, body: bytes) -> None:
    for headers in ({"Content-Type": "application/json"}, {"Content-Type": "application/x-yaml"}, {}):
        _is_plain(client.post("/api/v1/assess", content=body, headers=headers))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_any_text_can_be_offered_as_a_file_or_searched(client: httpx.Client, text: str) -> None:
    if not any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        _is_plain(client.post("/api/v1/case/parse", json={"text": text, "name": "a.yaml"}))
        _is_plain(client.get("/api/v1/knowledge", params={"q": text, "limit": 3}))


def _is_plain(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert set(error) == {"field", "message"} and error["message"]
