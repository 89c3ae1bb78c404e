"""What may be kept as a document, and that it comes back to the last digit."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legwise.errors import InputError
from legwise.records.documents import KINDS, listed, written
from legwise.records.room import Records
from records_content import DAY, assessment, documents

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
)


@given(body=st.lists(JSON, max_size=4) | st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_json_comes_back_to_the_last_digit(body: Any) -> None:
    assert json.dumps(json.loads(written("plan", body))) == json.dumps(body)


CYCLE: list[Any] = []
CYCLE.append(CYCLE)
DEEP: Any = {}
for _ in range(30):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "body",
    [
        None,
        5,
        "text",
        math.nan,
        [math.inf],
        {"a": {1, 2}},
        {1: "a"},
        [(1, 2)],
        {"a": "\ud800"},
        CYCLE,
        DEEP,
        [10**5000],
        {"a": "x" * 2_000_001},
        object(),
    ],
)
def test_what_is_no_json_is_refused(body: Any) -> None:
    with pytest.raises(InputError, match="plan: "):
        written("plan", body)


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"urgency": "soon", "computation": {"knowledge_version": "k"}},
        {"urgency": ["routine"], "computation": {"knowledge_version": "k"}},
        {"urgency": "routine"},
        {"urgency": "routine", "computation": []},
        assessment(knowledge=""),
        assessment(knowledge="a\0b"),
    ],
)
def test_an_assessment_says_how_urgent_and_by_which_knowledge(body: Any) -> None:
    with pytest.raises(InputError, match="assessment"):
        written("assessment", body)


@pytest.mark.parametrize("body", [[], "x", None, {"findings": 3}, {"nothing": 1}])
def test_a_case_is_checked_as_a_case_file_is(body: Any) -> None:
    with pytest.raises(InputError):
        written("case", body)


def test_a_case_is_kept_in_one_form() -> None:
    text = written("case", {"findings": {"fever": "yes"}, "setting": "primary_care", "title": "x"})
    assert json.loads(text) == {"title": "x", "findings": {"fever": True}}
    assert written("case", json.loads(text)) == text


def test_every_kind_has_a_form() -> None:
    assert {kind: listed(kind, written(kind, body)) for kind, body in documents().items()}.keys() == set(KINDS)


def test_characters_that_a_database_may_not_like(records: Records) -> None:
    odd = "\0 \x7f \u2028 \ufffe 👣 ' \" \\ % _ {} ; -- \r\n\t"
    code = records.add_person()
    visit = records.add_visit(code, DAY, {"case": {"title": odd, "notes": odd}, "plan": {odd: [odd]}})
    found = records.visit(code, visit).documents
    assert found["case"].body == {"title": odd, "notes": odd} and found["plan"].body == {odd: [odd]}
    assert records.person(code).visits[0].title == odd.replace("\0", "")
    assert records.people(odd.replace("\0", "")).total == 0
