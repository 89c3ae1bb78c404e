"""One list of everything that becomes a node, still without sides: what is stated, then what anatomy adds."""

from __future__ import annotations

from dataclasses import dataclass, field

from legwise.anatomy.lesion import Effect, Lesion, entrapment_lesion, root_lesion
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Probability, Quantity
from legwise.knowledge.schema import ContextEffect, Felt, Link, Relation
from legwise.knowledge.schema_anatomy import Muscle, Root


@dataclass
class Declaration:
    """A node to be: its leak (the prior of a cause), its links, where it is felt."""

    id: str
    kind: str
    sided: bool
    leak: Quantity
    context: tuple[ContextEffect, ...] = ()
    links: list[tuple[str, float, Relation, Quantity]] = field(default_factory=list)
    felt: list[tuple[str, str, float, Relation, Quantity]] = field(default_factory=list)


def root_id(root: Root) -> str:
    """Node id of a root: 'root_l5'."""
    return f"root_{root.id.lower()}"


def muscle_id(muscle: str) -> str:
    """Node id of active trigger points in a muscle."""
    return f"trp_{muscle}"


def declarations(knowledge: Knowledge) -> list[Declaration]:
    """Everything that becomes a node."""
    content = knowledge.content
    found = [
        _condition_like(c.id, "condition", c.sided, c.prior, c.context, c.links, c.felt) for c in content.conditions
    ]
    found += [item for root in content.roots for item in _root(root, knowledge)]
    for site in content.entrapments:
        item = _condition_like(site.id, "entrapment", site.sided, site.prior, site.context, site.links, ())
        lesion = entrapment_lesion(site, knowledge)
        _add_lesion(item, lesion, knowledge)
        item.links += [(f"{PARESIS}{m}", e.p, "same", e.origin) for m, e in _movements(lesion).items()]
        found.append(item)
    found += [_muscle(muscle, knowledge) for muscle in content.muscles]
    found += [_condition_like(s.id, "sign", s.sided, s.false_positive, (), s.links, ()) for s in content.signs]
    found += [
        Declaration(finding.id, "finding", finding.sided, finding.false_positive)
        for finding in knowledge.findings.values()
    ]
    return found


def _condition_like(
    key: str,
    kind: str,
    sided: bool,
    leak: Quantity,
    context: tuple[ContextEffect, ...],
    links: tuple[Link, ...],
    felt: tuple[Felt, ...],
) -> Declaration:
    item = Declaration(key, kind, sided, leak, context)
    item.links += [(link.to, link.p.value, link.side, link.p) for link in links]
    item.felt += [(f.modality, region, f.p.value, f.side, f.p) for f in felt for region in f.regions]
    return item


def _root(root: Root, knowledge: Knowledge) -> tuple[Declaration, Declaration]:
    """A root, and the sign between it and its myotome.

    A root lesion has motor loss or it has not: weakness of the big toe and of the hip are one loss seen twice.
    Were each movement weak by a chance of its own, the eleven movements of L5 would make some weakness the rule,
    while surgeons find any at all in 0.28. The chance of each single movement is unchanged by the sign between.
    """
    item = _condition_like(root_id(root), "root", True, root.prior, root.context, root.links, ())
    lesion = root_lesion(root, knowledge)
    _add_lesion(item, lesion, knowledge)
    _add_echo(item, root, knowledge)
    motor = Declaration(f"motor_loss_{root.id.lower()}", "sign", True, NO_MOTOR_LOSS)
    weak = [link for link in item.links if link[0].startswith(PARESIS)]  # stated ones, which come first
    weak += [(f"{PARESIS}{movement}", e.p, "same", e.origin) for movement, e in _movements(lesion).items()]
    motor.links = [(to, min(p / root.p_weak.value, SURE), side, origin) for to, p, side, origin in weak]
    item.links = [link for link in item.links if not link[0].startswith(PARESIS)]
    item.links.append((motor.id, root.p_weak.value, "same", root.p_weak))
    return item, motor


NO_MOTOR_LOSS = Probability(
    value=0.0, grade="D", basis="by definition: weakness of other causes is linked to the movement"
)
PARESIS = "paresis_"  # what the signs of weak movements are called
SURE = 0.98  # a movement is hardly ever weak without fail


def _movements(lesion: Lesion) -> dict[str, Effect]:
    """Weak movements that have a sign of their own; the anal squeeze is a finding by itself."""
    return {movement: e for movement, e in lesion.weak_movements.items() if movement != "anal_squeeze"}


def _add_echo(item: Declaration, root: Root, knowledge: Knowledge) -> None:
    """An active root makes muscles that it supplies painful on palpation: the echo of the root.

    The echo shows in palpation only. Where the echo would be felt is already in the root's pain
    regions, which were drawn by patients with echoing muscles.
    """
    found = knowledge.number("trigger_point_found")
    p = root.p_trigger_point.value * found
    for muscle in knowledge.content.muscles:
        if muscle.roots.get(root.id) == "major":
            item.links.append((f"trigger_point.{muscle.id}", p, "same", root.p_trigger_point))
    item.links.append(("any_trigger_point", root.p_trigger_point.value, "same", root.p_trigger_point))


def _muscle(muscle: Muscle, knowledge: Knowledge) -> Declaration:
    model = knowledge.content.model
    item = _condition_like(muscle_id(muscle.id), "muscle", True, muscle.prior, muscle.context, muscle.links, ())
    found, sign = model["trigger_point_found"], model["any_trigger_point_sign"]
    item.links.append((f"trigger_point.{muscle.id}", found.value, "same", found))
    item.links.append(("any_trigger_point", sign.value, "same", sign))
    altered = bool({"tingling", "numbness"} & set(muscle.qualities))
    for regions, number in (
        (muscle.referral_primary, model["referral_primary"]),
        (muscle.referral_spillover, model["referral_spillover"]),
    ):
        item.felt += [("pain", region, number.value, "same", number) for region in regions]
        if altered:
            rare = model["referral_altered"]
            item.felt += [("altered", region, rare.value, "same", rare) for region in regions]
    return item


def _add_lesion(item: Declaration, lesion: Lesion, knowledge: Knowledge) -> None:
    """Felt regions, loss of feeling on testing, and a weak sphincter of a nerve or root lesion."""
    item.felt += [("pain", region, e.p, "same", e.origin) for region, e in lesion.pain.items()]
    item.felt += [("altered", region, e.p, "same", e.origin) for region, e in lesion.altered.items()]
    share = knowledge.number("sensory_loss_examined")
    strongest: dict[str, Effect] = {}
    for region, effect in lesion.altered.items():
        zone = knowledge.zone_of[region]
        if zone not in strongest or strongest[zone].p < effect.p:
            strongest[zone] = effect
    item.links += [(f"sensory_loss.{zone}", e.p * share, "same", e.origin) for zone, e in strongest.items()]
    if "anal_squeeze" in lesion.weak_movements:
        effect = lesion.weak_movements["anal_squeeze"]
        item.links.append(("anal_tone_reduced", effect.p, "same", effect.origin))
