"""Turn the factors of a UAI model into a noisy-OR network with evidence.

Every factor becomes one of three things:

- the table of one of its variables, where it is a noisy-OR of that variable (`tables.or_table`);
- observed gadgets, where it is any other positive table of binary variables (`tables.gadgets`);
- left over (`stubborn`), where it has zeros that neither can express or variables with more than two states.

Which factor is whose table shows in the sums of its columns; ambiguities are settled greedily, and a table
that is left without a variable becomes gadgets. So the product of all factors is kept whatever is chosen.
"""

from __future__ import annotations

import math
from collections import ChainMap, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from benchmarks.uai.read import Factor, Model
from benchmarks.uai.tables import Gadget, children, gadgets, or_table, polarities, sliced

Floats = NDArray[np.float64]
Ways = dict[tuple[int, int], list[dict[int, bool]]]

LARGEST_OR, LARGEST_GADGET = 16, 8  # variables of a table that is looked at
STEP = 2.0  # a weight exp(-a) is made of links that carry at most exp(-STEP), which a chance p near 1 would round off


@dataclass
class Recognised:
    """exp(log_scale) times a noisy-OR network with evidence equals the product of the factors but `stubborn`.

    Nodes 0..n-1 are the model's variables, then come helpers. leak: P(on) with all parents off. links: parent ->
    p of every node. evidence: node -> on? flip: variables whose on state is state 0. possible: False where
    some table rules everything out.
    """

    leak: list[float]
    links: list[dict[int, float]]
    evidence: dict[int, bool]
    flip: dict[int, bool]
    log_scale: float = 0.0
    possible: bool = True
    stubborn: list[Factor] = field(default_factory=list)


def recognise(model: Model, evidence: Mapping[int, int]) -> Recognised:
    """The model as a noisy-OR network given `evidence` (variable -> state)."""
    single = {v: evidence.get(v, 0) for v, states in enumerate(model.states) if states == 1}
    fixed = single | {v: state for v, state in evidence.items() if model.states[v] != 2}
    factors = [sliced(factor, fixed) for factor in model.factors]
    ways, owner = _owners(model, factors)
    flip, tables = _choose_polarities(ways, owner)
    found = Recognised(
        leak=[0.0] * len(model.states),
        links=[{} for _ in model.states],
        evidence={v: (state == 1) != flip.get(v, False) for v, state in evidence.items() if v not in fixed},
        flip=flip,
    )
    met = {v for factor in factors for v in factor.scope}
    loose = [states for v, states in enumerate(model.states) if states > 2 and v not in met and v not in evidence]
    found.log_scale = math.fsum(map(math.log, loose))
    weights: dict[int, Floats] = defaultdict(lambda: np.ones(2))
    for number, factor in enumerate(factors):
        if number in tables:
            table = or_table(factor, tables[number], flip)
            assert table is not None
            found.leak[table.child], found.links[table.child] = table.leak, dict(table.links)
            found.log_scale += math.log(table.scale)
        else:
            _observe(found, sliced(factor, evidence), flip, weights)
    roots = {v for v, states in enumerate(model.states) if states == 2} - set(tables.values())
    for variable in sorted(roots | weights.keys()):
        _weigh(found, variable, weights[variable], root=variable in roots)
    return found


def _owners(model: Model, factors: Sequence[Factor]) -> tuple[Ways, dict[int, int]]:
    """Factor -> the variable whose table it is, for tables of two variables and more, without cycles.

    First come the polarities under which a factor can be the table of a variable.
    """
    ways: Ways = {}
    open_: dict[int, list[int]] = {}
    for number, factor in enumerate(factors):
        if not 2 <= len(factor.scope) <= LARGEST_OR or any(model.states[v] != 2 for v in factor.scope):
            continue
        ways |= {(number, v): found for v in children(factor) if (found := polarities(factor, v))}
        candidates = [v for v in factor.scope if (number, v) in ways]
        last = model.factors[number].scope[-1]
        open_[number] = [v for v in candidates if v == last] if model.kind == "BAYES" else candidates
    wanted: dict[int, set[int]] = defaultdict(set)
    for number, candidates in open_.items():
        for variable in candidates:
            wanted[variable].add(number)
    owner: dict[int, int] = {}
    left = {number: set(candidates) for number, candidates in open_.items() if candidates}
    ready = sorted(left, key=lambda number: (len(left[number]) == 1, -number))
    while left:
        number = ready.pop() if ready else min(left, key=lambda item: (len(left[item]), item))
        if number not in left:
            continue
        child = min(left.pop(number), key=lambda v: (len(wanted[v]), open_[number].index(v)))
        owner[number] = child
        for other in wanted[child]:
            if other in left:
                left[other].discard(child)
                if not left[other]:
                    del left[other]
                elif len(left[other]) == 1:
                    ready.append(other)
    return ways, _without_cycles(factors, owner)


