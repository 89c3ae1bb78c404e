"""Danger first, and at once: the red-flag rules of a case, also of one that cannot be assessed.

The rules take milliseconds whatever an assessment takes. A case that contradicts itself, or holds an answer that
cannot be read, still says what it says: what cannot be read is left out and named, the rest is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pydantic import BaseModel, ConfigDict

from legwise.assessment.model import Flag
from legwise.case.model import Answer, Case, Mark
from legwise.case.resolve import Observations, resolve
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Urgency
from legwise.triage.rules import alerts, most_urgent

NOTHING = "nothing to assess"  # what an empty case is told; here it is no fault


class Danger(BaseModel):
    """The rules that stand, the most urgent first, and what of the case could not be read."""

    model_config = ConfigDict(frozen=True)

    urgency: Urgency
    flags: tuple[Flag, ...]
    unread: tuple[str, ...]


def danger(case: Case, knowledge: Knowledge) -> Danger:
    """Judge a case by the rules alone."""
    seen, unread = _readable(case, knowledge)
    standing = alerts(seen, knowledge)
    flags = [Flag.model_validate({name: getattr(alert, name) for name in Flag.model_fields}) for alert in standing]
    return Danger(urgency=most_urgent(standing), flags=tuple(flags), unread=tuple(unread))


def _readable(case: Case, knowledge: Knowledge) -> tuple[Observations, list[str]]:
    """What can be read of a case, and why the rest cannot."""
    try:
        return resolve(case, knowledge), []
    except CaseError as error:
        if NOTHING in str(error):
            return Observations(setting=case.setting), []
        return _piece_by_piece(case, knowledge)


def _piece_by_piece(case: Case, knowledge: Knowledge) -> tuple[Observations, list[str]]:
    """Put the case together again from its pieces, the answers that are `yes` first, without those that do not fit."""
    unread: list[str] = []
    whole, seen = Case(setting=case.setting), Observations(setting=case.setting)
    for add in _pieces(case):
        trial = add(whole)
        try:
            seen = resolve(trial, knowledge)
        except CaseError as error:
            if NOTHING not in str(error):
                unread.append(str(error))
                continue
        whole = trial
    return seen, unread


def _pieces(case: Case) -> Iterator[Callable[[Case], Case]]:
    """Each adds one answer, mark or factor to a case."""
    for key, answer in sorted(case.findings.items(), key=lambda item: item[1] is not True):
        yield partial(_with_finding, key=key, answer=answer)
    for mark in case.chart.marks:
        yield partial(_with_mark, mark=mark)
    for key, answer in case.context.items():
        yield partial(_with_factor, key=key, answer=answer)
    yield lambda base: base.model_copy(update={"duration_days": case.duration_days})


def _with_finding(base: Case, *, key: str, answer: Answer) -> Case:
    return base.model_copy(update={"findings": {**base.findings, key: answer}})


def _with_factor(base: Case, *, key: str, answer: Answer) -> Case:
    return base.model_copy(update={"context": {**base.context, key: answer}})


def _with_mark(base: Case, *, mark: Mark) -> Case:
    chart = base.chart.model_copy(update={"marks": (*base.chart.marks, mark)})
    return base.model_copy(update={"chart": chart})
