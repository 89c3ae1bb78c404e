"""`trace`: walk from the spine outward and list everything that could produce a symptom in a place.

This is the search that a neuromuscular therapist does by hand: roots first, then along every nerve
that serves the skin there, the sites where it can be caught, then the muscles that refer there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from legwise.anatomy.lesion import entrapment_lesion, root_lesion
from legwise.anatomy.nerve_graph import nerve_graph
from legwise.errors import LookupFailure, nearest
from legwise.knowledge.load import Knowledge

LEVELS = ("back", "hip", "thigh", "leg", "foot")


@dataclass(frozen=True)
class Stop:
    """One thing met on the way: `kind` root, nerve, entrapment or muscle; `how` says what it does here."""

    kind: str
    id: str
    name: str
    how: str
    within: str | None = None


@dataclass
class Tracing:
    """Everything that can produce a symptom in `region`, from the spine outward."""

    region: str
    says: str
    roots: list[Stop] = field(default_factory=list)
    nerves: list[Stop] = field(default_factory=list)
    entrapments: list[Stop] = field(default_factory=list)
    muscles: list[Stop] = field(default_factory=list)


def trace(region: str, knowledge: Knowledge) -> Tracing:
    """Trace a region id (without side). Raises LookupFailure naming the nearest regions."""
    if region not in knowledge.regions:
        raise LookupFailure(f"no region '{region}'{nearest(region, knowledge.regions)}")
    found = Tracing(region, knowledge.regions[region].says)
    graph = nerve_graph(knowledge)
    for root in knowledge.content.roots:
        lesion = root_lesion(root, knowledge)
        how = [f"pain {lesion.pain[region].p:.0%}"] if region in lesion.pain else []
        if region in root.dermatome.core:
            how.append("core of its dermatome")
        elif region in root.dermatome.variable:
            how.append("variable part of its dermatome")
        if how:
            found.roots.append(Stop("root", root.id, root.name, ", ".join(how)))
    serving = {
        s.id: "usually its own skin" if region in s.skin.core else "shared skin"
        for s in knowledge.content.nerves
        if region in s.skin.core or region in s.skin.variable
    }
    above = {node for nerve in serving for node in graph.proximal(nerve)}
    if not found.roots:  # no dermatome or pain map names the place; its nerves still come from somewhere
        feeding = [root for root in knowledge.content.roots if root.id in above]
        found.roots += [Stop("root", root.id, root.name, "feeds a nerve that serves this skin") for root in feeding]
    passing = above - set(knowledge.roots)
    order = sorted(passing | set(serving), key=lambda s: (graph.depth(s), s))
    for segment in order:
        nerve = graph.segments[segment]
        how_nerve = serving.get(segment, "carries fibres onward")
        found.nerves.append(Stop("nerve", segment, nerve.name, how_nerve, within=nerve.parents[0]))
    for site in sorted(knowledge.content.entrapments, key=lambda e: (graph.depth(e.nerve), e.id)):
        lesion = entrapment_lesion(site, knowledge)
        parts = [f"pain {lesion.pain[region].p:.0%}"] if region in lesion.pain else []
        parts += [f"altered feeling {lesion.altered[region].p:.0%}"] if region in lesion.altered else []
        if parts:
            found.entrapments.append(Stop("entrapment", site.id, site.name, ", ".join(parts), within=site.nerve))
    for muscle in sorted(knowledge.content.muscles, key=lambda m: LEVELS.index(m.group)):
        if region in muscle.referral_primary:
            found.muscles.append(Stop("muscle", muscle.id, muscle.name, "taught main zone", within=muscle.group))
        elif region in muscle.referral_spillover:
            found.muscles.append(Stop("muscle", muscle.id, muscle.name, "taught spillover", within=muscle.group))
    return found
