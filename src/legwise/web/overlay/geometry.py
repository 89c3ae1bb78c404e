"""Lines and points on the body, from the body asset."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from legwise.knowledge.load import Knowledge

Point = tuple[float, float, float]


class Course(BaseModel):
    """One stretch of nerve as a line, from the spine outward."""

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
    """Where a muscle lies: regions with the part of each that it covers."""

    model_config = ConfigDict(frozen=True)

    regions: dict[str, float]


def courses(path: tuple[str, ...], side: str, knowledge: Knowledge) -> tuple[Course, ...]:
    """The lines of roots and nerve segments."""
    return ()


def sites(names: tuple[str, ...], side: str, knowledge: Knowledge) -> tuple[Site, ...]:
    """The points of entrapment sites."""
    return ()


def muscle_place(muscle: str, side: str) -> MusclePlace | None:
    """Where a muscle lies."""
    return None
