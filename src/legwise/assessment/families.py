"""Sources taken together: diagnosis labels, families of causes, and pain mechanisms."""

from __future__ import annotations

from functools import lru_cache

from legwise.assessment.model import FamilyShare
from legwise.assessment.responsibility import Credit
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Mechanism
from legwise.network.evidence import CaseNetwork
from legwise.network.template import Node


def labels_of(node: Node, knowledge: Knowledge) -> tuple[str, ...]:
    """Diagnosis labels of a cause, best first."""
    return _labels(node.kind, node.id, knowledge)


def _labels(kind: str, name: str, knowledge: Knowledge) -> tuple[str, ...]:
    match kind:
        case "condition":
            return knowledge.conditions[name].labels
        case "entrapment":
            return knowledge.entrapments[name].labels
        case "root":
            return (f"radiculopathy_{name.removeprefix('root_')}",)
        case "muscle":
            return ("myofascial_pain",)
    return ("unexplained",)


def families_of(node: Node, knowledge: Knowledge) -> tuple[str, ...]:
    """Families of a cause's labels, best first, without repeats."""
    return _families(node.kind, node.id, knowledge)


@lru_cache(maxsize=4096)
def _families(kind: str, name: str, knowledge: Knowledge) -> tuple[str, ...]:
    families = (knowledge.family_of.get(label) for label in _labels(kind, name, knowledge))
    return tuple(dict.fromkeys(f for f in families if f))


def family_shares(network: CaseNetwork, credit: Credit, knowledge: Knowledge) -> tuple[FamilyShare, ...]:
    """Shares of the complaint by family: in every explanation, what any member produced, once.

    Credit that passes from one member to another (disc to root) counts once: the credit that started
    in the family plus what the family handed on to causes outside it.
    """
    share: dict[str, float] = {}
    sides: dict[str, dict[str | None, float]] = {}
    members: dict[str, dict[str, float]] = {}
    family_at: dict[int, str] = {}
    for node in credit.by_node:
        record = network.nodes[node]
        found = families_of(record, knowledge)
        if not found or record.kind == "spread":
            continue
        family_at[node] = found[0]
    within: dict[int, float] = {}
    for child, parents in credit.upstream.items():
        for parent, part in parents.items():
            if parent in family_at and family_at[parent] == family_at.get(child):
                within[parent] = within.get(parent, 0.0) + part
    for node, family in family_at.items():
        mean, inside = credit.mean[node], within.get(node, 0.0)
        record = network.nodes[node]
        share[family] = share.get(family, 0.0) + mean - inside
        by_side = sides.setdefault(family, {})
        by_side[record.side] = by_side.get(record.side, 0.0) + mean - inside
        named = members.setdefault(family, {})
        named[record.base] = named.get(record.base, 0.0) + mean
    result = []
    for family in sorted(share, key=lambda f: (-share[f], f)):
        if share[family] < 0.005:
            continue
        about = knowledge.content.families[family]
        best = sorted(members[family].items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        side = max(sides[family], key=lambda s: (sides[family][s], s or ""))
        result.append(
            FamilyShare(
                family=family,
                name=about.name,
                plain=about.plain,
                side=side,
                share=share[family],
                members=tuple(key for key, part in best if part >= 0.005),
            )
        )
    return tuple(result)


def mechanism(network: CaseNetwork, credit: Credit, knowledge: Knowledge) -> dict[str, float]:
    """Pain mechanism: shares of the complaint by the mechanism of the sources that produced it."""
    total = {"nociceptive": 0.0, "neuropathic": 0.0, "nociplastic": 0.0}
    received: dict[int, float] = {}
    for parents in credit.upstream.values():
        for parent, part in parents.items():
            received[parent] = received.get(parent, 0.0) + part
    for node, mean in credit.mean.items():
        own = max(mean - received.get(node, 0.0), 0.0)
        shares = mechanism_of(network.nodes[node], knowledge)
        for name in total:
            total[name] += own * getattr(shares, name)
    found = sum(total.values())
    return {name: value / found if found else 0.0 for name, value in total.items()}


def mechanism_of(node: Node, knowledge: Knowledge) -> Mechanism:
    """Mechanism shares of a cause; nerve lesions are neuropathic, trigger points nociceptive."""
    match node.kind:
        case "condition":
            return knowledge.conditions[node.id].mechanism
        case "root" | "entrapment":
            return Mechanism(neuropathic=1.0)
        case "muscle":
            return Mechanism(nociceptive=1.0)
    return Mechanism()
