"""What is left of a part after everything that could be summed away, and its outline for planning.

A node with one parent and no finding of its own hangs in the tree of its parent. The outline has one vertex
for each tree and one for all trees that touch the same joints (several copies of one kind of cause often do);
a *joint* is a node with several parents.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.inference.compiled import compiled
from legwise.inference.reduce import Bools, Floats, Ints, Part

Words = NDArray[np.uint64]

REACH = 10  # joints of a branch at most: all their bits must be inside one block


class Core(NamedTuple):
    """Nodes in numbers of their own, parents before children.

    node: number in the part. edge: number in the part of each link; links into node j are start[j] to
    start[j + 1] of parent and edge. Links out of j are out[j] to out[j + 1] of child and link (the number of
    the link in `edge`). forks: nodes that can be closed in a branch of the table, without a bit of their own.
    joints: those that a node's tree touches, shape (nodes, REACH), the rest -1; of nodes that fork.
    """

    node: Ints
    start: Ints
    parent: Ints
    edge: Ints
    out: Ints
    child: Ints
    link: Ints
    forks: Bools
    joints: Ints


class Outline(NamedTuple):
    """The vertices to plan with, parents before children.

    Vertex j stands for the trees with roots root[trees[j]] to root[trees[j + 1] - 1] (numbers in the core);
    in_tree, tree_start: nodes of the tree of a core node, in the order to close them. bits: live bits while it
    is held open, at most. work: cells touched in closing it, by a table of one cell, about. needs: from need[j] to
    need[j + 1] the vertices that must be open for j to close; those that need j are needed_start[j] to
    needed_start[j + 1] of needed. component: of each vertex.
    """

    trees: Ints
    root: Ints
    in_tree: Ints
    tree_start: Ints
    bits: Ints
    work: Floats
    need: Ints
    needs: Ints
    needed_start: Ints
    needed: Ints
    component: Ints


@compiled
def starts(counts: Ints) -> Ints:
    """Add up counts in place, counts[0] being 0: where each list begins, and the end of the last."""
    for i in range(1, len(counts)):
        counts[i] += counts[i - 1]
    return counts


@compiled
def _places(mask: Bools) -> Ints:
    """Where a mask is true."""
    found, count = np.empty(len(mask), dtype=np.int64), 0
    for i in range(len(mask)):
        if mask[i]:
            found[count] = i
            count += 1
    return found[:count]


@compiled
def core_of(part: Part) -> Core:
    """Number what is left of a part."""
    node, edge = _places(part.left), _places(part.alive)
    local = np.empty(len(part.left), dtype=np.int64)
    for v in range(len(node)):
        local[node[v]] = v
    start, out = np.zeros(len(node) + 1, dtype=np.int64), np.zeros(len(node) + 1, dtype=np.int64)
    parent, child, link = np.empty(len(edge), np.int64), np.empty(len(edge), np.int64), np.empty(len(edge), np.int64)
    for k in range(len(edge)):
        parent[k] = local[part.parent[edge[k]]]
        start[local[part.child[edge[k]]] + 1] += 1
        out[parent[k] + 1] += 1
    starts(start)
    starts(out)
    filled = out[:-1].copy()
    for v in range(len(node)):
        for k in range(start[v], start[v + 1]):
            at = filled[parent[k]]
            child[at], link[at] = v, k
            filled[parent[k]] += 1
    forks, joints = _branches(part, node, start, out, child)
    return Core(node, start, parent, edge, out, child, link, forks, joints)


@compiled
def _branches(part: Part, node: Ints, start: Ints, out: Ints, child: Ints) -> tuple[Bools, Ints]:
    """Who can be closed in a branch: nodes that only their one parent (or nothing but their leak) brings on, and all
    that hangs below them, if they touch few joints together. And these joints."""
    size = len(node)
    forks, joints = np.zeros(size, dtype=np.bool_), np.full((size, REACH), -1, dtype=np.int64)
    for v in range(size - 1, -1, -1):
        into, count = start[v + 1] - start[v], 0
        forks[v] = into == 0 or (into == 1 and part.leak[node[v]] == 0.0)
        for k in range(out[v], out[v + 1]):
            c = child[k]
            if start[c + 1] - start[c] > 1:
                count = _joined(joints, v, count, c)
                continue
            forks[v] &= forks[c]
            for place in range(REACH):
                if joints[c, place] >= 0:
                    count = _joined(joints, v, count, joints[c, place])
        forks[v] &= count <= REACH
    return forks, joints


@compiled
def _joined(joints: Ints, v: int, count: int, joint: int) -> int:
    """Add a joint to those of a node, unless it is there; returns how many there are (REACH + 1: too many)."""
    for place in range(min(count, REACH)):
        if joints[v, place] == joint:
            return count
    if count < REACH:
        joints[v, count] = joint
    return min(count, REACH) + 1


@compiled
def outline_of(core: Core) -> Outline:
    """Contract the trees of a core, and put trees together that touch the same joints."""
    size = len(core.node)
    root, depth = np.arange(size), np.zeros(size, dtype=np.int64)  # depth: bits held down to the node
    work, sign = np.zeros(size), np.zeros(size, dtype=np.uint64)
    for v in range(size):
        if core.start[v + 1] - core.start[v] == 1:
            above = core.parent[core.start[v]]
            root[v], depth[v] = root[above], depth[above]
        depth[v] += not core.forks[v]
    last, key = np.full(size, -1, dtype=np.int64), noise(size)
    touch_start = np.zeros(size + 1, dtype=np.int64)
    tree_start, in_tree = _by_root(root)
    touched, touches = np.empty(len(core.child), dtype=np.int64), 0
    for r in range(size):
        for place in range(tree_start[r], tree_start[r + 1]):
            v = in_tree[place]
            links = 2.0 + core.out[v + 1] - core.out[v]
            work[r] += links * 2.0 ** (depth[v] - (depth[v] > 0)) if core.forks[v] else links * 2.0 ** depth[v]
            for k in range(core.out[v], core.out[v + 1]):
                c = core.child[k]
                if root[c] == c and last[c] != r:
                    last[c] = r
                    touched[touches] = c
                    touches += 1
                    sign[r] ^= key[c]
        touch_start[r + 1] = touches
    vertex, trees, roots, count = _grouped(core, root, sign)
    bits, works = np.zeros(count, dtype=np.int64), np.zeros(count)
    for r in range(size):
        if root[r] == r:
            works[vertex[r]] += work[r]
            bits[vertex[r]] += tree_start[r + 1] - tree_start[r]
    out, child = np.zeros(count + 1, dtype=np.int64), np.empty(touches, dtype=np.int64)
    into, total = np.zeros(count + 1, dtype=np.int64), 0
    for j in range(count):
        r = roots[trees[j]]
        for k in range(touch_start[r], touch_start[r + 1]):
            child[total] = vertex[touched[k]]
            into[child[total] + 1] += 1
            total += 1
        out[j + 1] = total
    parent = np.empty(total, dtype=np.int64)
    starts(into)
    filled = into[:-1].copy()
    for j in range(count):
        for k in range(out[j], out[j + 1]):
            parent[filled[child[k]]] = j
            filled[child[k]] += 1
    need, needs = _needs(into, parent, out, child)
    needed_start, needed = _turned(need, needs)
    component = _components(into, parent)
    return Outline(trees, roots, in_tree, tree_start, bits, works, need, needs, needed_start, needed, component)


@compiled
def noise(count: int) -> Words:
    """Numbers by xorshift64 (Marsaglia 2003): the same on every machine."""
    found, seed = np.empty(count, dtype=np.uint64), np.uint64(88172645463325252)
    for i in range(count):
        seed ^= seed << np.uint64(13)
        seed ^= seed >> np.uint64(7)
        seed ^= seed << np.uint64(17)
        found[i] = seed
    return found


@compiled
def _by_root(root: Ints) -> tuple[Ints, Ints]:
    """The nodes of every root's tree, children before parents: where each begins, and the nodes."""
    size = len(root)
    start = np.zeros(size + 1, dtype=np.int64)
    for r in root:
        start[r + 1] += 1
    starts(start)
    filled, found = start[:-1].copy(), np.empty(size, dtype=np.int64)
    for v in range(size - 1, -1, -1):
        found[filled[root[v]]] = v
        filled[root[v]] += 1
    return start, found


