"""Which causes may produce which answers of one patient: links cut, signs read through.

How the complaint behaves (worse on sitting, came on suddenly, burning) is a property of the complaint:
only a cause that could have produced the complaint itself, a charted place, a symptom or a sign, can
produce it. A silent cause elsewhere, or in the other leg, does not compete for it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from legwise.inference.network import Edge, NoisyOr, ancestors
from legwise.knowledge.load import Knowledge
from legwise.network.template import Node

BEHAVIOUR = frozenset({"course", "onset", "timing", "rest_and_movement", "quality", "mechanism", "where"})

OWN_COMPLAINT = frozenset({"urge_to_move", "both_legs", "foot_rest_pain"})


def is_behaviour(finding: str, knowledge: Knowledge) -> bool:
    """True for findings that say how a complaint behaves rather than that there is one."""
    record = knowledge.findings[finding]
    return record.kind == "history" and record.group in BEHAVIOUR and finding not in OWN_COMPLAINT


def only_from_complaint(
    network: NoisyOr, nodes: list[Node], evidence: dict[int, bool], knowledge: Knowledge
) -> NoisyOr:
    """Cut the links into observed behaviour from causes that produced none of the complaint itself."""
    behaviour = {n for n in evidence if nodes[n].kind == "finding" and is_behaviour(nodes[n].id, knowledge)}
    anchors = [n for n, on in evidence.items() if on and n not in behaviour]
    if not anchors:
        return network
    tops = {nodes[n].top for n in ancestors(network, anchors)}
    signs = {e.parent for n in behaviour for e in network.into[n] if nodes[e.parent].kind == "sign"} - ancestors(
        network, anchors
    )
    into = list(network.into)
    for node in behaviour | signs:
        into[node] = tuple(
            e for e in into[node] if nodes[e.parent].kind in ("sign", "spread") or nodes[e.parent].top in tops
        )
    return replace(network, into=tuple(into))


def not_from_the_other_leg(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """When everything found has one side, answers without a side are not explained from the other leg."""
    sides = {nodes[n].side for n, on in evidence.items() if on} & {"L", "R"}
    if len(sides) != 1:
        return network
    other = "L" if sides == {"R"} else "R"
    into = list(network.into)
    for node in evidence:
        if nodes[node].kind == "finding" and nodes[node].side is None:
            into[node] = tuple(e for e in into[node] if nodes[e.parent].side != other)
    return replace(network, into=tuple(into))


def read_signs_directly(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """Skip a sign that only one answer reads, or that only negative answers read.

    A sign stands between causes and findings so that several readings of one thing are not several
    witnesses. With a single reading r there is nothing to share: a link p through the sign becomes
    p * r. Likewise for negatives, with r the chance that any of the denied readings would have shown.
    With at most one cause of the sign active this is the same number; with two it differs in the
    second order only.
    """
    readings: dict[int, list[Edge]] = {}
    for node in evidence:
        for edge in network.into[node]:
            if nodes[edge.parent].kind == "sign":
                readings.setdefault(edge.parent, []).append(edge)
    into = list(network.into)
    for sign, read in readings.items():
        if sign in evidence or (len(read) > 1 and any(evidence[e.child] for e in read)):
            continue
        shown = 1.0 - math.prod(1.0 - e.p for e in read)
        for edge in read:
            into[edge.child] = tuple(e for e in into[edge.child] if e.parent != sign)
        holder = read[0].child
        through = tuple(Edge(e.id, e.parent, holder, e.p * shown) for e in network.into[sign])
        into[holder] = (*into[holder], *through)
    return replace(network, into=tuple(into))
