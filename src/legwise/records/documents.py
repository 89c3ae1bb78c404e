"""What may be kept as a document of a visit, and what lists say of it.

Every document is JSON and comes back as it was given. A case is checked as a case file is. Of an assessment only what
lists need is required: one that an older Legwise made is kept as it was made. Plans, outcomes and treatments belong to
the rooms that make them.
"""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

from legwise.case.read import DEEPEST, LARGEST_FILE, case_from_mapping
from legwise.errors import InputError, shown
from legwise.knowledge.schema import Urgency

Kind = Literal["case", "assessment", "plan", "outcomes", "treatments"]
KINDS: tuple[Kind, ...] = get_args(Kind)
URGENCIES: tuple[str, ...] = get_args(Urgency)


def written(kind: Kind, body: Any) -> str:
    """A document as the JSON text that is kept. Raises InputError (CaseError for a case) when it cannot be."""
    if kind == "case":
        if not isinstance(body, dict):
            raise InputError("case: must be a mapping of fields, as in a case file")
        body = case_from_mapping(body).model_dump(exclude_defaults=True, mode="json")
    if kind == "assessment":
        _check_assessment(body)
    if not isinstance(body, (dict, list)):
        raise InputError(f"{kind}: must be a mapping or a list, not {shown(body)}")
    return _json(kind, body)


def listed(kind: Kind, text: str) -> dict[str, str | None]:
    """The columns of a visit that a document fills."""
    if kind == "case":
        title = json.loads(text).get("title")
        return {"title": title and title.replace("\0", "")}  # the one character that no column of PostgreSQL takes
    if kind == "assessment":
        body = json.loads(text)
        return {"urgency": body["urgency"], "knowledge_version": body["computation"]["knowledge_version"]}
    return {}


def _check_assessment(body: Any) -> None:
    urgency = body.get("urgency") if isinstance(body, dict) else None
    if urgency not in URGENCIES:
        raise InputError(f"assessment.urgency: {shown(urgency)} is not allowed; allowed: {', '.join(URGENCIES)}")
    computation = body.get("computation")
    version = computation.get("knowledge_version") if isinstance(computation, dict) else None
    if not isinstance(version, str) or not 0 < len(version) <= 200 or not version.isprintable():
        raise InputError(
            f"assessment.computation.knowledge_version: {shown(version)} is not allowed; it names the knowledge that"
            " made the assessment"
        )


def _json(kind: Kind, body: Any) -> str:
    try:
        if _depth(body) > DEEPEST:
            raise InputError(f"{kind}: is nested too deeply; at most {DEEPEST} levels are allowed")
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size, same = len(text.encode()), json.loads(text) == body
    except (ValueError, TypeError, RecursionError):  # a UnicodeError is a ValueError
        raise InputError(f"{kind}: holds something that cannot be written as JSON") from None
    if not same:
        raise InputError(f"{kind}: holds something that JSON would change, such as a name that is no text")
    if size > LARGEST_FILE:
        raise InputError(f"{kind}: is too large; a document has at most {LARGEST_FILE:,} bytes")
    return text


def _depth(body: Any) -> int:
    """Levels of mappings and lists, counted without recursion."""
    depth, level = 0, [body]
    while level and depth <= DEEPEST:
        inner: list[Any] = []
        for value in level:
            if isinstance(value, (dict, list)):
                inner += value.values() if isinstance(value, dict) else value
        depth, level = depth + 1, [value for value in inner if isinstance(value, (dict, list))]
    return depth
