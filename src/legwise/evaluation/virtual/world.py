"""The network as something that can be sampled: every link, leak and felt zone as an array.

The template says which cause produces which sign and finding, and in which zones it is felt. A world is
that, laid out for forward sampling, with the number of the knowledge base behind each entry, so that a
second world can be made in which the uncertain numbers were drawn from their stated spread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from legwise.assessment.uncertainty import grade_spread
from legwise.knowledge.load import Knowledge
from legwise.network.rewire import is_behaviour
from legwise.network.template import Numbers, Template, Zone, template

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class World:
    """A template laid out for sampling.

    leak, p: chances of nodes and edges (leaks of own causes are set anew for every patient). rounds: edges
    by depth of their child, parents first; `late` the same for answers about how a complaint behaves, which
    need to know what is felt. place_kind: places of one modality and side have one number. felt_cause,
    felt_place, felt_p, felt_tag: links of causes into `places`. symptom: nodes that a person notices by itself.
    sensory: edges into loss of feeling found on testing. shift: what was added to the log-odds of each number
    (by place in `numbers`), 0 in the world as stated.
    """

    knowledge: Knowledge
    template: Template
    leak: Floats
    p: Floats
    rounds: tuple[Ints, ...]
    late: tuple[Ints, ...]
    behaviour: Bools
    places: tuple[Zone, ...]
    place_kind: Ints
    felt_cause: Ints
    felt_place: Ints
    felt_p: Floats
    felt_tag: Ints
    symptom: Bools
    sensory: Ints
    place_leak: float
    numbers: Numbers
    shift: Floats

    @cached_property
    def felt_limit(self) -> Floats:
        """Probit of every felt link."""
        return probit(self.felt_p)

    @cached_property
    def sensory_limit(self) -> Floats:
        """Probit of every link into loss of feeling."""
        return probit(self.p[self.sensory])

    @cached_property
    def tops(self) -> Ints:
        """Head of the tree of every node."""
        return np.asarray([node.top for node in self.template.nodes])

    @cached_property
    def shift_of(self) -> dict[int, float]:
        """What was added to each number, by the identity of its record."""
        return {id(quantity): shift for quantity, shift in zip(self.numbers.list, self.shift.tolist(), strict=True)}


@lru_cache(maxsize=4)
def world(knowledge: Knowledge) -> World:
    """The world as the knowledge base states it."""
    grounded = template(knowledge)
    network, nodes = grounded.network, grounded.nodes
    behaviour = np.asarray([n.kind == "finding" and is_behaviour(n.id, knowledge) for n in nodes])
    signs = np.asarray([n.kind == "sign" for n in nodes])
    read_elsewhere = np.zeros(len(nodes), dtype=np.bool_)
    read_elsewhere[network.parent[~behaviour[network.child]]] = True
    has_reader = np.zeros(len(nodes), dtype=np.bool_)
    has_reader[network.parent] = True
    behaviour |= signs & has_reader & ~read_elsewhere
    places = _places(knowledge)
    index = {place: number for number, place in enumerate(places)}
    numbers = Numbers(grounded.numbers)
    rows = [
        (link.cause, index[place], link.p, numbers.place(link.origin))
        for place, links in grounded.felt.items()
        for link in links
    ]
    cause, place, p, tag = (np.asarray(column) for column in zip(*rows, strict=True))
    model = knowledge.content.model
    numbers.place(model["zone_false_positive"])
    for record in knowledge.comes_with_age.values():
        for chance in record.false_positive_by_age.values():
            numbers.place(chance)
    depth = _depths(grounded)
    late = behaviour[network.child]
    return World(
        knowledge=knowledge,
        template=grounded,
        leak=network.leak.copy(),
        p=network.p.copy(),
        rounds=_by_depth(depth, network.child, ~late),
        late=_by_depth(depth, network.child, late),
        behaviour=behaviour,
        places=places,
        place_kind=np.unique([f"{m}{side}" for m, side, _ in places], return_inverse=True)[1].astype(np.int64),
        felt_cause=cause.astype(np.int64),
        felt_place=place.astype(np.int64),
        felt_p=p.astype(np.float64),
        felt_tag=tag.astype(np.int64),
        symptom=_symptoms(grounded, knowledge) & ~behaviour,
        sensory=np.flatnonzero(_sensory(grounded)[network.child]),
        place_leak=model["zone_false_positive"].value,
        numbers=numbers,
        shift=np.zeros(len(numbers.list)),
    )


def drawn_world(nominal: World, random: np.random.Generator) -> World:
    """A world whose numbers were drawn from their spread: normal on the log-odds scale, by grade."""
    by_grade = grade_spread(nominal.knowledge)
    deviation = np.asarray([by_grade[q.grade] for q in nominal.numbers.list])
    shift = random.standard_normal(len(deviation)) * deviation
    network, model = nominal.template.network, nominal.knowledge.content.model
    return replace(
        nominal,
        leak=moved(nominal.leak, shift[np.asarray(nominal.template.leak_tag)]),
        p=moved(nominal.p, shift[network.tag]),
        felt_p=moved(nominal.felt_p, shift[nominal.felt_tag]),
        place_leak=float(
            moved(np.asarray(nominal.place_leak), shift[nominal.numbers.place(model["zone_false_positive"])])
        ),
        shift=shift,
    )


def moved(p: Floats, shift: Floats | float) -> Floats:
    """Probabilities with `shift` added to their log-odds; 0 and 1 stay."""
    inside = np.clip(p, 1e-12, 1.0 - 1e-12)
    with_shift = 1.0 / (1.0 + np.exp(-(np.log(inside / (1.0 - inside)) + shift)))
    return np.where((p > 0.0) & (p < 1.0), with_shift, p)


def _places(knowledge: Knowledge) -> tuple[Zone, ...]:
    """Every zone of every side, for pain and for altered feeling."""
    found: list[Zone] = []
    for zone in knowledge.zones.values():
        midline = knowledge.regions[zone.regions[0]].side == "midline"
        found += [(m, side, zone.id) for side in (("M",) if midline else ("L", "R")) for m in ("pain", "altered")]
    return tuple(found)


def _symptoms(grounded: Template, knowledge: Knowledge) -> Bools:
    """Findings that are told, not examined."""
    nodes = grounded.nodes
    return np.asarray([n.kind == "finding" and knowledge.findings[n.id].kind == "history" for n in nodes])


def _sensory(grounded: Template) -> Bools:
    """Findings that are a loss of feeling in one zone."""
    return np.asarray([n.id.startswith("sensory_loss.") for n in grounded.nodes])


def _depths(grounded: Template) -> Ints:
    """Longest way from a node without parents."""
    network = grounded.network
    depth = np.zeros(network.size, dtype=np.int64)
    for node in network.order.tolist():
        links = network.links_into(node)
        if links.stop > links.start:
            depth[node] = int(depth[network.parent[links]].max()) + 1
    return depth


def _by_depth(depth: Ints, child: Ints, chosen: Bools) -> tuple[Ints, ...]:
    """The chosen edges in rounds, by the depth of their child."""
    level = depth[child]
    return tuple(np.flatnonzero(chosen & (level == one)) for one in np.unique(level[chosen]).tolist())


def probit(p: Floats) -> Floats:
    """Quantile of the standard normal distribution; 0 and 1 give -inf and inf."""
    normal = NormalDist()
    known = {value: normal.inv_cdf(value) for value in np.unique(p[(p > 0.0) & (p < 1.0)]).tolist()}
    return np.asarray([known.get(value, math.inf if value >= 1.0 else -math.inf) for value in p.tolist()])
