"""Plain loops over a network's arrays, compiled by Numba and cached on disk.

Edges lie sorted by child: those into node j are start[j] to start[j + 1]. `order` has parents first.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def upstream(order: Ints, start: Ints, parent: Ints, found: Bools) -> None:
    """Extend the mask `found` by all ancestors, in place."""
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if found[node]:
            for edge in range(start[node], start[node + 1]):
                found[parent[edge]] = True


@njit(cache=True, nogil=True)
def downstream(order: Ints, start: Ints, parent: Ints, found: Bools) -> None:
    """Extend the mask `found` by all descendants, in place."""
    for node in order:
        for edge in range(start[node], start[node + 1]):
            if found[parent[edge]]:
                found[node] = True
                break


@njit(cache=True, nogil=True)
def absorb(
    start: Ints,
    parent: Ints,
    p: Floats,
    kept: Bools,
    left: Bools,
    required: Bools,
    leak: Floats,
    off: Floats,
    on: Floats,
    nodes: Ints,
    edges: Ints,
    weights: Floats,
) -> tuple[int, float]:
    """Sum childless nodes with at most one parent into that parent, again and again, in place.

    kept: edges still there. left: nodes still there. off, on: weights of nodes. Writes the absorbed nodes
    in order, the edge each hung on (-1 for none) and its two weights; returns how many, and the log of the
    factors taken out (-inf when the evidence is impossible).
    """
    size = len(leak)
    children, parents = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for node in range(size):
        for edge in range(start[node], start[node + 1]):
            if kept[edge]:
                parents[node] += 1
                children[parent[edge]] += 1
    stack, top = np.empty(2 * size, dtype=np.int64), 0
    for node in range(size):
        if left[node] and children[node] == 0 and parents[node] <= 1:
            stack[top] = node
            top += 1
    count, taken = 0, 0.0
    while top > 0:
        top -= 1
        node = stack[top]
        left[node] = False
        if required[node]:
            off[node] = 0.0
        hung = -1
        for edge in range(start[node], start[node + 1]):
            if kept[edge]:
                hung = edge
        nodes[count], edges[count], weights[count, 0], weights[count, 1] = node, hung, off[node], on[node]
        count += 1
        if_off = (1.0 - leak[node]) * off[node] + leak[node] * on[node]
        if hung < 0:
            if if_off <= 0.0:
                return count, -math.inf
            taken += math.log(if_off)
            continue
        above = parent[hung]
        either = leak[node] + (1.0 - leak[node]) * p[hung]
        if_on = (1.0 - either) * off[node] + either * on[node]
        off[above] *= if_off
        on[above] *= if_on
        scale = max(off[above], on[above])
        if scale <= 0.0:
            return count, -math.inf
        off[above] /= scale
        on[above] /= scale
        taken += math.log(scale)
        kept[hung] = False
        children[above] -= 1
        if children[above] == 0 and parents[above] <= 1:
            stack[top] = above
            top += 1
    return count, taken


@njit(cache=True, nogil=True)
def components(child: Ints, parent: Ints, kept: Bools, size: int) -> Ints:
    """For every node the smallest node that it is connected with by kept edges."""
    root = np.arange(size)
    for edge in range(len(parent)):
        if kept[edge]:
            a, b = parent[edge], child[edge]
            while root[a] != a:
                root[a] = root[root[a]]
                a = root[a]
            while root[b] != b:
                root[b] = root[root[b]]
                b = root[b]
            root[max(a, b)] = min(a, b)
    for node in range(size):
        root[node] = root[root[node]]
    return root


@njit(cache=True, nogil=True)
def add_absorbed(
    nodes: Ints, edges: Ints, weights: Floats, leak: Floats, parent: Ints, p: Floats, on: Floats, fired: Floats
) -> None:
    """Add the posterior of the nodes that were summed into their parent, and of their links, in place."""
    for item in range(len(nodes) - 1, -1, -1):
        node, edge = nodes[item], edges[item]
        w_off, w_on, own = weights[item, 0], weights[item, 1], leak[node]
        by_itself = (1.0 - own) * w_off + own * w_on
        alone = own * w_on / by_itself if by_itself > 0.0 else 0.0  # 0: impossible without the parent
        if edge < 0:
            on[node] = alone
            continue
        above = on[parent[edge]]
        either = own + (1.0 - own) * p[edge]
        total = (1.0 - either) * w_off + either * w_on
        on[node] = (1.0 - above) * alone
        if total > 0.0:
            on[node] += above * either * w_on / total
            fired[edge] = above * p[edge] * w_on / total


@njit(cache=True, nogil=True)
def draw_absorbed(
    nodes: Ints,
    edges: Ints,
    weights: Floats,
    leak: Floats,
    parent: Ints,
    p: Floats,
    row: Ints,
    random: Any,
    on: Bools,
    leaked: Bools,
    fired: Bools,
) -> None:
    """Draw the nodes that were summed into their parent, parents first, given the parents' draws."""
    for item in range(len(nodes) - 1, -1, -1):
        node, edge = nodes[item], edges[item]
        w_off, w_on, own = weights[item, 0], weights[item, 1], leak[node]
        for d in range(on.shape[1]):
            link = p[edge] if edge >= 0 and on[parent[edge], d] else 0.0
            neither = (1.0 - own) * (1.0 - link) * w_off
            only_link, only_leak, both = (1.0 - own) * link * w_on, own * (1.0 - link) * w_on, own * link * w_on
            point = random.random() * (neither + only_link + only_leak + both)
            if point >= neither:
                on[node, d] = True
                point -= neither
                if point < only_link:
                    fired[row[edge], d] = True
                else:
                    leaked[node, d] = True
                    if link > 0.0 and point >= only_link + only_leak:
                        fired[row[edge], d] = True


