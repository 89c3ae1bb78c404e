"""The knowledge base for reading."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from legwise.knowledge.load import load
from legwise.web.knowledge import KINDS, Kind, Page, RecordView, library
from legwise.web.refusal import RefusedError

router = APIRouter(prefix="/knowledge", tags=["knowledge"])

Words = Annotated[str, Query(max_length=200, description="Words that a record must hold, all of them.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("")
def search(q: Words = "", offset: Offset = 0, limit: Limit = 50) -> Page:
    """Search every kind of record."""
    return library(load()).page(None, q, offset, limit)


@router.get("/{kind}")
def list_kind(kind: str, q: Words = "", offset: Offset = 0, limit: Limit = 50) -> Page:
    """Records of one kind, best matches first."""
    return library(load()).page(_kind(kind), q, offset, limit)


@router.get("/{kind}/{name:path}")
def get_record(kind: str, name: str) -> RecordView:
    """One record: its fields, its numbers with their provenance, its links both ways."""
    return library(load()).record(_kind(kind), name)


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise RefusedError(404, f"kind: '{name[:80]}' does not exist; there are {', '.join(KINDS)}", field="kind")
