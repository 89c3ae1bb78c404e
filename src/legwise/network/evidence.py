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
    _merge_sensory_losses(seen, knowledge, extra, evidence)
    if _told_one_sided(seen, knowledge):
        evidence[extra.add_one_sided()] = False
    network = _not_from_the_other_leg(extra.network(), nodes, evidence)
    network = _only_from_complaint(network, nodes, evidence, knowledge)
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
    """Prior of a cause, moved by the context.

    Each factor is centred on its prevalence (its odds ratio divided by the average odds ratio among
    presenters), so that an unknown factor leaves the average where it was. Factors of one group overlap (running, cycling and sport), so only the strongest for and the
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
        known = None if factor.group in CATEGORIES else _known(node.side, factor, seen)
        if known is None:
            continue
        ratio = effect.odds_ratio.value
        average = 1.0 + factor.prevalence.value * (ratio - 1.0)
        shift = math.log((ratio if known else 1.0) / average)
        table = raises if shift > 0.0 else lowers
        if abs(shift) > abs(table.get(factor.group, 0.0)):
            table[factor.group] = shift
    for group in CATEGORIES:
        shift = _category_shift(node, group, seen, knowledge)
        (raises if shift > 0.0 else lowers)[group] = shift
    total = min(sum(raises.values()) + sum(lowers.values()), knowledge.number("context_cap"))
    logit = math.log(p / (1.0 - p)) + total
    return 1.0 / (1.0 + math.exp(-logit))


CATEGORIES = ("age", "sex")  # groups of factors of which exactly one holds


def _category_shift(node: Node, group: str, seen: Observations, knowledge: Knowledge) -> float:
    """Log odds against the average presenter for the band that holds; 0 when it is not known."""
    ratios = {effect.factor: effect.odds_ratio.value for effect in node.context}
    members = [f for f in knowledge.factors.values() if f.group == group]
    holding = [f.id for f in members if seen.factors.get(f.id)]
    if not holding or not any(f.id in ratios for f in members):
        return 0.0
    average = sum(f.prevalence.value * ratios.get(f.id, 1.0) for f in members)
    return math.log(ratios.get(holding[0], 1.0) / average)


def _known(side: str | None, factor: Factor, seen: Observations) -> bool | None:
    """What the case says of a factor, on the side of the cause where the factor has sides."""
    if not factor.sided:
        return seen.factors.get(factor.id)
    if side:
        return seen.factors.get(f"{side}:{factor.id}")
    both = [seen.factors.get(f"{one}:{factor.id}") for one in ("L", "R")]
    return True if True in both else (False if both == [False, False] else None)


def _not_from_the_other_leg(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """When everything found has one side, answers without a side are not explained from the other leg."""
    sides = {nodes[n].side for n, on in evidence.items() if on} & {"L", "R"}
    if len(sides) != 1:
        return network
    other = "L" if sides == {"R"} else "R"
    into = list(network.into)
    for node in evidence:
        if nodes[node].kind == "finding" and nodes[node].side is None:
            into[node] = tuple(e for e in into[node] if nodes[e.parent].side != other)
    return replace(network, into=tuple(into))


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


def any_of(chances: list[float], independence: float) -> float:
    """Chance that a cause is felt in at least one of several zones.

    Its extent varies as a whole, so further zones add less than independent ones would:
    1 - (1 - largest) * prod(1 - other) ** independence.
    """
    largest = max(chances)
    others = math.prod(1.0 - p for p in chances) / (1.0 - largest) if largest < 1.0 else 1.0
    return 1.0 - (1.0 - largest) * others**independence


def _merge_sensory_losses(
    seen: Observations, knowledge: Knowledge, extra: _Extra, evidence: dict[int, bool]
) -> None:
    """Loss of feeling found in many zones of one side counts by stretch of the limb, not zone by zone."""
    limit = int(knowledge.number("chart_zones_kept"))
    for side in ("L", "R"):
        prefix = f"{side}:sensory_loss."
        keys = [key for key, on in seen.findings.items() if on and key.startswith(prefix)]
        if len(keys) <= limit:
            continue
        stretches: dict[str, list[int]] = {}
        for key in keys:
            name = COARSE[knowledge.zones[key.removeprefix(prefix)].segment]
            stretches.setdefault(name, []).append(extra.grounded.index[key])
        for name, members in stretches.items():
            for member in members:
                evidence.pop(member, None)
            evidence[extra.add_merged(f"{prefix}{name}", members)] = True


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
        leak = any_of([false.value] * len(item.zones), model["zone_independence"].value)
        label = " or ".join(f"{side}:{zone}" for side, zone in item.zones[:3])
        node = self.add_node(f"felt.{item.modality}:{label}", "chart", item.zones[0][0], false, leak)
        self.charted.append(node)
        chances: dict[int, list[float]] = {}
        origin: dict[int, Quantity] = {}
        for side, zone in item.zones:
            for link in self.grounded.felt.get((item.modality, side, zone), ()):
                chances.setdefault(link.cause, []).append(link.p)
                origin.setdefault(link.cause, link.origin)
            if item.present:
                cause = self.spreading(side)
                chances.setdefault(cause, []).append(model["spread_zone"].value)
                origin.setdefault(cause, model["spread_zone"])
        for cause, some in chances.items():
            p = any_of(some, model["zone_independence"].value)
            self.add_edge(cause, node, 1.0 - (1.0 - p) ** weight, origin[cause])
        return node

    def add_merged(self, key: str, members: list[int]) -> int:
        """A finding that is positive when any of `members` is."""
        first = self.nodes[members[0]]
        independence = self.knowledge.number("zone_independence")
        leak = any_of([self.leak[m] for m in members], independence)
        self.nodes.append(replace(first, key=key, base=key, top=len(self.nodes)))
        self.leak.append(leak)
        node = len(self.nodes) - 1
        self.charted.append(node)
        chances: dict[int, list[float]] = {}
        origin: dict[int, int] = {}
        for member in members:
            for edge in self.grounded.network.into[member]:
                chances.setdefault(edge.parent, []).append(edge.p)
                origin.setdefault(edge.parent, edge.index)
        for cause, some in chances.items():
            self.add_edge(cause, node, any_of(some, independence), self.grounded.origins[origin[cause]])
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
