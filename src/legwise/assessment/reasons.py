"""What speaks for and against a source, with weights that add up.

The weight of a finding is log10 of P(answer | source present) / P(answer | source absent), with all
other causes at their prior. The weights of single findings do not sum to the posterior when other
causes compete for the same findings, so what remains is shown as its own line, never hidden.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from legwise.assessment.model import Citation, Reason, Reasoning
from legwise.assessment.uncertainty import origin_of
from legwise.inference.network import NoisyOr
from legwise.knowledge.quantity import Quantity
from legwise.network.evidence import CaseNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
TINY = 1e-12


def prior_marginals(network: NoisyOr, wanted: Bools) -> Floats:
    """P(on) of the wanted nodes (a mask) before the evidence, parents taken as independent.

    `wanted` must hold the parents of each of its nodes; other nodes stay at 0.
    """
    from legwise.inference.loops import spread

    chance = np.zeros((network.size, 1))
    spread(network.order, network.start, network.parent, network.p, network.leak, wanted, chance)
    return chance[:, 0]


def reach(network: NoisyOr, source: int) -> tuple[Floats, Ints]:
    """Chance that `source` alone brings on each node, and the edge that does most of it (-1: it cannot)."""
    from legwise.inference.loops import influence

    chance, strongest = np.zeros(network.size), np.full(network.size, -1)
    influence(network.order, network.start, network.parent, network.p, source, chance, strongest)
    return chance, strongest


def citation(quantity: Quantity) -> Citation:
    """The provenance of a number, ready to show."""
    return Citation(grade=quantity.grade, sources=quantity.sources, facts=quantity.facts, basis=quantity.basis)


def reasoning(
    case: CaseNetwork,
    nodes: tuple[int, ...],
    presence: float,
    before: Floats,
    labels: dict[int, tuple[str, str]],
) -> Reasoning:
    """Reasons for and against a source: the cause `nodes[0]` and its copies.

    `before` are prior marginals, `labels` name the evidence.
    """
    found: list[Reason] = []
    source = nodes[0]
    any_before = 1.0 - math.prod(1.0 - float(before[n]) for n in nodes)
    chance, strongest = reach(case.network, source)
    for node, on in case.evidence.items():
        p_reach, edge = float(chance[node]), int(strongest[node])
        if edge < 0:
            continue
        absent = _without(float(before[node]), p_reach, any_before)
        present = 1.0 - (1.0 - absent) * (1.0 - p_reach)
        weight = math.log10(max(present if on else 1.0 - present, TINY) / max(absent if on else 1.0 - absent, TINY))
        if abs(weight) >= 0.005:
            key, says = labels[node]
            found.append(Reason(observation=key, says=says, weight=weight, citation=citation(origin_of(case, edge))))
    found.sort(key=lambda reason: -abs(reason.weight))
    plain_prior = _bans(case.nodes[source].leak.value)
    with_context = _bans(any_before)
    posterior = _bans(presence)
    return Reasoning(
        prior=plain_prior,
        context=with_context - plain_prior,
        reasons=tuple(found),
        others=posterior - with_context - sum(reason.weight for reason in found),
        posterior=posterior,
    )


def _without(marginal: float, p_reach: float, p_source: float) -> float:
    """P(node on) when the source is absent, from the marginal that averages over the source."""
    silent = (1.0 - marginal) / max(1.0 - p_source * p_reach, TINY)
    return min(max(1.0 - silent, 0.0), 1.0)


def _bans(p: float) -> float:
    inside = min(max(p, TINY), 1.0 - TINY)
    return math.log10(inside / (1.0 - inside))
