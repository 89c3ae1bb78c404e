"""Rank the sources, group them by family, and say what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from legwise.assessment.model import Belief, FamilyShare, Interval, Relative, Source
from legwise.assessment.naming import cause_names
from legwise.assessment.presence import Group, groups
from legwise.assessment.reasons import prior_marginals, reasoning
from legwise.assessment.responsibility import Credit
from legwise.assessment.uncertainty import interval, scores, spread
from legwise.inference.posterior import Posterior
from legwise.knowledge.library import claims_library
from legwise.knowledge.load import Knowledge, quantities
from legwise.knowledge.schema import Mechanism
from legwise.network.evidence import CaseNetwork
from legwise.network.template import Node

SHOWN = 12
RELATIVE_FROM = 0.1  # a parent is named when it handed down this share of the source's credit


@dataclass(frozen=True)
class Ranked:
    """Sources in order, and the share of the complaint that no cause produced."""

    sources: tuple[Source, ...]
    unexplained: float


def word_for(p: float) -> str:
    """The one scale of words for probabilities."""
    if p >= 0.85:
        return "very likely"
    if p >= 0.6:
        return "likely"
    return "possible" if p >= 0.2 else "unlikely"


def labels_of(node: Node, knowledge: Knowledge) -> tuple[str, ...]:
    """Diagnosis labels of a cause, best first."""
    match node.kind:
        case "condition":
            return knowledge.conditions[node.id].labels
        case "entrapment":
            return knowledge.entrapments[node.id].labels
        case "root":
            return (f"radiculopathy_{node.id.removeprefix('root_')}",)
        case "muscle":
            return ("myofascial_pain",)
    return ("unexplained",)


def families_of(node: Node, knowledge: Knowledge) -> tuple[str, ...]:
    """Families of a cause's labels, best first, without repeats."""
    families = (knowledge.family_of.get(label) for label in labels_of(node, knowledge))
    return tuple(dict.fromkeys(f for f in families if f))


def ranked_groups(network: CaseNetwork, posterior: Posterior, credit: Credit) -> list[tuple[Group, float]]:
    """Causes with credit, copies joined, each with its share of the complaint; largest share first."""
    nodes = [n for n in credit.by_node if network.nodes[n].kind != "spread"]
    found = [
        (group, sum(float(posterior.weights @ credit.by_node[n]) for n in group.nodes if n in credit.by_node))
        for group in groups(network, posterior, nodes)
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].base))


def rank_sources(
    network: CaseNetwork,
    posterior: Posterior,
    credit: Credit,
    labels: dict[int, tuple[str, str]],
    knowledge: Knowledge,
) -> Ranked:
    """The leading sources by responsibility, each with intervals and reasons."""
    limit = knowledge.number("source_shown_from")
    leading = [pair for pair in ranked_groups(network, posterior, credit) if pair[1] >= limit][:SHOWN]
    explained = sum(float(posterior.weights @ o) for n, o in credit.origin.items() if network.nodes[n].kind != "spread")
    if not leading:
        return Ranked((), 1.0)
    score, owners = scores(network, posterior)
    values = np.stack(
        [_any_on(posterior, g) for g, _ in leading] + [_credit_of(credit, g, posterior) for g, _ in leading], axis=1
    )
    deviation, estimated = spread(values, posterior, score, owners, knowledge)
    before = prior_marginals(network.network, posterior.on)
    sources = []
    for position, (group, part) in enumerate(leading):
        record = network.nodes[group.chief]
        name, plain = cause_names(record, knowledge)
        low, high = interval(group.presence, float(deviation[position]))
        share_low, share_high = interval(part, float(deviation[len(leading) + position]))
        sources.append(
            Source(
                key=record.key,
                id=record.id,
                name=name,
                plain=plain,
                side=record.side,
                kind=record.kind,
                labels=labels_of(record, knowledge),
                families=families_of(record, knowledge),
                responsibility=Interval(value=part, low=share_low, high=share_high),
                presence=Interval(value=group.presence, low=low, high=high),
                word=word_for(group.presence),
                secondary_to=_secondary(network, credit, group, part, knowledge),
                explains=_explains(credit, group, labels),
                unexplained_by_it=_not_explained(network, group, labels),
                reasoning=reasoning(network, group.nodes, group.presence, before, labels),
                rests_on_estimates=float(estimated[position]),
                contradicted_beliefs=tuple(b.id for b in _beliefs_about(record, knowledge)),
            )
        )
    return Ranked(tuple(sources), max(0.0, 1.0 - explained))


def _any_on(posterior: Posterior, group: Group) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    on = np.zeros(posterior.draws.count, dtype=np.bool_)
    for node in group.nodes:
        on |= posterior.draws.column(node)
    return on.astype(np.float64)


