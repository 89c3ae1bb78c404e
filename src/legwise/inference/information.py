"""Expected information of every question at once, from weighted whole explanations.

With draws x of the joint posterior (weights w) and q[x, j] = P(finding j would be yes | x), the joint
distribution of target i and finding j is one matrix product, and their mutual information follows.
Nodes that the evidence did not reach keep their prior chance, taken as independent of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from legwise.inference.network import NoisyOr, ancestors
from legwise.inference.posterior import Posterior

Floats = NDArray[np.float64]


def chances(network: NoisyOr, posterior: Posterior, evidence: Mapping[int, bool], candidates: Sequence[int]) -> Floats:
    """P(candidate on | explanation) for every draw; shape (draws, candidates)."""
    count = posterior.draws.count
    varying = {node: 1.0 * column for node, column in posterior.draws.on.items() if column.any()}
    constant: dict[int, float] = dict.fromkeys(posterior.on, 0.0)
    wanted = {node: column for column, node in enumerate(candidates)}
    result = np.zeros((count, len(candidates)))
    needed = ancestors(network, candidates)
    for node in network.order:
        if node not in needed or node in evidence or (node in posterior.on and node not in wanted):
            continue
        silent, factors = 1.0 - float(network.leak[node]), None
        for edge in network.into[node]:
            column = varying.get(edge.parent)
            if column is None:
                silent *= 1.0 - edge.p * constant.get(edge.parent, 0.0)
            elif factors is None:
                factors = 1.0 - edge.p * column
            else:
                factors *= 1.0 - edge.p * column
        chance = 1.0 - silent if factors is None else 1.0 - silent * factors
        if node in wanted:
            result[:, wanted[node]] = chance
        if isinstance(chance, float):
            constant[node] = chance
        else:
            varying[node] = chance
    return result


def _entropy(p: Floats) -> Floats:
    """Binary entropy in bits, 0 at 0 and 1."""
    clipped = np.clip(p, 1e-12, 1.0 - 1e-12)
    entropy: Floats = -(clipped * np.log2(clipped) + (1.0 - clipped) * np.log2(1.0 - clipped))
    return entropy


def mutual_information(targets: Floats, yes: Floats, weights: Floats) -> Floats:
    """Bits that each finding is expected to tell about each target.

    targets: (draws, targets) 0 or 1; yes: (draws, findings) chance of yes; weights: (draws,).
    Returns shape (targets, findings).
    """
    weighted = targets * weights[:, None]
    p_target = weighted.sum(axis=0)[:, None]
    p_yes = weights @ yes
    joint = weighted.T @ yes
    with np.errstate(divide="ignore", invalid="ignore"):
        given_yes = np.where(p_yes > 0, joint / p_yes, 0.0)
        given_no = np.where(p_yes < 1, (p_target - joint) / (1.0 - p_yes), 0.0)
    expected = p_yes * _entropy(given_yes) + (1.0 - p_yes) * _entropy(given_no)
    return np.maximum(_entropy(p_target) - expected, 0.0)
