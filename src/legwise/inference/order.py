"""Choose the order in which the core's nodes are closed.

The frontier table has one bit per *live* node. A node is opened when the first of its links is worked
through and closed after its last one (unless all are worked through at once, in a branch: see `operations`), so
the width is at most the vertex separation (path-width) of the plain graph: parents are not married, which is what
makes noisy-OR cheap. A broad cause may stay live while the findings that it touches come and go; this conditions
on the cause and so splits what it joins.

A link can be worked through once its parent is settled, that is once all links into the parent are done.
So closing a node *needs* its children and its ancestors opened. The greedy closes all that needs no further
bit; else it opens what some vertex of the outline needs, chosen by how many bits that takes and leaves.
Finding the best order is NP-hard; the greedy is run again with other weights and a little noise as long as
the table is so large that looking further pays (GRASP; Feo & Resende 1995).
"""

from __future__ import annotations

import numpy as np

from legwise.inference.compiled import compiled
from legwise.inference.core import Outline, Words, noise
from legwise.inference.reduce import Floats, Ints

TRIES = 12  # at most; more hardly ever find anything better
PAYS = 2000.0  # cells of the best plan so far that pay for one more try, for each pair of a vertex and a need


@compiled
def best_order(outline: Outline, tries: int) -> tuple[Ints, Ints]:
    """The core's nodes in the order to close them, and by node its component."""
    size = len(outline.bits)
    members, done = np.empty(size, dtype=np.int64), 0
    components = outline.component.max() + 1 if size > 0 else 0
    order, component = np.empty(len(outline.in_tree), np.int64), np.empty(len(outline.in_tree), np.int64)
    weights = np.array([[0.1, 1.0, 0.05], [0.3, 1.0, 0.3], [0.0, 1.0, 0.3], [0.6, 1.0, 0.05]])
    key = noise(size + tries)
    for number in range(components):
        count, links = 0, 0
        for v in range(size):
            if outline.component[v] == number:
                members[count] = v
                count += 1
                links += int(outline.need[v + 1] - outline.need[v])
        best, tried = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
        best_cost = np.inf
        for attempt in range(tries):
            if attempt > 0 and best_cost < PAYS * attempt * links:
                break
            strength = 0.0 if attempt < len(weights) else 0.1 * (1 + attempt % 3)
            how = weights[attempt % len(weights)]
            cost = _greedy(outline, members[:count], key, how, strength, key[size + attempt], best_cost, tried)
            if cost < best_cost:
                best_cost = cost
                for i in range(count):
                    best[i] = tried[i]
        for vertex in best:
            for r in outline.root[outline.trees[vertex] : outline.trees[vertex + 1]]:
                for node in outline.in_tree[outline.tree_start[r] : outline.tree_start[r + 1]]:
                    order[done], component[node] = node, number
                    done += 1
    return order, component


