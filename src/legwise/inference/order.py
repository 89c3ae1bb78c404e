"""Choose the order in which a core is worked through, and know its cost before running.

The frontier table holds one bit per *live* node. A node becomes live when the first of its links
is used and is dropped after its last one. While its parents are being worked through, the bit says
"already produced by something"; once every parent is done (the node is *closed*) the bit is the
node's value. So the width is the number of live nodes, a path-width of the plain graph: no
marrying of parents, which is what makes noisy-OR cheap.

To eliminate a node: close it (its unclosed ancestors become live), use its links to its children
(they become live), drop it. `plan` repeats: eliminate every node that needs no new bit; else the one
that needs fewest, with a few fixed variations of the tie-break of which the cheapest plan wins.
Finding the best order is NP-hard; this is the usual min-fill-like greedy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from legwise.inference.condense import Core
from legwise.inference.network import Edge

Kind = Literal["open", "link", "cause", "weigh", "require", "drop"]


@dataclass(frozen=True)
class Step:
    """One operation on the frontier table; `edges` is filled for link (one) and cause (all)."""

    kind: Kind
    node: int
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The steps for one core; `width` is the largest number of live bits, `cost` the cells touched."""

    steps: tuple[Step, ...]
    width: int
    cost: float


def plan(core: Core) -> Plan:
    """The cheapest of a few greedy plans for `core`. Deterministic."""
    best: Plan | None = None
    for variant in range(4):
        candidate = _Planner(core, variant).run()
        if best is None or candidate.cost < best.cost:
            best = candidate
        if best.width <= 8:
            break
    assert best is not None
    return best


class _Planner:
    """Greedy simulation over bit masks (Python integers) of live, closed and finished nodes."""

    def __init__(self, core: Core, variant: int) -> None:
        self.core = core
        self.variant = variant
        self.bit = {node: 1 << position for position, node in enumerate(core.nodes)}
        self.parents = {n: [e.parent for e in core.into[n]] for n in core.nodes}
        self.children = {n: [e.child for e in core.out_of[n]] for n in core.nodes}
        self.undone_in = {n: len(core.into[n]) for n in core.nodes}
        self.undone_out = {n: len(core.out_of[n]) for n in core.nodes}
        self.linked: set[int] = set()
        self.child_mask = {n: self._mask(self.children[n]) for n in core.nodes}
        self.upstream = self._upstream_masks()
        self.live = 0
        self.closed = 0
        self.done = 0
        self.steps: list[Step] = []
        self.width = 0
        self.cost = 0.0

    def _mask(self, nodes: list[int]) -> int:
        mask = 0
        for node in nodes:
            mask |= self.bit[node]
        return mask

    def _upstream_masks(self) -> dict[int, int]:
        masks: dict[int, int] = {}

        def upstream(node: int) -> int:
            if node not in masks:
                mask = self._mask(self.parents[node])
                for parent in self.parents[node]:
                    mask |= upstream(parent)
                masks[node] = mask
            return masks[node]

        for node in self.core.nodes:
            upstream(node)
        return masks

    def run(self) -> Plan:
        waiting = [n for n in self.core.nodes if n not in self.core.required]
        while waiting:
            free, paid = [], []
            for node in waiting:
                if self.done & self.bit[node]:
                    continue
                (paid if self._new_bits(node) else free).append(node)
            if free:
                for node in free:
                    if not self.done & self.bit[node]:
                        self._eliminate(node)
                waiting = paid
                continue
            if not paid:
                break
            node = self._cheapest(paid)
            self._eliminate(node)
            paid.remove(node)
            waiting = paid
        for node in self.core.nodes:
            if not self.done & self.bit[node]:
                self._eliminate(node)
        return Plan(tuple(self.steps), self.width, self.cost)

    def _new_bits(self, node: int) -> int:
        """Mask of the nodes that eliminating `node` would make live."""
        remaining_children = self.child_mask[node] & ~self.done
        return ((self.upstream[node] & ~self.closed) | remaining_children) & ~self.live

    def _cheapest(self, nodes: list[int]) -> int:
        needs: dict[int, list[int]] = {}
        for node in nodes:
            needs.setdefault(self._new_bits(node), []).append(node)
        counts = {need: len(members) for need, members in needs.items()}

        def freed(need: int) -> int:
            return sum(count for other, count in counts.items() if other & ~need == 0)

        def score(need: int) -> tuple[float, float, int]:
            opened, wins = need.bit_count(), freed(need)
            if self.variant == 1:
                return (opened / (1.0 + wins), opened, min(needs[need]))
            if self.variant == 2:
                return (opened - 0.1 * wins, opened, min(needs[need]))
            if self.variant == 3:
                return (opened, wins, -min(needs[need]))
            return (opened, -wins, min(needs[need]))

        return min(needs[min(needs, key=score)])

    def _eliminate(self, node: int) -> None:
        core = self.core
        fresh = not self.live & self.bit[node]
        if fresh and not core.into[node] and node not in core.required:
            for child in self.children[node]:
                self._open(child)
            self._emit(Step("cause", node, tuple(core.out_of[node])), factor=1 + len(core.out_of[node]))
            for edge in core.out_of[node]:
                self._use(edge)
            self.closed |= self.bit[node]
            self.done |= self.bit[node]
            for child in self.children[node]:
                self._finish_if_possible(child)
            return
        self._close(node)
        for edge in core.out_of[node]:
            if edge.index not in self.linked:
                self._open(edge.child)
                self._emit(Step("link", node, (edge,)))
                self._use(edge)
        self._finish_if_possible(node)
        for child in self.children[node]:
            self._finish_if_possible(child)

    def _open(self, node: int) -> None:
        if not (self.live | self.done) & self.bit[node]:
            self.live |= self.bit[node]
            self._emit(Step("open", node))

    def _close(self, node: int) -> None:
        """Make `node` live with its true value: close its parents first, then link from them."""
        if self.closed & self.bit[node]:
            return
        for edge in self.core.into[node]:
            if edge.index not in self.linked:
                self._close(edge.parent)
        self._open(node)
        for edge in self.core.into[node]:
            if edge.index not in self.linked:
                self._emit(Step("link", edge.parent, (edge,)))
                self._use(edge)
                self._finish_if_possible(edge.parent)
        self._finish_if_possible(node)

    def _use(self, edge: Edge) -> None:
        self.linked.add(edge.index)
        self.undone_out[edge.parent] -= 1
        self.undone_in[edge.child] -= 1

    def _finish_if_possible(self, node: int) -> None:
        """Close a live node whose parents are done, and drop it when its children are done too."""
        bit = self.bit[node]
        if self.done & bit or self.undone_in[node] or not self.live & bit:
            return
        if not self.closed & bit:
            self.closed |= bit
            kind: Kind = "require" if node in self.core.required else "weigh"
            self._emit(Step(kind, node))
            if kind == "require":
                self.live &= ~bit
                self.done |= bit
                return
        if not self.undone_out[node]:
            self._emit(Step("drop", node))
            self.live &= ~bit
            self.done |= bit

    def _emit(self, step: Step, *, factor: int = 1) -> None:
        width = self.live.bit_count()
        self.width = max(self.width, width)
        self.cost += factor * 2.0**width
        self.steps.append(step)
