"""What every router needs: the parts of the running service, and how a case travels to a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from legwise.case.model import Case
from legwise.web.models import ErrorAnswer
from legwise.web.records import RecordsRoom
from legwise.web.settings import Settings
from legwise.web.store import Store
from legwise.web.workers import Crew

FAILURES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "What was asked cannot be done; the sentence says why."},
    "5XX": {"model": ErrorAnswer, "description": "Busy, too slow, or something went wrong."},
}


@dataclass(frozen=True)
class Service:
    """The parts of a running service: `crew` for what takes long, `desk` for what must never wait for it."""

    settings: Settings
    store: Store
    records: RecordsRoom
    crew: Crew
    desk: Crew


def service(request: Request) -> Service:
    """The service that a request came to."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found


Here = Annotated[Service, Depends(service)]


def json_answer(content: bytes) -> Response:
    """An answer that a worker wrote as JSON already."""
    return Response(content, media_type="application/json")


def whole(case: Case) -> str:
    """A case for a worker, with everything in it."""
    return case.model_dump_json(exclude_defaults=True)


def bare(case: Case) -> str:
    """A case for a worker that reckons: what no assessment reads is left out, so that equal work is known as equal."""
    chart = case.chart.model_copy(update={"drawing": None})
    return whole(case.model_copy(update={"chart": chart, "title": None, "notes": None, "gold": None}))
