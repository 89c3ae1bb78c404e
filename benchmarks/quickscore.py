"""Quickscore as in the textbook, in 64-bit floats, so that its loss of digits shows.

P(F+, F-) = sum over subsets S of the positive findings of (-1)^|S| P(all of S and of F- are off). Terms of both
signs cancel until nothing is left when P(F+, F-) is small. Reference: Heckerman 1989 (UAI), "A tractable inference
algorithm for diagnosing multiple diseases".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from legwise.inference import NoisyOr

BLOCK = 2**12  # subsets worked on together


def quickscore(network: NoisyOr, evidence: Mapping[int, bool]) -> dict[int, float]:
    """P(cause on | findings) for every cause of a network of two layers, causes and findings."""
    causes = [node for node in range(network.size) if not network.into[node]]
    column = {node: k for k, node in enumerate(causes)}
    prior = network.leak[causes]
    positive = [node for node, on in evidence.items() if on]
    silent = np.ones((len(positive), len(causes)))  # P(finding stays off | this cause alone is on)
    quiet = 1.0 - network.leak[positive]  # ... by its leak
    negative = np.ones(len(causes))
    for node, on in evidence.items():
        for edge in network.into[node]:
            if on:
                silent[positive.index(node), column[edge.parent]] = 1.0 - edge.p
            else:
                negative[column[edge.parent]] *= 1.0 - edge.p
    total, with_cause = 0.0, np.zeros(len(causes))
    bits = np.arange(len(positive))
    for begin in range(0, 2 ** len(positive), BLOCK):
        subsets = np.arange(begin, min(begin + BLOCK, 2 ** len(positive)))
        chosen = (subsets[:, None] >> bits & 1).astype(bool)
        sign = np.where(chosen.sum(axis=1) % 2, -1.0, 1.0)
        leak = np.where(chosen, quiet, 1.0).prod(axis=1)
        on = np.exp(chosen @ np.log(silent)) * negative * prior
        either = on + 1.0 - prior
        term = sign * leak * either.prod(axis=1)
        total += term.sum()
        with_cause += term @ (on / either)
    return dict(zip(causes, (with_cause / total).tolist(), strict=True))
