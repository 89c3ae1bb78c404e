"""What a chart says, as few witnesses: zones, merged zones, groups, denials.

A drawing is a weak witness. Neighbouring regions of a zone count once; a back shaded across the midline
is one place; beyond a few zones of one kind on one side the zones merge into segments; many denials of
one kind are one statement. A mark that names a group ("the leg") is evidence for somewhere in the group.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from legwise.case.resolve import Felt, Observations, Somewhere
from legwise.knowledge.load import Knowledge

COARSE = {
    "back": "trunk",
    "pelvis_back": "trunk",
    "buttock": "hip",
    "outer_hip": "hip",
    "groin": "hip",
    "saddle": "saddle",
    "thigh_front": "thigh",
    "thigh_inner": "thigh",
    "thigh_outer": "thigh",
    "thigh_back": "thigh",
    "knee": "lower leg",
    "shin": "lower leg",
    "leg_inner": "lower leg",
    "leg_outer": "lower leg",
    "calf": "lower leg",
    "ankle": "foot",
    "foot_sole": "foot",
    "foot_top": "foot",
    "elsewhere": "elsewhere",
}

TRUNK = frozenset({"back", "pelvis_back", "saddle", "groin", "elsewhere"})


@dataclass(frozen=True)
class ChartNode:
    """A charted place: which zones (one of them suffices), felt or denied, with its share of the complaint."""

    modality: str
    zones: tuple[tuple[str, str], ...]
    present: bool
    strength: float


def chart_nodes(seen: Observations, knowledge: Knowledge) -> Iterable[ChartNode]:
    """The places of a chart that count as witnesses, felt or denied."""
    limit = int(knowledge.number("chart_zones_kept"))
    trunk = _trunk_nodes(seen, knowledge)
    yield from trunk
    taken = {(item.modality, *pair) for item in trunk for pair in item.zones}
    for modality in ("pain", "altered"):
        for side in ("L", "R", "M"):
            marked = {k[2]: s for k, s in seen.felt.items() if k[:2] == (modality, side) and k not in taken}
            yield from _merge(modality, side, marked, limit, knowledge)
    covered = set(seen.felt)
    for group, strength in seen.somewhere.items():
        if not any((group.modality, *pair) in covered for pair in group.zones):
            open_zones = _not_denied(group, seen.denied)
            if open_zones:
                yield ChartNode(group.modality, open_zones, True, strength)
    for modality in ("pain", "altered"):
        for side in ("L", "R", "M"):
            zones = sorted(key[2] for key in seen.denied if key[:2] == (modality, side))
            if len(zones) > limit:  # "no numbness in the leg" is one statement, not twenty-four
                yield ChartNode(modality, tuple((side, zone) for zone in zones), False, 0.0)
            else:
                yield from (ChartNode(modality, ((side, zone),), False, 0.0) for zone in zones)


def _trunk_nodes(seen: Observations, knowledge: Knowledge) -> list[ChartNode]:
    """A back or sacrum shaded across the midline is one place, not a left, a right and a middle one."""
    across: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    for (modality, side, zone), strength in seen.felt.items():
        segment = knowledge.zones[zone].segment
        if segment in ("back", "pelvis_back"):
            across.setdefault((modality, segment), {})[side, zone] = strength
    return [
        ChartNode(modality, tuple(sorted(places)), True, max(places.values()))
        for (modality, _), places in sorted(across.items())
        if len({side for side, _ in places}) > 1
    ]


def _merge(modality: str, side: str, marked: dict[str, float], limit: int, knowledge: Knowledge) -> Iterable[ChartNode]:
    """Zones as they are, or merged by segment, or coarser, until at most `limit` witnesses remain."""
    groupings = (
        {zone: zone for zone in marked},
        {zone: knowledge.zones[zone].segment for zone in marked},
        {zone: COARSE[knowledge.zones[zone].segment] for zone in marked},
    )
    grouping = next((g for g in groupings if len(set(g.values())) <= limit), groupings[-1])
    for name in sorted(set(grouping.values())):
        zones = tuple((side, zone) for zone in sorted(marked) if grouping[zone] == name)
        yield ChartNode(modality, zones, True, max(marked[zone] for _, zone in zones))


def _not_denied(group: Somewhere, denied: set[Felt]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in group.zones if (group.modality, *pair) not in denied)


def any_of(chances: list[float], independence: float) -> float:
    """Chance that a cause is felt in at least one of several zones.

    Its extent varies as a whole, so further zones add less than independent ones would:
    1 - (1 - largest) * prod(1 - other) ** independence.
    """
    largest = max(chances)
    others = math.prod(1.0 - p for p in chances) / (1.0 - largest) if largest < 1.0 else 1.0
    return float(1.0 - (1.0 - largest) * others**independence)


def told_one_sided(seen: Observations, knowledge: Knowledge) -> bool:
    """Marks below the trunk on one side only, and nothing said about the other leg."""
    if "both_legs" in seen.findings:
        return False
    places = {(s, z) for _, s, z in seen.felt} | {pair for group in seen.somewhere for pair in group.zones}
    sides = {side for side, zone in places if knowledge.zones[zone].segment not in TRUNK}
    return len(sides & {"L", "R"}) == 1
