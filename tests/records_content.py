"""Documents for tests of the records, small and of every kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from legwise.records.documents import Kind
from legwise.records.room import Records

DAY = date(2026, 3, 4)
SECRET = "Zwetschgenknödel"  # a word that occurs nowhere else


def assessment(urgency: str = "routine", knowledge: str = "k1") -> dict[str, Any]:
    return {"urgency": urgency, "sources": [], "computation": {"knowledge_version": knowledge, "error": 1e-9}}


def documents(urgency: str = "routine", title: str = "first") -> dict[Kind, Any]:
    """One document of each kind; the case carries a drawing."""
    drawing = {"body": "abc", "layers": [{"quality": "numbness", "faces": [1, 2, 3], "strength": 0.5}]}
    mark = {"regions": ["R:calf"], "qualities": ["numbness"]}
    return {
        "case": {"title": title, "chart": {"marks": [mark], "drawing": drawing}, "notes": SECRET},
        "assessment": assessment(urgency),
        "plan": {"minutes": 45, "steps": [{"what": "stretch", "minutes": 2.5}]},
        "outcomes": [{"measure": "nrs", "value": 6}],
        "treatments": [{"intervention": "massage", "site": "R:calf"}],
    }


def fill(records: Records, people: int = 3, visits: int = 2) -> list[str]:
    """Some people with visits. Returns their codes."""
    codes = []
    for number in range(people):
        code = records.add_person(f"File {number}")
        for visit in range(visits):
            records.add_visit(code, date(2026, 1 + visit, 5), documents(title=f"visit {visit} of {number}"))
        codes.append(code)
    return codes


def everything(records: Records) -> list[Any]:
    """All that the records hold, apart from the trail."""
    found = []
    for card in records.people(limit=200).people:
        person = records.person(card.code)
        found.append([card, person, *(records.visit(card.code, visit.id) for visit in person.visits)])
    return found
