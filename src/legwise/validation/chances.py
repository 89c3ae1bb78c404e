"""Chances of events that posteriors of single nodes do not give: any of several nodes, at least k of several.

A chance is a ratio of two probabilities of evidence, P(E and e) / P(E). "Any of these" becomes a node of its
own, on exactly when any of its members is (a noisy-OR with p = 1 and no leak). "At least k of these" is worked
through node by node, stopping as soon as the outcome is settled: one inference for each prefix that is open.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legwise.errors import InferenceError
from legwise.inference.network import NoisyOr, from_arrays
from legwise.inference.posterior import infer


@dataclass(frozen=True)
class Chance:
    """A probability; `exact` is False when a posterior behind it had to be sampled."""

    value: float
    exact: bool


def with_any_of(network: NoisyOr, members: Sequence[int]) -> tuple[NoisyOr, int]:
    """The network with one more node, on exactly when any of `members` is, and that node."""
    node, count = network.size, len(members)
    longer = from_arrays(
        np.append(network.leak, 0.0),
        np.append(network.parent, np.asarray(members, dtype=np.int64)),
        np.append(network.child, np.full(count, node)),
        np.append(network.p, np.ones(count)),
        np.append(network.tag, np.zeros(count, dtype=np.int64)),
        np.append(network.order, node),
    )
    return longer, node


def at_least(count: int, network: NoisyOr, nodes: Sequence[int], evidence: Mapping[int, bool]) -> Chance:
    """P(at least `count` of `nodes` are on | evidence). Raises InferenceError for impossible evidence."""
    before = infer(network, evidence, draws=0)
    found = _at_least(count, network, tuple(nodes), dict(evidence), before.log_evidence)
    return Chance(found.value, found.exact and before.error == 0.0)


def _at_least(
    count: int, network: NoisyOr, nodes: tuple[int, ...], evidence: dict[int, bool], log_before: float
) -> Chance:
    """The same with ln P(evidence) known."""
    if count <= 0:
        return Chance(1.0, True)
    if count > len(nodes):
        return Chance(0.0, True)
    first, rest = nodes[0], nodes[1:]
    without = {**evidence, first: False}
    try:
        answer = infer(network, without, draws=0)
    except InferenceError:  # the evidence itself is possible, so the node is on for certain
        return _at_least(count - 1, network, rest, {**evidence, first: True}, log_before)
    off = min(math.exp(answer.log_evidence - log_before), 1.0)
    if_off = _at_least(count, network, rest, without, answer.log_evidence)
    if off >= 1.0:
        return if_off
    if_on = _at_least(count - 1, network, rest, {**evidence, first: True}, log_before + math.log1p(-off))
    exact = if_off.exact and if_on.exact and answer.error == 0.0
    return Chance(off * if_off.value + (1.0 - off) * if_on.value, exact)
