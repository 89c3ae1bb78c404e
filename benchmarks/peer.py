"""Other engines on the same networks. Each function prepares the work and returns what is timed.

The networks have every exact advantage: nothing that the evidence does not reach, negative findings absorbed.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.networks import Condensed
from benchmarks.quickscore import quickscore
from benchmarks.uai.read import Model
from legwise.inference import NoisyOr, infer, noisy_or

Work = Callable[[], dict[int, float]]
Case = tuple[NoisyOr, dict[int, bool]]


def tiny() -> Case:
    """A network of four causes and three positive findings."""
    edges = [(cause, finding, 0.5) for cause in range(4) for finding in (4, 5, 6)]
    return noisy_or([0.1] * 7, edges), {4: True, 5: True, 6: True}


def legwise(case: Case) -> Callable[[], tuple[dict[int, float], int, str, float]]:
    """Our own answer: P(on) of the nodes that evidence reaches, frontier bits, method and error."""
    network, evidence = case
    small, seen = tiny()
    infer(small, seen, draws=0)  # loads the compiled code

    def work() -> tuple[dict[int, float], int, str, float]:
        found = infer(network, evidence, draws=0)
        return found.known(), found.width, found.method, found.error

    return work


def lazy(problem: Condensed) -> Work:
    """pyAgrum's LazyPropagation, every noisy-OR parent-divorced: a chain of nodes with two parents each."""
    net, names = _divorced(problem)
    return _posteriors(_gum().LazyPropagation(net), problem, names)


def loopy(problem: Condensed) -> Work:
    """pyAgrum's loopy belief propagation on the parent-divorced network: an approximation without an error."""
    net, names = _divorced(problem)
    return _posteriors(_gum().LoopyBeliefPropagation(net), problem, names)


def own_noisy_or(problem: Condensed) -> Work:
    """pyAgrum's LazyPropagation with its own noisy-OR tables, one per node."""
    gum, network = _gum(), problem.network
    net = gum.BayesNet()
    names = {node: f"n{node}" for node in range(network.size)}
    for node in network.order.tolist():
        variable = gum.LabelizedVariable(names[node], "", 2)
        if network.into[node]:
            net.addNoisyORNet(variable, float(network.leak[node]))
            for edge in network.into[node]:
                net.addWeightedArc(names[edge.parent], names[node], edge.p)
        else:
            net.add(variable)
            net.cpt(names[node])[:] = [1.0 - network.leak[node], network.leak[node]]
    return _posteriors(gum.LazyPropagation(net), problem, names)


def heckerman(case: Case) -> Work:
    """Quickscore on a two-layer network."""
    network, evidence = case
    return lambda: quickscore(network, evidence)


def uai_lazy(given: tuple[Model, Mapping[int, int]]) -> Callable[[], tuple[float, list[list[float]]]]:
    """pyAgrum's LazyPropagation on a file's own tables, whose first variable is the child: ln P(e), marginals."""
    model, evidence = given
    net = _gum().BayesNet()
    for v, states in enumerate(model.states):
        net.add(_gum().LabelizedVariable(f"x{v}", "", states))
    for factor in model.factors:
        for parent in factor.scope[1:]:
            net.addArc(parent, factor.scope[0])
    for factor in model.factors:
        table, names = net.cpt(factor.scope[0]), [f"x{v}" for v in factor.scope]
        for place in np.ndindex(*factor.table.shape):
            table[dict(zip(names, map(int, place), strict=True))] = float(factor.table[place])
    engine = _gum().LazyPropagation(net)
    for variable, state in evidence.items():
        engine.addEvidence(variable, state)

    def work() -> tuple[float, list[list[float]]]:
        engine.makeInference()
        marginals = [list(engine.posterior(v).tolist()) for v in range(len(model.states))]
        return float(np.log(engine.evidenceProbability())), marginals

    return work


def _gum() -> Any:
    return importlib.import_module("pyagrum")


def _posteriors(engine: Any, problem: Condensed, names: Mapping[int, str]) -> Work:
    for node, (off, on) in problem.weights.items():
        engine.addEvidence(names[node], [off, on])

    def work() -> dict[int, float]:
        engine.makeInference()
        return {was: float(engine.posterior(names[node])[1]) for node, was in problem.hidden.items()}

    return work


def _divorced(problem: Condensed) -> tuple[Any, dict[int, str]]:
    gum, network = _gum(), problem.network
    net = gum.BayesNet()
    names: dict[int, str] = {}
    for node in network.order.tolist():
        name = f"n{node}"
        net.add(gum.LabelizedVariable(name, "", 2))
        net.cpt(name)[:] = [1.0 - network.leak[node], network.leak[node]]
        for number, edge in enumerate(network.into[node]):
            link, parent = f"n{node}_{number}", names[edge.parent]
            net.add(gum.LabelizedVariable(link, "", 2))
            net.addArc(name, link)
            net.addArc(parent, link)
            for so_far, cause in itertools.product((0, 1), repeat=2):
                p_on = 1.0 if so_far else edge.p * cause
                net.cpt(link)[{name: so_far, parent: cause}] = [1.0 - p_on, p_on]
            name = link
        names[node] = name
    return net, names
