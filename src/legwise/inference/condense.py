"""Shrink a network and its evidence to the part that needs real work.

Exact simplifications, none of which approximates:

- nodes that are not upstream of evidence (or of a target) have no influence and are left out;
- a node observed off factorises: each parent `i` is reweighted by ``1 - p`` when it is on;
- a node observed on hands ``p`` to the leaks of its children, and becomes a requirement upstream;
- a childless node with at most one parent left is summed into that parent's weights.

What remains is the core: nodes with weights ``lam = (w_off, w_on)``, leaks, edges, requirements. It
is split into connected components, each solved alone. In a core a node with several parents, or one
that is required, is a *joint* and needs a bit in the frontier table; every other node has at most one
parent and hangs in a tree, which the frontier works through without a bit of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.network import Edge, NoisyOr, ancestors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

IMPOSSIBLE = "the evidence is impossible under the network (probability 0)"


class Tree(NamedTuple):
    """A node with the trees that hang from it alone and its links to joints.

    leak and lam are the node's own; `link` is the edge from its parent in the tree (None at the top).
    `touches` are the joints that anything in the tree can produce. `silent` tells that the tree does
    nothing when the node is off, apart from the factor `if_off`.
    """

    node: int
    leak: float
    lam: tuple[float, float]
    link: Edge | None
    to_joints: tuple[Edge, ...]
    branches: tuple[Tree, ...]
    touches: frozenset[int]
    silent: bool
    if_off: float


@dataclass(frozen=True)
class Core:
    """One connected component: trees at the top, joints with the trees that hang from them.

    tops produce several joints. `private[j]` are the top trees that produce joint `j` alone: they act
    on that joint before its bit joins the table, so they cost nothing. undone counts each joint's links
    from trees that are not private. scale: the strongest single chance of a required joint, by which its
    produced cells are divided so that many unlikely findings do not underflow.
    """

    tops: tuple[Tree, ...]
    joints: dict[int, Tree]
    required: frozenset[int]
    undone: dict[int, int]
    private: dict[int, tuple[Tree, ...]]
    scale: dict[int, float]


@dataclass(frozen=True)
class Absorbed:
    """Nodes that were summed into their parent, in the order it was done.

    edges: the link each hung on (-1: none). weights: shape (nodes, 2), each node's own when off and on.
    """

    nodes: Ints
    edges: Ints
    weights: Floats


@dataclass(frozen=True)
class Problem:
    """The condensed network: `log_constant` is the log of the factor taken out, leak the nodes' leaks."""

    network: NoisyOr
    evidence: dict[int, bool]
    relevant: Bools
    leak: Floats
    log_constant: float
    absorbed: Absorbed
    cores: list[Core]


def condense(network: NoisyOr, evidence: Mapping[int, bool], targets: Sequence[int] = ()) -> Problem:
    """Condense `network` given `evidence` (node -> on?), keeping `targets` and all that is upstream."""
    from legwise.inference.loops import absorb, components

    for node in evidence:
        if not 0 <= node < network.size:
            raise InferenceError(f"evidence on node {node}, but the network has {network.size} nodes")
    observed, required = np.zeros((2, network.size), dtype=np.bool_)
    observed[list(evidence)] = True
    required[[node for node, on in evidence.items() if on]] = True
    denied = observed & ~required
    relevant = ancestors(network, [*evidence, *targets])

    leak, off, on = network.leak.copy(), np.ones(network.size), np.ones(network.size)
    from_required = required[network.parent] & relevant[network.child]
    for edge in np.flatnonzero(from_required).tolist():
        child = network.child[edge]
        leak[child] += (1.0 - leak[child]) * network.p[edge]
    if np.any(leak[denied] >= 1.0):
        raise InferenceError(IMPOSSIBLE)
    log_constant = float(np.log1p(-leak[denied]).sum())
    free = relevant[network.child] & ~observed[network.parent]
    into_denied = free & denied[network.child]
    np.multiply.at(on, network.parent[into_denied], 1.0 - network.p[into_denied])

    kept, left = free & ~into_denied, relevant & ~denied
    nodes, edges = np.empty((2, network.size), dtype=np.int64)
    weights = np.empty((network.size, 2))
    count, taken = absorb(
        network.start, network.parent, network.p, kept, left, required, leak, off, on, nodes, edges, weights
    )
    if taken == -math.inf:
        raise InferenceError(IMPOSSIBLE)
    root = components(network.child, network.parent, kept, network.size)
    return Problem(
        network=network,
        evidence=dict(evidence),
        relevant=relevant,
        leak=leak,
        log_constant=log_constant + taken,
        absorbed=Absorbed(nodes[:count], edges[:count], weights[:count]),
        cores=_cores(network, kept, left, required, leak, off, on, root),
    )


