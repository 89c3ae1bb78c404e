"""Prove the knowledge base sound: references, regions, sources, nerve graph, reachability, grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import Knowledge, quantities
from legwise.knowledge.quantity import Quantity
from legwise.knowledge.schema import ContextEffect, Felt, Link

GRADES = ("A", "B", "C", "D")


def problems(knowledge: Knowledge) -> list[str]:
    """Everything that is wrong, one sentence each; an empty list means sound."""
    return [
        *_duplicate_ids(knowledge),
        *_references(knowledge),
        *_regions(knowledge),
        *_provenance(knowledge),
        *_nerves(knowledge),
        *_reachability(knowledge),
        *_families(knowledge),
        *_age_bands(knowledge),
        *_library(),
    ]


def _linked(knowledge: Knowledge) -> Iterable[tuple[str, tuple[Link, ...]]]:
    content = knowledge.content
    for record in (*content.conditions, *content.entrapments, *content.muscles, *content.roots, *content.signs):
        yield record.id, record.links


def _node_ids(knowledge: Knowledge) -> set[str]:
    content = knowledge.content
    ids = {record.id for record in (*content.conditions, *content.entrapments, *content.signs)}
    ids |= {f"trp_{muscle.id}" for muscle in content.muscles}
    ids |= {f"root_{root.id.lower()}" for root in content.roots}
    return ids | set(knowledge.findings)


def _duplicate_ids(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    found = []
    tables = {
        "node": [
            *(r.id for r in (*content.conditions, *content.entrapments, *content.signs, *content.findings)),
            *(f"trp_{m.id}" for m in content.muscles),
        ],
        "factor": [f.id for f in content.context],
        "nerve": [n.id for n in content.nerves],
        "red flag": [r.id for r in content.red_flags],
        "region": [r.id for r in content.regions],
        "alias": [a for f in content.findings for a in f.aliases],
    }
    for table, ids in tables.items():
        found += [f"{table} '{name}' is defined {n} times" for name, n in Counter(ids).items() if n > 1]
    return found


def _references(knowledge: Knowledge) -> list[str]:
    content, nodes = knowledge.content, _node_ids(knowledge)
    found = [
        f"{name}: link to '{link.to}', which does not exist"
        for name, links in _linked(knowledge)
        for link in links
        if link.to not in nodes
    ]
    for record in (*content.conditions, *content.entrapments, *content.muscles, *content.roots):
        effects: tuple[ContextEffect, ...] = record.context
        found += [f"{record.id}: unknown factor '{e.factor}'" for e in effects if e.factor not in knowledge.factors]
    plan = content.interview
    found += [f"interview: unknown finding '{f}'" for f in (*plan.safety_person, *plan.safety_clinician) if f not in knowledge.findings]
    found += [f"interview: unknown factor '{f}'" for f in plan.context if f not in knowledge.factors]
    suspects = {c.id for c in content.conditions} | {e.id for e in content.entrapments}
    for rule in content.red_flags:
        found += [f"red flag {rule.id}: suspects unknown cause '{s}'" for s in rule.suspects if s not in suspects]
        if not rule.sources and not rule.facts:
            found.append(f"red flag {rule.id}: no source")
    claims = {claim.id for claim in claims_library()}
    for condition in content.conditions:
        found += [f"{condition.id}: unknown claim '{c}'" for c in condition.claims if c not in claims]
    return found


def _regions(knowledge: Knowledge) -> list[str]:
    content, known = knowledge.content, set(knowledge.regions)
    used: list[tuple[str, str]] = []
    for condition in content.conditions:
        felt: tuple[Felt, ...] = condition.felt
        used += [(condition.id, region) for f in felt for region in f.regions]
    for muscle in content.muscles:
        used += [(muscle.id, r) for r in (*muscle.referral_primary, *muscle.referral_spillover, *muscle.trigger_point_sites)]
    for root in content.roots:
        used += [(root.id, r) for r in (*root.dermatome.core, *root.dermatome.variable, *root.pain_regions)]
    for nerve in content.nerves:
        used += [(nerve.id, r) for r in (*nerve.skin.core, *nerve.skin.variable)]
    for site in content.entrapments:
        used += [(site.id, r) for r in (*site.pain_regions, *site.stated_skin.core, *site.stated_skin.variable)]
    found = [f"{name}: unknown region '{region}'" for name, region in used if region not in known]
    zoned = Counter(region for zone in content.zones for region in zone.regions)
    found += [f"region '{r}' lies in {zoned.get(r, 0)} zones instead of one" for r in known if zoned.get(r, 0) != 1]
    return found


def _provenance(knowledge: Knowledge) -> list[str]:
    sources, facts = sources_library(), facts_library()
    found = []
    for path, quantity in quantities(knowledge.content):
        found += [f"{path}: unknown source '{s}'" for s in quantity.sources if s not in sources]
        for name in quantity.facts:
            fact = facts.get(name)
            if fact is None:
                found.append(f"{path}: unknown fact '{name}'")
        found += _grade_problem(path, quantity)
    for muscle in knowledge.content.muscles:
        found += [f"{muscle.id}: unknown source '{s}'" for s in muscle.sources if s not in sources]
    for nerve in knowledge.content.nerves:
        found += [f"{nerve.id}: unknown source '{s}'" for s in nerve.sources if s not in sources]
    return found


def _grade_problem(path: str, quantity: Quantity) -> list[str]:
    """A number that only cites facts cannot be better than the best of them."""
    cited = [facts_library()[name].grade for name in quantity.facts if name in facts_library()]
    if cited and not quantity.sources and quantity.grade < min(cited):
        return [f"{path}: grade {quantity.grade} is better than its facts ({', '.join(cited)})"]
    return []


def _nerves(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    known = {n.id for n in content.nerves} | {r.id for r in content.roots}
    units = {unit.id for unit in content.motor_units}
    found = [f"nerve {n.id}: unknown parent '{p}'" for n in content.nerves for p in n.parents if p not in known]
    found += [f"nerve {n.id}: unknown muscle '{m}'" for n in content.nerves for m in n.motor if m not in units]
    found += [f"entrapment {e.id}: unknown nerve '{e.nerve}'" for e in content.entrapments if e.nerve not in known]
    found += [f"movement {m.id}: unknown muscle '{u}'" for m in content.movements for u in m.shares if u not in units]
    supplied = {m for n in content.nerves for m in n.motor}
    found += [f"muscle {u} is supplied by no nerve" for u in sorted(units - supplied)]
    found += [
        f"muscle {m.id}: unknown nerve '{n}'" for m in content.muscles for n in m.nerve_segments if n not in known
    ]
    muscles = {m.id for m in content.muscles}
    found += [f"muscle {m.id}: unknown satellite '{s}'" for m in content.muscles for s in m.satellites if s not in muscles]
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


def _reachability(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    made = {link.to for _, links in _linked(knowledge) for link in links}
    found = []
    for finding in content.findings:
        if finding.id not in made and finding.id not in GENERATED_TARGETS:
            found.append(f"finding '{finding.id}' is produced by no cause")
    for condition in content.conditions:
        if not condition.links and not condition.felt:
            found.append(f"condition '{condition.id}' produces nothing, so nothing can speak for it")
    for sign in content.signs:
        if sign.id not in made and sign.id not in GENERATED_TARGETS and not sign.id.startswith("paresis_"):
            found.append(f"sign '{sign.id}' is produced by no cause")
    return found


GENERATED_TARGETS = frozenset({"any_trigger_point", "back_pain", "anal_tone_reduced"})
"""Produced by what the anatomy generates or by the chart."""


def _families(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    counted = Counter(label for family in content.families.values() for label in family.labels)
    found = [f"label '{label}' lies in {n} families" for label, n in counted.items() if n > 1]
    labels = {label for c in content.conditions for label in c.labels}
    labels |= {label for e in content.entrapments for label in e.labels}
    labels |= {f"radiculopathy_{root.id.lower()}" for root in content.roots} | {"myofascial_pain"}
    found += [f"label '{label}' has no family" for label in sorted(labels) if label not in counted]
    return found


def _age_bands(knowledge: Knowledge) -> list[str]:
    bands = [f for f in knowledge.content.context if f.from_number == "age"]
    total = sum(f.prevalence.value for f in bands)
    return [] if abs(total - 1.0) < 0.02 else [f"the shares of the age bands sum to {total:.2f}, not 1"]


def _library() -> list[str]:
    sources, facts = sources_library(), facts_library()
    found = [f"fact {f.id}: unknown source '{s}'" for f in facts.values() for s in f.sources if s not in sources]
    for claim in claims_library():
        found += [f"claim {claim.id}: unknown fact '{e}'" for e in claim.evidence if e not in facts]
        found += [f"claim {claim.id}: unknown source '{s}'" for s in claim.sources if s not in sources]
    return found


def grade_counts(knowledge: Knowledge) -> dict[str, int]:
    """How many numbers carry each grade, and how many are estimates (no source gives them)."""
    facts = facts_library()
    counts: dict[str, int] = dict.fromkeys((*GRADES, "estimates"), 0)
    for _, quantity in quantities(knowledge.content):
        counts[quantity.grade] += 1
        cited = [facts[name] for name in quantity.facts if name in facts]
        estimated = quantity.is_estimate or (cited and not quantity.sources and all(f.estimate for f in cited))
        counts["estimates"] += bool(estimated)
    return counts
