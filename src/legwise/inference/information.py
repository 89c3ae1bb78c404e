"""Expected information of every question at once, from weighted whole explanations.

With draws x of the joint posterior (weights w) and q[x, j] = P(finding j would be yes | x), the joint
distribution of target i and finding j is one matrix product, and their mutual information follows.
Nodes that the evidence did not reach are completed by sampling forward from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from legwise.inference.network import NoisyOr, ancestors
from legwise.inference.posterior import Posterior

Floats = NDArray[np.float64]
SEED = 7


def chances(
    network: NoisyOr, posterior: Posterior, evidence: Mapping[int, bool], candidates: Sequence[int]
) -> Floats:
    """P(candidate on | explanation) for every draw; shape (draws, candidates)."""
    needed = ancestors(network, candidates)
    random = np.random.default_rng(SEED)
    count = posterior.draws.count
    states: dict[int, NDArray[np.bool_]] = dict(posterior.draws.on)
    wanted = {node: column for column, node in enumerate(candidates)}
    result = np.zeros((count, len(candidates)))
    for node in network.order:
        if node not in needed:
            continue
        known = node in states or node in evidence
        if known and node not in wanted:
            continue
        silent = np.full(count, 1.0 - network.leak[node])
        for edge in network.into[node]:
            parent_on = states.get(edge.parent)
            if parent_on is not None:
                silent *= np.where(parent_on, 1.0 - edge.p, 1.0)
        if node in wanted:
            result[:, wanted[node]] = 1.0 - silent
        if not known:
            states[node] = random.random(count) < 1.0 - silent
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
