"""The condition of a red-flag rule in words."""

from __future__ import annotations

from typing import Any

from legwise.errors import KnowledgeError
from legwise.knowledge.load import Knowledge

PLACES_NAMED = 5  # beyond this many regions, only the parts of the body are named
MODALITY = {"pain": "pain", "altered": "numbness or tingling", "any": "any symptom"}


def condition_words(when: dict[str, Any], knowledge: Knowledge, *, conjunction: str = " and ") -> str:
    """'urinary retention and (back pain or ...)'. Raises KnowledgeError for a condition that has no words."""
    return _words(when, knowledge, conjunction, inside=False)


def _words(when: dict[str, Any], knowledge: Knowledge, conjunction: str, *, inside: bool) -> str:
    """A compound condition inside another stands in brackets."""

    def part(one: dict[str, Any]) -> str:
        return _words(one, knowledge, conjunction, inside=True)

    ((kind, value),) = when.items()
    match kind:
        case "finding":
            return lower_first(knowledge.findings[value].name)
        case "context":
            return lower_first(knowledge.factors[value].name)
        case "not_context":
            return f"not known: {lower_first(knowledge.factors[value].name)}"
        case "felt":
            return f"{MODALITY[value.get('modality', 'any')]} felt at {_places(value['regions'], knowledge)}"
        case "same_side":
            return f"{part(value)} on the same side"
        case "all":
            text = conjunction.join(map(part, value))
        case "any":
            text = " or ".join(map(part, value))
        case "at_least":
            return f"at least {value['n']} of ({'; '.join(map(part, value['of']))})"
        case _:
            raise KnowledgeError(f"red flags: condition '{kind}' has no words yet; add them in legwise.triage.words")
    return f"({text})" if inside and len(value) > 1 else text


def lower_first(name: str) -> str:
    """A name inside a sentence; abbreviations and proper names keep their capital."""
    first = name.split()[0]
    return name if first[1:] != first[1:].lower() or len(first) == 1 else name[0].lower() + name[1:]


def _places(regions: list[str], knowledge: Knowledge) -> str:
    if len(regions) <= PLACES_NAMED:
        return ", ".join(knowledge.regions[region].says for region in regions)
    parts = list(dict.fromkeys(region.split(".")[0] for region in regions))
    return f"{', '.join(parts)} ({len(regions)} regions)"
