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
from dataclasses import dataclass, field

from legwise.errors import InferenceError
from legwise.inference.network import Edge, NoisyOr, ancestors


@dataclass(frozen=True)
class Absorbed:
    """A node that was summed into its parent (`edge` is None for a node left alone).

    `lam` are the node's own weights, `leak` its chance of being on without the parent.
    """

    node: int
    edge: Edge | None
    leak: float
    lam: tuple[float, float]


@dataclass(frozen=True)
class Tree:
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
    from trees that are not private.
    """

    tops: tuple[Tree, ...]
    joints: dict[int, Tree]
    required: frozenset[int]
    undone: dict[int, int]
    private: dict[int, tuple[Tree, ...]]


@dataclass
class Problem:
    """The condensed network: `log_constant` is the log of the factor taken out so far."""

    network: NoisyOr
    evidence: dict[int, bool]
    relevant: set[int]
    leak: dict[int, float]
    lam: dict[int, tuple[float, float]]
    log_constant: float = 0.0
    absorbed: list[Absorbed] = field(default_factory=list)
    cores: list[Core] = field(default_factory=list)


Links = dict[int, list[Edge]]


def condense(network: NoisyOr, evidence: Mapping[int, bool], targets: Sequence[int] = ()) -> Problem:
    """Condense `network` given `evidence` (node -> on?), keeping `targets` and all that is upstream."""
    for node in evidence:
        if not 0 <= node < network.size:
            raise InferenceError(f"evidence on node {node}, but the network has {network.size} nodes")
    relevant = ancestors(network, [*evidence, *targets])
    problem = Problem(
        network=network,
        evidence=dict(evidence),
        relevant=relevant,
        leak={node: float(network.leak[node]) for node in sorted(relevant)},
        lam=dict.fromkeys(sorted(relevant), (1.0, 1.0)),
    )
    into, out_of = _enter_evidence(problem)
    _absorb_leaves(problem, into, out_of)
    problem.cores = _components(problem, into, out_of)
    return problem


def _weigh(problem: Problem, node: int, off: float, on: float) -> None:
    """Multiply the weights of a node, moving their scale into the log constant."""
    w_off, w_on = problem.lam[node]
    w_off, w_on = w_off * off, w_on * on
    scale = max(w_off, w_on)
    if scale <= 0.0:
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    problem.lam[node] = (w_off / scale, w_on / scale)
    problem.log_constant += math.log(scale)


def _enter_evidence(problem: Problem) -> tuple[Links, Links]:
    """Apply observed nodes; return the edges that remain, by child and by parent."""
    network, evidence = problem.network, problem.evidence
    into: Links = {node: [] for node in problem.lam}
    out_of: Links = {node: [] for node in problem.lam}
    for node, on in evidence.items():
        if on:
            for edge in network.out_of[node]:
                if edge.child in problem.relevant:
                    problem.leak[edge.child] = 1.0 - (1.0 - problem.leak[edge.child]) * (1.0 - edge.p)
    for node in problem.lam:
        if evidence.get(node) is False:
            stays_off = 1.0 - problem.leak[node]
            if stays_off <= 0.0:
                raise InferenceError("the evidence is impossible under the network (probability 0)")
            problem.log_constant += math.log(stays_off)
        for edge in network.into[node]:
            if edge.parent in evidence:
                continue
            if evidence.get(node) is False:
                _weigh(problem, edge.parent, 1.0, 1.0 - edge.p)
            else:
                into[node].append(edge)
                out_of[edge.parent].append(edge)
    return into, out_of


def _absorb_leaves(problem: Problem, into: Links, out_of: Links) -> None:
    """Sum childless nodes with at most one parent into that parent, again and again."""
    ready = [n for n in into if not out_of[n] and len(into[n]) <= 1]
    while ready:
        node = ready.pop()
        if node not in into:
            continue
        edge = into[node][0] if into[node] else None
        observed = problem.evidence.get(node)
        del into[node], out_of[node]
        if observed is False:
            continue
        off, on = problem.lam[node]
        if observed is True:
            off = 0.0
        leak = problem.leak[node]
        problem.absorbed.append(Absorbed(node, edge, leak, (off, on)))
        if_off = (1.0 - leak) * off + leak * on
        if edge is None:
            if if_off <= 0.0:
                raise InferenceError("the evidence is impossible under the network (probability 0)")
            problem.log_constant += math.log(if_off)
            continue
        by_leak_or_link = 1.0 - (1.0 - leak) * (1.0 - edge.p)
        if_on = (1.0 - by_leak_or_link) * off + by_leak_or_link * on
        _weigh(problem, edge.parent, if_off, if_on)
        out_of[edge.parent].remove(edge)
        if not out_of[edge.parent] and len(into[edge.parent]) <= 1:
            ready.append(edge.parent)


def _components(problem: Problem, into: Links, out_of: Links) -> list[Core]:
    """Split what is left into connected components, in a fixed order."""
    cores: list[Core] = []
    seen: set[int] = set()
    for start in sorted(into):
        if start in seen:
            continue
        stack, members = [start], []
        seen.add(start)
        while stack:
            node = stack.pop()
            members.append(node)
            neighbours = [e.parent for e in into[node]] + [e.child for e in out_of[node]]
            for other in neighbours:
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        cores.append(_core(problem, sorted(members), into, out_of))
    return cores


def _core(problem: Problem, members: list[int], into: Links, out_of: Links) -> Core:
    required = frozenset(n for n in members if problem.evidence.get(n) is True)
    joints = {n for n in members if n in required or len(into[n]) > 1}

    def tree(node: int, link: Edge | None) -> Tree:
        branches = tuple(tree(e.child, e) for e in out_of[node] if e.child not in joints)
        to_joints = tuple(e for e in out_of[node] if e.child in joints)
        leak, lam = problem.leak[node], problem.lam[node]
        touches = frozenset(e.child for e in to_joints).union(*(b.touches for b in branches))
        if_off = math.prod((1.0 - b.leak) * b.lam[0] * b.if_off for b in branches)
        silent = all(b.leak == 0.0 and b.silent for b in branches)
        return Tree(node, leak, lam, link, to_joints, branches, touches, silent, if_off)

    tops = [tree(n, None) for n in members if n not in joints and not into[n]]
    private: dict[int, list[Tree]] = {n: [] for n in members if n in joints}
    undone = {n: len(into[n]) for n in private}
    for top in tops:
        if len(top.touches) == 1:
            (joint,) = top.touches
            private[joint].append(top)
            undone[joint] -= _links(top)
    return Core(
        tops=tuple(top for top in tops if len(top.touches) > 1),
        joints={n: tree(n, None) for n in private},
        required=required,
        undone=undone,
        private={n: tuple(trees) for n, trees in private.items()},
    )


def _links(tree: Tree) -> int:
    return len(tree.to_joints) + sum(_links(branch) for branch in tree.branches)
