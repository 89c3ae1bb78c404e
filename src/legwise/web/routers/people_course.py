"""The course of a person whose visits are kept in the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from legwise.anatomy.body import View
from legwise.course import CourseReport
from legwise.records.model import KeptVisit
from legwise.web.models import Said
from legwise.web.refusal import RefusedError
from legwise.web.routers.chart import SVG, svg_answer
from legwise.web.routers.course import Number, written
from legwise.web.routers.service import Here, Service

if TYPE_CHECKING:
    from legwise.records.course import KeptCourse

router = APIRouter(prefix="/people", tags=["people"])


class PersonCourse(Said):
    """A person's visits followed; `visits[n]` is the visit that the report numbers n + 1.

    The report is null where no visit has a case yet. Visits without a case are not part of it.
    """

    report: CourseReport | None
    visits: tuple[KeptVisit, ...]
    without_case: tuple[KeptVisit, ...]


@router.get("/{code}/course")
async def get_course(code: str, here: Here) -> PersonCourse:
    """What moved from visit to visit, what treatment did, and what is urgent now."""
    kept = await run_in_threadpool(_kept, code, here)
    report = None
    if kept.course is not None:
        report = CourseReport.model_validate_json(await here.crew.run("course", written(kept.course)))
    return PersonCourse(report=report, visits=kept.visits, without_case=kept.without_case)


@router.get("/{code}/course/charts.svg", responses=SVG, response_class=Response)
async def get_charts(code: str, here: Here, first: Number, second: Number, view: View = "back") -> Response:
    """The charts of two visits side by side."""
    course = (await run_in_threadpool(_kept, code, here)).course
    if course is None:
        raise RefusedError(404, "no visit of this person has a case yet")
    return svg_answer(await here.crew.run("course_charts", written(course), first, second, view))


def _kept(code: str, here: Service) -> KeptCourse:
    from legwise.records.course import kept_course

    return kept_course(here.records.open(), code)
