"""Rank the sources, group them by family, and say what each rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pydantic import BaseModel

from legwise.assessment.families import families_of, labels_of
from legwise.assessment.model import Belief, Interval, Relative, Source
from legwise.assessment.naming import cause_names
from legwise.assessment.presence import Group, groups
from legwise.assessment.reasons import prior_marginals, reasoning
from legwise.assessment.responsibility import Credit
from legwise.assessment.rests_on import Uses, rests_on
from legwise.assessment.uncertainty import interval, scores, spread
from legwise.inference.network import descendants
from legwise.inference.posterior import Posterior
from legwise.knowledge.library import claims_library
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.network.evidence import CaseNetwork
from legwise.network.template import Node

SHOWN = 12
POSSIBLE = 0.2
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
    return "possible" if p >= POSSIBLE else "unlikely"


def ranked_groups(network: CaseNetwork, posterior: Posterior, credit: Credit) -> list[tuple[Group, float]]:
    """Causes with credit, copies joined, each with its share of the complaint; largest share first."""
    nodes = [n for n in credit.by_node if network.nodes[n].kind != "spread"]
    found = [(group, sum(credit.mean.get(n, 0.0) for n in group.nodes)) for group in groups(network, posterior, nodes)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].base))


def rank_sources(
    network: CaseNetwork,
    posterior: Posterior,
    credit: Credit,
    labels: dict[int, tuple[str, str]],
    knowledge: Knowledge,
) -> Ranked:
    """The leading sources by responsibility, each with intervals and reasons.

    Causes without complaint that are possible stand behind them, with no share.
    """
    limit = knowledge.number("source_shown_from")
    leading = [pair for pair in ranked_groups(network, posterior, credit) if pair[1] >= limit][:SHOWN]
    beside = sorted(groups(network, posterior, credit.silent), key=lambda group: (-group.presence, group.base))
    leading += [(group, 0.0) for group in beside if group.presence >= POSSIBLE]
    origins = [part for n, part in credit.origin.items() if network.nodes[n].kind != "spread"]
    explained = float(sum(origins, np.zeros(posterior.draws.count)) @ posterior.weights)
    if not leading:
        return Ranked((), 1.0)
    score, places = scores(network, posterior)
    owners = [network.numbers[place] for place in places]
    values = np.stack(
        [posterior.draws.on[list(g.nodes)].any(axis=0) for g, _ in leading]
        + [_credit_of(credit, g, posterior) for g, _ in leading],
        dtype=np.float64,
    )
    found = spread(values, posterior, score, owners, knowledge)
    uses = Uses(network, posterior, knowledge)
    before = prior_marginals(network.network, posterior.reached)
    sources = []
    for position, (group, part) in enumerate(leading):
        record = network.nodes[group.chief]
        name, plain = cause_names(record, knowledge)
        low, high = interval(group.presence, float(found.deviation[position]))
        share_low, share_high = interval(part, float(found.deviation[len(leading) + position]))
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
                rests_on_estimates=float(found.estimated[position]),
                rests_on=rests_on(uses, found, places, position, len(leading) + position, knowledge),
                contradicted_beliefs=tuple(b.id for b in _beliefs_about(record, knowledge)),
            )
        )
    return Ranked(tuple(sources), max(0.0, 1.0 - explained))


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
    for node in group.nodes:
        for parent, part in credit.upstream.get(node, {}).items():
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
    for node in group.nodes:
        for finding, part in credit.flow.get(node, {}).items():
            if finding in labels:
                flow[finding] = flow.get(finding, 0.0) + part
    return tuple(labels[n][1] for n in sorted(flow, key=lambda n: (-flow[n], n))[:8])


def _not_explained(network: CaseNetwork, group: Group, labels: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    """Charted places that this source, or what it brings about, cannot account for."""
    reached = descendants(network.network, group.nodes)
    return tuple(labels[n][1] for n, item in network.chart.items() if item.present and not reached[n])


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
    return frozenset(_facts(record))


def _facts(record: object) -> Iterator[str]:
    """Facts cited by any number inside a record."""
    if isinstance(record, Quantity):
        yield from record.facts
    elif isinstance(record, BaseModel):
        yield from _facts(tuple(vars(record).values()))
    elif isinstance(record, (tuple, dict)):
        for item in record.values() if isinstance(record, dict) else record:
            yield from _facts(item)


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
