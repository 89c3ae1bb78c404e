"""Prove the anatomy sound: every region in one zone, every nerve from the spine, every muscle supplied."""

from __future__ import annotations

from collections import Counter

from legwise.knowledge.load import Knowledge


def region_problems(knowledge: Knowledge) -> list[str]:
    """Regions that are named but do not exist, and regions that do not lie in exactly one zone."""
    content, known = knowledge.content, set(knowledge.regions)
    used: list[tuple[str, str]] = []
    for condition in content.conditions:
        used += [(condition.id, region) for f in condition.felt for region in f.regions]
    for muscle in content.muscles:
        taught = (*muscle.referral_primary, *muscle.referral_spillover, *muscle.trigger_point_sites)
        used += [(muscle.id, r) for r in taught]
    for root in content.roots:
        used += [(root.id, r) for r in (*root.dermatome.core, *root.dermatome.variable, *root.pain_regions)]
    for nerve in content.nerves:
        used += [(nerve.id, r) for r in (*nerve.skin.core, *nerve.skin.variable)]
    for site in content.entrapments:
        used += [(site.id, r) for r in (*site.pain_regions, *site.stated_skin.core, *site.stated_skin.variable)]
    found = [f"{name}: unknown region '{region}'" for name, region in used if region not in known]
    zoned = Counter(region for zone in content.zones for region in zone.regions)
    found += [f"zone {z.id}: unknown region '{r}'" for z in content.zones for r in z.regions if r not in known]
    found += [f"region '{r}' lies in {zoned[r]} zones instead of one" for r in sorted(known) if zoned[r] != 1]
    for zone in content.zones:
        if len({knowledge.regions[r].side for r in zone.regions if r in known}) > 1:
            found.append(f"zone {zone.id}: mixes regions of one side with regions of the midline")
    return found


def nerve_problems(knowledge: Knowledge) -> list[str]:
    """Everything wrong with the nerve graph and with what it supplies."""
    return [*_nerve_references(knowledge), *_supply_problems(knowledge), *_course_problems(knowledge)]


def _nerve_references(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    nerves = {n.id for n in content.nerves}
    known = nerves | {r.id for r in content.roots}
    units = {unit.id for unit in content.motor_units}
    found = [f"nerve {n.id}: unknown parent '{p}'" for n in content.nerves for p in n.parents if p not in known]
    found += [f"nerve {n.id}: unknown muscle '{m}'" for n in content.nerves for m in n.motor if m not in units]
    found += [f"entrapment {e.id}: unknown nerve '{e.nerve}'" for e in content.entrapments if e.nerve not in nerves]
    found += [f"movement {m.id}: unknown muscle '{u}'" for m in content.movements for u in m.shares if u not in units]
    supplied = {m for n in content.nerves for m in n.motor}
    found += [f"muscle {u} is supplied by no nerve" for u in sorted(units - supplied)]
    found += [
        f"muscle {m.id}: unknown nerve '{n}'" for m in content.muscles for n in m.nerve_segments if n not in known
    ]
    muscles = {m.id for m in content.muscles}
    for muscle in content.muscles:
        found += [f"muscle {muscle.id}: unknown satellite '{s}'" for s in muscle.satellites if s not in muscles]
    return found


def _supply_problems(knowledge: Knowledge) -> list[str]:
    """Muscles that a root or an entrapment is said to weaken."""
    content = knowledge.content
    units = {unit.id for unit in content.motor_units}
    named = [(f"root {r.id}", m) for r in content.roots for m in (*r.key_muscles, *r.other_muscles)]
    named += [(f"entrapment {e.id}", supply.muscle) for e in content.entrapments for supply in e.stated_weak]
    return [f"{name}: unknown muscle '{muscle}'" for name, muscle in named if muscle not in units]


def _course_problems(knowledge: Knowledge) -> list[str]:
    """Nerves that run in a circle or start nowhere."""
    content = knowledge.content
    found = []
    by_id = {n.id: n for n in content.nerves}
    for nerve in content.nerves:
        above, stack = set(), list(nerve.parents)
        while stack:
            parent = stack.pop()
            if parent == nerve.id:
                found.append(f"nerve {nerve.id} lies upstream of itself")
                break
            if parent not in above:
                above.add(parent)
                stack += by_id[parent].parents if parent in by_id else ()
        if not above & set(knowledge.roots):
            found.append(f"nerve {nerve.id} does not reach the spine")
    return found