def _credit_of(credit: Credit, group: Group, posterior: Posterior) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = np.zeros(posterior.draws.count)
    for node in group.nodes:
        if node in credit.by_node:
            total += credit.by_node[node]
    return total


def _secondary(
    network: CaseNetwork, credit: Credit, group: Group, share: float, knowledge: Knowledge
) -> tuple[Relative, ...]:
    """Causes that handed the source a good part of its credit."""
    handed: dict[str, float] = {}
    for (parent, child), part in credit.upstream.items():
        if child in group.nodes:
            base = network.nodes[parent].base
            handed[base] = handed.get(base, 0.0) + part
    found = [
        Relative(
            key=base,
            name=cause_names(network.nodes[network.template.index[base]], knowledge)[0],
            p=min(part / share, 1.0),
        )
        for base, part in handed.items()
        if part >= RELATIVE_FROM * share
    ]
    return tuple(sorted(found, key=lambda relative: (-relative.p, relative.key)))


def _explains(credit: Credit, group: Group, labels: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    """Observations it produced directly, strongest first."""
    flow: dict[int, float] = {}
    for (parent, child), part in credit.flow.items():
        if parent in group.nodes and child in labels:
            flow[child] = flow.get(child, 0.0) + part
    return tuple(labels[n][1] for n in sorted(flow, key=lambda n: (-flow[n], n))[:8])


def _not_explained(network: CaseNetwork, group: Group, labels: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    """Charted places that this source, or what it brings about, cannot account for."""
    reached: set[int] = set()
    stack = list(group.nodes)
    while stack:
        node = stack.pop()
        for edge in network.network.out_of[node]:
            if edge.child not in reached:
                reached.add(edge.child)
                stack.append(edge.child)
    return tuple(labels[n][1] for n, item in network.chart.items() if item.present and n not in reached)


def family_shares(
    ranked: Ranked, network: CaseNetwork, credit: Credit, posterior: Posterior, knowledge: Knowledge
) -> tuple[FamilyShare, ...]:
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
    for node, family in family_at.items():
        mean = float(posterior.weights @ credit.by_node[node])
        inside = sum(
            part
            for (parent, child), part in credit.upstream.items()
            if parent == node and family_at.get(child) == family
        )
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


def mechanism(network: CaseNetwork, posterior: Posterior, credit: Credit, knowledge: Knowledge) -> dict[str, float]:
    """Pain mechanism: shares of the complaint by the mechanism of the sources that produced it."""
    total = {"nociceptive": 0.0, "neuropathic": 0.0, "nociplastic": 0.0}
    for node, part in credit.by_node.items():
        handed = sum(p for (parent, child), p in credit.upstream.items() if parent == node)
        own = max(float(posterior.weights @ part) - handed, 0.0)
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


@lru_cache(maxsize=4096)
def _facts_behind(node_id: str, kind: str, knowledge: Knowledge) -> frozenset[str]:
    """Facts cited by the numbers of a cause."""
    records: dict[str, Mapping[str, object]] = {
        "condition": knowledge.conditions,
        "entrapment": knowledge.entrapments,
        "muscle": knowledge.muscles,
        "root": knowledge.roots,
    }
    name = node_id.removeprefix("trp_") if kind == "muscle" else node_id
    record = records.get(kind, {}).get(name.removeprefix("root_").upper() if kind == "root" else name)
    return frozenset(fact for _, quantity in quantities(record) for fact in quantity.facts)


def _beliefs_about(node: Node, knowledge: Knowledge) -> list[Belief]:
    """Contradicted or unsupported claims whose evidence this source's numbers cite."""
    named = frozenset(knowledge.conditions[node.id].claims) if node.kind == "condition" else frozenset()
    behind = _facts_behind(node.id, node.kind, knowledge)
    return [
        Belief(id=claim.id, claim=claim.claim, verdict=claim.verdict, why=claim.why or "")
        for claim in claims_library()
        if claim.verdict in ("contradicted", "unsupported")
        and (claim.id in named or behind.intersection(claim.evidence))
    ]


def beliefs(ranked: Ranked, knowledge: Knowledge, count: int = 5) -> tuple[Belief, ...]:
    """Popular claims near the leading sources that the evidence does not bear out."""
    wanted = {b: None for source in ranked.sources[:4] for b in source.contradicted_beliefs}
    by_id = {claim.id: claim for claim in claims_library()}
    chosen = sorted(wanted, key=lambda b: by_id[b].verdict != "contradicted")[:count]
    return tuple(Belief(id=c.id, claim=c.claim, verdict=c.verdict, why=c.why or "") for c in (by_id[b] for b in chosen))


__all__ = ["Ranked", "beliefs", "family_shares", "mechanism", "rank_sources", "word_for"]
