"""What a worker does: functions from plain values to JSON text. Runs in worker processes only."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter

from legwise.anatomy.body import View, flat_chart
from legwise.assessment.assess import assess
from legwise.assessment.next_steps import Role
from legwise.case.drawing import layers_of
from legwise.case.model import Case
from legwise.case.read import parse_case
from legwise.course import Course, follow
from legwise.course.plot import charts_svg, trend_svg
from legwise.errors import CaseError
from legwise.exchange.job import report_file
from legwise.exchange.model import Format, Kind, Paper
from legwise.inference.sample import Effort
from legwise.interview.interview import Question, best_question, next_question, opening_question, record
from legwise.knowledge.load import Knowledge, load
from legwise.overlay.compare import compare
from legwise.overlay.overlay import area_of
from legwise.plan import plan
from legwise.plan.model import Role as PlanRole
from legwise.web.danger import danger
from legwise.web.models import AssessAnswer, QuestionModel

SHOWN_STEPS = 5
QUICK_SECONDS = 0.25  # for an exact answer, where a quick one is asked for
QUICK = Effort(batch=2_500, error=0.15, gives_up=True)  # what is off by more tells too little to be shown
PLAIN_CASE: dict[str, Any] = {"chart": {"marks": [{"regions": ["R:calf"], "qualities": ["pain_aching"]}]}}


def run(name: str, arguments: tuple[Any, ...]) -> bytes:
    """Run one job by its name. Raises the library's own errors."""
    return JOBS[name](*arguments)


def rehearse() -> None:
    """Assess a small case, so that the first patient does not wait for compilation."""
    assess_case(json.dumps(PLAIN_CASE), "person", (), False)


def assess_case(case: str, role: Role, skipped: tuple[str, ...], quick: bool) -> bytes:
    """The assessment and the next question, from one inference.

    quick: with a larger error where the exact answer takes long, unless that would be too large to be of use.
    """
    knowledge, what = load(), Case.model_validate_json(case)
    aside = frozenset(skipped)
    enough = SHOWN_STEPS + len(what.findings)  # what was answered "do not know" is shown, but not asked again
    look = partial(assess, what, knowledge, steps=enough, role=role, skip=aside)
    found = look(seconds=QUICK_SECONDS, effort=QUICK) if quick else look()
    final = not quick or found.computation.error == 0.0
    if not final and found.computation.error > QUICK.error:
        found, final = look(), True
    asked = opening_question(what, knowledge, role, aside) or best_question(
        what, found.next_steps, knowledge, role=role, skipped=aside
    )
    steps = found.next_steps[:SHOWN_STEPS]
    answer = AssessAnswer(
        assessment=found.model_copy(update={"next_steps": steps}), next=question_model(asked, knowledge), final=final
    )
    return answer.model_dump_json().encode()


def plan_case(case: str, minutes: int, role: PlanRole) -> bytes:
    """The plan of a session and of the weeks at home."""
    return plan(Case.model_validate_json(case), load(), minutes=minutes, role=role).model_dump_json().encode()


def judge_danger(case: str) -> bytes:
    """The red-flag rules alone."""
    return danger(Case.model_validate_json(case), load()).model_dump_json().encode()


def next_one(case: str, role: Role, skipped: tuple[str, ...]) -> bytes:
    """The next question, or null."""
    knowledge = load()
    asked = next_question(Case.model_validate_json(case), knowledge, role=role, skipped=frozenset(skipped))
    shown = question_model(asked, knowledge)
    return _json({"question": shown.model_dump() if shown else None})


def question_model(asked: Question | None, knowledge: Knowledge) -> QuestionModel | None:
    """A question as the service says it, with what its answer may be."""
    if asked is None:
        return None
    sided, measure = False, None
    name = asked.key.rpartition(":")[2]
    if asked.kind == "finding":
        finding = knowledge.findings[name]
        sided = finding.sided and ":" not in asked.key
        measure = finding.measure
    elif asked.kind == "context":
        sided = knowledge.factors[name].sided and ":" not in asked.key
    return QuestionModel.model_validate(
        {
            **asdict(asked),
            "sided": sided,
            "measure": measure and {"unit": measure.unit, "low": measure.low, "high": measure.high},
        }
    )


def record_answer(case: str, kind: Any, key: str, answer: str) -> bytes:
    """The case with one more answer, which is given as JSON text."""
    question = Question(kind, key, "", "", "")
    return _json({"case": _written(record(Case.model_validate_json(case), question, json.loads(answer), load()))})


def parse(text: str, name: str) -> bytes:
    """A case from the text of a file, YAML or JSON by its name (and JSON when it looks like JSON)."""
    is_json = name.lower().endswith(".json") or (not name and text.lstrip().startswith("{"))
    return _json({"case": _written(parse_case(text.removeprefix("\ufeff"), is_json=is_json))})


def export(case: str, form: Literal["yaml", "json"]) -> bytes:
    """The text of a case file."""
    raw = _written(Case.model_validate_json(case))
    if form == "json":
        return _json({"text": json.dumps(raw, ensure_ascii=False, indent=2) + "\n"})
    return _json({"text": yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=100)})


def compare_with(key: str, case: str) -> bytes:
    """How what was painted fits a source."""
    knowledge = load()
    found = compare(Case.model_validate_json(case), area_of(key, knowledge), knowledge)
    return found.model_dump_json().encode()


def chart(view: View, case: str) -> bytes:
    """The flat chart as SVG, empty or with what a case says."""
    layers = layers_of(Case.model_validate_json(case), load()) if case else []
    return flat_chart(view, layers).encode()


def report(case: str, kind: Kind, form: Format, paper: Paper, made: str, minutes: int, role: PlanRole) -> bytes:
    """The file of a report."""
    known = Case.model_validate_json(case)
    return report_file(known, kind, form, paper, made=date.fromisoformat(made), minutes=minutes, role=role)


def course(text: str) -> bytes:
    """A course followed."""
    return follow(Course.model_validate_json(text), load()).model_dump_json().encode()


def course_trends(text: str) -> bytes:
    """The trends of a course as SVG."""
    return trend_svg(follow(Course.model_validate_json(text), load())).encode()


def course_charts(text: str, first: int, second: int, view: View) -> bytes:
    """The charts of two visits as one SVG."""
    return charts_svg(Course.model_validate_json(text), first, second, view, load()).encode()


def _written(case: Case) -> dict[str, Any]:
    """A case as it stands in a file: only what was said."""
    raw: dict[str, Any] = case.model_dump(exclude_defaults=True, mode="json")
    return raw


def _json(value: Any) -> bytes:
    try:
        return TypeAdapter(Any).dump_json(value)
    except ValueError:
        raise CaseError("the case holds something that cannot be written as JSON") from None


JOBS: dict[str, Callable[..., bytes]] = {
    "assess": assess_case,
    "plan": plan_case,
    "danger": judge_danger,
    "next": next_one,
    "record": record_answer,
    "parse": parse,
    "export": export,
    "compare": compare_with,
    "chart": chart,
    "report": report,
    "course": course,
    "course_trends": course_trends,
    "course_charts": course_charts,
}
