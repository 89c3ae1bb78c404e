"""From a case to the bytes of a report: assess, plan where it is needed, write."""

from __future__ import annotations

from datetime import date

from legwise.assessment import assess
from legwise.case.model import Case
from legwise.course import Course, follow
from legwise.errors import InputError
from legwise.exchange.followed import Followed, last_case, with_flags
from legwise.exchange.html import to_html
from legwise.exchange.model import Format, Kind, Paper
from legwise.exchange.pdf import to_pdf
from legwise.exchange.report import NEEDS_PLAN, make_report
from legwise.knowledge.load import Knowledge, load
from legwise.plan import Plan, Role, plan

PLANNED: tuple[Kind, ...] = ("clinical", "referral", *NEEDS_PLAN)
FOR_THE_PERSON: tuple[Kind, ...] = ("summary", "home")


def report_file(
    case: Case, kind: Kind, form: Format, paper: Paper, *, made: date, minutes: int = 60, role: Role = "therapist"
) -> bytes:
    """The file of a report. Raises CaseError, InferenceError and what the planner raises."""
    knowledge = load()
    found = assess(case, knowledge, role="person" if kind in FOR_THE_PERSON else "clinician")
    planned = _plan_for(case, knowledge, kind, minutes, role)
    report = make_report(kind, case, found, knowledge, made=made, plan=planned)
    return to_pdf(report, paper) if form == "pdf" else to_html(report, paper)


def course_file(
    course: Course, kind: Kind, form: Format, paper: Paper, *, made: date, minutes: int = 60, role: Role = "therapist"
) -> bytes:
    """The file of a report of the last visit of a course; the clinical report shows the course itself, too.

    No plan is made while the course raises more urgency than the last visit alone. Raises InputError.
    """
    knowledge, case = load(), last_case(course)
    report = follow(course, knowledge)
    alone = assess(case, knowledge, role="person" if kind in FOR_THE_PERSON else "clinician")
    found = with_flags(alone, report)
    raised = found.urgency != alone.urgency
    if raised and kind in NEEDS_PLAN and found.urgency != "emergency":
        raise InputError(f"{kind}: something new must be seen first ({found.flags[0].name}); no plan is made before")
    planned = _plan_for(case, knowledge, kind, minutes, role) if not raised or kind in NEEDS_PLAN else None
    made_of = make_report(kind, case, found, knowledge, made=made, plan=planned, followed=Followed(course, report))
    return to_pdf(made_of, paper) if form == "pdf" else to_html(made_of, paper)


def _plan_for(case: Case, knowledge: Knowledge, kind: Kind, minutes: int, role: Role) -> Plan | None:
    """The plan that a report shows; the summary shows none."""
    return plan(case, knowledge, minutes=minutes, role=role) if kind in PLANNED else None
