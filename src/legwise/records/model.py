"""What the records give back, as frozen models that become JSON unchanged."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from legwise.records.documents import Kind


class Frozen(BaseModel):
    """Frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonCard(Frozen):
    """One line of the list of people. `urgency` is that of the latest visit, null where that was not assessed."""

    code: str
    label: str | None
    version: int
    created: str
    changed: str
    visits: int
    last_visit: date | None
    urgency: str | None


class PeoplePage(Frozen):
    """Some of the people found, the latest changed first; `total` counts all that were found."""

    total: int
    offset: int
    people: tuple[PersonCard, ...]


class VisitCard(Frozen):
    """One line of a person's visits: title of its case, urgency and knowledge version of its assessment."""

    id: str
    day: date
    version: int
    changed: str
    title: str | None
    urgency: str | None
    knowledge_version: str | None
    documents: tuple[Kind, ...]


class KeptVisit(Frozen):
    """Which visit it is, and when it was."""

    id: str
    day: date


class PersonRecord(Frozen):
    """A person with all visits, the latest first."""

    code: str
    label: str | None
    version: int
    created: str
    changed: str
    visits: tuple[VisitCard, ...]


class DocumentRecord(Frozen):
    """A document as it was given, with the version under which it is kept."""

    version: int
    created: str
    changed: str
    body: Any


class VisitRecord(Frozen):
    """A visit with its documents."""

    id: str
    person: str
    day: date
    version: int
    created: str
    changed: str
    documents: dict[Kind, DocumentRecord]


class AuditEntry(Frozen):
    """Who did what, when, to which record."""

    id: int
    at: str
    who: str
    what: str
    record: str
    person: str | None
    visit: str | None
