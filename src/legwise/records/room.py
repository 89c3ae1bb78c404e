"""`Records`: an open records room, used in somebody's name. Every method is one transaction.

A change names the version that it started from; when another is kept meanwhile, nothing is written. The row of the
person is locked first by everything that changes something of that person, so that what follows may read, compare and
write. The audit row is part of the same transaction: no change without its row, no row without its change.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from legwise.errors import InputError, VersionConflict, shown
from legwise.records import pages
from legwise.records.database import Database
from legwise.records.documents import Kind, listed, written
from legwise.records.model import AuditEntry, DocumentRecord, PeoplePage, PersonRecord, VisitRecord
from legwise.records.tables import AuditRow, Document, Person, Visit

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another, none that spells words
CODE = re.compile(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")
LABEL = re.compile(r"[^\W_]([\w ./#-]{0,38}[\w.#/-])?")
EARLIEST = date(1900, 1, 1)
UNTOLD = {"synchronize_session": False}  # the session ends with the erasure; it need not follow


class Records:
    """The people, visits and documents of one database; `who` stands in the audit trail."""

    def __init__(self, database: Database, who: str) -> None:
        self.database, self.who = database, " ".join(who.split())[:80] or "unknown"

    def people(self, words: str = "", *, offset: int = 0, limit: int = 50) -> PeoplePage:
        """People whose code or label holds every word, the latest changed first."""
        with self.database.session() as session:
            return pages.people_page(session, words, offset, limit)

    def person(self, code: str) -> PersonRecord:
        """One person with all visits. Raises LookupFailure."""
        with self.database.session() as session:
            return pages.person_record(session, code_of(code))

    def visit(self, code: str, visit: str) -> VisitRecord:
        """One visit with its documents. Raises LookupFailure."""
        with self.database.session() as session:
            return pages.visit_record(session, code_of(code), visit)

    def trail(self, code: str | None = None, *, offset: int = 0, limit: int = 100) -> tuple[AuditEntry, ...]:
        """The audit trail, the latest first."""
        with self.database.session() as session:
            return pages.trail(session, None if code is None else code_of(code), offset, limit)

    def add_person(self, label: str | None = None) -> str:
        """Keep a new person. Returns the generated code. Raises InputError for a label that is not allowed."""
        check_label(label)
        with self.database.session(writes=True) as session:
            code = _fresh_code(session)
            session.add(new_person(code, label, now()))
            self.add_note(session, "add", "person", code)
            return code

    def change_person(self, code: str, label: str | None, version: int) -> int:
        """Give a person another label. Returns the new version. Raises VersionConflict, LookupFailure, InputError."""
        check_label(label)
        with self._changing(code) as (session, person):
            _compare(f"person {person.code}", version, person.version)
            person.label, person.words, person.version = label, words_of(person.code, label), version + 1
            self.add_note(session, "change", "person", person.code)
            return person.version

    def erase_person(self, code: str) -> None:
        """Erase a person with every visit and document, for good; the audit trail keeps codes only."""
        with self._changing(code) as (session, person):
            session.execute(delete(Person).where(Person.code == person.code), execution_options=UNTOLD)
            self.add_note(session, "erase", "person", person.code)
        self.database.sweep()

    def add_visit(self, code: str, day: date, documents: Mapping[Kind, Any] | None = None) -> str:
        """Keep a new visit, with documents if there are some. Returns its id."""
        check_day(day)
        texts = {kind: written(kind, body) for kind, body in (documents or {}).items()}
        with self._changing(code) as (session, person):
            visit, at = secrets.token_hex(8), now()
            values = {name: value for kind, body in texts.items() for name, value in listed(kind, body).items()}
            session.add(Visit(id=visit, person=person.code, day=day, version=1, created=at, changed=at, **values))
            self.add_note(session, "add", "visit", person.code, visit)
            session.flush()
            for kind, body in texts.items():
                session.add(Document(visit=visit, kind=kind, version=1, created=at, changed=at, body=body))
                self.add_note(session, "add", kind, person.code, visit)
            return visit

    def change_visit(self, code: str, visit: str, day: date, version: int) -> int:
        """Put a visit on another day. Returns the new version. Raises VersionConflict, LookupFailure, InputError."""
        check_day(day)
        with self._changing(code) as (session, person):
            held = pages.held_visit(session, person.code, visit)
            _compare(f"visit {visit}", version, held.version)
            held.day, held.version, held.changed = day, version + 1, now()
            self.add_note(session, "change", "visit", person.code, visit)
            return held.version

    def remove_visit(self, code: str, visit: str, version: int) -> None:
        """Erase one visit with its documents, for good. Raises VersionConflict, LookupFailure."""
        with self._changing(code) as (session, person):
            held = pages.held_visit(session, person.code, visit)
            _compare(f"visit {visit}", version, held.version)
            session.execute(delete(Visit).where(Visit.id == held.id), execution_options=UNTOLD)
            self.add_note(session, "erase", "visit", person.code, visit)
        self.database.sweep()

    def put_document(self, code: str, visit: str, kind: Kind, body: Any, version: int | None = None) -> int:
        """Keep a document; `version` is the one that was opened, None for a first one. Returns the new version.

        A put that is repeated because its answer was lost is recognised by its content. Raises VersionConflict,
        LookupFailure, InputError.
        """
        kind = pages.kind_of(kind)
        text = written(kind, body)
        with self._changing(code) as (session, person):
            held = pages.held_visit(session, person.code, visit)
            document, at = session.get(Document, (held.id, kind)), now()
            if document is not None and document.body == text:
                return document.version
            _compare(f"{kind} of visit {visit}", version, document.version if document else None)
            if document is None:
                document = Document(visit=held.id, kind=kind, version=1, created=at, changed=at, body=text)
                session.add(document)
                self.add_note(session, "add", kind, person.code, visit)
            else:
                document.body, document.version, document.changed = text, document.version + 1, at
                self.add_note(session, "change", kind, person.code, visit)
            held.changed = at
            for name, value in listed(kind, text).items():
                setattr(held, name, value)
            return document.version

    def document(self, code: str, visit: str, kind: Kind) -> DocumentRecord | None:
        """One document of a visit, None where there is none. Raises LookupFailure."""
        with self.database.session() as session:
            held = pages.held_visit(session, code_of(code), visit)
            found = session.get(Document, (held.id, kind))
            return pages.document_record(found) if found else None

    def note(self, what: str, record: str, code: str | None = None) -> None:
        """Add a row of its own to the audit trail: an export, a backup."""
        with self.database.session(writes=True) as session:
            self.add_note(session, what, record, code)

    @contextmanager
    def _changing(self, code: str) -> Iterator[tuple[Session, Person]]:
        """A transaction that holds the row of a person; whoever wants the same one waits. Raises LookupFailure."""
        code = code_of(code)
        with self.database.session(writes=True) as session:
            session.execute(update(Person).where(Person.code == code).values(changed=now()))
            person = session.get(Person, code)
            if person is None:
                raise pages.no_person(code)
            yield session, person

    def add_note(
        self, session: Session, what: str, record: str, person: str | None = None, visit: str | None = None
    ) -> None:
        """Add a row to the audit trail in the transaction of what it tells of."""
        session.add(AuditRow(at=now(), who=self.who, what=what, record=record, person=person, visit=visit))


def now() -> str:
    """This moment, in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def code_of(text: str) -> str:
    """A code as it is kept, however it was typed; whatever is none will not be found. Raises LookupFailure."""
    code = text.strip().upper()
    if not CODE.fullmatch(code):
        raise pages.no_person(text)
    return code


