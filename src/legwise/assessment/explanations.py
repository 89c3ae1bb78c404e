"""Joint explanations: which small sets of sources together account for the complaint."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from legwise.assessment.model import Explanation
from legwise.assessment.naming import cause_names
from legwise.assessment.responsibility import Credit
from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork

MATTERS = 0.15  # a source belongs to an explanation when it produced this share of the complaint in it
SHOWN = 5


def explanations(
    network: CaseNetwork, posterior: Posterior, credit: Credit, knowledge: Knowledge
) -> tuple[Explanation, ...]:
    """The most probable sets of sources that matter, from whole explanations of the exact posterior.

    Only where credit first started counts (a disc rather than the root it irritates), so that a chain
    of causes is named once.
    """
    nodes = [n for n in credit.origin if network.nodes[n].kind != "spread"]
    matters = np.stack([credit.origin[n] for n in nodes] or [np.zeros(posterior.draws.count)]) >= MATTERS
    if not matters.any():
        return ()
    patterns: dict[bytes, float] = defaultdict(float)
    for row, weight in zip(np.packbits(matters.T, axis=1), posterior.weights.tolist(), strict=True):
        patterns[row.tobytes()] += weight
    found = []
    for pattern, p in sorted(patterns.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]:
        members = _members(pattern)
        keys = [network.nodes[nodes[m]].key for m in members]
        names = [cause_names(network.nodes[nodes[m]], knowledge)[0] for m in members]
        error = math.sqrt(max(p * (1.0 - p), 0.0) / max(posterior.effective_draws, 1.0))
        found.append(
            Explanation(
                sources=tuple(keys),
                names=tuple(names) or ("no single source; small contributions",),
                probability=p,
                standard_error=error,
            )
        )
    return tuple(found)


def _members(pattern: bytes) -> tuple[int, ...]:
    """Places of the ones in a packed row."""
    return tuple(np.flatnonzero(np.unpackbits(np.frombuffer(pattern, dtype=np.uint8))).tolist())
