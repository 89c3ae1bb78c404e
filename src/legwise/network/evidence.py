"""A case on the template: priors and false positives by context, findings as evidence, a node for each charted place.

On each side a pain may spread well beyond its source, a cause of its own that every zone can have; zones
that are denied speak against it as they do against any cause. A complaint told for one leg only is weak
evidence against causes that strike both: the other leg is not taken as free (unknown is not no), but had it
been felt there, it would probably have been told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from legwise.case.resolve import CHARTED, Observations, Responded
from legwise.inference.network import NoisyOr, from_arrays
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.network.chart import COARSE, ChartNode, any_of, chart_nodes, told_one_sided
from legwise.network.prior import priors, with_age
from legwise.network.rewire import not_from_the_other_leg, only_from_complaint, read_signs_directly, signs_of_their_own
from legwise.network.template import Node, Numbers, Template, template


@dataclass(frozen=True)
class CaseNetwork:
    """The network of one case, its evidence (node -> on?), and what chart nodes and responses stand for.

    numbers: those behind the links (the tag of an edge is a place in it) and the leaks (`leak_tag`).
    """

    template: Template
    network: NoisyOr
    nodes: list[Node]
    evidence: dict[int, bool]
    chart: dict[int, ChartNode]
    numbers: list[Quantity]
    leak_tag: tuple[int, ...]
    responses: dict[int, Responded] = field(default_factory=dict)


def build(seen: Observations, knowledge: Knowledge) -> CaseNetwork:
    """Put a resolved case on the template network."""
    grounded = template(knowledge)
    nodes = list(grounded.nodes)
    leak = list(grounded.leaks)
    for cause, prior in zip(grounded.own_causes, priors(seen, knowledge), strict=True):
        leak[cause] = prior
    left_out = CHARTED | _implied(seen, knowledge) | ({"both_legs"} & seen.derived)
    evidence = {grounded.index[key]: on for key, on in seen.findings.items() if key not in left_out}
    extra = _Extra(grounded, knowledge, nodes, leak)
    for node, chance in with_age(seen.factors, knowledge):
        extra.leak[node], extra.leak_tag[node] = chance.value, extra.numbers.place(chance)
    chart: dict[int, ChartNode] = {}
    for item in chart_nodes(seen, knowledge):
        node = extra.add_chart(item)
        chart[node] = item
        evidence[node] = item.present
    _merge_sensory_losses(seen, knowledge, extra, evidence)
    _enter_responses(seen, extra, evidence)
    if told_one_sided(seen, knowledge):
        evidence[extra.add_one_sided()] = False
    network = not_from_the_other_leg(extra.network(), nodes, evidence)
    network = only_from_complaint(network, nodes, evidence, knowledge)
    network = read_signs_directly(network, nodes, evidence)
    network, copies = signs_of_their_own(network, nodes, evidence, len(grounded.nodes))
    for sign, cause in copies:
        nodes.append(replace(nodes[sign], key=f"{nodes[sign].key}<{nodes[cause].key}", top=nodes[cause].top))
        extra.leak_tag.append(extra.leak_tag[sign])
    numbers, leak_tag = extra.numbers.list, tuple(extra.leak_tag)
    return CaseNetwork(grounded, network, nodes, evidence, chart, numbers, leak_tag, extra.responses)


SAID_BY_MARKS = ("quality_numbness", "quality_tingling", "quality_burning_or_shooting", "quality_weakness")
"""Derived from a mark that is evidence by itself: the altered zone, the burning, the weak leg."""


def _implied(seen: Observations, knowledge: Knowledge) -> set[str]:
    """Answers that a more specific positive answer already says: 'the leg is weak' beside a weak movement."""
    implied = {key for key in SAID_BY_MARKS if key in seen.derived}
    for side in ("L", "R"):
        specific = [
            k for k, on in seen.findings.items() if on and k.startswith(f"{side}:weak_") and k != f"{side}:weak_leg"
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
EASES = "eases."  # how the key of a sign "eases under treatment" begins


def _merge_sensory_losses(seen: Observations, knowledge: Knowledge, extra: _Extra, evidence: dict[int, bool]) -> None:
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


def _enter_responses(seen: Observations, extra: _Extra, evidence: dict[int, bool]) -> None:
    """What came of a treatment: findings of the treated source.

    All that was told of one source reads one sign, "eases under treatment", so that the same easing told at five
    visits is not five witnesses. The sign shows in some people whatever is treated.
    """
    signs: dict[tuple[str, ...], int] = {}
    for number, response in enumerate(seen.responses):
        if response.treated not in signs:
            signs[response.treated] = extra.add_easing(response.treated)
        evidence[extra.add_response(signs[response.treated], response, number)] = response.better


@lru_cache(maxsize=4096)
def _felt(
    knowledge: Knowledge, modality: str, zones: tuple[tuple[str, str], ...], present: bool
) -> tuple[float, tuple[tuple[int, float, Quantity], ...]]:
    """The leak of a charted place, and every cause felt there with its chance; kept for the next stroke."""
    model, grounded = knowledge.content.model, template(knowledge)
    weight = 1.0 if present else model["absent_zone_weight"].value
    independence = model["zone_independence"].value
    chances: dict[int, list[float]] = {}
    origin: dict[int, Quantity] = {}
    for side, zone in zones:
        for link in grounded.felt.get((modality, side, zone), ()):
            chances.setdefault(link.cause, []).append(link.p)
            origin.setdefault(link.cause, link.origin)
    leak = any_of([model["zone_false_positive"].value] * len(zones), independence)
    return leak, tuple(
        (cause, 1.0 - (1.0 - any_of(some, independence)) ** weight, origin[cause]) for cause, some in chances.items()
    )


class _Extra:
    """Appends chart nodes and the spreading-pain causes to the template."""

    def __init__(self, grounded: Template, knowledge: Knowledge, nodes: list[Node], leak: list[float]) -> None:
        self.grounded, self.knowledge = grounded, knowledge
        self.nodes, self.leak = nodes, leak
        self.edges: list[tuple[int, int, float, int]] = []
        self.numbers, self.leak_tag = Numbers(grounded.numbers), list(grounded.leak_tag)
        self.spread: dict[tuple[str, str], int] = {}
        self.charted: list[int] = []
        self.responses: dict[int, Responded] = {}

    def add_node(self, key: str, kind: str, side: str | None, leak: Quantity, value: float) -> int:
        self.nodes.append(Node(key, key, key, side, kind, leak, len(self.nodes)))
        self.leak.append(value)
        self.leak_tag.append(self.numbers.place(leak))
        return len(self.nodes) - 1

    def add_edge(self, parent: int, child: int, p: float, origin: Quantity) -> None:
        self.edges.append((parent, child, p, self.numbers.place(origin)))

    def spreading(self, modality: str, side: str) -> int:
        """The cause 'it spreads widely' of one side, for pain and for altered feeling apart."""
        key = (modality, side)
        if key not in self.spread:
            prior = self.knowledge.content.model["spread_prior"]
            self.spread[key] = self.add_node(f"{side}:spreading_{modality}", "spread", side, prior, prior.value)
        return self.spread[key]

    def add_chart(self, item: ChartNode) -> int:
        model = self.knowledge.content.model
        false, spread = model["zone_false_positive"], model["spread_zone"]
        leak, causes = _felt(self.knowledge, item.modality, item.zones, item.present)
        label = " or ".join(f"{side}:{zone}" for side, zone in item.zones[:3])
        node = self.add_node(f"felt.{item.modality}:{label}", "chart", item.zones[0][0], false, leak)
        self.charted.append(node)
        for cause, p, origin in causes:
            self.add_edge(cause, node, p, origin)
        for side, count in Counter(side for side, _ in item.zones).items():
            if item.present or (item.modality, side) in self.spread:  # felt places come before denied ones
                p = any_of([spread.value] * count, model["zone_independence"].value)
                weight = 1.0 if item.present else model["absent_zone_weight"].value
                self.add_edge(self.spreading(item.modality, side), node, 1.0 - (1.0 - p) ** weight, spread)
        return node

    def add_merged(self, key: str, members: list[int]) -> int:
        """A finding that is positive when any of `members` is."""
        first = self.nodes[members[0]]
        independence = self.knowledge.number("zone_independence")
        leak = any_of([self.leak[m] for m in members], independence)
        self.nodes.append(replace(first, key=key, base=key, top=len(self.nodes)))
        self.leak.append(leak)
        self.leak_tag.append(self.leak_tag[members[0]])
        node = len(self.nodes) - 1
        self.charted.append(node)
        chances: dict[int, list[float]] = {}
        origin: dict[int, Quantity] = {}
        for member in members:
            for cause, p, quantity in self.grounded.causes_of(member):
                chances.setdefault(cause, []).append(p)
                origin.setdefault(cause, quantity)
        for cause, some in chances.items():
            self.add_edge(cause, node, any_of(some, independence), origin[cause])
        return node

    def add_one_sided(self) -> int:
        """A node 'the other leg was told too', which every cause of both legs can produce."""
        told = self.knowledge.content.model["other_leg_told"]
        node = self.add_node(ONE_SIDED, "told", None, told, 0.0)
        self.charted.append(node)
        both = self.grounded.index["both_legs"]
        for cause, p, origin in self.grounded.causes_of(both):
            if self.nodes[cause].kind != "sign":
                self.add_edge(cause, node, p * told.value, origin)
        return node

    def add_easing(self, treated: tuple[str, ...]) -> int:
        """The sign "eases under treatment" of a source (of either side, where both were treated as one)."""
        model = self.knowledge.content.model
        anyway, because = model["response_anyway"], model["response_treated"]
        node = self.add_node(f"{EASES}{' or '.join(treated)}", "sign", None, anyway, anyway.value)
        self.charted.append(node)
        for cause, record in enumerate(self.grounded.nodes):
            if record.base in treated:
                self.add_edge(cause, node, because.value, because)
        return node

    def add_response(self, sign: int, response: Responded, number: int) -> int:
        """What was told after one treatment."""
        model = self.knowledge.content.model
        passing, told = model["response_passing"], model["response_told"]
        key = f"response.{' or '.join(response.treated)}.{number}"
        node = self.add_node(key, "response", None, passing, passing.value)
        self.charted.append(node)
        self.responses[node] = response
        self.add_edge(sign, node, told.value, told)
        return node

    def network(self) -> NoisyOr:
        """The template's network with the new nodes and edges appended."""
        base = self.grounded.network
        parent, child, p, tag = (
            (np.asarray(column) for column in zip(*self.edges, strict=True))
            if self.edges
            else (base.parent[:0], base.child[:0], base.p[:0], base.tag[:0])
        )
        return from_arrays(
            np.asarray(self.leak),
            np.append(base.parent, parent),
            np.append(base.child, child),
            np.append(base.p, p),
            np.append(base.tag, tag),
            np.asarray([*self.spread.values(), *base.order.tolist(), *self.charted]),
        )
