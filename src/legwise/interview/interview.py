"""Pure logic of the interview: a case and what was skipped go in, the next question comes out.

Order: age and sex, safety questions, the place of the complaint, then by expected information per cost
until nothing worth asking is left. An answer of "do not know" is remembered so that nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from legwise.assessment.assess import inferred
from legwise.assessment.model import NextStep
from legwise.assessment.next_steps import Role, next_steps
from legwise.case.model import Case
from legwise.case.read import case_from_mapping
from legwise.case.resolve import Observations, resolve
from legwise.errors import CaseError, InputError, nearest, shown, shown_name
from legwise.knowledge.load import Knowledge

Kind = Literal["age", "sex", "context", "finding", "chart"]


@dataclass(frozen=True)
class Question:
    """One thing to ask. `key` is where the answer goes; `why` is the reason for asking."""

    kind: Kind
    key: str
    text: str
    how: str
    why: str
    bits: float = 0.0


def next_question(
    case: Case, knowledge: Knowledge, *, role: Role, skipped: frozenset[str] = frozenset()
) -> Question | None:
    """The next question for this role, or None when nothing worth asking is left."""
    opening = opening_question(case, knowledge, role, skipped)
    if opening is not None:
        return opening
    try:
        resolve(case, knowledge)
    except CaseError:
        return None
    parts = inferred(case, knowledge)
    steps = next_steps(
        parts.case, parts.posterior, parts.credit, knowledge, role=role, count=1, skip=skipped | _answered(case)
    )
    return best_question(case, steps, knowledge, role=role, skipped=skipped)


def best_question(
    case: Case, steps: Iterable[NextStep], knowledge: Knowledge, *, role: Role, skipped: frozenset[str] = frozenset()
) -> Question | None:
    """The first of some ranked steps that this role can answer and nobody has; None when it tells too little."""
    done = skipped | _answered(case)
    for step in steps:
        able = role == "clinician" or role in knowledge.findings[step.finding.rpartition(":")[2]].answered_by
        if not able or step.finding in done:
            continue
        if step.bits_per_cost < knowledge.number("interview_stops_below"):
            return None
        why = f"helps to tell about {' and '.join(step.separates)}"
        return Question("finding", step.finding, step.question, step.clinician, why, step.bits)
    return None


def opening_question(
    case: Case, knowledge: Knowledge, role: Role, skipped: frozenset[str] = frozenset()
) -> Question | None:
    """Age, sex, safety and the place of the complaint, in this order."""
    if "age" not in case.context and "age" not in skipped:
        return Question(
            "age", "age", "How old are you?" if role == "person" else "Age in years?", "", "many causes depend on age"
        )
    if "sex" not in case.context and "sex" not in skipped:
        return Question("sex", "sex", "Female or male?", "", "some causes depend on sex")
    plan = knowledge.content.interview
    known, answered = _seen(case, knowledge), _answered(case)
    safety = [*plan.safety_person, *(plan.safety_clinician if role == "clinician" else ())]
    for name in safety:
        if name in skipped or _touched(name, known, answered):
            continue
        finding = knowledge.findings[name]
        return Question(
            "finding", name, finding.question, finding.clinician, "safety first: this would change what to do"
        )
    if not case.chart.marks and "chart" not in skipped:
        return Question(
            "chart",
            "chart",
            "Where do you feel it?",
            "regions or zones, e.g. R:calf, L:buttock, B:foot",
            "the place comes first",
        )
    for name in plan.context:
        pointless = known is not None and any(known.factors.get(fact) for fact in plan.pointless.get(name, ()))
        if name not in case.context and name not in skipped and not pointless:
            return Question("context", name, knowledge.factors[name].question, "", "changes how likely causes are")
    return None


def _answered(case: Case) -> frozenset[str]:
    """Keys answered in the case, each with and without its side ('B:' counts for both)."""
    found: set[str] = set()
    for key in case.findings:
        side, _, name = key.rpartition(":")
        found |= {key, *((f"L:{name}", f"R:{name}") if side == "B" else ())}
    return frozenset(found)


def _touched(name: str, known: Observations | None, answered: frozenset[str]) -> bool:
    keys = {name, f"L:{name}", f"R:{name}"}
    return bool(keys & answered) or (known is not None and any(key in known.findings for key in keys))


def _seen(case: Case, knowledge: Knowledge) -> Observations | None:
    try:
        return resolve(case, knowledge)
    except CaseError:
        return None


def record(case: Case, question: Question, answer: Any, knowledge: Knowledge) -> Case:
    """The case with one more answer. `answer` is True, False, None (unknown), a number, or text.

    A sided finding answered without a side takes a text 'left', 'right', 'both' or False.
    Raises InputError when the answer cannot be used; the case is then unchanged.
    """
    raw = case.model_dump(exclude_defaults=True, mode="json")
    if question.kind in ("age", "sex", "context"):
        raw.setdefault("context", {})[question.key] = answer
    elif question.kind == "chart":
        raw.setdefault("chart", {}).setdefault("marks", []).append(answer)
    else:
        for key, value in _finding_answers(question.key, answer, knowledge):
            raw.setdefault("findings", {})[key] = value
    updated = case_from_mapping(raw)
    try:
        resolve(updated, knowledge)
    except CaseError as error:
        if "nothing to assess" not in str(error):
            raise
    return updated


def _finding_answers(key: str, answer: Any, knowledge: Knowledge) -> list[tuple[str, Any]]:
    finding = knowledge.findings.get(key.rpartition(":")[2])
    if finding is None:
        raise InputError(f"question: no finding '{shown_name(key)}'{nearest(key, knowledge.findings)}")
    if not finding.sided or ":" in key:
        return [(key, answer)]
    if answer is False or answer is None:
        return [(f"B:{key}", answer)]
    if answer in ("left", "right"):
        mine, other = ("L", "R") if answer == "left" else ("R", "L")
        return [(f"{mine}:{key}", True), (f"{other}:{key}", False)]
    if answer == "both":
        return [(f"B:{key}", True)]
    raise InputError(f"{key}: {shown(answer)} is not allowed; answer left, right, both or no")


def qualities_to_offer(knowledge: Knowledge) -> tuple[str, ...]:
    """The symptom qualities that a mark may have."""
    return knowledge.content.qualities
