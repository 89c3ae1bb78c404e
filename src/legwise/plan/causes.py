"""The sources that a plan works on: where they are, and how much of the complaint each carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legwise.assessment.assess import Inferred
from legwise.assessment.families import families_of
from legwise.assessment.naming import cause_names
from legwise.assessment.sources import ranked_groups
from legwise.knowledge.load import Knowledge
from legwise.network.template import Node
from legwise.plan.model import Level

LEVELS: tuple[Level, ...] = ("spine", "buttock", "thigh", "leg", "foot", "whole_body")
"""From the source outward; what concerns the whole person comes last."""

LEVEL_OF_PART: dict[str, Level] = {
    "back": "spine",
    "pelvis": "spine",
    "abdomen": "buttock",
    "buttock": "buttock",
    "hip": "buttock",
    "perineum": "buttock",
    "thigh": "thigh",
    "knee": "leg",
    "leg": "leg",
    "ankle": "foot",
    "foot": "foot",
}
LEVEL_OF_GROUP: dict[str, Level] = {"back": "spine", "hip": "buttock", "thigh": "thigh", "leg": "leg", "foot": "foot"}
"""Where the muscles of a group lie; one may begin higher up, as gluteus medius does at the iliac crest."""

SHOWN_REGIONS = 4


@dataclass(frozen=True)
class Cause:
    """One possible source. share: part of the complaint it produced; parents: share of that part which a cause handed
    down, by its key; regions: without sides."""

    key: str
    id: str
    kind: str
    side: str | None
    name: str
    plain: str
    share: float
    presence: float
    regions: tuple[str, ...]
    level: Level
    families: tuple[str, ...] = ()
    parents: tuple[tuple[str, float], ...] = ()


def level_of(regions: Iterable[str]) -> Level:
    """The level of the first region that lies on the way from the spine to the toes; without one, the whole body."""
    found = (LEVEL_OF_PART.get(region.split(".")[0]) for region in regions)
    return next((level for level in found if level), "whole_body")


def causes_of(parts: Inferred, knowledge: Knowledge) -> tuple[Cause, ...]:
    """Every source of a case with its share of the complaint, largest first."""
    network, found = parts.case, []
    for group, share in ranked_groups(network, parts.posterior, parts.credit):
        node = network.nodes[group.chief]
        handed: dict[str, float] = {}
        for member in group.nodes:
            for parent, part in parts.credit.upstream.get(member, {}).items():
                base = network.nodes[parent].base
                handed[base] = handed.get(base, 0.0) + part
        name, plain = cause_names(node, knowledge)
        found.append(
            Cause(
                key=node.key,
                id=node.id,
                kind=node.kind,
                side=node.side,
                name=name,
                plain=plain,
                share=share,
                presence=group.presence,
                regions=regions_of(node, knowledge),
                level=level_of_node(node, knowledge),
                families=families_of(node, knowledge),
                parents=tuple((key, min(part / share, 1.0)) for key, part in sorted(handed.items()) if share > 0.0),
            )
        )
    return tuple(found)


def regions_of(node: Node, knowledge: Knowledge) -> tuple[str, ...]:
    """Where a source lies: the sites of a muscle, the place of an entrapment, the exit of a root; for a condition
    where it is most often felt."""
    if node.kind == "muscle":
        return knowledge.muscles[node.id.removeprefix("trp_")].trigger_point_sites
    if node.kind == "entrapment":
        return knowledge.content.planning.places.get(node.id, ())
    if node.kind == "root":
        return ("pelvis.sacrum",) if node.id in ("root_s2", "root_s3", "root_s4") else ("back.lumbar",)
    if node.kind != "condition":
        return ()
    felt = [item for item in knowledge.conditions[node.id].felt if item.modality == "pain"]
    most = max((item.p.value for item in felt), default=0.0)
    return next((item.regions[:SHOWN_REGIONS] for item in felt if item.p.value == most), ())


def level_of_node(node: Node, knowledge: Knowledge) -> Level:
    """Where a source lies on the way from the spine to the toes."""
    if node.kind == "muscle":
        return LEVEL_OF_GROUP[knowledge.muscles[node.id.removeprefix("trp_")].group]
    return level_of(regions_of(node, knowledge))


def own_shares(causes: Iterable[Cause]) -> dict[str, float]:
    """Share of each cause less what another of them handed down, so that a chain counts once when added up."""
    together = tuple(causes)
    keys = {cause.key for cause in together}
    return {
        cause.key: cause.share * max(0.0, 1.0 - sum(part for key, part in cause.parents if key in keys))
        for cause in together
    }


def sided_regions(regions: Iterable[str], side: str | None, knowledge: Knowledge) -> tuple[str, ...]:
    """Regions with their side; both sides when there is none, M in the midline."""
    found: list[str] = []
    for region in regions:
        if knowledge.regions[region].side == "midline":
            found.append(f"M:{region}")
        else:
            found += [f"{one}:{region}" for one in ((side,) if side else ("L", "R"))]
    return tuple(dict.fromkeys(found))
