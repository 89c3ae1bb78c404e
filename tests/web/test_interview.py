"""Question after question over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from legwise.knowledge.load import Knowledge
from web_service import CALF, ok, refused

NEXT, RECORD = "/api/v1/interview/next", "/api/v1/interview/record"


def _answer(question: dict[str, Any]) -> object:
    """What somebody with a sore calf would say."""
    return {
        "age": 50,
        "sex": "female",
        "chart": {"regions": ["R:calf"], "qualities": ["pain_aching"]},
    }.get(question["kind"], False)


def test_an_interview_goes_from_age_to_the_questions_that_tell_most(client: httpx.Client, knowledge: Knowledge) -> None:
    case: dict[str, Any] = {}
    kinds = []
    for _ in range(60):
        question = ok(client.post(NEXT, json={"case": case}))["question"]
        if question is None or question["bits"] > 0.0:
            break
        kinds.append(question["key"])
        case = ok(client.post(RECORD, json={"case": case, "question": question, "answer": _answer(question)}))["case"]
    safety = list(knowledge.content.interview.safety_person)
    assert kinds[:2] == ["age", "sex"]
    assert kinds[2 : 2 + len(safety)] == safety
    assert kinds[2 + len(safety)] == "chart"
    assert question is not None and question["why"].startswith("helps to tell")


def test_not_known_is_kept_and_not_asked_again(client: httpx.Client) -> None:
    case: dict[str, Any] = {"context": {"age": 50, "sex": "female"}}
    asked = set()
    for _ in range(4):
        question = ok(client.post(NEXT, json={"case": case}))["question"]
        assert question["key"] not in asked
        asked.add(question["key"])
        case = ok(client.post(RECORD, json={"case": case, "question": question, "answer": None}))["case"]
        assert None in case["findings"].values()


def test_a_sided_question_says_so_and_takes_a_side(client: httpx.Client, knowledge: Knowledge) -> None:
    question = {"kind": "finding", "key": "foot_drop_felt"}
    found = ok(client.post(RECORD, json={"case": {}, "question": question, "answer": "left"}))["case"]["findings"]
    assert found == {"L:foot_drop_felt": True, "R:foot_drop_felt": False}
    done = {"case": {"context": {"age": 5, "sex": "male"}}}
    sided = [n for n in knowledge.content.interview.safety_person if knowledge.findings[n].sided]
    others = [n for n in knowledge.content.interview.safety_person if n != sided[0]]
    asked = ok(client.post(NEXT, json={**done, "skipped": others}))["question"]
    assert asked["key"] == sided[0] and asked["sided"] is True


def test_a_measured_question_says_its_unit_and_takes_a_number(client: httpx.Client) -> None:
    question = {"kind": "finding", "key": "ferritin"}
    for answer in (40, {"value": 40, "unit": "ng/mL"}, "40 ng/mL"):
        case = ok(client.post(RECORD, json={"case": {}, "question": question, "answer": answer}))["case"]
        assert case["findings"]["ferritin"] == answer


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ({"kind": "finding", "key": "no_such"}, True, "no finding"),
        ({"kind": "finding", "key": "foot_drop_felt"}, "up", "left, right, both or no"),
        ({"kind": "finding", "key": "foot_drop_felt"}, {"a": 1}, "left, right, both or no"),
        ({"kind": "finding", "key": "fever"}, "maybe", "fever"),
        ({"kind": "finding", "key": "ferritin"}, -5, "impossible"),
        ({"kind": "age", "key": "age"}, "old", "context.age"),
        ({"kind": "sex", "key": "sex"}, "x", "female, male"),
        ({"kind": "context", "key": "nothing"}, True, "no such context factor"),
        ({"kind": "chart", "key": "chart"}, {"regions": ["calf"]}, "needs a side"),
        ({"kind": "chart", "key": "chart"}, "calf", "chart.marks[1]"),
        ({"kind": "chart", "key": "chart"}, None, "chart.marks[1]"),
        ({"kind": "song", "key": "chart"}, None, "kind"),
        ({"key": "chart"}, None, "kind: is missing"),
        ({"kind": "age", "key": "a" * 500}, 3, "key"),
    ],
)
def test_a_bad_answer_is_refused(client: httpx.Client, question: Any, answer: Any, words: str) -> None:
    refused(client.post(RECORD, json={"case": CALF, "question": question, "answer": answer}), 422, words)
