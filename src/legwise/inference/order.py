"""Choose the order in which a core is worked through, and know its cost before running.

The frontier table holds one bit per *live* joint. A joint becomes live when the first tree that can
produce it is worked through and is dropped after the last one. Until then its bit says "already
produced by something"; afterwards it is the joint's value. So the width is a path-width of the plain
graph: no marrying of parents, which is what makes noisy-OR cheap.

The greedy: work through every tree that needs no new bit; else the one that needs fewest, with a few
fixed variations of the tie-break, of which the cheapest plan wins. Finding the best order is NP-hard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from legwise.inference.condense import Core, Tree

Kind = Literal["open", "top", "finish", "require"]


@dataclass(frozen=True)
class Step:
    """One operation on the table: open a joint, work through a top tree, finish or require a joint."""

    kind: Kind
    tree: Tree


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
        if best.width <= 9:
            break
    assert best is not None
    return best


def _operations(tree: Tree) -> int:
    """Passes over the table that one tree needs, roughly."""
    return 1 + len(tree.to_joints) + sum(1 + _operations(branch) for branch in tree.branches)


class _Planner:
    """Greedy simulation over bit masks (Python integers) of live and finished joints."""

    def __init__(self, core: Core, variant: int) -> None:
        self.core = core
        self.variant = variant
        self.bit = {joint: 1 << position for position, joint in enumerate(core.joints)}
        self.undone = dict(core.undone)
        self.live = 0
        self.steps: list[Step] = []
        self.width = 0
        self.cost = 0.0
        self.waiting = {t.node: (t, self._mask(t)) for t in core.tops}
        self.waiting |= {n: (t, self._mask(t) | self.bit[n]) for n, t in core.joints.items() if n not in core.required}

    def _mask(self, tree: Tree) -> int:
        mask = 0
        for joint in tree.touches:
            mask |= self.bit[joint]
        return mask

    def run(self) -> Plan:
        for joint in self.core.joints:
            if self.undone[joint] == 0:
                self._open(joint)
                self._close_if_ready(joint)
        while self.waiting:
            ready = [n for n in self.waiting if self.undone.get(n, 0) == 0]
            free = [n for n in ready if self.waiting[n][1] & ~self.live == 0]
            for node in free or [self._cheapest(ready)]:
                self._work(node)
        return Plan(tuple(self.steps), self.width, self.cost)

    def _cheapest(self, nodes: list[int]) -> int:
        needs: dict[int, list[int]] = {}
        for node in nodes:
            needs.setdefault(self.waiting[node][1] & ~self.live, []).append(node)
        counts = {need: len(members) for need, members in needs.items()}
        if self.variant in (0, 3):  # these look at what opens fewest only; the rest need not be weighed
            fewest = min(need.bit_count() for need in needs)
            needs = {need: members for need, members in needs.items() if need.bit_count() == fewest}

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

    def _work(self, node: int) -> None:
        tree, _ = self.waiting.pop(node)
        for joint in sorted(tree.touches):
            self._open(joint)
        if node in self.core.joints:
            self._emit(Step("finish", tree), passes=_operations(tree))
            self.live &= ~self.bit[node]
        else:
            self._emit(Step("top", tree), passes=_operations(tree))
        self._use(tree)

    def _use(self, tree: Tree) -> None:
        """Count the links of a tree as done; require what is complete."""
        for edge in tree.to_joints:
            self.undone[edge.child] -= 1
            self._close_if_ready(edge.child)
        for branch in tree.branches:
            self._use(branch)

    def _close_if_ready(self, joint: int) -> None:
        if self.undone[joint] == 0 and joint in self.core.required:
            self._emit(Step("require", self.core.joints[joint]), passes=1)
            self.live &= ~self.bit[joint]

    def _open(self, joint: int) -> None:
        if not self.live & self.bit[joint]:
            self.live |= self.bit[joint]
            self._emit(Step("open", self.core.joints[joint]), passes=1)

    def _emit(self, step: Step, *, passes: int) -> None:
        width = self.live.bit_count()
        self.width = max(self.width, width)
        self.cost += passes * 2.0**width
        self.steps.append(step)
