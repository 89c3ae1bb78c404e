"""Who really produced what a virtual patient complains of.

The same reckoning as `legwise.assessment.responsibility`, on the one explanation that is true: each positive
observation holds its weight of the complaint and splits it evenly among the links and the leak that fired for
it; a cause hands its part on to the cause that brought it about. What causes without complaint produced is left out. A
wrong yes belongs to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from legwise.assessment.assess import Inferred, complaint_weights
from legwise.assessment.families import families_of
from legwise.assessment.responsibility import NOTHING, silent_nodes
from legwise.evaluation.virtual.observe import Visit
from legwise.evaluation.virtual.sample import Patient
from legwise.evaluation.virtual.world import World
from legwise.network.chart import COARSE, ChartNode
from legwise.network.template import CAUSES

NOBODY = -1  # a leak, a spreading pain, a slip


@dataclass(frozen=True)
class Truth:
    """Shares of the complaint: by family, by source (a cause with all its copies), and from no cause."""

    families: dict[str, float]
    sources: dict[str, float]
    unexplained: float


def truth(patient: Patient, visit: Visit, parts: Inferred, world: World) -> Truth:
    """True shares of the complaint as the assessment weighs it."""
    nodes, knowledge = world.template.nodes, world.knowledge
    weights = complaint_weights(parts.case, parts.seen, knowledge)
    total = sum(weights.values()) or 1.0
    blame: dict[int, float] = defaultdict(float)
    for node, weight in weights.items():
        _hand_out(_producers(node, patient, visit, parts, world), weight / total, patient, world, blame)
    complaint = 1.0 - sum(blame.pop(n, 0.0) for n in silent_nodes(nodes, knowledge))
    blame = {cause: part / complaint for cause, part in blame.items()} if complaint > NOTHING else {}
    unexplained = blame.pop(NOBODY, 0.0)
    families: dict[str, float] = defaultdict(float)
    sources: dict[str, float] = defaultdict(float)
    for cause, part in blame.items():
        chain = _chain(cause, patient, world)
        for family in {found[0] for one in chain if (found := families_of(nodes[one], knowledge))}:
            families[family] += part
        for base in {nodes[one].base for one in chain}:
            sources[base] += part
    return Truth(dict(families), dict(sources), unexplained)


def _producers(node: int, patient: Patient, visit: Visit, parts: Inferred, world: World) -> list[int]:
    """Template nodes that produced an observation directly, with NOBODY for a leak."""
    if node in parts.case.chart:
        return _producers_of_place(parts.case.chart[node], patient, world)
    record = parts.case.nodes[node]
    if node < len(world.template.nodes):
        return [] if record.key in visit.slips else _parents(node, patient, world)
    # loss of feeling in many zones, merged by stretch of the limb
    side, _, stretch = record.key.partition(":")
    stretch = stretch.removeprefix("sensory_loss.")
    found: set[int] = set()
    for key, on in parts.seen.findings.items():
        zone = key.removeprefix(f"{side}:sensory_loss.")
        if on and zone != key and COARSE[world.knowledge.zones[zone].segment] == stretch and key not in visit.slips:
            found.update(_parents(world.template.index[key], patient, world))
    return sorted(found)


def _parents(node: int, patient: Patient, world: World) -> list[int]:
    """What fired for a node."""
    network = world.template.network
    links = network.links_into(node)
    found: list[int] = network.parent[links][patient.fired[links]].tolist()
    return [*found, NOBODY] if patient.leaked[node] else found


def _producers_of_place(item: ChartNode, patient: Patient, world: World) -> list[int]:
    """Causes felt in any of the zones of a charted place; leaks and a spreading pain are nobody's."""
    wanted = np.asarray([(m, s, z) in {(item.modality, *pair) for pair in item.zones} for m, s, z in world.places])
    links = patient.felt_fired & wanted[world.felt_place]
    causes: list[int] = np.unique(world.felt_cause[links]).tolist()
    other = [NOBODY] * (int(patient.felt_leaked[wanted].any()) + int(patient.spread[wanted].any()))
    return causes + other


def _hand_out(producers: list[int], credit: float, patient: Patient, world: World, blame: dict[int, float]) -> None:
    """Split credit evenly; a sign hands it on to what fired for the sign."""
    if not producers:
        blame[NOBODY] += credit
    for one in producers:
        part = credit / len(producers)
        if one == NOBODY or world.template.nodes[one].kind in CAUSES:
            blame[one] += part
        else:
            _hand_out(_parents(one, patient, world), part, patient, world, blame)


def _chain(cause: int, patient: Patient, world: World) -> list[int]:
    """A cause and the causes that brought it about, up to the top of its tree."""
    chain = [cause]
    while above := [one for one in _parents(chain[-1], patient, world) if one != NOBODY]:
        chain.append(above[0])
    return chain