def _cores(
    network: NoisyOr, kept: Bools, left: Bools, required: Bools, leak: Floats, off: Floats, on: Floats, root: Ints
) -> list[Core]:
    """The connected components of what is left, in a fixed order, as trees and joints."""
    members = np.flatnonzero(left)
    edges = np.flatnonzero(kept)
    parents, children = network.parent[edges].tolist(), network.child[edges].tolist()
    out_of: dict[int, list[Edge]] = {node: [] for node in members.tolist()}
    for edge in map(Edge, edges.tolist(), parents, children, network.p[edges].tolist()):
        out_of[edge.parent].append(edge)
    indegree = np.bincount(network.child[edges], minlength=network.size)
    is_joint = (left & required) | (indegree > 1)
    strongest = leak.copy()
    np.maximum.at(strongest, network.child[edges], network.p[edges])
    groups: dict[int, list[int]] = {}
    for node, group in zip(members.tolist(), root[members].tolist(), strict=True):
        groups.setdefault(group, []).append(node)
    joints = set(np.flatnonzero(is_joint).tolist())
    lam = dict(zip(members.tolist(), zip(off[members].tolist(), on[members].tolist(), strict=True), strict=True))
    leaks = dict(zip(members.tolist(), leak[members].tolist(), strict=True))

    def tree(node: int, link: Edge | None) -> Tree:
        links = out_of[node]
        to_joints = tuple(edge for edge in links if edge.child in joints)
        touches = frozenset([edge.child for edge in to_joints])
        if len(to_joints) == len(links):
            return Tree(node, leaks[node], lam[node], link, to_joints, (), touches, True, 1.0)
        branches = tuple(tree(edge.child, edge) for edge in links if edge.child not in joints)
        touches = touches.union(*(branch.touches for branch in branches))
        if_off = math.prod((1.0 - branch.leak) * branch.lam[0] * branch.if_off for branch in branches)
        silent = all(branch.leak == 0.0 and branch.silent for branch in branches)
        return Tree(node, leaks[node], lam[node], link, to_joints, branches, touches, silent, if_off)

    def core(nodes: list[int]) -> Core:
        private: dict[int, list[Tree]] = {node: [] for node in nodes if node in joints}
        undone = {node: int(indegree[node]) for node in private}
        tops = []
        for node in nodes:
            if node in joints or indegree[node]:
                continue
            top = tree(node, None)
            if len(top.touches) == 1:
                (joint,) = top.touches
                private[joint].append(top)
                undone[joint] -= _links(top)
            else:
                tops.append(top)
        return Core(
            tops=tuple(tops),
            joints={node: tree(node, None) for node in private},
            required=frozenset(node for node in private if required[node]),
            undone=undone,
            private={node: tuple(trees) for node, trees in private.items()},
            scale={node: float(strongest[node]) or 1.0 for node in private if required[node]},
        )

    return [core(nodes) for nodes in groups.values()]


def _links(tree: Tree) -> int:
    return len(tree.to_joints) + sum(map(_links, tree.branches))