@compiled
def _grouped(core: Core, root: Ints, sign: Words) -> tuple[Ints, Ints, Ints, int]:
    """The vertex of every root, and the roots of every vertex (where they begin, and which)."""
    size, table = len(root), 2
    while table < 2 * size:
        table *= 2
    held = np.full(table, -1, dtype=np.int64)
    vertex, first, count = np.full(size, -1, dtype=np.int64), np.empty(size, dtype=np.int64), 0
    for r in range(size):
        if root[r] != r:
            continue
        if core.start[r + 1] == core.start[r]:
            slot = np.int64(sign[r] & np.uint64(table - 1))
            while held[slot] >= 0 and sign[first[held[slot]]] != sign[r]:
                slot = (slot + 1) & (table - 1)
            if held[slot] >= 0:
                vertex[r] = held[slot]
                continue
            held[slot] = count
        vertex[r], first[count] = count, r
        count += 1
    trees = np.zeros(count + 1, dtype=np.int64)
    for j in vertex:
        if j >= 0:
            trees[j + 1] += 1
    starts(trees)
    roots, filled = np.empty(trees[-1], dtype=np.int64), trees[:-1].copy()
    for r in range(size):
        if vertex[r] >= 0:
            roots[filled[vertex[r]]] = r
            filled[vertex[r]] += 1
    return vertex, trees, roots, count


