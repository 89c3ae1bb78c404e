"""Cases kept on this machine."""

from __future__ import annotations

from fastapi import APIRouter, Response

from legwise.web.models import CaseCard, DuplicateAnswer, SavedAnswer, SaveRequest, StoredAnswer
from legwise.web.refusal import RefusedError
from legwise.web.routers.service import Here
from legwise.web.store import ConflictError

router = APIRouter(prefix="/cases", tags=["cases"])


@router.get("")
def list_cases(here: Here) -> list[CaseCard]:
    """Every kept case, the newest first; damaged files are listed with what is wrong."""
    stored, damaged = here.store.list()
    return [
        *(CaseCard(id=s.id, title=s.case.title, updated=s.updated, revision=s.revision) for s in stored),
        *(CaseCard(id=d.id, title=None, updated=d.updated, revision=0, problem=d.message) for d in damaged),
    ]


@router.get("/{name}", response_model_exclude_defaults=True)
def get_case(name: str, here: Here) -> StoredAnswer:
    """One case and its revision."""
    stored = here.store.get(name)
    return StoredAnswer(case=stored.case, revision=stored.revision)


@router.put("/{name}")
def put_case(name: str, asked: SaveRequest, here: Here) -> SavedAnswer:
    """Keep a case. 409 with the kept one when another tab or window saved it meanwhile."""
    try:
        return SavedAnswer(revision=here.store.put(name, asked.case, asked.revision))
    except ConflictError as conflict:
        if conflict.current is None:
            raise RefusedError(
                409, "this case was deleted meanwhile; it can be saved as a new one", current=None
            ) from None
        current = {
            "case": conflict.current.case.model_dump(exclude_defaults=True, mode="json"),
            "revision": conflict.current.revision,
        }
        message = "this case was changed in another tab or window meanwhile; nothing was overwritten"
        raise RefusedError(409, message, current=current) from None
    except OSError as error:
        raise RefusedError(507, f"the case could not be saved on disk: {error.strerror or 'write failed'}") from None


@router.post("/{name}/duplicate", status_code=201)
def duplicate_case(name: str, here: Here) -> DuplicateAnswer:
    """Copy a case under a new id."""
    copy = here.store.duplicate(name)
    return DuplicateAnswer(id=copy.id, revision=copy.revision)


@router.delete("/{name}", status_code=204)
def delete_case(name: str, here: Here) -> Response:
    """Move a case to the trash folder."""
    here.store.delete(name)
    return Response(status_code=204)
