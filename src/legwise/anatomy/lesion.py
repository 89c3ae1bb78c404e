"""What a lesion of a root or of a nerve at a site produces: weak movements, changed skin, pain.

Nobody types this table. A nerve lesion reaches the muscles and the skin that lie distal to it; a root
lesion its myotome and dermatome. Figures stated in the knowledge base override generated ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from legwise.anatomy.nerve_graph import nerve_graph
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Probability, Quantity
from legwise.knowledge.schema_anatomy import Entrapment, Root


@dataclass(frozen=True)
class Effect:
    """A chance with the number of the knowledge base that it derives from."""

    p: float
    origin: Quantity


@dataclass
class Lesion:
    """Effects by region (pain, altered feeling), by muscle and by movement."""

    pain: dict[str, Effect] = field(default_factory=dict)
    altered: dict[str, Effect] = field(default_factory=dict)
    weak_muscles: dict[str, Effect] = field(default_factory=dict)
    weak_movements: dict[str, Effect] = field(default_factory=dict)


def root_lesion(root: Root, knowledge: Knowledge) -> Lesion:
    """Dermatome, pain regions and myotome of a root."""
    lesion = Lesion()
    skin = root.dermatome
    for region in (*skin.core, *skin.variable):
        _raise(lesion.pain, region, root.p_pain_elsewhere.value, root.p_pain_elsewhere)
    for region in root.pain_regions:
        _raise(lesion.pain, region, root.p_pain.value, root.p_pain)
    _add_skin(lesion, skin.variable, root.p_altered, root.p_variable)
    _add_skin(lesion, skin.core, root.p_altered, root.p_core)
    for muscle in root.other_muscles:
        _raise(lesion.weak_muscles, muscle, root.p_weak_other.value, root.p_weak_other)
    for muscle in root.key_muscles:
        _raise(lesion.weak_muscles, muscle, root.p_weak_key.value, root.p_weak_key)
    _add_movements(lesion, knowledge, root.p_weak_key)
    return lesion


def entrapment_lesion(site: Entrapment, knowledge: Knowledge) -> Lesion:
    """Pain where stated; weakness and numbness of everything distal to the site."""
    lesion = Lesion()
    share = knowledge.number("region_given_entrapment_pain")
    for region in site.pain_regions:
        _raise(lesion.pain, region, site.p_pain.value * share, site.p_pain)
    stated = {*site.stated_skin.core, *site.stated_skin.variable}
    for segment, part in nerve_graph(knowledge).distal(site.nerve).items():
        nerve = nerve_graph(knowledge).segments[segment]
        core = site.p_variable if stated else site.p_core  # what is stated is the core; the rest varies
        _add_skin(lesion, nerve.skin.core, site.p_altered, core, part)
        _add_skin(lesion, nerve.skin.variable, site.p_altered, site.p_variable, part)
        for muscle in nerve.motor:
            p = site.p_weak.value * knowledge.number("distal_weakness_share") * part
            _raise(lesion.weak_muscles, muscle, p, site.p_weak)
    _add_skin(lesion, site.stated_skin.core, site.p_altered, site.p_core)
    _add_skin(lesion, site.stated_skin.variable, site.p_altered, site.p_variable)
    for supply in site.stated_weak:
        lesion.weak_muscles[supply.muscle] = Effect(supply.p.value, supply.p)
    _add_movements(lesion, knowledge, site.p_weak)
    return lesion


def _raise(effects: dict[str, Effect], key: str, p: float, origin: Quantity) -> None:
    """Keep the larger chance."""
    if p > 0.0 and (key not in effects or effects[key].p < p):
        effects[key] = Effect(p, origin)


def _add_skin(
    lesion: Lesion, regions: tuple[str, ...], altered: Probability, share: Probability, part: float = 1.0
) -> None:
    """Altered feeling in these regions: so large a share of any, less where the lesion spares a part."""
    for region in regions:
        _raise(lesion.altered, region, altered.value * share.value * part, share)


def _add_movements(lesion: Lesion, knowledge: Knowledge, origin: Probability) -> None:
    for movement in knowledge.content.movements:
        p = movement_weakness(movement.shares, {m: e.p for m, e in lesion.weak_muscles.items()})
        if p > 0.0:
            lesion.weak_movements[movement.id] = Effect(p, origin)


def movement_weakness(shares: Mapping[str, float], weak: Mapping[str, float]) -> float:
    """Chance that a movement tests weak: any of its muscles may show it, each by its share."""
    strong = 1.0
    for muscle, share in shares.items():
        strong *= 1.0 - weak.get(muscle, 0.0) * share
    return 1.0 - strong
