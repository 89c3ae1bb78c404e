"""Plan a session and the weeks at home."""

from __future__ import annotations

from fastapi import APIRouter, Response

from legwise.plan.model import Plan
from legwise.web.models import PlanRequest
from legwise.web.routers.service import Here, bare, json_answer

router = APIRouter(tags=["plan"])


@router.post("/plan", response_model=Plan)
async def plan(asked: PlanRequest, here: Here) -> Response:
    """The way to care first, then the session from the source outward, the weeks at home, and what was left out."""
    return json_answer(await here.crew.run("plan", bare(asked.case), asked.minutes, asked.role))
