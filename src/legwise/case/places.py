"""Turn 'R:thigh.posterior', 'L:foot', 'B:leg' or 'perineum.saddle' into sides and zones."""

from __future__ import annotations

from dataclasses import dataclass

from legwise.errors import CaseError, nearest, shown_name
from legwise.knowledge.load import Knowledge

MIDLINE = "M"
LIMB = ("thigh", "knee", "leg", "ankle", "foot")  # what the group `limb` covers


@dataclass(frozen=True)
class Place:
    """Zones, each with a side (L, R or M); `somewhere` means one of them, not all of them."""

    zones: tuple[tuple[str, str], ...]
    somewhere: bool


def places(reference: str, field: str, knowledge: Knowledge) -> list[Place]:
    """Resolve one reference of a case file; 'B:' gives two places.

    Raises CaseError naming the field and the nearest allowed references.
    """
    return [_place(regions, knowledge) for regions in places_by_region(reference, field, knowledge)]


def places_by_region(reference: str, field: str, knowledge: Knowledge) -> list[list[tuple[str, str]]]:
    """The same as regions with their sides (L, R or M), before neighbours count as one zone. Raises CaseError."""
    side, colon, name = reference.rpartition(":")
    if colon and side not in ("L", "R", "B"):
        raise CaseError(
            f"{field}: '{shown_name(reference)}': the side must be L, R or B (both), not '{shown_name(side)}'"
        )
    regions = _regions(name, knowledge)
    if not regions:
        allowed = [*knowledge.regions, *knowledge.zones, *_groups(knowledge)]
        raise CaseError(f"{field}: '{shown_name(reference)}': no such region{nearest(name, allowed)}")
    paired = any(knowledge.regions[r].side == "paired" for r in regions)
    if paired and not colon:
        raise CaseError(f"{field}: '{reference}' needs a side: L:{name}, R:{name} or B:{name}")
    if not paired and colon and side != "B":
        raise CaseError(f"{field}: '{reference}' lies in the midline; write {name} without a side")
    sides = (("L", "R") if side == "B" else (side or MIDLINE,)) if paired else (MIDLINE,)
    return [
        [(one if knowledge.regions[region].side == "paired" else MIDLINE, region) for region in regions]
        for one in sides
    ]


def _place(regions: list[tuple[str, str]], knowledge: Knowledge) -> Place:
    zones = dict.fromkeys((side, knowledge.zone_of[region]) for side, region in regions)
    return Place(tuple(zones), somewhere=len(zones) > 1)


def _groups(knowledge: Knowledge) -> set[str]:
    found = {"limb"}
    for region in knowledge.regions:
        parts = region.split(".")
        found.update(".".join(parts[:n]) for n in range(1, len(parts)))
    return found


def _regions(name: str, knowledge: Knowledge) -> list[str]:
    """The regions that a region id, zone id or group name stands for."""
    if name in knowledge.regions:
        return [name]
    if name in knowledge.zones:
        return list(knowledge.zones[name].regions)
    prefixes = LIMB if name == "limb" else (name,)
    return [r for r in knowledge.regions if any(r.startswith(p + ".") for p in prefixes) and name]
