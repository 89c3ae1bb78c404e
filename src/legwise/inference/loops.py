"""Plain loops over a network's arrays, compiled by Numba and cached on disk.

Edges lie sorted by child: those into node j are start[j] to start[j + 1]. `order` has parents first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from legwise.inference.compiled import compiled, compiled_sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCK = 256  # draws at a time, so that what is read again lies in the cache


@compiled
def upstream(order: Ints, start: Ints, parent: Ints, found: Bools) -> None:
    """Extend the mask `found` by all ancestors, in place."""
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if found[node]:
            for edge in range(start[node], start[node + 1]):
                found[parent[edge]] = True


@compiled
def downstream(order: Ints, start: Ints, parent: Ints, found: Bools) -> None:
    """Extend the mask `found` by all descendants, in place."""
    for node in order:
        for edge in range(start[node], start[node + 1]):
            if found[parent[edge]]:
                found[node] = True
                break


@compiled
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


@compiled
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


@compiled
def flow(
    order: Ints,
    start: Ints,
    parent: Ints,
    row: Ints,
    fired: Bools,
    leaked: Bools,
    weights: Floats,
    place: Ints,
    held: Floats,
    holds: Bools,
    origin: Floats,
    passed: Floats,
) -> None:
    """Let credit flow from nodes up the links that fired, split evenly among these and the node's own leak.

    held: (rows, draws), credit to begin with, node j in row place[j]; receives all credit that ever reached a node.
    holds: nodes with credit. origin: the part that started at a node. passed: weighted mean that each edge carried.
    """
    draws = held.shape[1]
    share = np.empty(draws)
    for number in range(len(order) - 1, -1, -1):
        node = order[number]
        if not holds[node]:
            continue
        mine, begun = held[place[node]], origin[place[node]]
        for d in range(draws):
            share[d] = 1.0 if leaked[node, d] else 0.0
        for edge in range(start[node], start[node + 1]):
            if row[edge] > 0:
                here = fired[row[edge]]
                for d in range(draws):
                    share[d] += here[d]
        for d in range(draws):
            if share[d] > 0.0:
                share[d] = mine[d] / share[d]
                begun[d] = share[d] if leaked[node, d] else 0.0
            else:
                begun[d] = mine[d]
        for edge in range(start[node], start[node + 1]):
            if row[edge] == 0:
                continue
            here, expected = fired[row[edge]], 0.0
            for d in range(draws):
                if here[d]:
                    expected += weights[d] * share[d]
            if expected > 0.0:
                passed[edge] = expected
                holds[parent[edge]] = True
                above = held[place[parent[edge]]]
                for d in range(draws):
                    if here[d]:
                        above[d] += share[d]


@compiled
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


@compiled
def silent(above: Ints, p: Floats, leak: float, on: Bools, off: Floats) -> None:
    """Chance that neither its leak nor a link from `above` brings a node on, in every draw, into `off`."""
    off[:] = 1.0 - leak
    for k in range(len(above)):
        here, strength = on[above[k]], p[k]
        for d in range(len(off)):
            if here[d]:
                off[d] *= 1.0 - strength


@compiled
def brought_on(above: Ints, p: Floats, leak: float, on: Bools, random: Any, leaked: Bools, fired: Bools) -> None:
    """Draw by which links, from `above`, and leak a node came on, given that it did: `fired` (links, draws)."""
    links = len(above)
    may, count = np.empty((BLOCK, links), dtype=np.int64), np.empty(BLOCK, dtype=np.int64)  # links with parents on
    rest = np.ones(links + 1)  # chance that no such link from here on fires
    for first in range(0, len(leaked), BLOCK):
        size = min(BLOCK, len(leaked) - first)
        count[:] = 0
        for k in range(links):
            here = on[above[k], first : first + size]
            for d in range(size):
                if here[d]:
                    may[d, count[d]] = k
                    count[d] += 1
        for d in range(size):
            last = count[d]
            rest[last] = 1.0
            for i in range(last - 1, -1, -1):
                rest[i] = rest[i + 1] * (1.0 - p[may[d, i]])
            left = 1.0 - (1.0 - leak) * rest[0]
            leaked[first + d] = known = left > 0.0 and random.random() * left < leak
            for i in range(last):
                k = may[d, i]
                sure = 1.0 if known else 1.0 - rest[i]
                if sure > 0.0 and random.random() * sure < p[k]:
                    fired[k, first + d] = known = True


@compiled_sums
def moments(rows: Bools, weight: Floats) -> tuple[Floats, Floats]:
    """Sums of the weights, and of their squares, over the draws in which the event of each row happened."""
    first, second = np.zeros(len(rows)), np.zeros(len(rows))
    for r in range(len(rows)):
        row, once, twice = rows[r], 0.0, 0.0
        for d in range(len(weight)):
            w = weight[d] if row[d] else 0.0
            once += w
            twice += w * w
        first[r], second[r] = once, twice
    return first, second
