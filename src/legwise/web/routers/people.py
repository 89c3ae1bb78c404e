"""People and their visits, kept in the records.

A change names the version that was opened. 409 when another one is kept meanwhile: `current` holds it, nothing was
overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, WithJsonSchema

from legwise.case.model import Case
from legwise.errors import VersionConflict
from legwise.records.documents import Kind
from legwise.records.model import AuditEntry, DocumentRecord, PeoplePage, PersonRecord, VisitRecord
from legwise.web.models import Said
from legwise.web.refusal import RefusedError
from legwise.web.routers.service import Here

router = APIRouter(prefix="/people", tags=["people"])
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
AnyJson = Annotated[Any, WithJsonSchema({})]


class PersonRequest(Said):
    """A new person; a label is a file number, for instance, and may be left out."""

    label: str | None = None


class PersonChange(Said):
    """Another label; `version` is the one that was opened."""

    label: str | None
    version: Version


class VisitRequest(Said):
    """A new visit, with documents if there are some; `saved_case` takes over a case kept under `cases/{id}`."""

    day: date
    documents: dict[Kind, AnyJson] = Field(default_factory=dict)
    saved_case: str | None = Field(default=None, max_length=64)


class VisitChange(Said):
    """Another day; `version` is the one that was opened."""

    day: date
    version: Version


class DocumentRequest(Said):
    """A document to keep; `version` is the one that was opened, null for a first one."""

    body: AnyJson
    version: Version | None = None


class VersionAnswer(Said):
    """The version under which a record is kept now."""

    version: int


@router.get("")
def list_people(
    here: Here,
    q: Annotated[str, Query(max_length=100)] = "",
    offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PeoplePage:
    """People whose code or label holds every word of `q`, the latest changed first."""
    return here.records.open().people(q, offset=offset, limit=limit)


@router.post("", status_code=201)
def add_person(asked: PersonRequest, here: Here) -> PersonRecord:
    """Keep a new person under a generated code."""
    records = here.records.open()
    return records.person(records.add_person(asked.label))


@router.get("/{code}")
def get_person(code: str, here: Here) -> PersonRecord:
    """One person with all visits, the latest first."""
    return here.records.open().person(code)


@router.put("/{code}")
def change_person(code: str, asked: PersonChange, here: Here) -> VersionAnswer:
    """Give a person another label."""
    records = here.records.open()
    with _conflicts(lambda: records.person(code)):
        return VersionAnswer(version=records.change_person(code, asked.label, asked.version))


@router.delete("/{code}", status_code=204)
def erase_person(code: str, here: Here) -> Response:
    """Erase everything of a person, for good; the audit trail keeps the code only."""
    here.records.open().erase_person(code)
    return Response(status_code=204)


@router.get("/{code}/export", response_class=Response)
def export(code: str, here: Here) -> Response:
    """Everything of a person as one JSON file, which `legwise records import` takes."""
    from legwise.records.portable import export_person
    from legwise.records.room import code_of

    text = export_person(here.records.open(), code)
    headers = {"Content-Disposition": f'attachment; filename="legwise-{code_of(code)}.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.get("/{code}/trail")
def trail(
    code: str,
    here: Here,
    offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[AuditEntry]:
    """What was done to the records of a person, the latest first; also of one who was erased."""
    return list(here.records.open().trail(code, offset=offset, limit=limit))


@router.post("/{code}/visits", status_code=201)
def add_visit(code: str, asked: VisitRequest, here: Here) -> VisitRecord:
    """Keep a new visit."""
    documents: dict[Kind, Any] = dict(asked.documents)
    if asked.saved_case is not None:
        if "case" in documents:
            raise RefusedError(422, "saved_case: give it or a case among the documents, not both", field="saved_case")
        documents["case"] = _file(here.store.get(asked.saved_case).case)
    records = here.records.open()
    return records.visit(code, records.add_visit(code, asked.day, documents))


@router.get("/{code}/visits/{visit}")
def get_visit(code: str, visit: str, here: Here) -> VisitRecord:
    """One visit with its documents."""
    return here.records.open().visit(code, visit)


@router.put("/{code}/visits/{visit}")
def change_visit(code: str, visit: str, asked: VisitChange, here: Here) -> VersionAnswer:
    """Put a visit on another day."""
    records = here.records.open()
    with _conflicts(lambda: records.visit(code, visit)):
        return VersionAnswer(version=records.change_visit(code, visit, asked.day, asked.version))


@router.delete("/{code}/visits/{visit}", status_code=204)
def remove_visit(code: str, visit: str, version: Annotated[int, Query(ge=1, lt=2**31)], here: Here) -> Response:
    """Erase one visit with its documents, for good."""
    records = here.records.open()
    with _conflicts(lambda: records.visit(code, visit)):
        records.remove_visit(code, visit, version)
    return Response(status_code=204)


@router.get("/{code}/visits/{visit}/{kind}")
def get_document(code: str, visit: str, kind: Kind, here: Here) -> DocumentRecord:
    """One document of a visit."""
    found = here.records.open().document(code, visit, kind)
    if found is None:
        raise RefusedError(404, f"this visit has no {kind}")
    return found


@router.put("/{code}/visits/{visit}/{kind}")
def put_document(code: str, visit: str, kind: Kind, asked: DocumentRequest, here: Here) -> VersionAnswer:
    """Keep a document of a visit."""
    records = here.records.open()
    with _conflicts(lambda: records.document(code, visit, kind)):
        return VersionAnswer(version=records.put_document(code, visit, kind, asked.body, asked.version))


@contextmanager
def _conflicts(current: Any) -> Iterator[None]:
    """A conflict as an answer that holds what is kept now."""
    try:
        yield
    except VersionConflict as conflict:
        kept: BaseModel | None = current()
        body = kept.model_dump(mode="json") if kept is not None else None
        raise RefusedError(409, str(conflict), current=body) from None


def _file(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = case.model_dump(exclude_defaults=True, mode="json")
    return found