@compiled
def _needs(start: Ints, parent: Ints, out: Ints, child: Ints) -> tuple[Ints, Ints]:
    """Ancestors and children of every vertex: where each list begins, and the lists."""
    size = len(start) - 1
    need, total = np.zeros(size + 1, dtype=np.int64), 0
    needs = np.empty(4 * len(child) + 2 * size + 16, dtype=np.int64)
    seen, stack = np.full(size, -1, dtype=np.int64), np.empty(size + 1, dtype=np.int64)
    for v in range(size):
        if total + 2 * size > len(needs):
            larger = np.empty(2 * len(needs) + 2 * size, dtype=np.int64)
            for i in range(total):
                larger[i] = needs[i]
            needs = larger
        stack[0], top = v, 1
        while top > 0:
            top -= 1
            w = stack[top]
            for k in range(start[w], start[w + 1]):
                u = parent[k]
                if seen[u] != v:
                    seen[u] = v
                    needs[total] = stack[top] = u
                    total += 1
                    top += 1
        for k in range(out[v], out[v + 1]):
            needs[total] = child[k]
            total += 1
        need[v + 1] = total
    return need, needs[:total]


@compiled
def _turned(need: Ints, needs: Ints) -> tuple[Ints, Ints]:
    """Who needs each vertex, from what each needs."""
    size = len(need) - 1
    start = np.zeros(size + 1, dtype=np.int64)
    for n in needs:
        start[n + 1] += 1
    starts(start)
    found, filled = np.empty(len(needs), dtype=np.int64), start[:-1].copy()
    for v in range(size):
        for k in range(need[v], need[v + 1]):
            found[filled[needs[k]]] = v
            filled[needs[k]] += 1
    return start, found


@compiled
def _components(start: Ints, parent: Ints) -> Ints:
    """The connected component of every vertex, numbered by first vertex."""
    size = len(start) - 1
    root, component, count = np.arange(size), np.empty(size, dtype=np.int64), 0
    for v in range(size):
        for k in range(start[v], start[v + 1]):
            a, b = v, parent[k]
            while root[a] != a:
                a = root[a]
            while root[b] != b:
                b = root[b]
            root[max(a, b)] = min(a, b)
    for v in range(size):
        if root[v] == v:
            component[v] = count
            count += 1
        else:
            component[v] = component[root[v]]
    return component
