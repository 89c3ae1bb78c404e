"""Expected information of every question at once, from weighted whole explanations.

With draws x of the joint posterior (weights w) and q[j, x] = P(finding j would be yes | x), the joint
distribution of target i and finding j is one matrix product, and their mutual information follows.
Nodes that the evidence did not reach keep their prior chance, taken as independent of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from legwise.inference.network import NoisyOr, ancestors
from legwise.inference.posterior import Posterior

Floats = NDArray[np.float64]


def chances(network: NoisyOr, posterior: Posterior, candidates: Sequence[int]) -> Floats:
    """P(candidate on | explanation) for every draw; shape (candidates, draws)."""
    from legwise.inference.loops import spread

    reached = posterior.reached
    chance = np.zeros((network.size, posterior.draws.count))
    chance[reached] = posterior.draws.on[reached]
    wanted = ancestors(network, candidates) & ~reached
    spread(network.order, network.start, network.parent, network.p, network.leak, wanted, chance)
    return chance[list(candidates)]


def _entropy(p: Floats) -> Floats:
    """Binary entropy in bits, 0 at 0 and 1."""
    clipped = np.clip(p, 1e-12, 1.0 - 1e-12)
    entropy: Floats = -(clipped * np.log2(clipped) + (1.0 - clipped) * np.log2(1.0 - clipped))
    return entropy


def mutual_information(targets: Floats, yes: Floats, weights: Floats) -> Floats:
    """Bits that each finding is expected to tell about each target.

    targets: (targets, draws) 0 or 1; yes: (findings, draws) chance of yes; weights: (draws,).
    Returns shape (targets, findings).
    """
    p_target = (targets @ weights)[:, None]
    p_yes = yes @ weights
    joint = (targets * weights) @ yes.T
    with np.errstate(divide="ignore", invalid="ignore"):
        given_yes = np.where(p_yes > 0, joint / p_yes, 0.0)
        given_no = np.where(p_yes < 1, (p_target - joint) / (1.0 - p_yes), 0.0)
    expected = p_yes * _entropy(given_yes) + (1.0 - p_yes) * _entropy(given_no)
    return np.maximum(_entropy(p_target) - expected, 0.0)
