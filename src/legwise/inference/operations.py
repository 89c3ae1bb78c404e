"""The operations on one table that close the core's nodes in a given order, and what they cost.

OPEN adds a node's bit to the table, EDGE lets a parent that is on produce its child, CLOSE sums a node out with its
weights. Most nodes need no bit: all their links can be worked through at once. FORK copies the part of the table in
which such a node can be on (its parent's bit is set), the EDGEs out of it work on the whole copy, and JOIN adds the
copy to what is left, each with its weight. What hangs below such a node is forked off its copy in turn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from legwise.inference.compiled import compiled
from legwise.inference.core import Core
from legwise.inference.reduce import Bools, Floats, Ints

OPEN, EDGE, CLOSE, FORK, JOIN = range(5)


class Operations(NamedTuple):
    """Kind, node (of an EDGE the child) and edge (of a FORK and a JOIN that into the node; -1: none) of each."""

    code: Ints
    node: Ints
    edge: Ints


@compiled
def operations(core: Core, order: Ints) -> Operations:
    """What closes the nodes in this order."""
    size, links = len(core.node), len(core.edge)
    most = 2 * size + links
    code, node, edge = np.empty(most, np.int64), np.empty(most, np.int64), np.full(most, -1, dtype=np.int64)
    opened, settled = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    done = np.zeros(links, dtype=np.bool_)
    stack, place = np.empty(size + links + 1, dtype=np.int64), np.empty(size, dtype=np.int64)
    at = 0
    for closing in order:
        into = core.start[closing]
        above = core.parent[into] if core.start[closing + 1] == into + 1 else -1
        if above >= 0 and core.forks[above] and not opened[above]:
            continue  # it goes with the node above it
        forks = core.forks[closing] and not opened[closing]
        stack[0], top = closing, 1
        while top > 0:  # settle the node, its ancestors first
            v, waits = stack[top - 1], False
            for k in range(core.start[v], core.start[v + 1]):
                if not done[k] and not settled[core.parent[k]]:
                    stack[top] = core.parent[k]
                    top += 1
                    waits = True
            if waits:
                continue
            top -= 1
            if v == closing and forks:
                break
            if not opened[v]:
                code[at], node[at], opened[v] = OPEN, v, True
                at += 1
            for k in range(core.start[v], core.start[v + 1]):
                if not done[k]:
                    code[at], node[at], edge[at], done[k] = EDGE, v, k, True
                    at += 1
            settled[v] = True
        if forks:
            for j in core.joints[closing]:
                if j >= 0 and not opened[j]:
                    code[at], node[at], opened[j] = OPEN, j, True
                    at += 1
            code[at], node[at], edge[at] = FORK, closing, into if above >= 0 else -1
            at += 1
            stack[0], place[closing], top = closing, core.out[closing], 1
            while top > 0:
                v = stack[top - 1]
                if place[v] == core.out[v + 1]:
                    code[at], node[at] = JOIN, v
                    if core.start[v + 1] > core.start[v]:
                        edge[at] = core.start[v]
                        done[edge[at]] = True
                    at += 1
                    top -= 1
                    continue
                c, k = core.child[place[v]], core.link[place[v]]
                place[v] += 1
                code[at], node[at], edge[at], done[k] = EDGE, c, k, True
                if core.start[c + 1] - core.start[c] == 1:
                    code[at], place[c] = FORK, core.out[c]
                    stack[top] = c
                    top += 1
                at += 1
            continue
        for out in range(core.out[closing], core.out[closing + 1]):
            c, k = core.child[out], core.link[out]
            if done[k]:
                continue
            if not opened[c]:
                code[at], node[at], opened[c] = OPEN, c, True
                at += 1
            code[at], node[at], edge[at], done[k] = EDGE, c, k, True
            at += 1
        code[at], node[at] = CLOSE, closing
        at += 1
    return Operations(code[:at], node[:at], edge[:at])


@compiled
def effort(core: Core, steps: Operations, component: Ints) -> tuple[Ints, Floats]:
    """Most bits, and cells touched by a forward pass, of each component (component: of each node)."""
    code, node, edge = steps
    count = component.max() + 1 if len(component) > 0 else 0
    widths, costs = np.zeros(count, dtype=np.int64), np.zeros(count)
    held: Bools = np.zeros(len(core.node), dtype=np.bool_)
    live, half = 0, np.zeros(len(core.node) + 1, dtype=np.int64)  # by depth of branches: is it half the table?
    depth = 0
    for o in range(len(code)):
        number = component[node[o]]
        live += code[o] == OPEN
        widths[number] = max(widths[number], live)
        if code[o] == OPEN:
            held[node[o]] = True
        at_parent = edge[o] >= 0 and held[core.parent[edge[o]]]
        if code[o] == FORK:
            depth += 1
            half[depth] = half[depth - 1] or at_parent
        costs[number] += 2.0 ** (live - (half[depth] if depth > 0 else at_parent))
        depth -= code[o] == JOIN
        live -= code[o] == CLOSE
    return widths, costs
