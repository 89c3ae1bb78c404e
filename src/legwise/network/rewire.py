"""Which causes may produce which answers of one patient: links cut, signs read through.

How the complaint behaves (worse on sitting, came on suddenly, burning) is a property of the complaint:
only a cause that could have produced the complaint itself, a charted place, a symptom or a sign, can
produce it. A silent cause elsewhere, or in the other leg, does not compete for it.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from legwise.inference.network import NoisyOr, ancestors
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
    anchors = [n for n, on in evidence.items() if on and n not in behaviour and nodes[n].kind != "response"]
    if not anchors:
        return network
    above = ancestors(network, anchors)
    tops = {nodes[n].top for n in np.flatnonzero(above).tolist()}
    parents = {p for n in behaviour for p in network.parent[network.links_into(n)].tolist()}
    signs = {p for p in parents if nodes[p].kind == "sign" and not above[p]}
    keep = np.ones(len(network.p), dtype=np.bool_)
    for node in behaviour | signs:
        links = network.links_into(node)
        keep[links] = [
            nodes[parent].kind in ("sign", "spread") or nodes[parent].top in tops
            for parent in network.parent[links].tolist()
        ]
    return network.rewired(keep)


def not_from_the_other_leg(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """When everything found has one side, answers without a side are not explained from the other leg."""
    sides = {nodes[n].side for n, on in evidence.items() if on} & {"L", "R"}
    if len(sides) != 1:
        return network
    other = "L" if sides == {"R"} else "R"
    keep = np.ones(len(network.p), dtype=np.bool_)
    for node in evidence:
        if nodes[node].kind == "finding" and nodes[node].side is None:
            links = network.links_into(node)
            keep[links] = [nodes[parent].side != other for parent in network.parent[links].tolist()]
    return network.rewired(keep)


def read_signs_directly(network: NoisyOr, nodes: list[Node], evidence: dict[int, bool]) -> NoisyOr:
    """Link causes past a sign that only one answer reads, or that only negative answers read.

    A sign stands between causes and findings so that several readings of one thing are not several
    witnesses. With a single reading r there is nothing to share: a link p through the sign becomes
    p * r. Likewise for negatives, with r the chance that any of the denied readings would have shown.
    That is the number which a copy of the sign for each cause gives (`signs_of_their_own`), at less work.
    What the sign shows without a cause (its own false positives) stays with it.
    A sign read by signs (motor loss of a root, by weak movements) follows once these have been passed.
    """
    done: set[int] = set()
    while True:
        network, passed = _past_signs(network, nodes, evidence, done)
        if not passed:
            return network
        done |= passed


def _past_signs(
    network: NoisyOr, nodes: list[Node], evidence: dict[int, bool], done: set[int]
) -> tuple[NoisyOr, set[int]]:
    """One round: the network without links into the signs that need not stand between, and these signs."""
    is_sign = np.asarray([node.kind == "sign" for node in nodes])
    observed = np.zeros(network.size, dtype=np.bool_)
    observed[list(evidence)] = True
    readings: dict[int, list[int]] = {}
    for edge in np.flatnonzero(is_sign[network.parent] & observed[network.child]).tolist():
        if (sign := int(network.parent[edge])) not in done:
            readings.setdefault(sign, []).append(edge)
    above = ancestors(network, evidence)
    left = above & is_sign & ~observed
    waiting = set(network.parent[left[network.child]].tolist())  # read by a sign that still stands
    keep = np.ones(len(network.p), dtype=np.bool_)
    through: list[tuple[int, int, float, int]] = []
    passed: set[int] = set()
    for sign, read in readings.items():
        children = network.child[read].tolist()
        if sign in evidence or sign in waiting or (len(set(children)) > 1 and any(evidence[c] for c in children)):
            continue
        passed.add(sign)
        shown = 1.0 - math.prod((1.0 - network.p[read]).tolist())
        links = network.links_into(sign)
        keep[links] = False
        rows = zip(network.parent[links].tolist(), network.p[links].tolist(), network.tag[links].tolist(), strict=True)
        through += [(parent, children[0], p * shown, tag) for parent, p, tag in rows]
    return (network.rewired(keep, through), passed) if passed else (network, passed)


def signs_of_their_own(
    network: NoisyOr, nodes: list[Node], evidence: dict[int, bool], stated: int
) -> tuple[NoisyOr, list[tuple[int, int]]]:
    """Give every cause of a sign that still stands a copy of it; what the sign shows without a cause stays with it.

    The trees of causes then meet in observed findings only, and no sign costs the frontier a bit. As where a sign was
    passed, two causes of one sign may each show in its readings. stated: nodes from this number on keep theirs (a
    complaint eases or it does not, whatever source was treated).

    Returns the network and, for every node added at its end, the sign that it is a copy of and the cause that has it.
    """
    above = ancestors(network, evidence)
    shared = [
        sign
        for sign in network.order.tolist()
        if sign < stated
        and nodes[sign].kind == "sign"
        and above[sign]
        and sign not in evidence
        and _count(network, sign) > 1
    ]
    rows = zip(network.parent.tolist(), network.child.tolist(), network.p.tolist(), network.tag.tolist(), strict=True)
    into: dict[int, list[tuple[int, float, int]]] = {sign: [] for sign in shared}
    out_of: dict[int, list[tuple[int, float, int]]] = {sign: [] for sign in shared}
    for parent, child, p, tag in rows:
        if child in into:
            into[child].append((parent, p, tag))
        if parent in out_of:
            out_of[parent].append((child, p, tag))
    copies: list[tuple[int, int]] = []
    extra: list[tuple[int, int, float, int]] = []
    after: dict[int, list[int]] = {}
    for sign in shared:  # a sign read by another comes first, and its copies are causes of the other one
        for cause, p, tag in into[sign]:
            copy = network.size + len(copies)
            copies.append((sign, cause))
            after.setdefault(sign, []).append(copy)
            extra.append((cause, copy, p, tag))
            for child, shown, number in out_of[sign]:
                if child in into:
                    into[child].append((copy, shown, number))
                else:
                    extra.append((copy, child, shown, number))
    larger = replace(
        network,
        leak=np.append(network.leak, np.zeros(len(copies))),
        order=np.asarray([n for node in network.order.tolist() for n in (node, *after.get(node, ()))]),
    )
    return larger.rewired(~np.isin(network.child, shared), extra), copies


def _count(network: NoisyOr, node: int) -> int:
    """Number of links into a node."""
    return int(network.start[node + 1] - network.start[node])
