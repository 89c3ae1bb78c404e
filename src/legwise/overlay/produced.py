"""The regions in which a source would be felt, itself or through what it brings about.

Each statement of the knowledge base, and what the anatomy generates, is read as the network reads it
(`legwise.network.declare`), but region by region instead of zone by zone. A disc that irritates a root is felt
where the root is felt, with the chance of both: chances along a chain multiply, chains that meet add up as
independent causes do.

Every region is `primary` or `spillover` for pain, `core` or `variable` for changed feeling. Muscles, roots and nerve
sites state which; for other causes the stronger half is primary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from legwise.anatomy.nerve_graph import nerve_graph
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Relation
from legwise.knowledge.schema_anatomy import Entrapment, Muscle, Root
from legwise.network.declare import Declaration, declarations
from legwise.network.template import CAUSES, OTHER

Zone = Literal["primary", "spillover", "core", "variable"]
Strong = Callable[[str, str, float], bool]  # modality, region, chance: the strong part or the weak?


@dataclass(frozen=True)
class Spot:
    """The chance that a source is felt in a region, and which part of its area the region is."""

    p: float
    zone: Zone


Area = dict[str, Spot]  # by region with its side: 'R:leg.posterior.upper', 'back.lumbar_midline'


@dataclass(frozen=True)
class Produced:
    """Where a source is felt as pain, and where as numbness or tingling."""

    pain: Area
    altered: Area


@lru_cache(maxsize=4)
def declared(knowledge: Knowledge) -> dict[str, Declaration]:
    """Everything that becomes a node of the network, by id."""
    return {item.id: item for item in declarations(knowledge)}


def produced(name: str, side: str | None, knowledge: Knowledge) -> Produced:
    """Where a cause of this side is felt. The cause must exist."""
    walk = _Walk(knowledge)
    walk.follow(declared(knowledge)[name], side, 1.0, ())
    return Produced(walk.area("pain"), walk.area("altered"))


def nerve_territory(name: str, side: str, knowledge: Knowledge) -> Produced:
    """The skin that a nerve serves beyond its beginning; the chance is the share of fibres that come this way."""
    graph = nerve_graph(knowledge)
    area: Area = {}
    for part in ("variable", "core"):
        for segment, share in graph.distal(name).items():
            skin = graph.segments[segment].skin
            for region in skin.core if part == "core" else skin.variable:
                reference = sided(region, side, knowledge)
                if part == "core" or reference not in area or area[reference].p < share:
                    area[reference] = Spot(share, "core" if part == "core" else "variable")
    return Produced({}, area)


def sided(region: str, side: str | None, knowledge: Knowledge) -> str:
    """A region as case files write it."""
    return f"{side}:{region}" if side and knowledge.regions[region].side == "paired" else region


class _Walk:
    """Follows a cause and what it brings about, and gathers where each is felt."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.items = declared(knowledge)
        self.weakest = knowledge.number("chain_kept_from")
        self.missed: dict[tuple[str, str], float] = {}
        self.strongest: dict[tuple[str, str], tuple[float, bool]] = {}

    def follow(self, item: Declaration, side: str | None, chance: float, above: tuple[str, ...]) -> None:
        self._feel(item, side, chance)
        done: set[tuple[str, str | None]] = set()
        for target, p, relation, _ in item.links:
            child = self.items[target]
            if child.kind not in CAUSES or target in above:
                continue
            for where in _sides(child.sided, side, relation):
                if (target, where) not in done and p > 0.0 and chance * p >= self.weakest:
                    done.add((target, where))
                    self.follow(child, where, chance * p, (*above, item.id))

    def area(self, modality: str) -> Area:
        words: tuple[Zone, Zone] = ("primary", "spillover") if modality == "pain" else ("core", "variable")
        chances = {ref: 1.0 - missed for (kind, ref), missed in sorted(self.missed.items()) if kind == modality}
        weak_below = max(chances.values(), default=0.0) / 4.0  # the strong part of a rare consequence is weak here
        return {
            ref: Spot(p, words[0 if self.strongest[modality, ref][1] and p >= weak_below else 1])
            for ref, p in chances.items()
        }

    def _feel(self, item: Declaration, side: str | None, chance: float) -> None:
        is_strong = _strong_part(item, self.knowledge)
        best: dict[tuple[str, str], tuple[float, bool]] = {}
        for modality, region, p, relation, _ in item.felt_at_all:
            midline = self.knowledge.regions[region].side == "midline"
            for where in (None,) if midline else _sides(True, side, relation):
                key = (modality, sided(region, where, self.knowledge))
                if p > best.get(key, (0.0, False))[0]:
                    best[key] = (p, is_strong(modality, region, p))
        for key, (p, strong) in best.items():
            self.missed[key] = self.missed.get(key, 1.0) * (1.0 - chance * p)
            if chance * p > self.strongest.get(key, (0.0, False))[0]:
                self.strongest[key] = (chance * p, strong)


def _sides(has_side: bool, side: str | None, relation: Relation) -> tuple[str | None, ...]:
    if not has_side:
        return (None,)
    if side is None or relation == "both":
        return ("L", "R")
    return (OTHER[side] if relation == "opposite" else side,)


def _strong_part(item: Declaration, knowledge: Knowledge) -> Strong:
    """Tells the strong part of an area from the weak, by the kind of cause."""
    if item.kind == "muscle":
        return _of_muscle(knowledge.muscles[item.id.removeprefix("trp_")])
    if item.kind == "root":
        return _of_root(knowledge.roots[item.id.removeprefix("root_").upper()])
    if item.kind == "entrapment":
        return _of_entrapment(knowledge.entrapments[item.id], knowledge)
    most: dict[str, float] = {}
    for modality, _, p, _, _ in item.felt:
        most[modality] = max(p, most.get(modality, 0.0))
    return lambda modality, _, p: p >= most[modality] / 2.0


def _of_muscle(muscle: Muscle) -> Strong:
    return lambda modality, region, _: region in muscle.referral_primary


def _of_root(root: Root) -> Strong:
    return lambda modality, region, _: region in (root.pain_regions if modality == "pain" else root.dermatome.core)


def _of_entrapment(site: Entrapment, knowledge: Knowledge) -> Strong:
    core = set(site.stated_skin.core)
    if not core:
        graph = nerve_graph(knowledge)
        core = {r for segment in graph.distal(site.nerve) for r in graph.segments[segment].skin.core}
    return lambda modality, region, _: modality == "pain" or region in core
