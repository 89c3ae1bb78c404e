"""`make_report`: from a case and what was found to the words and drawings of one kind of report."""

from __future__ import annotations

from datetime import date
from typing import get_args

from legwise.assessment.model import Assessment
from legwise.case.model import Case
from legwise.errors import InputError, nearest, shown_name
from legwise.exchange.followed import Followed
from legwise.exchange.kinds.clinical import clinical
from legwise.exchange.kinds.common import Matter
from legwise.exchange.kinds.home import home
from legwise.exchange.kinds.referral import referral
from legwise.exchange.kinds.session import session
from legwise.exchange.kinds.summary import summary
from legwise.exchange.letters import plain
from legwise.exchange.model import Kind, Report
from legwise.knowledge.load import Knowledge
from legwise.plan.model import Plan

KINDS: tuple[Kind, ...] = get_args(Kind)
NEEDS_PLAN: tuple[Kind, ...] = ("session", "home")


def make_report(
    kind: str,
    case: Case,
    found: Assessment,
    knowledge: Knowledge,
    *,
    made: date,
    plan: Plan | None = None,
    followed: Followed | None = None,
) -> Report:
    """The report of one kind. `made` is the day that it bears; session and home need the plan;
    the clinical report shows the course that was `followed`.

    Raises InputError for an unknown kind.
    """
    matter = Matter(_readable(case), found, plan, knowledge, made, followed)
    match kind:
        case "summary":
            return summary(matter)
        case "clinical":
            return clinical(matter)
        case "referral":
            return referral(matter)
        case "session" if plan is not None:
            return session(matter, plan)
        case "home" if plan is not None:
            return home(matter, plan)
    if kind in NEEDS_PLAN:
        raise InputError(f"a {kind} report needs a plan")
    raise InputError(f"kind: '{shown_name(kind)}' does not exist{nearest(kind, KINDS)}; allowed: {', '.join(KINDS)}")


def _readable(case: Case) -> Case:
    """The case without characters that nobody sees in the words of people."""
    marks = tuple(
        mark.model_copy(update={"words": plain(mark.words)}) if mark.words else mark for mark in case.chart.marks
    )
    return case.model_copy(
        update={
            "id": case.id and plain(case.id),
            "title": case.title and " ".join(plain(case.title).split()),
            "notes": case.notes and plain(case.notes),
            "chart": case.chart.model_copy(update={"marks": marks}),
        }
    )
