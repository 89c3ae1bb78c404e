"""Who produced the complaint: credit flows from the findings up the links that fired.

Presence is not responsibility. In every whole explanation drawn from the posterior each positive
finding holds its weight of the complaint as credit and splits it evenly among the links (and its own
leak) that fired for it. A cause passes the credit it received on to the causes that brought it about,
and keeps the record. Averaged over explanations this is the expected share of the complaint that a
cause produced, itself or through what it caused.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork
from legwise.network.template import CAUSES as BROUGHT_ABOUT
from legwise.network.template import Node

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NOTHING = 1e-9  # a complaint as small as this is none
CAUSES = BROUGHT_ABOUT | {"spread"}


@dataclass(frozen=True)
class Credit:
    """Per cause: credit in every draw (shares of the complaint), and where each finding's credit went.

    by_node[node], origin[node]: shape (draws,), all credit, and the part that started at this node.
    mean[node]: its expected share of the complaint. flow[cause][finding]: expected share of the complaint
    that a cause produced through that positive finding. upstream[child][parent]: expected credit handed
    from a cause to the cause above it. silent: causes that produced signs, but no complaint.
    """

    by_node: dict[int, Floats]
    origin: dict[int, Floats]
    mean: dict[int, float]
    silent: tuple[int, ...]
    flow: dict[int, dict[int, float]]
    upstream: dict[int, dict[int, float]]


def credit(case: CaseNetwork, posterior: Posterior, weights: dict[int, float], silent: Collection[int] = ()) -> Credit:
    """Distribute the complaint (`weights`: evidence node -> weight, any scale) over the causes.

    silent: nodes that give signs but no complaint. What such a node produced in an explanation is no part of the
    complaint there; the rest is shared out as if it had not been found.
    """
    network, draws = case.network, posterior.draws
    reached = np.cumsum(posterior.reached) - 1  # row of a node; credit goes nowhere else
    held, origin, holds, passed = _flowed(case, posterior, weights, reached, np.ones(draws.count))
    found = [node for node in silent if holds[node]]
    if found:
        complaint = np.clip(1.0 - origin[reached[found]].sum(axis=0), 0.0, 1.0)
        scale = np.divide(1.0, complaint, out=np.zeros_like(complaint), where=complaint > NOTHING)
        held, origin, holds, passed = _flowed(case, posterior, weights, reached, scale)
    causes = [node for node in np.flatnonzero(holds).tolist() if case.nodes[node].kind in CAUSES and node not in found]
    result = Credit(
        by_node={node: held[reached[node]] for node in causes},
        origin={node: origin[reached[node]] for node in causes},
        mean=dict(zip(causes, (held[reached[causes]] @ posterior.weights).tolist(), strict=True)),
        silent=tuple(found),
        flow={},
        upstream={},
    )
    carried = np.flatnonzero(passed)
    pairs = zip(network.parent[carried].tolist(), network.child[carried].tolist(), strict=True)
    for (parent, child), part in zip(pairs, passed[carried].tolist(), strict=True):
        if case.nodes[child].kind in CAUSES:
            result.upstream.setdefault(child, {})[parent] = part
        else:
            result.flow.setdefault(parent, {})[child] = part
    return result


def silent_nodes(nodes: Sequence[Node], knowledge: Knowledge) -> list[int]:
    """Places of the causes that give signs but no complaint."""
    ids = {condition.id for condition in knowledge.conditions.values() if condition.silent}
    return [n for n, node in enumerate(nodes) if node.kind == "condition" and node.id in ids]


def _flowed(
    case: CaseNetwork, posterior: Posterior, weights: dict[int, float], place: Ints, scale: Floats
) -> tuple[Floats, Floats, Bools, Floats]:
    """Credit that reached and that began at each node (rows of reached nodes, draws), who holds any, and what every
    edge carried. place: row of each node. scale: shape (draws,), the complaint to begin with, in all."""
    from legwise.inference.loops import flow

    network, draws = case.network, posterior.draws
    total = sum(weights.values()) or 1.0
    held, origin = np.zeros((2, int(posterior.reached.sum()), draws.count))
    holds, passed = np.zeros(network.size, dtype=np.bool_), np.zeros(len(network.p))
    for node, weight in weights.items():
        if weight > 0.0:
            held[place[node]], holds[node] = scale * (weight / total), True
    flow(
        network.order,
        network.start,
        network.parent,
        draws.row,
        draws.fired,
        draws.leaked,
        posterior.weights,
        place,
        held,
        holds,
        origin,
        passed,
    )
    return held, origin, holds, passed
