"""Pages of the anatomy: muscles, roots, nerves, entrapment sites."""

from __future__ import annotations

from legwise.anatomy.body.patterns import patterns
from legwise.anatomy.lesion import entrapment_lesion, root_lesion
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_anatomy import Entrapment, Muscle, NerveSegment, Root
from legwise.web.knowledge.causes import danger
from legwise.web.knowledge.record import Number
from legwise.web.knowledge.writer import Writer
from legwise.web.words import MUSCLE_GROUPS


def muscle(record: Muscle, out: Writer) -> None:
    """A muscle with its taught trigger-point map."""
    out.text("Latin name", record.latin)
    out.text("Part of the body", f"{MUSCLE_GROUPS[record.group]}; {record.depth}")
    out.text("Origin", record.origin)
    out.text("Insertion", record.insertion)
    out.text("What it does", record.actions)
    out.named("Supplied by", "Supplies", record.nerve_segments)
    notes = {root: "main" if part == "major" else "minor" for root, part in record.roots.items()}
    out.named("Roots", "Muscles that take part of it", record.roots, notes)
    out.regions("Refers to, main zone (taught)", record.referral_primary)
    out.regions("Refers to, spillover (taught)", record.referral_spillover)
    feels = patterns()[0]
    out.text("Feels", [feels[one].says.lower() if one in feels else one for one in record.qualities])
    out.regions("Trigger points lie", record.trigger_point_sites)
    entraps = {one.structure: one.how for one in record.entraps}
    out.named("May squeeze", "May be squeezed by", entraps, entraps)
    out.named("Often with", "Often with", record.satellites)
    out.text("Kept going by", record.perpetuating)
    out.text("Looks like", record.mimics)
    out.text("Strength test", record.strength_test)
    out.text("Palpation", record.palpation)
    out.text("Stretch", record.stretch)
    out.text("Self-care", record.self_care)
    out.text("Caution with needles", record.needling_caution)
    out.number("How often trigger points here contribute, each side", record.prior)
    out.context(record.context)
    out.effects(record.links)
    out.text("Note", record.note)
    out.provenance(record.sources)


def root(record: Root, out: Writer) -> None:
    """A spinal root: its skin, its muscles, what its irritation does."""
    known = out.names.knowledge
    out.regions("Skin, usually its own", record.dermatome.core)
    out.regions("Skin, shared or varying", record.dermatome.variable)
    out.regions("Pain is felt", record.pain_regions)
    out.named("Key muscles", "Key muscle of the root", _muscles(record.key_muscles, known))
    out.named("Other muscles", "Takes part of the root", _muscles(record.other_muscles, known))
    weak = root_lesion(record, known).weak_movements
    out.text("Movements that may weaken", _movements({key: one.p for key, one in weak.items()}, known))
    out.number("How often it is irritated on its own, each side", record.prior)
    out.number("Pain in one of its pain regions, when irritated", record.p_pain)
    out.number("Pain elsewhere in its skin", record.p_pain_elsewhere)
    out.number("Any changed feeling", record.p_altered)
    out.number("Of these, in skin usually its own", record.p_core)
    out.number("Of these, in shared skin", record.p_variable)
    out.number("Any weakness", record.p_weak)
    out.number("Weakness of a key muscle", record.p_weak_key)
    out.number("Weakness of another muscle", record.p_weak_other)
    out.number("Sore points in its muscles, as an echo", record.p_trigger_point)
    out.context(record.context)
    out.effects(record.links)
    out.text("Note", record.note)


def nerve(record: NerveSegment, out: Writer) -> None:
    """A stretch of nerve: where it comes from, where it runs, what it serves."""
    known = out.names.knowledge
    out.text("Carries", NERVE_KINDS[record.kind])
    out.named("Comes from", "Goes on as", record.parents)
    out.text("Runs through", record.path)
    out.named("Muscles, in the order in which they branch off", "Nerve", _muscles(record.motor, known))
    out.regions("Skin, usually its own", record.skin.core)
    out.regions("Skin, shared or varying", record.skin.variable)
    out.text("Note", record.note)
    out.text("Grade", record.grade)
    out.provenance(record.sources)


NERVE_KINDS = {
    "mixed": "strength and feeling",
    "motor": "strength",
    "sensory": "feeling",
    "autonomic": "the involuntary (vessels, bladder, bowel)",
}


def entrapment(record: Entrapment, out: Writer) -> None:
    """A site where a nerve is caught. Weakness and numbness are read off the nerve graph."""
    known = out.names.knowledge
    lesion = entrapment_lesion(record, known)
    out.text("In short", record.summary)
    danger(record.danger, out)
    out.named("Nerve", "Can be caught at", [record.nerve])
    out.text("Where", record.site.replace("_", " "))
    out.text("Caught by", [one.replace("_", " ") for one in record.structures])
    out.regions("Pain is felt", record.pain_regions)
    out.regions("Feeling may change", lesion.altered)
    out.text("Movements that may weaken", _movements({k: e.p for k, e in lesion.weak_movements.items()}, known))
    out.text("Brought on by", [one.replace("_", " ") for one in record.provoked_by])
    separates = record.separates_from
    out.named("Told apart from", "Told apart from", separates, separates)
    out.number("How often it contributes, each side", record.prior)
    out.number("Pain, when caught", record.p_pain)
    out.number("Changed feeling, when caught", record.p_altered)
    out.number("Of these, in skin usually its own", record.p_core)
    out.number("Of these, in shared skin", record.p_variable)
    out.number("Weakness beyond the site", record.p_weak)
    weak = []
    for one in record.stated_weak:
        anchors = [out.anchor(name, None, Number.of(one.p)) for name in _muscles((one.muscle,), known)]
        weak += [anchor for anchor in anchors if anchor]
        if not any(anchors):  # a muscle without a page
            out.number(f"Weakens {one.muscle.replace('_', ' ')}, as studied", one.p)
    out.link("Weakens, as studied", "Weakened by", weak)
    out.context(record.context)
    out.effects(record.links)
    out.provenance((), record.facts)


def _muscles(units: tuple[str, ...], known: Knowledge) -> list[str]:
    """Muscle pages of motor units: 'gluteus_minimus' has two parts in the atlas, each with a page."""
    atlas = {unit.id: unit.atlas for unit in known.content.motor_units}
    return [name for unit in units for name in (atlas.get(unit) or (unit,))]


def _movements(weak: dict[str, float], known: Knowledge) -> list[str]:
    names = {movement.id: movement.name.lower() for movement in known.content.movements}
    return [f"{names[key]} ({p:.0%})" for key, p in sorted(weak.items(), key=lambda item: -item[1]) if p >= 0.01]
