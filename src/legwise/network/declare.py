"""One list of everything that becomes a node, still without sides: what is stated, then what anatomy adds."""

from __future__ import annotations

from dataclasses import dataclass, field

from legwise.anatomy.lesion import Effect, Lesion, entrapment_lesion, root_lesion
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Probability, Quantity
from legwise.knowledge.schema import ContextEffect, Felt, Link, Relation
from legwise.knowledge.schema_anatomy import Entrapment, Muscle, Root

Reading = tuple[str, float, Relation, Quantity]  # to which finding or sign, chance, on which side, the number behind
Place = tuple[str, str, float, Relation, Quantity]  # modality, region, then as above


@dataclass
class Declaration:
    """A node to be: its leak (the prior of a cause), its links, where it is felt.

    losses: what this cause impairs as a whole, with the chance of it; every copy of the cause has its own.
    """

    id: str
    kind: str
    sided: bool
    leak: Quantity
    context: tuple[ContextEffect, ...] = ()
    links: list[Reading] = field(default_factory=list)
    felt: list[Place] = field(default_factory=list)
    losses: list[tuple[Declaration, float, Quantity]] = field(default_factory=list)

    @property
    def felt_at_all(self) -> list[Place]:
        """Where the cause is felt, by itself or by what it loses."""
        lost = [
            (modality, region, p * chance, side, origin)
            for loss, chance, _ in self.losses
            for modality, region, p, side, origin in loss.felt
        ]
        return [*self.felt, *lost]


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
    found += [_root(root, knowledge) for root in content.roots]
    found += [_entrapment(site, knowledge) for site in content.entrapments]
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


def _root(root: Root, knowledge: Knowledge) -> Declaration:
    """A root: its dermatome, its myotome, and the echo in its muscles."""
    item = _condition_like(root_id(root), "root", True, root.prior, root.context, root.links, ())
    _add_lesion(item, root_lesion(root, knowledge), root.p_weak, root.p_altered, knowledge)
    _add_echo(item, root, knowledge)
    return item


def _entrapment(site: Entrapment, knowledge: Knowledge) -> Declaration:
    """A nerve caught at a site: all that lies beyond it."""
    item = _condition_like(site.id, "entrapment", site.sided, site.prior, site.context, site.links, ())
    weak = max([site.p_weak, *(supply.p for supply in site.stated_weak)], key=lambda chance: chance.value)
    _add_lesion(item, entrapment_lesion(site, knowledge), weak, site.p_altered, knowledge)
    return item


def _add_lesion(
    item: Declaration, lesion: Lesion, weak: Probability, altered: Probability, knowledge: Knowledge
) -> None:
    """What a root or nerve lesion does: pain where it is felt, motor loss, sensory loss, a weak sphincter.

    A lesion has motor loss or it has not: weakness of the big toe and of the hip are one loss seen twice. Were each
    movement weak by a chance of its own, the eleven movements of L5 would make some weakness the rule, while surgeons
    find any at all in 0.28. Likewise tingling, numbness, the places where they are felt and the loss found on testing
    are one disturbance. The chance of each alone is unchanged by the sign between, unless a movement made of several
    muscles came out weak more often than there is any weakness.
    """
    item.felt += [("pain", region, e.p, "same", e.origin) for region, e in lesion.pain.items()]
    if "anal_squeeze" in lesion.weak_movements:
        effect = lesion.weak_movements["anal_squeeze"]
        item.links.append(("anal_tone_reduced", effect.p, "same", effect.origin))
    stated_weak = [link for link in item.links if link[0].startswith(PARESIS)]
    stated_numb = [link for link in item.links if link[0] in SENSORY or link[0].startswith(SENSORY_LOSS)]
    item.links = [link for link in item.links if link not in stated_weak and link not in stated_numb]
    shown = knowledge.number("loss_shown_at_most")
    _add_loss(item, MOTOR_LOSS, weak, [*stated_weak, *_weak_movements(lesion)], [], shown)
    felt: list[Place] = [("altered", region, e.p, "same", e.origin) for region, e in lesion.altered.items()]
    _add_loss(item, ALTERED_FEELING, altered, [*stated_numb, *_numb_zones(lesion, knowledge)], felt, shown)


def _add_loss(
    item: Declaration, name: str, chance: Probability, links: list[Reading], felt: list[Place], shown: float
) -> None:
    """A sign of this cause alone, which these links and places read; none shows it more often than `shown`.

    Where a stated symptom is commoner than the loss is said to be, the loss follows the symptom and its number.
    """
    if not links and not felt:
        return
    symptoms: list[tuple[float, Quantity]] = [(p / shown, origin) for to, p, _, origin in links if to in SENSORY]
    p_any, origin = max([(chance.value, chance), *symptoms], key=lambda pair: pair[0])
    loss = Declaration(f"{name}{item.id}", "sign", item.sided, NO_LOSS)
    loss.links = [(to, min(p / p_any, shown), side, number) for to, p, side, number in links]
    loss.felt = [(modality, place, min(p / p_any, shown), side, number) for modality, place, p, side, number in felt]
    item.losses.append((loss, p_any, origin))


MOTOR_LOSS, ALTERED_FEELING = "motor_loss_", "altered_feeling_"  # what the names of these signs begin with
LOSSES = (MOTOR_LOSS, ALTERED_FEELING)
NO_LOSS = Probability(
    value=0.0, grade="D", basis="by definition: what other causes bring about is linked to what reads this sign"
)
SENSORY = frozenset({"quality_tingling", "quality_numbness", "sensory_loss_leg"})
SENSORY_LOSS = "sensory_loss."  # how loss of feeling in a zone begins
PARESIS = "paresis_"  # what the signs of weak movements are called


def _weak_movements(lesion: Lesion) -> list[Reading]:
    """Weak movements that have a sign of their own; the anal squeeze is a finding by itself."""
    movements = [(movement, e) for movement, e in lesion.weak_movements.items() if movement != "anal_squeeze"]
    return [(f"{PARESIS}{movement}", e.p, "same", e.origin) for movement, e in movements]


def _numb_zones(lesion: Lesion, knowledge: Knowledge) -> list[Reading]:
    """Loss of feeling found on testing, by zone."""
    share = knowledge.number("sensory_loss_examined")
    strongest: dict[str, Effect] = {}
    for region, effect in lesion.altered.items():
        zone = knowledge.zone_of[region]
        if zone not in strongest or strongest[zone].p < effect.p:
            strongest[zone] = effect
    return [(f"{SENSORY_LOSS}{zone}", e.p * share, "same", e.origin) for zone, e in strongest.items()]


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