def words_of(code: str, label: str | None) -> str:
    """What a search looks at."""
    return f"{code} {label or ''}".strip().casefold()


def new_person(code: str, label: str | None, at: str) -> Person:
    """The row of a new person."""
    return Person(code=code, label=label, version=1, created=at, changed=at, words=words_of(code, label))


def check_label(label: str | None) -> None:
    """Raises InputError: a label is a file number or a nickname, not a place for notes."""
    if label is not None and not LABEL.fullmatch(label):
        raise InputError(
            f"label: {shown(label)} is not allowed; 1 to 40 letters, digits, spaces or . _ / # -, beginning with a"
            " letter or digit (a file number, for instance; no name is needed)"
        )


def check_day(day: date) -> None:
    """Raises InputError for a day that no visit can have been on."""
    latest = date(datetime.now(UTC).year + 2, 12, 31)
    if not EARLIEST <= day <= latest:
        raise InputError(f"day: {day} is not allowed; allowed: {EARLIEST} to {latest}")


def _fresh_code(session: Session) -> str:
    """A code that nobody has."""
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
        code = f"{drawn[:4]}-{drawn[4:]}"
        if session.get(Person, code) is None:
            return code


def _compare(what: str, given: int | None, kept: int | None) -> None:
    """Raises VersionConflict unless the version that was opened is the one that is kept (0 stands for none)."""
    if given != kept:
        raise VersionConflict(what, given, kept or 0)
