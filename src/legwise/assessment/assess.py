"""`assess`: one case in, one assessment out. Danger first, then everything else."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from legwise.assessment.dangers import Suspicion, open_dangers, probability_alerts, suspicions
from legwise.assessment.explanations import explanations
from legwise.assessment.families import family_shares, mechanism
from legwise.assessment.model import Assessment, Computation, Flag
from legwise.assessment.naming import evidence_labels
from legwise.assessment.next_steps import Role, next_steps
from legwise.assessment.responsibility import Credit, credit, silent_nodes
from legwise.assessment.sources import Ranked, beliefs, rank_sources
from legwise.case.model import Case
from legwise.case.resolve import Observations, resolve
from legwise.inference.posterior import CELLS_PER_SECOND, Posterior, infer
from legwise.inference.sample import FULL, Effort
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork, build
from legwise.triage.rules import URGENCIES, Alert, alerts, more_urgent, most_urgent

DRAWS = 600  # whole explanations; weighted by the exact marginals, a share of one half is off by about 0.01


@dataclass(frozen=True)
class Inferred:
    """The pieces of an assessment, for those who need more than its text (interview, evaluation)."""

    seen: Observations
    case: CaseNetwork
    posterior: Posterior
    credit: Credit
    suspected: list[Suspicion]
    alerts: list[Alert]


def inferred(case: Case, knowledge: Knowledge, seconds: float | None = None, effort: Effort = FULL) -> Inferred:
    """Triage rules, posterior and responsibility of a case. Raises CaseError, InferenceError.

    seconds, effort: see `assess`.
    """
    cost = None if seconds is None else seconds * CELLS_PER_SECOND
    seen = resolve(case, knowledge)
    standing = alerts(seen, knowledge)
    network = build(seen, knowledge)
    posterior = infer(network.network, network.evidence, draws=DRAWS, exact_cost=cost, effort=effort)
    weights = complaint_weights(network, seen, knowledge)
    found = credit(network, posterior, weights, silent_nodes(network.nodes, knowledge))
    suspected = suspicions(network, posterior, knowledge)
    standing += probability_alerts(suspected, knowledge, standing)
    standing.sort(key=lambda alert: URGENCIES.index(alert.urgency))  # stable: of one urgency the rules stand first
    return Inferred(seen, network, posterior, found, suspected, standing)


def assess(
    case: Case,
    knowledge: Knowledge,
    *,
    steps: int = 5,
    role: Role = "clinician",
    skip: frozenset[str] = frozenset(),
    seconds: float | None = None,
    effort: Effort = FULL,
) -> Assessment:
    """Assess a case: flags, sources, explanations, and up to `steps` next questions or tests.

    The next steps are those that `role` can take, without the findings in `skip`. seconds: the most that an exact
    answer may take, predicted from its cost and so the same on every machine; beyond it the answer is sampled, and
    says how far it can be off. About five seconds when not given, or ten where sampling tells next to
    nothing. effort: how far to go in sampling.
    """
    parts = inferred(case, knowledge, seconds, effort)
    network, posterior = parts.case, parts.posterior
    labels = evidence_labels(network, parts.seen, knowledge)
    ranked: Ranked = rank_sources(network, posterior, parts.credit, labels, knowledge)
    urgency = most_urgent(parts.alerts)
    dangers = open_dangers(parts.suspected, knowledge, parts.alerts)
    asked = next_steps(parts.case, posterior, parts.credit, knowledge, role=role, count=steps, skip=skip)
    return Assessment(
        case=case.id,
        urgency=more_urgent(urgency, "routine"),
        flags=tuple(flag_of(alert) for alert in parts.alerts),
        open_dangers=tuple(dangers),
        families=family_shares(network, parts.credit, knowledge),
        sources=ranked.sources,
        unexplained=ranked.unexplained,
        explanations=explanations(network, posterior, parts.credit, knowledge),
        mechanism=mechanism(network, parts.credit, knowledge),
        next_steps=tuple(asked),
        beliefs=beliefs(ranked, knowledge),
        computation=_computation(posterior, parts, knowledge),
        notes=_notes(posterior),
    )


def complaint_weights(network: CaseNetwork, seen: Observations, knowledge: Knowledge) -> dict[int, float]:
    """How much of the complaint each positive observation is (weights of `data/model.yaml`)."""
    weights: dict[int, float] = {}
    shared: dict[tuple[str, str], list[int]] = {}
    for node, on in network.evidence.items():
        if not on or node in network.responses:  # a complaint is what is there, not what came of a treatment
            continue
        chart = network.chart.get(node)
        if chart is not None:
            weights[node] = knowledge.number("complaint_chart") * chart.strength
            segment = (chart.modality, knowledge.zones[chart.zones[0][1]].segment)
            shared.setdefault(segment, []).append(node)
            continue
        finding = knowledge.findings[network.nodes[node].id]
        if finding.kind != "history":
            key = "complaint_sign"
        elif finding.group in ("sleep", "nerve_function", "pelvis", "vessels_skin", "vessels", "knee", "foot"):
            key = "complaint_symptom"
        else:
            key = "complaint_symptom" if finding.id == "urge_to_move" else "complaint_pattern"
        weights[node] = knowledge.number(key)
    for nodes in shared.values():  # both calves are one complaint, not two
        for node in nodes:
            weights[node] /= len(nodes)
    return weights


def flag_of(alert: Alert) -> Flag:
    """An alert as an assessment shows it."""
    return Flag.model_validate(
        {name: getattr(alert, name) for name in Flag.model_fields},
    )


def _computation(posterior: Posterior, parts: Inferred, knowledge: Knowledge) -> Computation:
    positive = sum(parts.case.evidence.values())
    return Computation(
        method=posterior.method,
        error=posterior.error,
        effective_draws=posterior.effective_draws,
        log10_evidence=posterior.log_evidence / math.log(10.0),
        frontier_bits=posterior.width,
        positive_findings=positive,
        negative_findings=len(parts.case.evidence) - positive,
        knowledge_version=knowledge.version,
        setting=parts.seen.setting,
    )


def _notes(posterior: Posterior) -> tuple[str, ...]:
    notes = []
    if posterior.error > 0.0:
        notes.append(
            f"Too many positive findings for an exact answer: {posterior.method}, "
            f"no probability is off by more than {posterior.error:.2f} (with 99 % confidence; as a rule far less)."
        )
    if posterior.error > 0.2 or (posterior.error > 0 and posterior.effective_draws < 200):
        notes.append("The estimate is rough: treat the order of sources as tentative.")
    if not np.isfinite(posterior.log_evidence):
        notes.append("The findings are nearly impossible under the model.")
    return tuple(notes)
