"""Who produced the complaint: credit flows from the findings up the links that fired.

Presence is not responsibility. In every whole explanation drawn from the posterior each positive
finding holds its weight of the complaint as credit and splits it evenly among the links (and its own
leak) that fired for it. A cause passes the credit it received on to the causes that brought it about,
and keeps the record. Averaged over explanations this is the expected share of the complaint that a
cause produced, itself or through what it caused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.inference.posterior import Posterior
from legwise.network.evidence import CaseNetwork
from legwise.network.template import CAUSES as BROUGHT_ABOUT

Floats = NDArray[np.float64]

CAUSES = BROUGHT_ABOUT | {"spread"}


@dataclass(frozen=True)
class Credit:
    """Per node: credit in every draw (shares of the complaint), and where each finding's credit went.

    by_node[node]: shape (draws,). origin[node]: the part that started at this node.
    flow[(cause, finding)]: expected share of a positive finding that a direct parent produced.
    upstream[(parent, child)]: expected credit handed from a cause to the cause above it.
    """

    by_node: dict[int, Floats]
    origin: dict[int, Floats]
    flow: dict[tuple[int, int], float]
    upstream: dict[tuple[int, int], float]


def credit(case: CaseNetwork, posterior: Posterior, weights: dict[int, float]) -> Credit:
    """Distribute the complaint (`weights`: evidence node -> weight, any scale) over the causes."""
    draws, total = posterior.draws, sum(weights.values()) or 1.0
    held: dict[int, Floats] = {n: np.full(draws.count, w / total) for n, w in weights.items() if w > 0.0}
    result = Credit({}, {}, {}, {})
    for node in reversed(case.network.order):
        mine = held.pop(node, None)
        if mine is None:
            continue
        is_cause = case.nodes[node].kind in CAUSES
        if is_cause:
            result.by_node[node] = mine
        fired = [(edge, column) for edge in case.network.into[node] if (column := draws.fired.get(edge.id)) is not None]
        leaked = draws.leaked.get(node)
        count = np.zeros(draws.count) if leaked is None else leaked.astype(np.float64)
        for _, column in fired:
            count = count + column
        share = np.divide(mine, count, out=np.zeros(draws.count), where=count > 0)
        for edge, column in fired:
            part = share * column
            expected = float(posterior.weights @ part)
            if expected <= 0.0:
                continue
            held[edge.parent] = held[edge.parent] + part if edge.parent in held else part
            target = result.upstream if is_cause else result.flow
            target[edge.parent, node] = expected
        if is_cause:
            result.origin[node] = np.where(count > 0, share * (0.0 if leaked is None else leaked), mine)
    return result
