"""Evaluate the red-flag rules of the knowledge base on a resolved case.

Rules only read what was said or found to be there. An unanswered or negative finding never lowers an
urgency: most red flags are insensitive, so their absence proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from legwise.case.resolve import Observations
from legwise.errors import KnowledgeError
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import RedFlag, Urgency

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
"""From the most to the least urgent."""

Matched = frozenset[str]


@dataclass(frozen=True)
class Alert:
    """A red flag that stands on this case; `because` names the observations that raised it."""

    id: str
    name: str
    urgency: Urgency
    reason: str
    plain: str
    action: str
    plain_action: str
    suspects: tuple[str, ...]
    because: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    grade: str
    by_probability: bool = False


def more_urgent(first: Urgency, second: Urgency) -> Urgency:
    """The more urgent of two."""
    return min(first, second, key=URGENCIES.index)


def most_urgent(found: Iterable[Alert]) -> Urgency:
    """The most urgent of some alerts; routine when there is none."""
    return min((alert.urgency for alert in found), key=URGENCIES.index, default="routine")


def alerts(seen: Observations, knowledge: Knowledge) -> list[Alert]:
    """Every rule that stands, the most urgent first."""
    told = {key.rpartition(":")[2] for known in (seen.findings, seen.factors) for key, on in known.items() if on}
    found = []
    for rule, names in zip(knowledge.content.red_flags, _names_of_rules(knowledge), strict=True):
        if not names & told and MARKS not in names:
            continue  # nothing that the rule speaks of was told
        matched = holds(rule.when, seen, knowledge)
        if matched is not None:
            found.append(alert_of(rule, matched))
    return sorted(found, key=lambda alert: (URGENCIES.index(alert.urgency), alert.id))


MARKS = "marks on the chart"


@lru_cache(maxsize=4)
def _names_of_rules(knowledge: Knowledge) -> tuple[frozenset[str], ...]:
    """For each rule the findings and factors, one of which must be there for the rule to stand."""
    return tuple(_names(rule.when) for rule in knowledge.content.red_flags)


def _names(when: Any) -> frozenset[str]:
    ((kind, value),) = when.items()
    match kind:
        case "finding" | "context":
            return frozenset([value])
        case "all" | "any":
            return frozenset().union(*map(_names, value))
        case "at_least":
            return frozenset().union(*map(_names, value["of"]))
        case "same_side":
            return _names(value)
    return frozenset([MARKS])


def alert_of(rule: RedFlag, matched: Matched) -> Alert:
    """The alert of a rule that stands because of what matched."""
    return Alert(
        id=rule.id,
        name=rule.name,
        urgency=rule.urgency,
        reason=rule.reason,
        plain=rule.plain,
        action=rule.action,
        plain_action=rule.plain_action,
        suspects=rule.suspects,
        because=tuple(sorted(matched)),
        sources=rule.sources,
        facts=rule.facts,
        grade=rule.grade,
    )


def holds(when: Any, seen: Observations, knowledge: Knowledge, side: str | None = None) -> Matched | None:
    """The observations that make a condition hold, or None when it does not hold.

    With `side`, sided findings and marks count on that side only.
    """
    if not isinstance(when, dict) or len(when) != 1:
        raise KnowledgeError(f"red flag condition {when!r}: exactly one key expected")
    ((kind, value),) = when.items()
    match kind:
        case "finding":
            return _any_side(value, seen.findings, side)
        case "context":
            return _any_side(value, seen.factors, side)
        case "not_context":
            return None if _any_side(value, seen.factors, side) else frozenset()
        case "all":
            every: list[Matched | None] = []
            for node in value:
                every.append(holds(node, seen, knowledge, side))
                if every[-1] is None:
                    return None
            return _union(every)
        case "any":
            parts = [m for m in (holds(node, seen, knowledge, side) for node in value) if m is not None]
            return _union(parts) if parts else None
        case "at_least":
            parts = [m for m in (holds(node, seen, knowledge, side) for node in value["of"]) if m is not None]
            return _union(parts) if len(parts) >= int(value["n"]) else None
        case "same_side":
            parts = [m for m in (holds(value, seen, knowledge, one) for one in ("L", "R")) if m is not None]
            return _union(parts) if parts else None
        case "felt":
            return _felt(value, seen, knowledge, side)
    raise KnowledgeError(f"red flag condition: unknown key '{kind}'")


def _union(parts: Iterable[Matched | None]) -> Matched:
    return frozenset().union(*(part for part in parts if part))


def _any_side(name: str, known: dict[str, bool], side: str | None) -> Matched | None:
    keys = (name, f"{side}:{name}") if side else (name, f"L:{name}", f"R:{name}")
    matched = [key for key in keys if known.get(key)]
    return frozenset(matched) if matched else None


def _felt(value: dict[str, Any], seen: Observations, knowledge: Knowledge, side: str | None) -> Matched | None:
    """Marks in any of the regions; a group mark counts only when it lies wholly inside them."""
    zones = {knowledge.zone_of[region] for region in value["regions"]}
    modality = value.get("modality", "any")
    matched = {
        f"{where}:{zone}"
        for kind, where, zone in seen.felt
        if zone in zones and modality in ("any", kind) and where in (side or where, "M")
    }
    for group in seen.somewhere:
        inside = all(zone in zones and where in (side or where, "M") for where, zone in group.zones)
        if inside and modality in ("any", group.modality):
            matched |= {f"{where}:{zone}" for where, zone in group.zones}
    return frozenset(matched) or None


def check_condition(when: Any, knowledge: Knowledge) -> list[str]:
    """Problems of a condition: unknown keys, findings, factors or regions (for `kb check`)."""
    if not isinstance(when, dict) or len(when) != 1:
        return [f"{when!r}: exactly one key expected"]
    ((kind, value),) = when.items()
    if kind == "finding":
        return [] if value in knowledge.findings else [f"unknown finding '{value}'"]
    if kind in ("context", "not_context"):
        return [] if value in knowledge.factors else [f"unknown factor '{value}'"]
    if kind in ("all", "any"):
        return [problem for node in value for problem in check_condition(node, knowledge)]
    if kind == "at_least":
        return [problem for node in value["of"] for problem in check_condition(node, knowledge)]
    if kind == "same_side":
        return check_condition(value, knowledge)
    if kind == "felt":
        return [f"unknown region '{r}'" for r in value["regions"] if r not in knowledge.regions]
    return [f"unknown key '{kind}'"]
