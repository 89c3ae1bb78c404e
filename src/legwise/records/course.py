"""The visits that are kept of a person as a course: each visit with a case, its outcomes and what was treated.

`outcomes` and `treatments` are lists, as `outcomes` and `treated` of a visit in a course file. A visit without a case
cannot stand in a course; it is named rather than passed over in silence.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from typing import Any

from sqlalchemy import select

from legwise.course import Course, course_from_mapping
from legwise.errors import CaseError, InputError
from legwise.records import pages
from legwise.records.model import Frozen, KeptVisit, VisitCard
from legwise.records.room import Records, code_of
from legwise.records.tables import Document, Visit

FIELDS = {"outcomes": "outcomes", "treatments": "treated"}  # kind of document: field of a course's visit


class KeptCourse(Frozen):
    """A course with the visits that it was made from, in its order; `without_case` are not part of it."""

    course: Course | None
    visits: tuple[KeptVisit, ...]
    without_case: tuple[KeptVisit, ...]


def kept_course(records: Records, code: str) -> KeptCourse:
    """The course of a person; None where no visit has a case yet.

    Raises LookupFailure, InputError when two visits are on one day, CaseError for a document that does not fit.
    """
    code = code_of(code)
    with records.database.session() as session:
        person = pages.person_record(session, code)
        chosen = select(Document.visit, Document.kind, Document.body).join(Visit, Visit.id == Document.visit)
        wanted = Document.kind.in_(("case", *FIELDS))
        held: dict[str, dict[str, Any]] = defaultdict(dict)
        for visit, kind, body in session.execute(chosen.where(Visit.person == code, wanted)):
            held[visit][kind] = json.loads(body)
    ordered = person.visits[::-1]
    told = [visit for visit in ordered if "case" in held[visit.id]]
    _check_days(told)
    raw = {"person": code, "visits": [_mapping(visit, held[visit.id]) for visit in told]}
    return KeptCourse(
        course=course_from_mapping(raw) if told else None,
        visits=tuple(_kept(visit) for visit in told),
        without_case=tuple(_kept(visit) for visit in ordered if "case" not in held[visit.id]),
    )


def _check_days(visits: list[VisitCard]) -> None:
    """Raises InputError: which of two visits on one day came first is not kept, so no course is guessed."""
    for earlier, later in itertools.pairwise(visits):
        if earlier.day == later.day:
            raise InputError(
                f"day: two visits are on {later.day}, and a course has one a day; put one of them on its own day,"
                " or erase it"
            )


def _mapping(visit: VisitCard, documents: dict[str, Any]) -> dict[str, Any]:
    """A visit as a course file has it. Raises CaseError."""
    found: dict[str, Any] = {"date": visit.day.isoformat(), "case": documents["case"]}
    for kind, field in FIELDS.items():
        body = documents.get(kind, [])
        if not isinstance(body, list):
            raise CaseError(f"{kind} of the visit on {visit.day}: must be a list, as '{field}' in a course file")
        found[field] = body
    return found


def _kept(visit: VisitCard) -> KeptVisit:
    return KeptVisit(id=visit.id, day=visit.day)
