"""Exact simplifications of a noisy-OR network with evidence, before the engine sees it.

- What must be follows: a node that would certainly switch on something observed off is off; whatever is
  certainly on under observed parents is on.
- Nodes from which no evidence can be reached are left out, and so are links from observed parents.
- Chains: a hidden node whose only child follows it for certain (p = 1) is nothing but a partial OR of that
  child, so its links and leak pass to the child. A noisy-OR that was split into tables of two parents becomes
  one node again, and the frontier needs one bit for it instead of several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legwise.errors import InferenceError
from legwise.inference import NoisyOr, noisy_or

IMPOSSIBLE = "the evidence is impossible under the network (probability 0)"

Links = Mapping[int, Mapping[int, float]]


@dataclass(frozen=True)
class Small:
    """A network for the engine; `number` tells where a node went."""

    network: NoisyOr
    evidence: dict[int, bool]
    number: dict[int, int]


@dataclass(frozen=True)
class Reduced:
    """What is left of a network.

    small: for the engine. known: the evidence and what follows from it. leak, links: every relevant node before
    chains were merged. into: a merged node's child. links_left, leak_left: every node that is left.
    """

    small: Small
    known: dict[int, bool]
    leak: dict[int, float]
    links: dict[int, dict[int, float]]
    into: dict[int, int]
    leak_left: dict[int, float]
    links_left: dict[int, dict[int, float]]


def reduce(
    leak: Sequence[float], links: Sequence[Mapping[int, float]], evidence: Mapping[int, bool], *, merge: bool = True
) -> Reduced:
    """Simplify a network (leak and parent -> p of every node) given `evidence` (node -> on?).

    Raises InferenceError where the evidence contradicts a certain link.
    """
    known = implied(leak, links, evidence)
    leak_now, links_now = _relevant(leak, links, evidence, known)
    leak_left, links_left = dict(leak_now), {node: dict(parents) for node, parents in links_now.items()}
    into = _merge_chains(leak_left, links_left, known) if merge else {}
    small = _small(leak_left, links_left, known)
    return Reduced(small, known, leak_now, links_now, into, leak_left, links_left)


def with_off(base: Reduced, node: int) -> Small:
    """The network in which a merged node is there again, and observed off."""
    child = base.into[node]
    while child in base.into:
        child = base.into[child]
    leak, links = dict(base.leak_left), dict(base.links_left)
    leak[node], links[node] = _expanded(base.leak, base.links, base.into, node)
    leak[child], links[child] = _expanded(base.leak, base.links, base.into, child, but=node)
    return _small(leak, links, {**base.known, node: False})


def with_kept(base: Reduced, nodes: Sequence[int]) -> Small:
    """The network in which some merged nodes are there again; each may need one more bit."""
    into = {node: child for node, child in base.into.items() if node not in nodes}
    merged = {node: _expanded(base.leak, base.links, into, node) for node in (*base.leak_left, *nodes)}
    leak = {node: value for node, (value, _) in merged.items()}
    return _small(leak, {node: links for node, (_, links) in merged.items()}, base.known)


def implied(
    leak: Sequence[float], links: Sequence[Mapping[int, float]], evidence: Mapping[int, bool]
) -> dict[int, bool]:
    """The evidence and what follows from it for certain: off from child to parent, on from parent to child."""
    known = dict(evidence)
    below: dict[int, list[int]] = {}
    for node, parents in enumerate(links):
        for parent, p in parents.items():
            if p >= 1.0:
                below.setdefault(parent, []).append(node)
    stack = list(evidence)
    while stack:
        node = stack.pop()
        if known[node]:
            follows = [(child, True) for child in below.get(node, [])]
        else:
            follows = [(parent, False) for parent, p in links[node].items() if p >= 1.0]
            if leak[node] >= 1.0:
                raise InferenceError(IMPOSSIBLE)
        for other, on in follows:
            if other not in known:
                known[other] = on
                stack.append(other)
            elif known[other] != on:
                raise InferenceError(IMPOSSIBLE)
    return known


def _relevant(
    leak: Sequence[float],
    links: Sequence[Mapping[int, float]],
    evidence: Mapping[int, bool],
    known: Mapping[int, bool],
) -> tuple[dict[int, float], dict[int, dict[int, float]]]:
    """Leaks and links of what lies upstream of evidence, without links from known parents."""
    leaks: dict[int, float] = {}
    into: dict[int, dict[int, float]] = {}
    stack = [node for node, on in known.items() if node in evidence or not on]
    while stack:
        node = stack.pop()
        if node in leaks:
            continue
        leaks[node] = leak[node]
        for parent, p in links[node].items():
            if known.get(parent, False):
                leaks[node] += (1.0 - leaks[node]) * p
        into[node] = {parent: p for parent, p in links[node].items() if parent not in known}
        stack.extend(into[node])
    return leaks, into


def _merge_chains(
    leak: dict[int, float], links: dict[int, dict[int, float]], known: Mapping[int, bool]
) -> dict[int, int]:
    """Pass the links of partial ORs on to their only child, in place; returns merged node -> child."""
    below: dict[int, set[int]] = {node: set() for node in leak}
    for node, parents in links.items():
        for parent in parents:
            below[parent].add(node)
    into: dict[int, int] = {}
    stack = list(reversed(leak))  # what hangs lowest first, so that every link moves once
    while stack:
        node = stack.pop()
        if node not in leak or node in known or not links[node] or len(below[node]) != 1:
            continue
        (child,) = below[node]
        if links[child][node] < 1.0:
            continue
        into[node] = child
        del links[child][node]
        for parent, p in links.pop(node).items():
            _join(links[child], parent, p)
            below[parent].discard(node)
            below[parent].add(child)
            stack.append(parent)
        leak[child] += (1.0 - leak[child]) * leak.pop(node)
    return into


def _expanded(
    leaks: Mapping[int, float], links: Links, into: Mapping[int, int], node: int, but: int | None = None
) -> tuple[float, dict[int, float]]:
    """Leak and links of a node with what was merged into it, without the part that came through `but`."""
    leak, found = 0.0, dict[int, float]()
    stack = [node]
    while stack:
        part = stack.pop()
        leak += (1.0 - leak) * leaks[part]
        for parent, p in links[part].items():
            if parent not in into:
                _join(found, parent, p)
            elif parent != but:
                stack.append(parent)
    return leak, found


def _join(links: dict[int, float], parent: int, p: float) -> None:
    before = links.get(parent, 0.0)
    links[parent] = before + (1.0 - before) * p


def _small(leak: Mapping[int, float], links: Links, known: Mapping[int, bool]) -> Small:
    number = {node: place for place, node in enumerate(leak)}
    edges = [(number[parent], number[node], p) for node, parents in links.items() for parent, p in parents.items()]
    evidence = {number[node]: on for node, on in known.items() if node in number}
    return Small(noisy_or(list(leak.values()), edges), evidence, number)
