"""One question at a time."""

from __future__ import annotations

import json

from fastapi import APIRouter, Response

from legwise.web.models import AssessRequest, CaseAnswer, NextAnswer, RecordRequest
from legwise.web.routers.service import Here, bare, json_answer, whole

router = APIRouter(prefix="/interview", tags=["interview"])


@router.post("/next", response_model=NextAnswer)
async def next_question(asked: AssessRequest, here: Here) -> Response:
    """The question that would tell most now; null when nothing worth asking is left."""
    return json_answer(await here.crew.run("next", bare(asked.case), asked.role, tuple(sorted(set(asked.skipped)))))


@router.post("/record", response_model=CaseAnswer)
async def record(asked: RecordRequest, here: Here) -> Response:
    """The case with one more answer: true, false, null (not known), left, right, both, a number, text or a mark."""
    question = asked.question
    answer = json.dumps(asked.answer)
    return json_answer(await here.desk.run("record", whole(asked.case), question.kind, question.key, answer))
