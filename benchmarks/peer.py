"""pyAgrum's LazyPropagation on a condensed network, its noisy-ORs parent-divorced, with a time cap.

Every noisy-OR becomes a chain of nodes with two parents each. Only inference is timed, not the
building of the network. It runs in a process of its own that is stopped at the cap.
"""

from __future__ import annotations

import importlib
import itertools
import multiprocessing
import resource
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.networks import Condensed

MEMORY = 6 * 2**30  # bytes the peer may take


@dataclass(frozen=True)
class PeerAnswer:
    """Seconds and marginals; `why` says what happened when there is no answer."""

    seconds: float
    on: dict[int, float]
    why: str = ""


def answer(problem: Condensed, cap: float) -> PeerAnswer:
    """The peer's posterior, or why there is none within `cap` seconds."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_run, args=(problem, there))
    child.start()
    there.close()
    try:
        if here.poll(cap + 15.0):
            found: PeerAnswer = here.recv()
            return found if found.seconds <= cap else PeerAnswer(cap, {}, f"more than {cap:g} s")
        return PeerAnswer(cap, {}, f"more than {cap:g} s")
    except EOFError:
        return PeerAnswer(cap, {}, "out of memory")
    finally:
        child.kill()
        child.join()
        here.close()


def _run(problem: Condensed, out: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        engine, names = _engine(problem)
        start = time.perf_counter()
        engine.makeInference()
        on = {node: float(engine.posterior(name)[1]) for node, name in names.items()}
        out.send(PeerAnswer(time.perf_counter() - start, on))
    except Exception as error:
        out.send(PeerAnswer(0.0, {}, _why(error)))


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"more than {MEMORY // 2**30} GB" if "bad_alloc" in text else f"failed: {text[:60]}"


def _engine(problem: Condensed) -> tuple[Any, dict[int, str]]:
    gum: Any = importlib.import_module("pyagrum")
    network, net = problem.network, gum.BayesNet()
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
    engine = gum.LazyPropagation(net)
    for node, (off, on) in problem.weights.items():
        if (off, on) != (1.0, 1.0):
            engine.addEvidence(names[node], [off, on])
    return engine, names
