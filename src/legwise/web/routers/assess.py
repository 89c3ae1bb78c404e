"""Assess a case; read and write case files."""

from __future__ import annotations

from fastapi import APIRouter, Response

from legwise.web.danger import Danger
from legwise.web.models import (
    AssessAnswer,
    AssessRequest,
    CaseAnswer,
    CaseRequest,
    ExportRequest,
    ParseRequest,
    TextAnswer,
)
from legwise.web.routers.service import Here, bare, json_answer, whole

router = APIRouter(tags=["assess"])


@router.post("/assess", response_model=AssessAnswer)
async def assess(asked: AssessRequest, here: Here) -> Response:
    """Danger first, then ranked and explained sources, and the question that would tell most now."""
    return json_answer(await here.crew.run("assess", *_job(asked)))


@router.post("/assess/ahead", status_code=204)
async def ahead(asked: AssessRequest, here: Here) -> None:
    """What may soon be asked (a stroke is still being painted) is reckoned while nobody else needs the processor."""
    here.crew.ahead("assess", *_job(asked))


def _job(asked: AssessRequest) -> tuple[str, str, tuple[str, ...], bool]:
    return bare(asked.case), asked.role, tuple(sorted(set(asked.skipped))), asked.quick


@router.post("/danger", response_model=Danger)
async def danger(asked: CaseRequest, here: Here) -> Response:
    """The red-flag rules alone, in milliseconds; also for a case that cannot be assessed as it stands."""
    return json_answer(await here.desk.run("danger", bare(asked.case)))


@router.post("/case/parse", response_model=CaseAnswer)
async def parse(asked: ParseRequest, here: Here) -> Response:
    """A case from the text of a file (JSON when its name ends in .json, else YAML)."""
    return json_answer(await here.crew.run("parse", asked.text, asked.name))


@router.post("/case/export", response_model=TextAnswer)
async def export(asked: ExportRequest, here: Here) -> Response:
    """The text of a case file."""
    return json_answer(await here.desk.run("export", whole(asked.case), asked.format))
