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
    every: list[tuple[int, ...]] = []
    for base, some in members.items():
        own = network.template.index[base]
        every.append((own, *(n for n in some if n != own)))
    return [
        Group(base, nodes, presence)
        for base, nodes, presence in zip(members, every, _presences(posterior, every), strict=True)
    ]


def _presences(posterior: Posterior, every: list[tuple[int, ...]]) -> list[float]:
    """P(any of the nodes is on) for each set of nodes."""
    nodes = np.asarray([n for group in every for n in group], dtype=np.int64)
    begins = np.cumsum([0, *map(len, every)])[:-1]
    if not len(nodes):
        return []
    each = np.where(posterior.reached[nodes], posterior.on[nodes], 0.0)
    drawn = posterior.draws.on[nodes] & posterior.reached[nodes, None]
    ever = np.logical_or.reduceat(drawn, begins, axis=0) @ posterior.weights
    overlap = np.add.reduceat(drawn @ posterior.weights, begins) - ever
    presence = np.maximum(np.add.reduceat(each, begins) - overlap, np.maximum.reduceat(each, begins))
    found: list[float] = np.clip(presence, 0.0, 1.0).tolist()
    return found
