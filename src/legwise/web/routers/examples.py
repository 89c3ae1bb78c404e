"""The published cases."""

from __future__ import annotations

from fastapi import APIRouter

from legwise.web.examples import example, examples
from legwise.web.models import ExampleAnswer, ExampleCard
from legwise.web.routers.service import Here

router = APIRouter(prefix="/examples", tags=["examples"])


@router.get("")
def list_examples(here: Here) -> list[ExampleCard]:
    """The gallery."""
    return [one.card for one in examples(here.settings.examples).values()]


@router.get("/{name}", response_model_exclude_defaults=True)
def get_example(name: str, here: Here) -> ExampleAnswer:
    """One published case, and what it turned out to be."""
    case = example(name, here.settings.examples).case
    return ExampleAnswer(case=case.model_copy(update={"gold": None}), gold=case.gold)
