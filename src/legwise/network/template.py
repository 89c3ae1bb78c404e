"""Ground the knowledge base, left and right, into one template network.

A cause that another cause brings about is a copy of its own: "S1 root, from the disc" beside "S1 root".
A muscle's pain may be the source or the echo of a root, a root's irritation may come from a disc, a
stenosis or neither, and each of these is a different story with its own chance. So every cause heads a
tree of what it brings about, all trees meet only in signs and findings, and exact inference stays
cheap. `base` names the cause that a copy is a copy of. Chains weaker than a limit are left out.

The template is made once per knowledge version; a case then sets priors by its context and adds one
node for every zone that its chart shades or denies (`legwise.network.evidence`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from legwise.errors import KnowledgeError
from legwise.inference.network import NoisyOr, noisy_or
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.knowledge.schema import ContextEffect, Relation
from legwise.network.declare import LOSSES, Declaration, declarations

Zone = tuple[str, str, str]  # modality, side, zone
OTHER = {"L": "R", "R": "L"}
CAUSES = frozenset({"condition", "root", "entrapment", "muscle"})


@dataclass(frozen=True)
class Node:
    """One grounded node.

    key: 'L:root_l5', or 'L:root_l5<L:disc_l4_l5' for a copy; base: 'L:root_l5'. What a cause loses is such a copy,
    too ('L:motor_loss_root_l5<L:root_l5'). top: index of the cause that heads the tree (itself for anything that is
    no copy).
    """

    key: str
    base: str
    id: str
    side: str | None
    kind: str
    leak: Quantity
    top: int
    context: tuple[ContextEffect, ...] = ()

    @property
    def is_copy(self) -> bool:
        """True for what one cause alone brought about: another cause, or a loss."""
        return self.key != self.base

    @property
    def is_loss(self) -> bool:
        """True for what a lesion loses, motor or sensory; its cause is the only one that brings it on."""
        return self.kind == "sign" and self.id.startswith(LOSSES)


@dataclass(frozen=True)
class FeltLink:
    """A cause that is felt in a zone with chance `p`."""

    cause: int
    p: float
    origin: Quantity


class Numbers:
    """Numbers of the knowledge base, each once, in the order in which they were first used."""

    def __init__(self, known: Numbers | None = None) -> None:
        """Start empty, or with the numbers of another."""
        self.list: list[Quantity] = list(known.list) if known else []
        self._place: dict[int, int] = dict(known._place) if known else {}

    def place(self, quantity: Quantity) -> int:
        """Where a number stands; it is added when it is new. The same record is the same number."""
        key = id(quantity)
        if key not in self._place:
            self._place[key] = len(self.list)
            self.list.append(quantity)
        return self._place[key]


@dataclass
class Template:
    """Nodes, the network over them, the zones each cause is felt in, and the numbers behind it all.

    `numbers` are the knowledge base's; the tag of an edge and `leak_tag` of a node are places in it.
    """

    nodes: list[Node] = field(default_factory=list)
    leaks: list[float] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    leak_tag: list[int] = field(default_factory=list)
    numbers: Numbers = field(default_factory=lambda: Numbers())
    felt: dict[Zone, list[FeltLink]] = field(default_factory=dict)
    network: NoisyOr = field(init=False)

    @cached_property
    def own_causes(self) -> list[int]:
        """The causes that are no copies: those with a prior of their own."""
        return [i for i, node in enumerate(self.nodes) if node.kind in CAUSES and not node.is_copy]

    def causes_of(self, node: int) -> list[tuple[int, float, Quantity]]:
        """What can bring a node on: (parent, chance, the number behind it)."""
        links = self.network.links_into(node)
        numbers = [self.numbers.list[tag] for tag in self.network.tag[links].tolist()]
        return list(zip(self.network.parent[links].tolist(), self.network.p[links].tolist(), numbers, strict=True))


@lru_cache(maxsize=4)
def template(knowledge: Knowledge) -> Template:
    """Ground a knowledge base. Raises KnowledgeError for a link to nothing or a cycle of causes."""
    return _Grounding(knowledge).run()


class _Grounding:
    """Builds a template; `declared` is everything that becomes a node, by id."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.declared = {item.id: item for item in declarations(knowledge)}
        self.weakest = knowledge.number("chain_kept_from")
        self.result = Template()
        self.edges: list[tuple[int, int, float]] = []
        self.tags: list[int] = []

    def run(self) -> Template:
        for item in self.declared.values():
            for side in _sides_of(item):
                self._add_node(_key(item.id, side), item, side, item.leak.value)
        for item in self.declared.values():
            for side in _sides_of(item):
                self._link(item, side, self.result.index[_key(item.id, side)], 1.0, ())
        network = noisy_or(self.result.leaks, self.edges)
        self.result.network = replace(network, tag=np.asarray(self.tags, dtype=np.int64)[network.tag])
        return self.result

    def _add_node(self, key: str, item: Declaration, side: str | None, leak: float, top: int | None = None) -> int:
        index = len(self.result.nodes)
        context = item.context if top is None else ()
        self.result.index[key] = index
        self.result.leaks.append(leak)
        self.result.leak_tag.append(self.result.numbers.place(item.leak))
        self.result.nodes.append(
            Node(key, _key(item.id, side), item.id, side, item.kind, item.leak, index if top is None else top, context)
        )
        return index

    def _link(self, item: Declaration, side: str | None, node: int, chance: float, above: tuple[str, ...]) -> None:
        """Add the links of one node; causes among its targets become copies of their own."""
        done: set[str] = set()
        here = (*above, item.id)
        for target, p, relation, origin in item.links:
            child = self.declared.get(target)
            if child is None:
                raise KnowledgeError(f"{item.id}: link to '{target}', which does not exist")
            if target in here:
                raise KnowledgeError(f"causes in a circle: {' -> '.join((*here, target))}")
            for child_side in _target_sides(child, side, relation):
                key = _key(target, child_side)
                if key in done or p <= 0.0:
                    continue  # the first statement stands: stated links come before generated ones
                done.add(key)
                if child.kind not in CAUSES:
                    self._add_edge(node, self.result.index[key], p, origin)
                elif chance * p >= self.weakest:
                    copy_key = f"{key}<{self.result.nodes[node].key}"
                    copy = self._add_node(copy_key, child, child_side, 0.0, self.result.nodes[node].top)
                    self._add_edge(node, copy, p, origin)
                    self._link(child, child_side, copy, chance * p, here)
        for loss, p, origin in item.losses:
            top = self.result.nodes[node].top
            sign = self._add_node(f"{_key(loss.id, side)}<{self.result.nodes[node].key}", loss, side, 0.0, top)
            self._add_edge(node, sign, p, origin)
            self._link(loss, side, sign, chance * p, here)
        self._add_felt(item, side, node)

    def _add_edge(self, parent: int, child: int, p: float, origin: Quantity) -> None:
        self.edges.append((parent, child, p))
        self.tags.append(self.result.numbers.place(origin))

    def _add_felt(self, item: Declaration, side: str | None, cause: int) -> None:
        strongest: dict[Zone, tuple[float, Quantity]] = {}
        for modality, region, p, relation, origin in item.felt:
            zone = self.knowledge.zone_of.get(region)
            if zone is None:
                raise KnowledgeError(f"{item.id}: felt in '{region}', which is no region")
            midline = self.knowledge.regions[region].side == "midline"
            for where in ("M",) if midline else _felt_sides(side, relation):
                key = (modality, where, zone)
                if key not in strongest or strongest[key][0] < p:
                    strongest[key] = (p, origin)
        for key, (p, origin) in strongest.items():
            self.result.felt.setdefault(key, []).append(FeltLink(cause, p, origin))


def _key(name: str, side: str | None) -> str:
    return f"{side}:{name}" if side else name


def _sides_of(item: Declaration) -> tuple[str | None, ...]:
    return ("L", "R") if item.sided else (None,)


def _target_sides(child: Declaration, side: str | None, relation: Relation) -> Iterable[str | None]:
    if not child.sided:
        return (None,)
    if side is None or relation == "both":
        return ("L", "R")
    return (OTHER[side] if relation == "opposite" else side,)


def _felt_sides(side: str | None, relation: Relation) -> tuple[str, ...]:
    if side is None or relation == "both":
        return ("L", "R")
    return (OTHER[side],) if relation == "opposite" else (side,)
