"""What a record is called, in its own term, in plain words, and in one more word for lists."""

from __future__ import annotations

from typing import Any

from legwise.web.knowledge.record import Kind
from legwise.web.words import FACTOR_GROUPS, FINDING_GROUPS, MUSCLE_GROUPS, URGENCIES

LONGEST = 160


def title_of(kind: Kind, record: Any) -> str:
    """The name of a record; of a fact or claim its statement."""
    if kind == "facts":
        return _short(record.statement)
    if kind == "claims":
        return _short(record.claim)
    return str(record.title if kind == "sources" else record.name)


def plain_of(kind: Kind, record: Any) -> str | None:
    """Plain words, where the record has them."""
    match kind:
        case "conditions" | "entrapments":
            return str(record.plain)
        case "findings" | "factors":
            return str(record.question)
        case "red_flags":
            return str(record.plain)
        case "roots":
            return f"Spinal nerve root {record.id}"
        case "muscles":
            return f"{record.latin}; {record.actions[0]}" if record.actions else str(record.latin)
        case "claims":
            return str(record.why) if record.why else None
        case _:
            return None


def what_of(kind: Kind, record: Any) -> str | None:
    """One more word in a list: the group, the urgency, the verdict, who wrote it."""
    match kind:
        case "muscles":
            return MUSCLE_GROUPS[record.group]
        case "conditions":
            return str(record.category).replace("_", " ")
        case "findings":
            return FINDING_GROUPS[record.group]
        case "factors":
            return FACTOR_GROUPS[record.group]
        case "red_flags":
            return URGENCIES[record.urgency]
        case "claims":
            return str(record.verdict)
        case "sources":
            return ", ".join(str(part) for part in (record.authors, record.year) if part) or None
        case "facts":
            return f"grade {record.grade}, {record.topic.replace('_', ' ')}"
        case _:
            return None


def _short(text: str) -> str:
    """A long statement cut at a word."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
