"""The next best question or test: expected information about the sources, per cost of asking."""

from __future__ import annotations

from typing import Literal

import numpy as np

from legwise.assessment.dangers import danger_of
from legwise.assessment.model import NextStep
from legwise.assessment.naming import SIDE, cause_names
from legwise.assessment.responsibility import CAUSES, Credit
from legwise.case.resolve import CHARTED
from legwise.inference.information import chances, mutual_information
from legwise.inference.network import descendants
from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork
from legwise.network.rewire import is_behaviour

Role = Literal["person", "clinician"]
TARGETS = 14  # leading sources that a question should tell apart


def next_steps(
    network: CaseNetwork,
    posterior: Posterior,
    credit: Credit,
    knowledge: Knowledge,
    *,
    role: Role,
    count: int,
    skip: frozenset[str] = frozenset(),
) -> list[NextStep]:
    """Up to `count` unanswered findings that tell most per cost, the best first."""
    targets, weight = _targets(network, posterior, credit, knowledge)
    candidates = _candidates(network, knowledge, role, skip, targets)
    if not targets or not candidates:
        return []
    yes = chances(network.network, posterior, candidates)
    states = posterior.draws.on[targets].astype(np.float64)
    bits = mutual_information(states, yes, posterior.weights) * weight[:, None]
    total = bits.sum(axis=0)
    findings = [knowledge.findings[network.nodes[node].id] for node in candidates]
    worth = total / np.asarray([finding.cost for finding in findings])
    best = sorted(range(len(candidates)), key=lambda i: (-worth[i], network.nodes[candidates[i]].key))[:count]
    return [_step(network, candidates[i], bits[:, i], float(worth[i]), targets, knowledge) for i in best]


def _step(
    network: CaseNetwork,
    node: int,
    bits: np.ndarray[tuple[int], np.dtype[np.float64]],
    worth: float,
    targets: list[int],
    knowledge: Knowledge,
) -> NextStep:
    """One question with the two sources that it tells most about."""
    record = network.nodes[node]
    finding = knowledge.findings[record.id]
    side = f" ({SIDE[record.side]})" if record.side in SIDE else ""
    names = [cause_names(network.nodes[targets[i]], knowledge)[0] for i in np.argsort(-bits, kind="stable")[:4]]
    return NextStep(
        finding=record.key,
        name=finding.name + side,
        kind=finding.kind,
        question=finding.question + (f" [{SIDE[record.side]}]" if record.side in SIDE else ""),
        clinician=finding.clinician,
        bits=float(bits.sum()),
        cost=finding.cost,
        bits_per_cost=worth,
        separates=tuple(dict.fromkeys(names))[:2],
    )


def _targets(
    network: CaseNetwork, posterior: Posterior, credit: Credit, knowledge: Knowledge
) -> tuple[list[int], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Leading sources by responsibility and dangers still open, with their weights."""
    mean = {node: part for node, part in credit.mean.items() if network.nodes[node].kind in CAUSES - {"spread"}}
    leading = sorted(mean, key=lambda n: (-mean[n], n))[:TARGETS]
    limit = knowledge.number("danger_open_from")
    probable = np.flatnonzero(posterior.on >= limit).tolist()
    dangerous = [n for n in probable if danger_of(network.nodes[n], knowledge) is not None]
    targets = list(dict.fromkeys([*leading, *dangerous]))
    danger = knowledge.number("danger_weight")
    weights = np.asarray([danger if n in dangerous else 1.0 for n in targets])
    return targets, weights


def _candidates(
    network: CaseNetwork, knowledge: Knowledge, role: Role, skip: frozenset[str], targets: list[int]
) -> list[int]:
    """Findings downstream of a target that this role can answer and nobody has answered."""
    found = []
    sides = {side for item in network.chart.values() if item.present for side, _ in item.zones} & set(SIDE)
    for node in np.flatnonzero(descendants(network.network, targets)).tolist():
        record = network.nodes[node]
        if record.kind != "finding":
            continue
        if record.side and sides and record.side not in sides and is_behaviour(record.id, knowledge):
            continue  # how a pain on the left behaves is not asked about the right
        if node in network.evidence or record.key in skip or record.id in CHARTED:
            continue
        answered_by = knowledge.findings[record.id].answered_by
        if role == "clinician" or "person" in answered_by:
            found.append(node)
    return found
