"""Prove the knowledge base sound: references, regions, sources, nerve graph, reachability, grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from legwise.knowledge.check_anatomy import nerve_problems, region_problems
from legwise.knowledge.check_interventions import intervention_problems
from legwise.knowledge.library import Fact, claims_library, facts_library, sources_library
from legwise.knowledge.load import Content, Knowledge, quantities
from legwise.knowledge.quantity import Quantity
from legwise.knowledge.schema import Condition, Finding, Link, RedFlag, Sign
from legwise.knowledge.schema_anatomy import Entrapment, Muscle, NerveSegment, Root

GRADES = ("A", "B", "C", "D")


def problems(knowledge: Knowledge) -> list[str]:
    """Everything that is wrong, one sentence each; an empty list means sound."""
    return [
        *_duplicate_ids(knowledge),
        *_references(knowledge),
        *region_problems(knowledge),
        *_provenance(knowledge),
        *nerve_problems(knowledge),
        *_reachability(knowledge),
        *_families(knowledge),
        *_age_bands(knowledge),
        *_library(knowledge),
        *intervention_problems(knowledge),
    ]


def _causes(content: Content) -> list[Condition | Entrapment | Muscle | Root]:
    return [*content.conditions, *content.entrapments, *content.muscles, *content.roots]


def _linked(knowledge: Knowledge) -> Iterable[tuple[str, tuple[Link, ...]]]:
    content = knowledge.content
    for record in (*_causes(content), *content.signs):
        yield record.id, record.links


def _node_ids(content: Content) -> list[str]:
    """Everything that a link can point to, except the findings that the anatomy generates."""
    stated: list[Condition | Entrapment | Sign | Finding] = [
        *content.conditions,
        *content.entrapments,
        *content.signs,
        *content.findings,
    ]
    return [
        *(record.id for record in stated),
        *(f"trp_{muscle.id}" for muscle in content.muscles),
        *(f"root_{root.id.lower()}" for root in content.roots),
    ]


def _duplicate_ids(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    found = []
    tables = {
        "node": _node_ids(content),
        "factor": [f.id for f in content.context],
        "nerve": [n.id for n in content.nerves],
        "red flag": [r.id for r in (*content.red_flags, *content.change_rules)],
        "region": [r.id for r in content.regions],
        "zone": [z.id for z in content.zones],
        "motor unit": [u.id for u in content.motor_units],
        "movement": [m.id for m in content.movements],
        "outcome measure": [m.id for m in content.outcomes],
        "alias": [a for f in content.findings for a in f.aliases],
    }
    for table, ids in tables.items():
        found += [f"{table} '{name}' is defined {n} times" for name, n in Counter(ids).items() if n > 1]
    return found


def _references(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    nodes = {*_node_ids(content), *knowledge.findings}
    found = [
        f"{name}: link to '{link.to}', which does not exist"
        for name, links in _linked(knowledge)
        for link in links
        if link.to not in nodes
    ]
    for record in _causes(content):
        effects = record.context
        found += [f"{record.id}: unknown factor '{e.factor}'" for e in effects if e.factor not in knowledge.factors]
    plan = content.interview
    safety = (*plan.safety_person, *plan.safety_clinician)
    found += [f"interview: unknown finding '{f}'" for f in safety if f not in knowledge.findings]
    facts = (*plan.context, *plan.pointless, *(f for known in plan.pointless.values() for f in known))
    found += [f"interview: unknown factor '{f}'" for f in facts if f not in knowledge.factors]
    suspects = nodes - set(knowledge.findings)
    for rule in (*content.red_flags, *content.change_rules):
        found += [f"red flag {rule.id}: suspects unknown cause '{s}'" for s in rule.suspects if s not in suspects]
        if not rule.sources and not rule.facts:
            found.append(f"red flag {rule.id}: no source")
    claims = {claim.id for claim in claims_library(knowledge.folder)}
    for condition in content.conditions:
        found += [f"{condition.id}: unknown claim '{c}'" for c in condition.claims if c not in claims]
    return found


def _provenance(knowledge: Knowledge) -> list[str]:
    sources, facts = sources_library(knowledge.folder), facts_library(knowledge.folder)
    claims = {claim.id for claim in claims_library(knowledge.folder)}
    found = []
    for path, quantity in quantities(knowledge.content):
        found += [f"{path}: unknown source '{s}'" for s in quantity.sources if s not in sources]
        found += [f"{path}: unknown fact '{f}'" for f in quantity.facts if f not in facts]
        found += _grade_problem(path, quantity, facts)
    cited: list[Muscle | NerveSegment | RedFlag] = [
        *knowledge.content.muscles,
        *knowledge.content.nerves,
        *knowledge.content.red_flags,
        *knowledge.content.change_rules,
    ]
    for record in cited:
        found += [f"{record.id}: unknown source '{s}'" for s in record.sources if s not in sources]
    for rule in (*knowledge.content.red_flags, *knowledge.content.change_rules):
        found += [f"{rule.id}: unknown fact '{f}'" for f in rule.facts if f not in facts]
    for measure in knowledge.content.outcomes:
        found += [f"outcome {measure.id}: unknown source '{s}'" for s in measure.sources if s not in sources]
        found += [f"outcome {measure.id}: unknown fact '{f}'" for f in measure.facts if f not in facts]
        twice = [item for item, n in Counter(item.id for item in measure.items).items() if n > 1]
        found += [f"outcome {measure.id}: item '{item}' is defined twice" for item in twice]
    for site in knowledge.content.entrapments:
        found += [f"{site.id}: unknown fact or claim '{f}'" for f in site.facts if f not in facts and f not in claims]
    return found


def _grade_problem(path: str, quantity: Quantity, facts: Mapping[str, Fact]) -> list[str]:
    """A number that only cites facts cannot be better than the best of them."""
    cited = [facts[name].grade for name in quantity.facts if name in facts]
    if cited and not quantity.sources and quantity.grade < min(cited):
        return [f"{path}: grade {quantity.grade} is better than its facts ({', '.join(cited)})"]
    return []


def _reachability(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    made = {link.to for _, links in _linked(knowledge) for link in links}
    made |= GENERATED_TARGETS
    found = [f"finding '{f.id}' is produced by no cause" for f in content.findings if f.id not in made]
    silent = [c.id for c in content.conditions if not c.links and not c.felt]
    found += [f"condition '{name}' produces nothing, so nothing can speak for it" for name in silent]
    signs = [s.id for s in content.signs if not s.id.startswith("paresis_")]  # the anatomy produces those
    found += [f"sign '{name}' is produced by no cause" for name in signs if name not in made]
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


AVERAGE = 0.01  # a false positive may differ by so much from the average of its bands of age


def _age_bands(knowledge: Knowledge) -> list[str]:
    share = {f.id: f.prevalence.value for f in knowledge.content.context if f.from_number == "age"}
    total = sum(share.values())
    found = [] if abs(total - 1.0) < 0.02 else [f"the shares of the age bands sum to {total:.2f}, not 1"]
    for record in knowledge.comes_with_age.values():
        chances = record.false_positive_by_age
        if set(chances) != set(share):
            found.append(f"{record.id}: false positives by age need exactly the bands {', '.join(share)}")
        else:
            average = sum(share[band] * chance.value for band, chance in chances.items())
            if abs(average - record.false_positive.value) > AVERAGE:
                stated = f"{record.false_positive.value:g}, but its bands of age average {average:.3f}"
                found.append(f"{record.id}: the false positive is {stated}")
    return found


def _library(knowledge: Knowledge) -> list[str]:
    sources, facts = sources_library(knowledge.folder), facts_library(knowledge.folder)
    found = [f"fact {f.id}: unknown source '{s}'" for f in facts.values() for s in f.sources if s not in sources]
    for claim in claims_library(knowledge.folder):
        found += [f"claim {claim.id}: unknown fact '{e}'" for e in claim.evidence if e not in facts]
        found += [f"claim {claim.id}: unknown source '{s}'" for s in claim.sources if s not in sources]
    return found


def grade_counts(knowledge: Knowledge) -> dict[str, int]:
    """How many numbers carry each grade, and how many are estimates (no source gives them)."""
    facts = facts_library(knowledge.folder)
    counts: dict[str, int] = dict.fromkeys((*GRADES, "estimates"), 0)
    for _, quantity in quantities(knowledge.content):
        counts[quantity.grade] += 1
        cited = [facts[name] for name in quantity.facts if name in facts]
        estimated = quantity.is_estimate or (cited and not quantity.sources and all(f.estimate for f in cited))
        counts["estimates"] += bool(estimated)
    return counts
