"""The order of questions, what is never asked, and when it stops."""

from __future__ import annotations

from typing import Any

import pytest

from legwise.assessment.next_steps import Role
from legwise.case.model import Case
from legwise.errors import InputError
from legwise.interview import Question, next_question, record
from legwise.knowledge.load import Knowledge
from patients import case, changed


def silent(question: Question, knowledge: Knowledge) -> Any:
    """The duller kind of patient: 45, male, nothing but calf pain."""
    return {"age": 45, "sex": "male", "chart": {"regions": ["R:calf"], "qualities": ["pain"]}}.get(question.kind, False)


def asked(role: Role, knowledge: Knowledge, answer: Any = silent, limit: int = 200) -> list[Question]:
    patient, found = Case(), []
    skipped: frozenset[str] = frozenset()
    while len(found) < limit:
        question = next_question(patient, knowledge, role=role, skipped=skipped)
        if question is None:
            return found
        found.append(question)
        reply = answer(question, knowledge)
        if reply is None:
            skipped |= {question.key}
        else:
            patient = record(patient, question, reply, knowledge)
    return found


@pytest.mark.parametrize("role", ["person", "clinician"])
def test_age_sex_safety_chart_context_then_information(role: Role, knowledge: Knowledge) -> None:
    plan = knowledge.content.interview
    safety = [*plan.safety_person, *(plan.safety_clinician if role == "clinician" else ())]
    facts = [fact for fact in plan.context if "sex_male" not in plan.pointless.get(fact, ())]
    opening = ["age", "sex", *safety, "chart", *facts]
    found = asked(role, knowledge, limit=len(opening) + 3)
    keys = [question.key for question in found]
    # a "no" to one question may answer another of the list, never change the order
    assert keys[: len(keys) - 3] == [key for key in opening if key in keys]
    assert len(set(opening) - set(keys)) <= 2
    assert all(question.bits > 0.0 for question in found[-3:])
    assert all(question.why for question in found)


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge) -> list[Question]:
    """An interview to its end with a person who denies everything but calf pain."""
    return asked("person", knowledge)


def test_a_whole_interview_never_asks_twice_and_ends(whole: list[Question]) -> None:
    found = whole
    keys = [question.key for question in found]
    assert len(keys) == len(set(keys))
    assert 30 < len(keys) < 200


def test_questions_that_nobody_can_answer_are_not_repeated(knowledge: Knowledge) -> None:
    def shrugs(question: Question, knowledge: Knowledge) -> Any:
        return silent(question, knowledge) if question.kind == "chart" else None

    keys = [question.key for question in asked("person", knowledge, shrugs, limit=42)]
    assert len(keys) == len(set(keys))
    assert "chart" in keys


def test_a_person_is_never_asked_to_examine(whole: list[Question], knowledge: Knowledge) -> None:
    for question in whole:
        if question.kind == "finding":
            finding = knowledge.findings[question.key.rpartition(":")[2]]
            assert "person" in finding.answered_by, question.key
            assert finding.kind not in ("imaging", "laboratory"), question.key


def test_a_clinician_is_asked_for_hands_on_tests(knowledge: Knowledge) -> None:
    kinds = {
        knowledge.findings[q.key.rpartition(":")[2]].kind
        for q in asked("clinician", knowledge, limit=24)
        if q.kind == "finding"
    }
    assert "exam" in kinds


def test_safety_comes_before_everything_even_with_a_full_case(knowledge: Knowledge) -> None:
    patient = case("R:calf", context={"age": 45, "sex": "male"}, R_slr=True)
    question = next_question(patient, knowledge, role="person")
    assert question is not None
    assert question.key == knowledge.content.interview.safety_person[0]


def test_what_the_case_file_says_is_not_asked_again(knowledge: Knowledge) -> None:
    plan = knowledge.content.interview
    patient = case("R:calf", context={"age": 45, "sex": "male"})
    first = next_question(patient, knowledge, role="person")
    assert first is not None
    answered = record(patient, first, False, knowledge)
    second = next_question(answered, knowledge, role="person")
    assert second is not None
    assert (first.key, second.key) == (plan.safety_person[0], plan.safety_person[1])


def test_nothing_said_at_all_ends_quietly(knowledge: Knowledge) -> None:
    """Everything skipped: no question is left and there is nothing to assess."""
    assert asked("person", knowledge, lambda question, knowledge: None)[-1].kind == "context"


def finding(key: str) -> Question:
    return Question("finding", key, "", "", "")


@pytest.mark.parametrize(
    ("answer", "left", "right"),
    [("left", True, False), ("right", False, True), ("both", True, True), (False, False, False)],
)
def test_a_side_answers_for_both_sides(answer: Any, left: bool, right: bool, knowledge: Knowledge) -> None:
    found = record(case("R:calf"), finding("foot_drop_felt"), answer, knowledge).findings
    if "B:foot_drop_felt" in found:
        assert found["B:foot_drop_felt"] is left is right
    else:
        assert (found["L:foot_drop_felt"], found["R:foot_drop_felt"]) == (left, right)


def test_an_answer_that_cannot_be_used_is_refused_and_names_what_can(knowledge: Knowledge) -> None:
    patient = case("R:calf")
    with pytest.raises(InputError, match="left, right, both or no"):
        record(patient, finding("foot_drop_felt"), "sometimes", knowledge)
    with pytest.raises(InputError, match="no such region"):
        record(patient, Question("chart", "chart", "", "", ""), {"regions": ["R:elbowish"]}, knowledge)
    assert patient == case("R:calf")


def test_recording_keeps_everything_else(knowledge: Knowledge) -> None:
    patient = changed(case("R:calf", worse_sitting=True), notes="free text", gold={"primary": "R:sciatica"})
    after = record(patient, finding("night_pain"), True, knowledge)
    assert after.findings == {"worse_sitting": True, "night_pain": True}
    assert (after.notes, after.gold, after.chart) == (patient.notes, patient.gold, patient.chart)


@pytest.mark.parametrize(
    ("person", "asks"),
    [({"age": 45, "sex": "male"}, False), ({"age": 74, "sex": "female"}, False), ({"age": 30, "sex": "female"}, True)],
)
def test_only_who_can_be_pregnant_is_asked(person: dict[str, Any], asks: bool, knowledge: Knowledge) -> None:
    def answer(question: Question, knowledge: Knowledge) -> Any:
        return person.get(question.kind, silent(question, knowledge))

    limit = 5 + len(knowledge.content.interview.safety_person)
    keys = [question.key for question in asked("person", knowledge, answer, limit)]
    assert "cancer_history" in keys
    assert ("pregnancy" in keys) == asks
