"""A person's visits in time, and outcome measures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator

from legwise.anatomy.body import View
from legwise.course import Course, CourseReport, Outcome, course_from_mapping
from legwise.course.outcomes import score
from legwise.course.result import Score
from legwise.errors import CaseError
from legwise.knowledge.load import load
from legwise.knowledge.schema_outcomes import OutcomeMeasure
from legwise.web.models import Said
from legwise.web.routers.chart import SVG, svg_answer
from legwise.web.routers.service import Here, json_answer

router = APIRouter(tags=["course"])


def _course(value: object) -> Course:
    """Check a course the way a course file is checked, with the same sentences; cases must be inline."""
    if isinstance(value, Course):
        return value
    if not isinstance(value, dict):
        raise CaseError("course: must be a mapping of fields, as in a course file")
    return course_from_mapping(value)


class CourseRequest(Said):
    """A course, with its cases inline."""

    course: Annotated[Course, BeforeValidator(_course)]


class ScoreRequest(Said):
    """One outcome measure to score."""

    outcome: Outcome


@router.post("/course", response_model=CourseReport)
async def course(asked: CourseRequest, here: Here) -> Response:
    """Every visit measured and assessed, every step from visit to visit, every trial analysed."""
    return json_answer(await here.crew.run("course", written(asked.course)))


@router.post("/course/trends.svg", responses=SVG, response_class=Response)
async def trends(asked: CourseRequest, here: Here) -> Response:
    """The measures over the visits as a picture."""
    return svg_answer(await here.crew.run("course_trends", written(asked.course)))


Number = Annotated[int, Query(ge=1, le=500)]


@router.post("/course/charts.svg", responses=SVG, response_class=Response)
async def charts(asked: CourseRequest, here: Here, first: Number, second: Number, view: View = "back") -> Response:
    """The charts of two visits side by side."""
    return svg_answer(await here.crew.run("course_charts", written(asked.course), first, second, view))


@router.get("/outcomes")
def outcomes() -> list[OutcomeMeasure]:
    """Every outcome measure, with its items where they are free."""
    return list(load().content.outcomes)


@router.post("/outcomes/score")
def outcome_score(asked: ScoreRequest) -> Score:
    """Score a measure from its items, or check its total."""
    return score(asked.outcome, load())


def written(asked: Course) -> str:
    """A course for a worker."""
    return asked.model_dump_json(exclude_defaults=True)
