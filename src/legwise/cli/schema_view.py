"""`legwise schema`: the published JSON Schemas."""

from __future__ import annotations

import json

from pydantic import BaseModel

from legwise.errors import InputError, nearest


def schema_text(what: str) -> str:
    """JSON Schema of `case`, `assessment`, `plan`, `course` or `knowledge`. Raises InputError for anything else."""
    models = _models()
    if what not in models:
        raise InputError(f"schema '{what}' does not exist{nearest(what, models)}; allowed: {', '.join(models)}")
    return json.dumps(models[what].model_json_schema(), indent=2, ensure_ascii=False)


def _models() -> dict[str, type[BaseModel]]:
    from legwise.assessment.model import Assessment
    from legwise.case.model import Case
    from legwise.course import Course
    from legwise.knowledge.load import Content
    from legwise.plan.model import Plan

    return {"case": Case, "assessment": Assessment, "plan": Plan, "course": Course, "knowledge": Content}
