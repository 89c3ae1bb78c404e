"""Reports of a course: what only the course knows is on them, danger first."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from exchange.pages import Pages, read_pdf
from legwise.assessment import assess
from legwise.course import follow, read_course
from legwise.exchange.followed import last_case, with_flags
from legwise.exchange.job import course_file
from legwise.knowledge.load import load
from patients import EXAMPLES

COURSES = EXAMPLES.parent / "courses"


@cache
def pages(name: str, kind: Any) -> Pages:
    return read_pdf(course_file(read_course(COURSES / f"{name}.yaml"), kind, "pdf", "a4", made=date(2026, 6, 1)))


def test_the_clinical_report_shows_the_course() -> None:
    course = read_course(COURSES / "six_visits_centralizing.yaml")
    words = pages("six_visits_centralizing", "clinical").words
    assert "Course over 6 visits" in words and "Simulated course" in words
    assert "Centralized" in words and "Plan for 60 minutes" in words
    for visit in course.visits:
        assert str(visit.date) in words


def test_what_is_new_since_the_last_visit_raises_the_report() -> None:
    course = read_course(COURSES / "deteriorating.yaml")
    report = follow(course, load())
    found = with_flags(assess(last_case(course), load()), report)
    assert found.urgency == report.urgency == "emergency"
    assert {one.flag.id for one in report.visits[-1].flags} <= {flag.id for flag in found.flags}
    for kind in ("clinical", "home", "summary"):
        made = pages("deteriorating", kind)
        assert ("Emergency now" if kind == "clinical" else "Get help now") in made.words[:60]
        assert "Plan for" not in made.words and "Your week" not in made.words
    assert len(pages("deteriorating", "summary").text) == 1
    assert all(flag.name in pages("deteriorating", "clinical").words for flag in found.flags)


def test_what_treatment_did_is_evidence_for_the_last_visit() -> None:
    course = read_course(COURSES / "six_visits_centralizing.yaml")
    told = sum(one.change is not None for visit in course.visits for one in visit.treated)
    assert len(last_case(course).responses) == told + len(course.visits[-1].case.responses)
    presence = {one.key: one.presence.value for one in assess(last_case(course), load()).sources}
    shared = [one for one in follow(course, load()).visits[-1].sources if one.key in presence]
    assert shared and all(abs(one.presence - presence[one.key]) < 1e-9 for one in shared)
