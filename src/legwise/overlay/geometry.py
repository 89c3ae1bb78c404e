"""Lines and points on the body as the service says them: metres in the frame of the body asset."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from legwise.anatomy import body
from legwise.anatomy.body.courses import Side
from legwise.knowledge.load import Knowledge

Point = tuple[float, float, float]


class Course(BaseModel):
    """One stretch of root or nerve as a line, from the spine outward; a nerve that parts has several."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    points: tuple[Point, ...]


class Site(BaseModel):
    """A place where a nerve can be caught."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    point: Point


class MusclePlace(BaseModel):
    """Where a muscle lies: regions with the part of each that it covers, and its bellies from origin to insertion."""

    model_config = ConfigDict(frozen=True)

    regions: dict[str, float]
    bellies: tuple[tuple[Point, ...], ...]


def courses(path: tuple[str, ...], side: Side, knowledge: Knowledge) -> tuple[Course, ...]:
    """The lines of roots and nerve segments."""
    names = {root.id: root.name for root in knowledge.content.roots}
    names |= {segment.id: segment.name for segment in knowledge.content.nerves}
    return tuple(
        Course(id=name, name=names[name], points=line) for name in path for line in body.course_of(name, side).lines
    )


def sites(names: tuple[str, ...], side: Side, knowledge: Knowledge) -> tuple[Site, ...]:
    """The points of entrapment sites."""
    return tuple(
        Site(id=name, name=knowledge.entrapments[name].name, point=body.course_of(name, side).lines[0][0])
        for name in names
    )


def muscle_place(muscle: str, side: Side) -> MusclePlace:
    """Where a muscle lies."""
    found = body.muscle_place(muscle, side)
    return MusclePlace(regions=found.regions, bellies=found.bellies)
