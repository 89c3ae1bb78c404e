"""Turn a plan into a tape: a flat list of operations on tables, run by compiled loops (`machine`).

Every operation reads one or two tables and writes a new one, so a tape can be run backwards for the
marginals and for drawing explanations. A table of 2**width cells has one bit per live joint; a new bit
becomes the highest one. A long tape is cut into segments whose tables fit the memory budget.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legwise.inference.condense import Core, Tree
from legwise.inference.order import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

START, OPEN, PRODUCE, MIX, REQUIRE, PICK = range(6)
"""START: a joint on its own, (1 - x, y). OPEN: add a joint's bit to a table. PRODUCE: where the bit is off,
set it with probability x. Cells of a required joint's bit are divided by its scale s, so y = x / s. MIX:
x * first + y * second, the node being off or on. REQUIRE: keep where the bit is on, times x. PICK: keep
where the bit has the value y."""

OPERATION = np.dtype(
    [
        ("code", np.int64),
        ("whole", np.int64),
        ("first", np.int64),
        ("second", np.int64),
        ("out", np.int64),
        ("bit", np.int64),
        ("node", np.int64),
        ("edge", np.int64),
        ("x", np.float64),
        ("y", np.float64),
        ("leak", np.float64),
        ("link", np.float64),
    ]
)
"""whole: 1 where the table written is all there is, so that it may be scaled. first, second, out: tables of
the segment. node, edge: numbers in the network, -1 for none. leak, link: in a MIX the chances that the node
came on by itself and by its link `edge` (leak is -1 for a joint, whose leak is told by its START)."""

SEGMENT_CELLS = 2**25  # 256 MB of tables at once
Row = tuple[int, int, int, int, int, int, int, int, float, float, float, float]


@dataclass
class Segment:
    """Part of a tape. `width[i]` is the number of bits of table i, `offset[i]` where it lies in memory.

    Table 0 is handed over by the segment before; `last` is handed on. log_scale: the log of the scales of
    the joints required here.
    """

    operations: NDArray[np.void]
    width: Ints
    offset: Ints
    last: int
    log_scale: float

    @property
    def cells(self) -> int:
        """Size of all tables together."""
        return int(self.offset[-1])


@dataclass
class _Writer:
    core: Core
    rows: list[Row] = field(default_factory=list)
    width: list[int] = field(default_factory=lambda: [0])
    cells: int = 1
    axes: list[int] = field(default_factory=list)
    log_scale: float = 0.0
    done: list[Segment] = field(default_factory=list)

    def write(
        self,
        code: int,
        first: int,
        width: int,
        *,
        second: int = -1,
        whole: bool = False,
        bit: int = -1,
        node: int = -1,
        edge: int = -1,
        x: float = 0.0,
        y: float = 0.0,
        leak: float = -1.0,
        link: float = 0.0,
    ) -> int:
        """Append an operation whose result has `width` bits; return the number of its table."""
        out = len(self.width)
        self.width.append(width)
        self.cells += 1 << width
        self.rows.append((code, whole, first, second, out, bit, node, edge, x, y, leak, link))
        return out

    def close(self, last: int) -> None:
        """End the segment; its last table becomes table 0 of the next."""
        offset = np.zeros(len(self.width) + 1, dtype=np.int64)
        np.cumsum([1 << w for w in self.width], out=offset[1:])
        operations = np.array(self.rows, dtype=OPERATION)
        width = np.array(self.width, dtype=np.int64)
        self.done.append(Segment(operations, width, offset, last, self.log_scale))
        self.rows, self.width, self.log_scale = [], [self.width[last]], 0.0
        self.cells = 1 << self.width[0]

    def top(self, tree: Tree, table: int, axes: list[int]) -> int:
        """A node without parents, and all that hangs from it."""
        return self.either(tree, (tree.leak, 0.0, -1), table, axes, whole=True)

    def either(
        self, tree: Tree, by: tuple[float, float, int], table: int, axes: list[int], *, whole: bool = False
    ) -> int:
        """A node that comes on `by` its leak or a link (with that link's edge), and all that hangs from it."""
        leak, link, edge = by
        chance = leak + (1.0 - leak) * link  # not 1 - (1 - leak) * (1 - link), which loses tiny chances
        off, on = tree.lam
        kept, weight = (table, (1.0 - chance) * off * tree.if_off)
        if not tree.silent:
            kept, weight = self.act(tree, False, table, axes), (1.0 - chance) * off
        done = self.act(tree, True, table, axes) if chance * on > 0.0 else kept
        return self.write(
            MIX,
            kept,
            len(axes),
            second=done,
            whole=whole,
            node=tree.node,
            edge=edge,
            x=weight,
            y=chance * on,
            leak=leak,
            link=link,
        )

    def act(self, tree: Tree, is_on: bool, table: int, axes: list[int]) -> int:
        """What a node in a known state, and the trees that hang from it, do to the table."""
        for branch in tree.branches:
            edge = branch.link
            assert edge is not None
            table = self.either(branch, (branch.leak, edge.p if is_on else 0.0, edge.id), table, axes)
        if is_on:
            for edge in tree.to_joints:
                bit, y = axes.index(edge.child), edge.p / self.core.scale.get(edge.child, 1.0)
                table = self.write(PRODUCE, table, len(axes), bit=bit, node=tree.node, edge=edge.id, x=edge.p, y=y)
        return table

    def open(self, joint: Tree, table: int) -> int:
        """Work through what produces this joint alone, then add its bit to the table."""
        scaled = joint.leak / self.core.scale.get(joint.node, 1.0)
        alone = self.write(START, -1, 1, node=joint.node, x=joint.leak, y=scaled)
        for top in self.core.private[joint.node]:
            alone = self.top(top, alone, [joint.node])
        self.axes.append(joint.node)
        return self.write(OPEN, table, len(self.axes), second=alone, node=joint.node)

    def require(self, joint: Tree, table: int) -> int:
        """Keep what has produced an observed joint."""
        bit = self.axes.index(joint.node)
        self.axes.pop(bit)
        self.log_scale += math.log(self.core.scale[joint.node])
        return self.write(REQUIRE, table, len(self.axes), whole=True, bit=bit, node=joint.node, x=joint.lam[1])

    def finish(self, joint: Tree, table: int) -> int:
        """Sum out a joint that is not observed, with what hangs from it."""
        bit = self.axes.index(joint.node)
        self.axes.pop(bit)
        sides = []
        for is_on in (False, True):
            half = self.write(PICK, table, len(self.axes), bit=bit, node=joint.node, y=float(is_on))
            if is_on or not joint.silent:
                half = self.act(joint, is_on, half, self.axes)
            sides.append(half)
        off, on = joint.lam
        off *= joint.if_off if joint.silent else 1.0
        return self.write(MIX, sides[0], len(self.axes), second=sides[1], whole=True, node=joint.node, x=off, y=on)


def tape(plan: Plan, core: Core, limit: int = SEGMENT_CELLS) -> list[Segment]:
    """The segments of a plan, in order; `limit` bounds the cells of one (a single step may exceed it)."""
    writer = _Writer(core)
    table = 0
    for step in plan.steps:
        if writer.cells > limit and writer.rows:
            writer.close(table)
            table = 0
        tree = step.tree
        match step.kind:
            case "open":
                table = writer.open(tree, table)
            case "top":
                table = writer.top(tree, table, writer.axes)
            case "require":
                table = writer.require(tree, table)
            case "finish":
                table = writer.finish(tree, table)
    writer.close(table)
    return writer.done
