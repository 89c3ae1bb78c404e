"""Visits in time: what moved, what it means, and what treatment did."""

from legwise.course.follow import follow
from legwise.course.model import Course, Outcome, Phase, Treated, Trial, Visit
from legwise.course.read import course_from_mapping, read_course
from legwise.course.result import CourseReport, Step, TrialResult, VisitState

__all__ = [
    "Course",
    "CourseReport",
    "Outcome",
    "Phase",
    "Step",
    "Treated",
    "Trial",
    "TrialResult",
    "Visit",
    "VisitState",
    "course_from_mapping",
    "follow",
    "read_course",
]
