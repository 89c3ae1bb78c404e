"""Danger by probability, and danger that is not ruled out.

Rules come first (`legwise.triage`). Apart from them a dangerous cause raises its urgency when its
posterior passes the threshold kept with it; a low posterior never removes a rule's flag.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from legwise.assessment.model import OpenDanger
from legwise.assessment.naming import cause_names
from legwise.assessment.presence import groups
from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Danger
from legwise.network.evidence import CaseNetwork
from legwise.network.template import Node
from legwise.triage.rules import URGENCIES, Alert


def danger_of(node: Node, knowledge: Knowledge) -> Danger | None:
    """The danger record of a cause, if it has one."""
    return _dangerous(knowledge).get(node.id) if node.kind in ("condition", "entrapment") else None


@lru_cache(maxsize=4)
def _dangerous(knowledge: Knowledge) -> dict[str, Danger]:
    found = {record.id: record.danger for record in knowledge.content.conditions}
    found |= {record.id: record.danger for record in knowledge.content.entrapments}
    return {key: danger for key, danger in found.items() if danger is not None}


class Suspicion(NamedTuple):
    """A dangerous cause, and the probability that it, or a copy of it, is there."""

    node: Node
    presence: float
    danger: Danger


def suspicions(network: CaseNetwork, posterior: Posterior, knowledge: Knowledge) -> list[Suspicion]:
    """Every dangerous cause that the evidence reaches."""
    reached = np.flatnonzero(posterior.reached).tolist()
    nodes = [n for n in reached if danger_of(network.nodes[n], knowledge) is not None]
    found = []
    for group in groups(network, posterior, nodes):
        node = network.nodes[group.chief]
        danger = danger_of(node, knowledge)
        if danger is not None:
            found.append(Suspicion(node, group.presence, danger))
    return found


def probability_alerts(suspected: list[Suspicion], knowledge: Knowledge, standing: list[Alert]) -> list[Alert]:
    """Alerts for dangerous causes above their threshold that no standing rule already names as urgently."""
    found = []
    for node, p, danger in suspected:
        if p < danger.threshold.value:
            continue
        covered = any(
            node.id in alert.suspects and URGENCIES.index(alert.urgency) <= URGENCIES.index(danger.urgency)
            for alert in standing
        )
        if covered:
            continue
        name, plain = cause_names(node, knowledge)
        found.append(
            Alert(
                id=f"probability_{node.key}",
                name=f"{name}: probability {p:.0%}",
                urgency=danger.urgency,
                reason=f"{danger.reason} Probability {p:.0%}, above the limit of {danger.threshold.value:.0%}.",
                plain=f"The picture fits {plain} well enough that it should be checked in time.",
                action=f"Clarify: {danger.ruled_out_by}",
                plain_action=PLAIN_ACTION[danger.urgency],
                suspects=(node.id,),
                because=(f"{node.key} at {p:.2f}",),
                sources=danger.threshold.sources,
                facts=danger.threshold.facts,
                grade=danger.threshold.grade,
                by_probability=True,
            )
        )
    return sorted(found, key=lambda alert: (URGENCIES.index(alert.urgency), alert.id))


PLAIN_ACTION = {
    "emergency": "Go to an emergency department now.",
    "same_day": "Have this looked at by a doctor today.",
    "two_weeks": "See a doctor within the next two weeks.",
    "routine": "Mention this at your next appointment.",
}


def open_dangers(suspected: list[Suspicion], knowledge: Knowledge, standing: list[Alert]) -> list[OpenDanger]:
    """Dangerous causes that stay possible and that no flag names yet, with what would rule them out."""
    named = {suspect for alert in standing for suspect in alert.suspects}
    limit = knowledge.number("danger_open_from")
    found = []
    for node, p, danger in suspected:
        if p < limit or node.id in named:
            continue
        found.append(
            OpenDanger(
                id=node.key,
                name=cause_names(node, knowledge)[0],
                probability=p,
                urgency=danger.urgency,
                ruled_out_by=danger.ruled_out_by,
            )
        )
    return sorted(found, key=lambda item: (-item.probability, item.id))[:6]
