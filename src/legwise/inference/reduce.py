"""Shrink a network and its evidence to the part that needs real work. Nothing here approximates.

- Nodes that are not upstream of evidence have no influence and are left out.
- A node observed off factorises: each parent that is on costs a factor ``1 - p``.
- A node observed on hands ``p`` to the leaks of its children, and becomes a requirement upstream: it keeps
  the weights (0, 1).
- A childless node with at most one parent left is summed *up* into that parent's weights.
- A parentless node with one child left is summed *down* into that child's leak.

What remains, the core, goes to the frontier. `legwise.inference.restore` takes what the frontier says of the core
back to the nodes that were summed away.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.inference.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UP, DOWN, ALONE = range(3)
ORDINARY = 1e-100  # factors between this and its inverse are multiplied; a logarithm of each takes longer


class Part(NamedTuple):
    """The part of a network that the evidence reaches, in numbers of its own, parents before children.

    node: shape (nodes,), the network's number of each. leak, off, on: own leak, and weights when off and on.
    required, left: observed on; not summed away. start: edges into node j are start[j] to start[j + 1] of
    parent, child, p and edge (the network's number of the edge); alive: not summed away. kind, gone, hung,
    weights: what was summed away, in order: how, the node, its edge (-1: none), and four numbers (UP: weights
    off and on; DOWN: the chance that it was on without firing, that it fired, the child's leak before and
    after). log_taken: natural log of all that was taken out, -inf when the evidence is impossible.
    """

    node: Ints
    leak: Floats
    off: Floats
    on: Floats
    required: Bools
    left: Bools
    start: Ints
    parent: Ints
    child: Ints
    p: Floats
    edge: Ints
    alive: Bools
    kind: Ints
    gone: Ints
    hung: Ints
    weights: Floats
    log_taken: float


@compiled
def _times(product: float, taken: float, factor: float) -> tuple[float, float]:
    """Take a factor out: into the product, or as a logarithm where one of them is no ordinary number."""
    if not ORDINARY < factor < 1.0 / ORDINARY:
        return product, taken + (math.log(factor) if factor > 0.0 else -math.inf)
    product *= factor
    if not ORDINARY < product < 1.0 / ORDINARY:
        return 1.0, taken + math.log(product)
    return product, taken


@compiled
def reduced(order: Ints, start: Ints, parent: Ints, p: Floats, leak: Floats, state: Any, slope: Floats) -> Part:
    """The part that matters.

    state: shape (nodes,), 1 observed on, 0 observed off, -1 not observed, 2 known to be on, but how probable
    that is plays no part (somebody else weighs it). slope: shape (nodes,); each parent that is on of a node in
    state 2 weighs (1 - p) to the power of -slope.
    """
    size = len(leak)
    reached, local = np.zeros(size, dtype=np.bool_), np.empty(size, dtype=np.int64)
    weight, found = np.ones(size), np.empty(size, dtype=np.int64)  # of being on, by what is known below; reached nodes
    begin, edges, product, taken = size, 0, 1.0, 0.0
    for place in range(size - 1, -1, -1):
        node = order[place]
        says = state[node]
        if (says < 0 or (says == 2 and slope[node] == 0.0)) and not reached[node]:
            continue
        begin -= 1
        found[begin] = node
        if says == 0:
            silent = 1.0 - leak[node]
            for e in range(start[node], start[node + 1]):
                above = parent[e]
                reached[above] = True
                weight[above] *= 1.0 - p[e]
                if state[above] >= 1:
                    silent *= 1.0 - p[e]
            product, taken = _times(product, taken, silent)
        elif says != 2:
            edges += start[node + 1] - start[node]
            for e in range(start[node], start[node + 1]):
                reached[parent[e]] = True
        elif slope[node] > 0.0:
            for e in range(start[node], start[node + 1]):
                reached[parent[e]] = True
                weight[parent[e]] *= (1.0 - p[e]) ** -slope[node]
    taken += math.log(product)
    number = found[begin:]
    nodes = len(number)
    own, off, on = np.empty(nodes), np.ones(nodes), np.ones(nodes)
    required, left = np.zeros(nodes, dtype=np.bool_), np.ones(nodes, dtype=np.bool_)
    first, kept = np.zeros(nodes + 1, dtype=np.int64), 0
    up, down, which = np.empty(edges, np.int64), np.empty(edges, np.int64), np.empty(edges, np.int64)
    for at in range(nodes):
        node = number[at]
        local[node], own[at], says = at, leak[node], state[node]
        if says == 0 or says == 2:
            left[at] = False
        else:
            for e in range(start[node], start[node + 1]):
                above = parent[e]
                if state[above] >= 1:
                    own[at] += (1.0 - own[at]) * p[e]
                elif state[above] < 0 and p[e] > 0.0:
                    up[kept], down[kept], which[kept] = local[above], at, e
                    kept += 1
            if says == 1:
                required[at], off[at] = True, 0.0
            else:
                on[at] = weight[node]
        first[at + 1] = kept
    strength = np.empty(kept)
    for k in range(kept):
        strength[k] = p[which[k]]
    kind, gone, hung = np.empty(nodes, np.int64), np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    part = Part(
        number, own, off, on, required, left, first, up[:kept], down[:kept], strength, which[:kept],
        np.ones(kept, dtype=np.bool_), kind, gone, hung, np.empty((nodes, 4)), taken,
    )  # fmt: skip
    count, taken = _absorb(part)
    return Part(
        number, own, off, on, required, left, first, part.parent, part.child, strength, part.edge,
        part.alive, kind[:count], gone[:count], hung[:count], part.weights[:count], taken,
    )  # fmt: skip


@compiled
def _absorb(part: Part) -> tuple[int, float]:
    """Sum nodes up and down until none is left that can be; returns how many, and the new `log_taken`."""
    nodes, taken = len(part.leak), part.log_taken
    parents, children = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    edge_in, edge_out = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)  # xor of the alive ones
    for k in range(len(part.p)):
        c, u = part.child[k], part.parent[k]
        parents[c] += 1
        children[u] += 1
        edge_in[c] ^= k
        edge_out[u] ^= k
    stack, top = np.empty(2 * nodes, dtype=np.int64), 0
    for v in range(nodes):
        if part.left[v] and parents[v] + children[v] <= 1:
            stack[top] = v
            top += 1
    count, product = 0, 1.0
    while top > 0:
        top -= 1
        v = stack[top]
        if not part.left[v]:
            continue
        leak, off, on = part.leak[v], part.off[v], part.on[v]
        w_off, w_on = (1.0 - leak) * off, leak * on
        neighbour, k = -1, -1
        if parents[v] == 1:
            kind, k, neighbour = UP, edge_in[v], part.parent[edge_in[v]]
            either = leak + (1.0 - leak) * part.p[k]
            if_on = (1.0 - either) * off + either * on
            part.weights[count, 0], part.weights[count, 1] = off, on
            part.off[neighbour] *= w_off + w_on
            part.on[neighbour] *= if_on
            scale = max(part.off[neighbour], part.on[neighbour])
            if scale > 0.0:
                part.off[neighbour] /= scale
                part.on[neighbour] /= scale
            children[neighbour] -= 1
            edge_out[neighbour] ^= k
        elif children[v] == 1:
            kind, k, neighbour = DOWN, edge_out[v], part.child[edge_out[v]]
            scale = w_off + w_on
            silent = w_off + w_on * (1.0 - part.p[k])
            fires = w_on * part.p[k] / scale if scale > 0.0 else 0.0
            before = part.leak[neighbour]
            part.leak[neighbour] = before + (1.0 - before) * fires
            part.weights[count, 0] = w_on * (1.0 - part.p[k]) / silent if silent > 0.0 else 0.0
            part.weights[count, 1], part.weights[count, 2] = fires, before
            part.weights[count, 3] = part.leak[neighbour]
            parents[neighbour] -= 1
            edge_in[neighbour] ^= k
        else:
            kind, scale = ALONE, w_off + w_on
            part.weights[count, 0], part.weights[count, 1] = off, on
        product, taken = _times(product, taken, scale)
        part.left[v] = False
        part.kind[count], part.gone[count], part.hung[count] = kind, v, k
        count += 1
        if neighbour >= 0:
            part.alive[k] = False
            if parents[neighbour] + children[neighbour] <= 1:
                stack[top] = neighbour
                top += 1
    return count, taken + math.log(product)