@njit(cache=True, nogil=True)
def spread(order: Ints, start: Ints, parent: Ints, p: Floats, leak: Floats, wanted: Bools, chance: Floats) -> None:
    """Chance of every wanted node being on given its parents' chances; rows of `chance` are nodes.

    Rows of nodes that are not wanted are taken as they are. Parents count as independent.
    """
    silent = np.empty(chance.shape[1])
    for node in order:
        if wanted[node]:
            silent[:] = 1.0 - leak[node]
            for edge in range(start[node], start[node + 1]):
                above, strength = chance[parent[edge]], p[edge]
                for d in range(len(silent)):
                    silent[d] *= 1.0 - strength * above[d]
            for d in range(len(silent)):
                chance[node, d] = 1.0 - silent[d]


@njit(cache=True, nogil=True)
def influence(order: Ints, start: Ints, parent: Ints, p: Floats, source: int, chance: Floats, strongest: Ints) -> None:
    """Chance that `source` alone brings on each node, and the edge that does most of it (-1: unreachable)."""
    chance[source] = 1.0
    for node in order:
        silent, most = 1.0, 0.0
        for edge in range(start[node], start[node + 1]):
            carried = p[edge] * chance[parent[edge]]
            if carried > 0.0:
                silent *= 1.0 - carried
                if carried > most:
                    most = carried
                    strongest[node] = edge
        if most > 0.0:
            chance[node] = 1.0 - silent


@njit(cache=True, nogil=True)
def flow(
    order: Ints,
    start: Ints,
    parent: Ints,
    row: Ints,
    fired: Bools,
    leaked: Bools,
    weights: Floats,
    held: Floats,
    holds: Bools,
    origin: Floats,
    passed: Floats,
) -> None:
    """Let credit flow from nodes up the links that fired, split evenly among these and the node's own leak.

    held: (nodes, draws), credit to begin with; receives all credit that ever reached a node. holds: nodes
    with credit. origin: the part that started at a node. passed: weighted mean that each edge carried.
    """
    draws = held.shape[1]
    share = np.empty(draws)
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if not holds[node]:
            continue
        for d in range(draws):
            share[d] = 1.0 if leaked[node, d] else 0.0
        for edge in range(start[node], start[node + 1]):
            if row[edge] > 0:
                here = fired[row[edge]]
                for d in range(draws):
                    share[d] += here[d]
        for d in range(draws):
            if share[d] > 0.0:
                share[d] = held[node, d] / share[d]
                origin[node, d] = share[d] if leaked[node, d] else 0.0
            else:
                origin[node, d] = held[node, d]
        for edge in range(start[node], start[node + 1]):
            if row[edge] == 0:
                continue
            here, expected = fired[row[edge]], 0.0
            for d in range(draws):
                if here[d]:
                    expected += weights[d] * share[d]
            if expected > 0.0:
                above = parent[edge]
                passed[edge] = expected
                holds[above] = True
                for d in range(draws):
                    if here[d]:
                        held[above, d] += share[d]


@njit(cache=True, nogil=True)
def scores(
    reached: Bools,
    observed: Bools,
    start: Ints,
    parent: Ints,
    p: Floats,
    leak: Floats,
    leak_tag: Ints,
    tag: Ints,
    row: Ints,
    on: Bools,
    leaked: Bools,
    fired: Bools,
    score: Floats,
) -> None:
    """Add up (happened - probability) for the number behind every leak and link; score: (numbers, draws)."""
    draws = on.shape[1]
    for node in range(len(leak)):
        if not reached[node]:
            continue
        into = score[leak_tag[node]]
        for d in range(draws):
            into[d] += leaked[node, d] - leak[node]
        for edge in range(start[node], start[node + 1]):
            above = parent[edge]
            if observed[above]:
                continue
            into, here, strength = score[tag[edge]], fired[row[edge]], p[edge]
            for d in range(draws):
                into[d] += here[d] - strength * on[above, d]
