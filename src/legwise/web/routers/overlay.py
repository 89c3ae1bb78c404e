"""A source on the body, and how it fits what was painted."""

from __future__ import annotations

from fastapi import APIRouter, Response

from legwise.knowledge.load import load
from legwise.overlay import Comparison, Overlay, overlay
from legwise.web.models import CaseRequest
from legwise.web.routers.service import Here, bare, json_answer

router = APIRouter(prefix="/overlay", tags=["overlay"])


@router.get("/{key}")
def get_overlay(key: str) -> Overlay:
    """Where a source (a key of an assessment, or side and nerve: `R:tibial_leg`) is felt, and the way of its nerve."""
    return overlay(key, load())


@router.post("/{key}/compare", response_model=Comparison)
async def compare(key: str, asked: CaseRequest, here: Here) -> Response:
    """What was painted and fits, what was painted and stays unexplained, what is expected but not painted."""
    return json_answer(await here.desk.run("compare", key, bare(asked.case)))