@compiled
def _greedy(
    outline: Outline,
    members: Ints,
    key: Words,
    value: Floats,
    strength: float,
    seed: np.uint64,
    limit: float,
    order: Ints,
) -> float:
    """One plan for a component, written to `order`; its cost, about (infinite once it exceeds `limit`).

    The score of a candidate weighs with `value` the bits that it takes for good, those that it takes at first, and
    (to be had) the vertices that it lets close; noise of this strength is added.
    """
    size = len(outline.bits)
    missing, short = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)  # vertices and bits not open yet
    sign = np.zeros(size, dtype=np.uint64)  # of the set of missing vertices, to weigh equal sets once
    state = np.zeros(size, dtype=np.int64)  # 0 unopened, 1 live, 2 closed
    queue, head, tail = np.empty(len(members), dtype=np.int64), 0, 0
    table = 2
    while table < 2 * len(members):
        table *= 2
    weighed, when = np.empty(table, dtype=np.uint64), np.full(table, -1, dtype=np.int64)
    opened, waiting = np.empty(len(members), dtype=np.int64), np.empty(len(members), dtype=np.int64)
    for v in members:
        missing[v], short[v] = outline.need[v + 1] - outline.need[v], 0
        for i in range(outline.need[v], outline.need[v + 1]):
            n = outline.needs[i]
            sign[v] ^= key[n]
            short[v] += outline.bits[n]
        if missing[v] == 0:
            queue[tail] = v
            tail += 1
    live, cost, done = 0, 0.0, 0
    while done < len(members):
        if head < tail:
            v = queue[head]
            head += 1
            held = state[v] == 1
            if not held:
                tail = _open(outline, v, key, missing, short, sign, state, queue, tail)
            cost += outline.work[v] * 2.0 ** (live - held)
            if cost >= limit:
                return np.inf
            if held:
                live -= outline.bits[v]
            state[v] = 2
            order[done] = v
            done += 1
            continue
        chosen, lowest = -1, np.inf
        for v in members:
            # its score cannot be lower: no more bits than are live come free, and freed / (8 + freed) is below 1
            if state[v] == 2 or value[1] * short[v] - value[0] * live - value[2] >= lowest:
                continue
            slot = np.int64(sign[v] & np.uint64(table - 1))
            while when[slot] == done and weighed[slot] != sign[v]:
                slot = (slot + 1) & (table - 1)
            if when[slot] == done:
                continue
            weighed[slot], when[slot] = sign[v], done
            lasting, freed = _consequence(outline, v, missing, state, opened, waiting)
            score = value[0] * lasting + value[1] * short[v] - value[2] * freed / (8.0 + freed)
            if strength > 0.0:
                seed ^= seed << np.uint64(13)
                seed ^= seed >> np.uint64(7)
                seed ^= seed << np.uint64(17)
                score += strength * (seed >> np.uint64(11)) * 2.0**-53
            if score < lowest:
                chosen, lowest = v, score
        for i in range(outline.need[chosen], outline.need[chosen + 1]):
            n = outline.needs[i]
            if state[n] == 0:
                tail = _open(outline, n, key, missing, short, sign, state, queue, tail)
                live += outline.bits[n]
                cost += 2.0**live
    return cost


@compiled
def _open(
    outline: Outline, v: int, key: Words, missing: Ints, short: Ints, sign: Words, state: Ints, queue: Ints, tail: int
) -> int:
    """Make a vertex live; what needed nothing else joins the queue, whose new end is returned."""
    state[v] = 1
    for i in range(outline.needed_start[v], outline.needed_start[v + 1]):
        w = outline.needed[i]
        missing[w] -= 1
        short[w] -= outline.bits[v]
        sign[w] ^= key[v]
        if missing[w] == 0 and state[w] != 2:
            queue[tail] = w
            tail += 1
    return tail


@compiled
def _consequence(outline: Outline, v: int, missing: Ints, state: Ints, opened: Ints, queue: Ints) -> tuple[int, int]:
    """If all that `v` needs were opened and all closed that then can be: lasting new bits, and vertices closed."""
    count, head, tail, bits = 0, 0, 0, 0
    for i in range(outline.need[v], outline.need[v + 1]):
        n = outline.needs[i]
        if state[n] == 0:
            opened[count] = n
            count += 1
            state[n] = 1
            bits += outline.bits[n]
    done = 0
    while True:
        while done < count:
            n = opened[done]
            done += 1
            for i in range(outline.needed_start[n], outline.needed_start[n + 1]):
                w = outline.needed[i]
                missing[w] -= 1
                if missing[w] == 0 and state[w] != 2:
                    queue[tail] = w
                    tail += 1
        if head == tail:
            break
        w = queue[head]
        head += 1
        if state[w] == 0:
            opened[count] = w
            count += 1
            state[w] = 1
        else:
            bits -= outline.bits[w]
    for i in range(count):
        n = opened[i]
        state[n] = 0
        for k in range(outline.needed_start[n], outline.needed_start[n + 1]):
            missing[outline.needed[k]] += 1
    return bits, head