def _without_cycles(factors: Sequence[Factor], owner: dict[int, int]) -> dict[int, int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    for number, child in owner.items():
        graph.add_edges_from(((v, child) for v in factors[number].scope if v != child), factor=number)
    for group in list(nx.strongly_connected_components(graph)):
        part: nx.DiGraph[int] = nx.DiGraph(graph.subgraph(group))
        while not nx.is_directed_acyclic_graph(part):
            edges = nx.find_cycle(part)
            numbers = sorted({part.edges[edge[:2]]["factor"] for edge in edges})
            dropped = max(numbers, key=lambda n: (bool(np.all(factors[n].table > 0.0)), n))
            child = owner.pop(dropped)
            part.remove_edges_from([(v, child) for v in factors[dropped].scope if part.has_edge(v, child)])
    return owner


def _choose_polarities(ways: Ways, owner: Mapping[int, int]) -> tuple[dict[int, bool], dict[int, int]]:
    """Polarities under which most tables are noisy-ORs, and those tables (factor -> child).

    A table with one way left forces the polarities of its variables; where nothing is forced, the first way is
    tried and the others too where it leads to conflicts. Tables in conflict are left out.
    """
    options = {number: ways[number, child] for number, child in owner.items()}
    around: dict[int, list[int]] = defaultdict(list)
    for number, readings in options.items():
        for variable in {v for way in readings for v in way}:
            around[variable].append(number)
    flip: dict[int, bool] = {}
    lost: set[int] = set()
    waiting = sorted(options, key=lambda number: (len(options[number]), number))
    for number in waiting:
        trials = [
            _spread(number, way, flip, lost, options, around)
            for way in options[number]
            if all(flip.get(v, turn) == turn for v, turn in way.items())
        ]
        if trials:
            more, conflicts = min(trials, key=lambda trial: len(trial[1]))
            flip |= more
            lost |= conflicts
    return flip, {number: child for number, child in owner.items() if _fits(options[number], flip)}


def _fits(ways: Sequence[Mapping[int, bool]], flip: Mapping[int, bool]) -> bool:
    return any(all(flip.get(v, False) == turn for v, turn in way.items()) for way in ways)


def _spread(
    number: int,
    way: Mapping[int, bool],
    flip: dict[int, bool],
    lost: set[int],
    options: Mapping[int, Sequence[Mapping[int, bool]]],
    around: Mapping[int, Sequence[int]],
) -> tuple[dict[int, bool], set[int]]:
    """What follows when one table is read this way: more polarities, and tables in conflict."""
    more = {v: turn for v, turn in way.items() if v not in flip}
    polarity = ChainMap(more, flip)
    conflicts: set[int] = set()
    queue = [other for v in more for other in around[v]]
    while queue:
        other = queue.pop()
        if other in lost or other in conflicts or other == number:
            continue
        left = [w for w in options[other] if all(polarity.get(v, turn) == turn for v, turn in w.items())]
        if not left:
            conflicts.add(other)
        elif len(left) == 1:
            fresh = {v: turn for v, turn in left[0].items() if v not in polarity}
            more |= fresh
            queue.extend(next_ for v in fresh for next_ in around[v])
    return more, conflicts


def _observe(found: Recognised, factor: Factor, flip: Mapping[int, bool], weights: dict[int, Floats]) -> None:
    """Multiply by a factor that is no variable's table; single variables are collected in `weights`."""
    largest = float(factor.table.max())
    if largest <= 0.0:
        found.possible = False
        return
    found.log_scale += math.log(largest)
    factor = Factor(factor.scope, factor.table / largest)
    if len(factor.scope) == 0:
        return
    if len(factor.scope) == 1 and factor.table.size == 2:
        (variable,) = factor.scope
        weights[variable] = weights[variable] * (factor.table[::-1] if flip.get(variable, False) else factor.table)
        return
    binary = factor.table.size == 2 ** len(factor.scope)
    parts = gadgets(factor, flip) if binary and len(factor.scope) <= LARGEST_GADGET else None
    if parts is None:
        found.stubborn.append(factor)
        return
    for part in parts:
        _add(found, part, weights)


def _add(found: Recognised, part: Gadget, weights: dict[int, Floats]) -> None:
    """Multiply by a gadget: an observed OR, or a hidden OR that is weighted."""
    if not part.variables:
        found.log_scale += part.log_off
    elif len(part.variables) == 1:
        (variable,) = part.variables
        more = [1.0, math.exp(-part.log_off)] if part.log_off > 0.0 else [math.exp(part.log_off), 1.0]
        found.log_scale += max(part.log_off, 0.0)
        weights[variable] = weights[variable] * np.asarray(more)
    elif part.log_off < 0.0:
        node = _node(found, math.exp(part.log_off), dict.fromkeys(part.variables, 1.0))
        found.evidence[node] = True
    else:
        node = _node(found, 0.0, dict.fromkeys(part.variables, 1.0))
        found.log_scale += part.log_off
        _weaken(found, node, part.log_off)


def _weigh(found: Recognised, variable: int, weight: Floats, *, root: bool) -> None:
    """Give a variable its weights (off, on); a root takes them as its prior."""
    off, on = (float(value) for value in weight)
    if max(off, on) <= 0.0:
        found.possible = False
    elif root and (on <= off or off == 0.0):
        found.leak[variable] = on / (off + on)
        found.log_scale += math.log(off + on)
    else:
        if root:  # a chance near 1 would round off what is left to 1
            found.leak[variable] = 0.5
            found.log_scale += math.log(2.0)
        found.log_scale += math.log(max(off, on))
        if on == 0.0:
            found.evidence[_node(found, 0.0, {variable: 1.0})] = False
        elif on < off:
            _weaken(found, variable, math.log(off / on))
        elif off < on:
            found.evidence[_node(found, off / on, {variable: 1.0})] = True


def _weaken(found: Recognised, node: int, amount: float) -> None:
    """Multiply by exp(-amount) where a node is on."""
    pieces = max(1, math.ceil(amount / STEP))
    for _ in range(pieces):
        found.evidence[_node(found, 0.0, {node: -math.expm1(-amount / pieces)})] = False


def _node(found: Recognised, leak: float, links: dict[int, float]) -> int:
    found.leak.append(leak)
    found.links.append(links)
    return len(found.leak) - 1
