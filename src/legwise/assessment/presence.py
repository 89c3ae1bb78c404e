"""Presence of a cause with all its copies: 'S1 root' and 'S1 root from the disc' are one thing to a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from legwise.inference.posterior import Posterior
from legwise.network.evidence import CaseNetwork


@dataclass(frozen=True)
class Group:
    """A cause (`nodes[0]`) and its copies, with the probability that any of them is there."""

    base: str
    nodes: tuple[int, ...]
    presence: float

    @property
    def chief(self) -> int:
        """The node that stands for the group: the cause itself, brought about by nothing."""
        return self.nodes[0]


def groups(network: CaseNetwork, posterior: Posterior, nodes: Iterable[int]) -> list[Group]:
    """Join copies with their causes.

    Presence of any copy: the exact marginals added up, less their overlap, which is small and comes
    from the drawn explanations.
    """
    members: dict[str, list[int]] = {}
    for node in nodes:
        members.setdefault(network.nodes[node].base, []).append(node)
    found = []
    for base, some in members.items():
        own = network.template.index[base]
        every = (own, *(n for n in some if n != own))
        reached = [n for n in every if posterior.reached[n]]
        each = [float(posterior.on[n]) for n in reached]
        presence = sum(each)
        if len(reached) > 1:
            counted = posterior.draws.on[reached].sum(axis=0)
            presence -= float(counted.mean() - np.count_nonzero(counted) / max(len(counted), 1))
        found.append(Group(base, every, min(max(presence, *each, 0.0), 1.0)))
    return found
