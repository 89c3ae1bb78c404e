"""The body: one surface on which regions, drawings, nerve courses and muscles have their place."""

from legwise.anatomy.body.chart import Expected, Layer, flat_chart
from legwise.anatomy.body.courses import Course, MusclePlace, course_of, landmark, muscle_place
from legwise.anatomy.body.glb import Body, load_body
from legwise.anatomy.body.place import Point, point_at
from legwise.anatomy.body.reach import from_spine
from legwise.anatomy.body.view import VIEWS, View

__all__ = [
    "VIEWS",
    "Body",
    "Course",
    "Expected",
    "Layer",
    "MusclePlace",
    "Point",
    "View",
    "course_of",
    "flat_chart",
    "from_spine",
    "landmark",
    "load_body",
    "muscle_place",
    "point_at",
]
