"""A course made ready for a report: its last visit as the case, with every flag that the course raises."""

from __future__ import annotations

from dataclasses import dataclass

from legwise.assessment.model import Assessment
from legwise.case.model import Case, Response
from legwise.course import Course, CourseReport
from legwise.triage import more_urgent
from legwise.triage.rules import URGENCIES


@dataclass(frozen=True)
class Followed:
    """A course as it was told, and what came out of following it."""

    told: Course
    found: CourseReport


def last_case(course: Course) -> Case:
    """The case of the last visit, with what every treatment did as evidence."""
    case = course.visits[-1].case
    responses = tuple(
        Response(treated=one.source, change=one.change, intervention=one.intervention)
        for visit in course.visits
        for one in visit.treated
        if one.change is not None
    )
    title = case.title or course.title or course.person
    return case.model_copy(update={"responses": (*case.responses, *responses), "title": title})


def with_flags(found: Assessment, report: CourseReport) -> Assessment:
    """The assessment with the flags of the last visit that only the course knows: new signs, and those told before."""
    known = {flag.id for flag in found.flags}
    more = [one.flag for one in report.visits[-1].flags if one.flag.id not in known]
    flags = sorted((*found.flags, *more), key=lambda flag: URGENCIES.index(flag.urgency))
    return found.model_copy(update={"flags": tuple(flags), "urgency": more_urgent(found.urgency, report.urgency)})
