"""What pages show: each function is a few small queries on indexed columns, whatever the number of people.

Bodies of documents are read only where a visit is opened.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from legwise.errors import InputError, LookupFailure, shown
from legwise.records.documents import KINDS, Kind
from legwise.records.model import (
    AuditEntry,
    DocumentRecord,
    PeoplePage,
    PersonCard,
    PersonRecord,
    VisitCard,
    VisitRecord,
)
from legwise.records.tables import AuditRow, Document, Person, Visit

MOST_SHOWN = 200
LONGEST_SEARCH = 100


def people_page(session: Session, words: str, offset: int, limit: int) -> PeoplePage:
    """People whose code or label holds every word, the latest changed first."""
    if not 1 <= limit <= MOST_SHOWN:
        raise InputError(f"limit: {limit} is not allowed; allowed: 1 to {MOST_SHOWN}")
    if not 0 <= offset < 2**31:
        raise InputError(f"offset: {offset} is not allowed; allowed: 0 to {2**31 - 1}")
    holding = _holding(words)
    total = session.scalar(select(func.count()).select_from(Person).where(*holding)) or 0
    chosen = select(Person).where(*holding).order_by(Person.changed.desc(), Person.code.desc())
    people = session.scalars(chosen.offset(offset).limit(limit)).all()
    visits: dict[str, list[tuple[date, str | None]]] = defaultdict(list)
    held = select(Visit.person, Visit.day, Visit.urgency).where(Visit.person.in_([person.code for person in people]))
    for code, day, urgency in session.execute(held.order_by(Visit.day, Visit.created, Visit.id.desc())):
        visits[code].append((day, urgency))
    return PeoplePage(
        total=total, offset=offset, people=tuple(_person_card(person, visits[person.code]) for person in people)
    )


def _holding(words: str) -> list[ColumnElement[bool]]:
    """One condition for each word. Raises InputError."""
    if len(words) > LONGEST_SEARCH or "\0" in words:
        raise InputError(f"q: {shown(words)} is not allowed; a search has at most {LONGEST_SEARCH} characters")
    return [Person.words.contains(word, autoescape=True) for word in words.casefold().split()]


def _person_card(person: Person, visits: list[tuple[date, str | None]]) -> PersonCard:
    """`visits` are the day and the urgency of each, the latest last."""
    last_day, last_urgency = visits[-1] if visits else (None, None)
    return PersonCard(
        code=person.code,
        label=person.label,
        version=person.version,
        created=person.created,
        changed=person.changed,
        visits=len(visits),
        last_visit=last_day,
        urgency=last_urgency,
    )


def person_record(session: Session, code: str) -> PersonRecord:
    """One person with all visits. Raises LookupFailure."""
    person = session.get(Person, code)
    if person is None:
        raise no_person(code)
    chosen = select(Visit).where(Visit.person == code)
    visits = session.scalars(chosen.order_by(Visit.day.desc(), Visit.created.desc(), Visit.id)).all()
    kinds: dict[str, set[str]] = defaultdict(set)
    held = select(Document.visit, Document.kind).where(Document.visit.in_([visit.id for visit in visits]))
    for visit, kind in session.execute(held):
        kinds[visit].add(kind)
    return PersonRecord(
        code=person.code,
        label=person.label,
        version=person.version,
        created=person.created,
        changed=person.changed,
        visits=tuple(_visit_card(visit, kinds[visit.id]) for visit in visits),
    )


def _visit_card(visit: Visit, kinds: set[str]) -> VisitCard:
    return VisitCard(
        id=visit.id,
        day=visit.day,
        version=visit.version,
        changed=visit.changed,
        title=visit.title,
        urgency=visit.urgency,
        knowledge_version=visit.knowledge_version,
        documents=tuple(kind for kind in KINDS if kind in kinds),
    )


def visit_record(session: Session, code: str, name: str) -> VisitRecord:
    """One visit with its documents. Raises LookupFailure."""
    visit = held_visit(session, code, name)
    rows = {row.kind: row for row in session.scalars(select(Document).where(Document.visit == visit.id))}
    return VisitRecord(
        id=visit.id,
        person=visit.person,
        day=visit.day,
        version=visit.version,
        created=visit.created,
        changed=visit.changed,
        documents={kind: document_record(rows[kind]) for kind in KINDS if kind in rows},
    )


def document_record(row: Document) -> DocumentRecord:
    """A kept document, read."""
    return DocumentRecord(version=row.version, created=row.created, changed=row.changed, body=json.loads(row.body))


def held_visit(session: Session, code: str, name: str) -> Visit:
    """The row of a visit of this person. Raises LookupFailure."""
    visit = session.scalar(select(Visit).where(Visit.id == name, Visit.person == code)) if sound(name) else None
    if visit is None:
        raise LookupFailure(f"there is no visit {shown(name)} of person {shown(code)}")
    return visit


def trail(session: Session, code: str | None, offset: int, limit: int) -> tuple[AuditEntry, ...]:
    """Rows of the audit trail, the latest first; of one person when a code is given (also of an erased one)."""
    chosen = select(AuditRow).order_by(AuditRow.id.desc()).offset(offset).limit(limit)
    if code is not None:
        chosen = chosen.where(AuditRow.person == code)
    return tuple(AuditEntry.model_validate(row, from_attributes=True) for row in session.scalars(chosen))


def no_person(code: str) -> LookupFailure:
    """What is said of a code that nobody has."""
    return LookupFailure(f"there is no person {shown(code)}")


def sound(name: str) -> bool:
    """False for text that no database would take as a name."""
    return name.isascii() and name.isprintable()


def kind_of(text: str) -> Kind:
    """A kind of document. Raises InputError."""
    if text not in KINDS:
        raise InputError(f"document: {shown(text)} is not known; allowed: {', '.join(KINDS)}")
    return text
