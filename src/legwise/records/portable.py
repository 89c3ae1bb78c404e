"""Everything of one person as one JSON file, and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from sqlalchemy import select

from legwise.errors import InputError, RecordsError, shown
from legwise.records import pages
from legwise.records.documents import Kind, listed, written
from legwise.records.model import AuditEntry, Frozen, VisitRecord
from legwise.records.room import CODE, Records, check_day, check_label, code_of, new_person
from legwise.records.tables import Document, Person, Visit

Time = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
LARGEST = 500_000_000  # characters


class PortableDocument(Frozen):
    """A document as it is kept."""

    version: Version
    created: Time
    changed: Time
    body: Any


class PortableVisit(Frozen):
    """A visit with its documents."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    day: date
    version: Version
    created: Time
    changed: Time
    documents: dict[Kind, PortableDocument]


class PortablePerson(Frozen):
    """Everything of one person. The trail is for reading; an import does not add to the past."""

    format: Literal["legwise person"] = "legwise person"
    format_version: Literal[1] = 1
    code: Annotated[str, Field(pattern=f"^{CODE.pattern}$")]
    label: str | None
    version: Version
    created: Time
    changed: Time
    visits: tuple[PortableVisit, ...]
    trail: tuple[AuditEntry, ...] = ()


def export_person(records: Records, code: str) -> str:
    """Everything of one person as JSON text; the audit trail keeps that it was exported. Raises LookupFailure."""
    code = code_of(code)
    with records.database.session() as session:
        person = pages.person_record(session, code)
        visits = [pages.visit_record(session, code, visit.id) for visit in reversed(person.visits)]
        trail = pages.trail(session, code, 0, 2**31 - 1)[::-1]
    found = PortablePerson(
        **person.model_dump(exclude={"visits"}), visits=tuple(_portable(visit) for visit in visits), trail=trail
    )
    records.note("export", "person", code)
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def _portable(visit: VisitRecord) -> PortableVisit:
    return PortableVisit.model_validate(visit.model_dump(exclude={"person"}))


def import_person(records: Records, text: str) -> str:
    """Keep a person from an export, as it was. Returns the code.

    Raises RecordsError when this person or one of the visits is kept here already, InputError for anything else.
    """
    person = _read(text)
    check_label(person.label)
    with records.database.session(writes=True) as session:
        if session.get(Person, person.code) is not None:
            raise RecordsError(f"person {person.code} is kept here already; nothing was changed")
        taken = session.scalars(select(Visit.id).where(Visit.id.in_([visit.id for visit in person.visits]))).first()
        if taken is not None:
            raise RecordsError(f"visit {taken} is kept here already, of another person; nothing was changed")
        row = new_person(person.code, person.label, person.created)
        row.version, row.changed = person.version, person.changed
        session.add(row)
        session.flush()
        for visit in person.visits:
            check_day(visit.day)
            texts = {kind: written(kind, document.body) for kind, document in visit.documents.items()}
            values = {name: value for kind, body in texts.items() for name, value in listed(kind, body).items()}
            own = visit.model_dump(exclude={"documents"})
            session.add(Visit(**own, person=person.code, **values))
            session.flush()
            for kind, document in visit.documents.items():
                own = document.model_dump(exclude={"body"})
                session.add(Document(**own, visit=visit.id, kind=kind, body=texts[kind]))
        records.add_note(session, "import", "person", person.code)
    return person.code


def _read(text: str) -> PortablePerson:
    if len(text) > LARGEST:
        raise InputError(f"is too large; an export of a person has at most {LARGEST:,} characters")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("is not readable as JSON; an export of a person is wanted") from None
    if not isinstance(raw, dict) or raw.get("format") != "legwise person":
        raise InputError("is no export of a person ('legwise records export' makes one)")
    try:
        person = PortablePerson.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where}: {shown(first.get('input'))}: {first['msg']}") from None
    if len({visit.id for visit in person.visits}) != len(person.visits):
        raise InputError("visits: the same visit stands there twice")
    return person
