"""Bring back what `reduce` summed away: posteriors and draws of the nodes, from those of the core."""

from __future__ import annotations

import math
from typing import Any

from legwise.inference.compiled import compiled
from legwise.inference.reduce import ALONE, DOWN, Bools, Floats, Ints, Part


@compiled
def restore(part: Part, on: Floats, leaked: Floats, fired: Floats) -> None:
    """Posteriors of the nodes summed away, in place: on, on by its own leak (nodes,), and links fired (edges,)."""
    for item in range(len(part.kind) - 1, -1, -1):
        v, k = part.gone[item], part.hung[item]
        if part.kind[item] == DOWN:
            c, (idle, fires, before, after) = part.child[k], part.weights[item]
            together = leaked[c]
            if after > 0.0:
                fired[k] = together * fires / after
                leaked[c] = together * before / after
            on[v] = fired[k] + (1.0 - fired[k]) * idle
            leaked[v] = on[v]
            continue
        off_weight, on_weight, own = part.weights[item, 0], part.weights[item, 1], part.leak[v]
        total = (1.0 - own) * off_weight + own * on_weight
        alone = own * on_weight / total if total > 0.0 else 0.0  # 0: impossible without the parent
        if part.kind[item] == ALONE:
            on[v] = leaked[v] = alone
            continue
        above, p = on[part.parent[k]], part.p[k]
        either = own + (1.0 - own) * p
        total = (1.0 - either) * off_weight + either * on_weight
        on[v] = leaked[v] = (1.0 - above) * alone
        if total > 0.0:
            on[v] += above * either * on_weight / total
            leaked[v] += above * own * on_weight / total
            fired[k] = above * p * on_weight / total


@compiled
def restore_draws(part: Part, random: Any, row: Ints, on: Bools, leaked: Bools, fired: Bools) -> None:
    """Draw the nodes summed away given those that remain; the matrices are `Draws`'s, in the network's numbers.

    What is as probable in most draws and seldom happens is drawn by steps from one time to the next.
    """
    for item in range(len(part.kind) - 1, -1, -1):
        v, k = part.gone[item], part.hung[item]
        node, own = part.node[v], part.leak[v]
        if part.kind[item] == DOWN:
            below, into = part.node[part.child[k]], row[part.edge[k]]
            idle, fires, before, after = part.weights[item]
            log_miss = _log_miss(idle)
            hit = _next_hit(-1, log_miss, random)
            for d in range(on.shape[1]):
                if leaked[below, d]:
                    point = random.random() * after
                    by_leak = point < before
                    if not by_leak or random.random() < fires:
                        fired[into, d] = on[node, d] = leaked[node, d] = True
                    leaked[below, d] = by_leak
                if d == hit:
                    on[node, d] = leaked[node, d] = True
                    hit = _next_hit(d, log_miss, random)
            continue
        w_off, w_on = part.weights[item, 0], part.weights[item, 1]
        alone = (1.0 - own) * w_off + own * w_on
        log_miss = _log_miss(own * w_on / alone if alone > 0.0 else 0.0)
        hit = _next_hit(-1, log_miss, random)
        link, above, into = 0.0, 0, 0
        if k >= 0:
            link, above, into = part.p[k], part.node[part.parent[k]], row[part.edge[k]]
        neither = (1.0 - own) * (1.0 - link) * w_off
        only_link, only_leak, both = (1.0 - own) * link * w_on, own * (1.0 - link) * w_on, own * link * w_on
        for d in range(on.shape[1]):
            if k >= 0 and on[above, d]:
                point = random.random() * (neither + only_link + only_leak + both) - neither
                if point >= 0.0:
                    on[node, d] = True
                    leaked[node, d] = point >= only_link
                    fired[into, d] = point < only_link or (link > 0.0 and point >= only_link + only_leak)
            elif d == hit:
                on[node, d] = leaked[node, d] = True
            if d == hit:
                hit = _next_hit(d, log_miss, random)


@compiled
def _log_miss(chance: float) -> float:
    """ln(1 - chance)."""
    return math.log1p(-chance) if chance < 1.0 else -math.inf


@compiled
def _next_hit(draw: int, log_miss: float, random: Any) -> int:
    """The next draw after this one in which something happens that misses every draw with the same chance."""
    if log_miss == 0.0:
        return -1
    step = math.log1p(-random.random()) / log_miss
    return draw + 1 + int(step) if step < 1e9 else -1
