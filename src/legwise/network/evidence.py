"""A case on the template: priors by context, findings as evidence, one node for each charted zone.

A drawing is a weak witness. Neighbouring regions of a zone count once; beyond a few zones of one kind
on one side the zones merge into segments; a zone that is denied counts with less than its full weight;
and on each side a pain may spread well beyond its source, a cause of its own that every zone can have.
A mark that names a group ("the leg") is evidence for somewhere in the group.

How the complaint behaves (worse on sitting, came on suddenly, burning) is a property of the complaint:
only a cause that could have produced the complaint itself, a charted place, a symptom or a sign, can
produce it. A silent cause elsewhere does not compete for it.

A complaint told for one leg only is weak evidence against causes that strike both: the other leg is not
taken as free (unknown is not no), but had it been felt there, it would probably have been told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from legwise.case.resolve import CHARTED, Felt, Observations, Somewhere
from legwise.inference.network import Edge, NoisyOr, ancestors
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.knowledge.schema import Factor
from legwise.network.template import Node, Template, template

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


@dataclass(frozen=True)
class ChartNode:
    """A charted place: which zones (one of them suffices), felt or denied, with its share of the complaint."""

    modality: str
    zones: tuple[tuple[str, str], ...]
    present: bool
    strength: float


@dataclass(frozen=True)
class CaseNetwork:
    """The network of one case, its evidence (node -> on?), and what the chart nodes stand for."""

    template: Template
    network: NoisyOr
    nodes: list[Node]
    evidence: dict[int, bool]
    chart: dict[int, ChartNode]
    origins: dict[int, Quantity]


def build(seen: Observations, knowledge: Knowledge) -> CaseNetwork:
    """Put a resolved case on the template network."""
    grounded = template(knowledge)
    nodes = list(grounded.nodes)
    leak = [0.0 if node.is_copy else _prior(node, seen, knowledge) for node in nodes]
    left_out = CHARTED | _implied(seen, knowledge) | ({"both_legs"} & seen.derived)
    evidence = {grounded.index[key]: on for key, on in seen.findings.items() if key not in left_out}
    extra = _Extra(grounded, knowledge, nodes, leak)
    chart: dict[int, ChartNode] = {}
    for item in _chart_nodes(seen, knowledge):
        node = extra.add_chart(item)
        chart[node] = item
        evidence[node] = item.present
    if _told_one_sided(seen, knowledge):
        evidence[extra.add_one_sided()] = False
    network = _only_from_complaint(extra.network(), nodes, evidence, knowledge)
    network = _read_signs_directly(network, nodes, evidence)
    return CaseNetwork(grounded, network, nodes, evidence, chart, extra.origins)


SAID_BY_MARKS = ("quality_numbness", "quality_tingling", "quality_burning_or_shooting", "quality_weakness")
"""Derived from a mark that is evidence by itself: the altered zone, the burning, the weak leg."""

BEHAVIOUR = frozenset({"course", "onset", "timing", "rest_and_movement", "quality", "mechanism", "where"})
OWN_COMPLAINT = frozenset({"urge_to_move", "both_legs", "foot_rest_pain"})


def is_behaviour(finding: str, knowledge: Knowledge) -> bool:
    """True for findings that say how a complaint behaves rather than that there is one."""
    record = knowledge.findings[finding]
    return record.kind == "history" and record.group in BEHAVIOUR and finding not in OWN_COMPLAINT


def _only_from_complaint(
    network: NoisyOr, nodes: list[Node], evidence: dict[int, bool], knowledge: Knowledge
) -> NoisyOr:
    """Cut the links into observed behaviour from causes that produced none of the complaint itself."""
    behaviour = {n for n in evidence if nodes[n].kind == "finding" and is_behaviour(nodes[n].id, knowledge)}
    anchors = [n for n, on in evidence.items() if on and n not in behaviour]
    if not anchors:
        return network
    tops = {nodes[n].top for n in ancestors(network, anchors)}
    signs = {
        e.parent for n in behaviour for e in network.into[n] if nodes[e.parent].kind == "sign"
    } - ancestors(network, anchors)
    into = list(network.into)
    for node in behaviour | signs:
        into[node] = tuple(
            e for e in into[node] if nodes[e.parent].kind in ("sign", "spread") or nodes[e.parent].top in tops
        )
    return replace(network, into=tuple(into))


def _prior(node: Node, seen: Observations, knowledge: Knowledge) -> float:
    """Prior of a cause, moved by the context; each factor is centred on its prevalence.

    Factors of one group overlap (running, cycling and sport), so only the strongest for and the
    strongest against count; and the context as a whole moves the odds upwards by no more than a cap.
    """
    p = node.leak.value
    if node.kind == "condition":
        by_setting = knowledge.conditions[node.id].prior_by_setting
        p = by_setting[seen.setting].value if seen.setting in by_setting else p
    if not node.context or not 0.0 < p < 1.0:
        return p
    raises: dict[str, float] = {}
    lowers: dict[str, float] = {}
    for effect in node.context:
        factor = knowledge.factors[effect.factor]
        known = _known(node.side, factor, seen)
        if known is None:
            continue
        shift = math.log(effect.odds_ratio.value) * ((1.0 if known else 0.0) - factor.prevalence.value)
        table = raises if shift > 0.0 else lowers
        if abs(shift) > abs(table.get(factor.group, 0.0)):
            table[factor.group] = shift
    total = min(sum(raises.values()) + sum(lowers.values()), knowledge.number("context_cap"))
    logit = math.log(p / (1.0 - p)) + total
    return 1.0 / (1.0 + math.exp(-logit))


def _known(side: str | None, factor: Factor, seen: Observations) -> bool | None:
    """What the case says of a factor, on the side of the cause where the factor has sides."""
    if not factor.sided:
        return seen.factors.get(factor.id)
    if side:
        return seen.factors.get(f"{side}:{factor.id}")
    both = [seen.factors.get(f"{one}:{factor.id}") for one in ("L", "R")]
    return True if True in both else (False if both == [False, False] else None)


def _read_signs_directly(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """Skip a sign that only one answer reads, or that only negative answers read.

    A sign stands between causes and findings so that several readings of one thing are not several
    witnesses. With a single reading r there is nothing to share: a link p through the sign becomes
    p * r. Likewise for negatives, with r the chance that any of the denied readings would have shown.
    With at most one cause of the sign active this is the same number; with two it differs in the
    second order only.
    """
    readings: dict[int, list[Edge]] = {}
    for node in evidence:
        for edge in network.into[node]:
            if nodes[edge.parent].kind == "sign":
                readings.setdefault(edge.parent, []).append(edge)
    into = list(network.into)
    for sign, read in readings.items():
        if sign in evidence or (len(read) > 1 and any(evidence[e.child] for e in read)):
            continue
        shown = 1.0 - math.prod(1.0 - e.p for e in read)
        for edge in read:
            into[edge.child] = tuple(e for e in into[edge.child] if e.parent != sign)
        holder = read[0].child
        through = tuple(Edge(e.index, e.parent, holder, e.p * shown) for e in network.into[sign])
        into[holder] = (*into[holder], *through)
    return replace(network, into=tuple(into))


def _implied(seen: Observations, knowledge: Knowledge) -> set[str]:
    """Answers that a more specific positive answer already says: 'the leg is weak' beside a weak movement."""
    implied = {key for key in SAID_BY_MARKS if key in seen.derived}
    for side in ("L", "R"):
        specific = [
            k
            for k, on in seen.findings.items()
            if on and k.startswith(f"{side}:weak_") and k != f"{side}:weak_leg"
        ]
        if specific and seen.findings.get(f"{side}:weak_leg"):
            implied.add(f"{side}:weak_leg")
        if (specific or seen.findings.get(f"{side}:weak_leg")) and seen.findings.get(f"{side}:leg_weakness_felt"):
            implied.add(f"{side}:leg_weakness_felt")
        zones = [k for k, on in seen.findings.items() if on and k.startswith(f"{side}:sensory_loss.")]
        if zones and seen.findings.get(f"{side}:sensory_loss_leg"):
            implied.add(f"{side}:sensory_loss_leg")
    return implied


ONE_SIDED = "told for one leg only"
TRUNK = frozenset({"back", "pelvis_back", "saddle", "groin", "elsewhere"})


def _told_one_sided(seen: Observations, knowledge: Knowledge) -> bool:
    """Marks below the trunk on one side only, and nothing said about the other leg."""
    if "both_legs" in seen.findings:
        return False
    places = {(s, z) for _, s, z in seen.felt} | {pair for group in seen.somewhere for pair in group.zones}
    sides = {side for side, zone in places if knowledge.zones[zone].segment not in TRUNK}
    return len(sides & {"L", "R"}) == 1


class _Extra:
    """Appends chart nodes and the spreading-pain causes to the template."""

    def __init__(
        self, grounded: Template, knowledge: Knowledge, nodes: list[Node], leak: list[float]
    ) -> None:
        self.grounded, self.knowledge = grounded, knowledge
        self.nodes, self.leak = nodes, leak
        self.edges: list[Edge] = []
        self.origins: dict[int, Quantity] = {}
        self.spread: dict[str, int] = {}
        self.charted: list[int] = []
        self.first = len(grounded.edges)

    def add_node(self, key: str, kind: str, side: str | None, leak: Quantity, value: float) -> int:
        self.nodes.append(Node(key, key, key, side, kind, leak, len(self.nodes)))
        self.leak.append(value)
        return len(self.nodes) - 1

    def add_edge(self, parent: int, child: int, p: float, origin: Quantity) -> None:
        edge = Edge(self.first + len(self.edges), parent, child, p)
        self.origins[edge.index] = origin
        self.edges.append(edge)

    def spreading(self, side: str) -> int:
        """The cause 'pain spreads widely' of one side."""
        if side not in self.spread:
            prior = self.knowledge.content.model["spread_prior"]
            self.spread[side] = self.add_node(f"{side}:spreading_pain", "spread", side, prior, prior.value)
        return self.spread[side]

    def add_chart(self, item: ChartNode) -> int:
        model = self.knowledge.content.model
        weight = 1.0 if item.present else model["absent_zone_weight"].value
        false = model["zone_false_positive"]
        leak = 1.0 - (1.0 - false.value) ** len(item.zones)
        label = " or ".join(f"{side}:{zone}" for side, zone in item.zones[:3])
        node = self.add_node(f"felt.{item.modality}:{label}", "chart", item.zones[0][0], false, leak)
        self.charted.append(node)
        silent: dict[int, float] = {}
        origin: dict[int, Quantity] = {}
        for side, zone in item.zones:
            for link in self.grounded.felt.get((item.modality, side, zone), ()):
                silent[link.cause] = silent.get(link.cause, 1.0) * (1.0 - link.p)
                origin.setdefault(link.cause, link.origin)
            if item.present:
                cause = self.spreading(side)
                silent[cause] = silent.get(cause, 1.0) * (1.0 - model["spread_zone"].value)
                origin.setdefault(cause, model["spread_zone"])
        for cause, rest in silent.items():
            self.add_edge(cause, node, 1.0 - rest**weight, origin[cause])
        return node

    def add_one_sided(self) -> int:
        """A node 'the other leg was told too', which every cause of both legs can produce."""
        told = self.knowledge.content.model["other_leg_told"]
        node = self.add_node(ONE_SIDED, "told", None, told, 0.0)
        self.charted.append(node)
        both = self.grounded.index["both_legs"]
        for edge in self.grounded.network.into[both]:
            if self.nodes[edge.parent].kind != "sign":
                self.add_edge(edge.parent, node, edge.p * told.value, self.grounded.origins[edge.index])
        return node

    def network(self) -> NoisyOr:
        """The template's network with the new nodes and edges appended."""
        base = self.grounded.network
        into = [*base.into, *([()] * (len(self.nodes) - base.size))]
        out_of = [*base.out_of, *([()] * (len(self.nodes) - base.size))]
        for edge in self.edges:
            into[edge.child] = (*into[edge.child], edge)
            out_of[edge.parent] = (*out_of[edge.parent], edge)
        return NoisyOr(
            leak=np.asarray(self.leak),
            parent=np.concatenate([base.parent, np.asarray([e.parent for e in self.edges], dtype=np.int64)]),
            child=np.concatenate([base.child, np.asarray([e.child for e in self.edges], dtype=np.int64)]),
            p=np.concatenate([base.p, np.asarray([e.p for e in self.edges])]),
            into=tuple(into),
            out_of=tuple(out_of),
            order=(*self.spread.values(), *base.order, *self.charted),
        )


def _chart_nodes(seen: Observations, knowledge: Knowledge) -> Iterable[ChartNode]:
    limit = int(knowledge.number("chart_zones_kept"))
    for modality in ("pain", "altered"):
        for side in ("L", "R", "M"):
            marked = {key[2]: s for key, s in seen.felt.items() if key[:2] == (modality, side)}
            yield from _merge(modality, side, marked, limit, knowledge)
    covered = set(seen.felt)
    for group, strength in seen.somewhere.items():
        if not any((group.modality, *pair) in covered for pair in group.zones):
            open_zones = _not_denied(group, seen.denied)
            if open_zones:
                yield ChartNode(group.modality, open_zones, True, strength)
    for modality, side, zone in sorted(seen.denied):
        yield ChartNode(modality, ((side, zone),), False, 0.0)


def _merge(
    modality: str, side: str, marked: dict[str, float], limit: int, knowledge: Knowledge
) -> Iterable[ChartNode]:
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
