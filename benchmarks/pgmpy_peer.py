"""pgmpy's variable elimination on a parent-divorced network; runs alone, in the environment of requirements-peers.lock.

Reads one network as JSON from stdin (leak, edges [parent, child, p], order, weights node -> [off, on], wanted
nodes, memory in bytes), writes seconds, bytes and P(on) of the wanted nodes as JSON to stdout. Only inference is
timed: one elimination with a greedy order for each wanted node (its junction tree took longer or failed).
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from typing import Any


def main() -> None:
    """Answer one network."""
    given: dict[str, Any] = json.load(sys.stdin)
    table: Any = importlib.import_module("pgmpy.factors.discrete").TabularCPD
    model: Any = importlib.import_module("pgmpy.models").BayesianNetwork()
    inference: Any = importlib.import_module("pgmpy.inference")
    resource.setrlimit(resource.RLIMIT_AS, (given["memory"], given["memory"]))
    names: dict[int, str] = {}
    into: dict[int, list[tuple[int, float]]] = {}
    evidence: dict[str, int] = {}
    for parent, child, p in given["edges"]:
        into.setdefault(child, []).append((parent, p))
    tables = []
    for node in given["order"]:
        name, leak = f"n{node}", given["leak"][node]
        model.add_node(name)
        tables.append(table(name, 2, [[1.0 - leak], [leak]]))
        for number, (parent, p) in enumerate(into.get(node, [])):
            link, above = f"n{node}_{number}", names[parent]
            model.add_edges_from([(name, link), (above, link)])
            tables.append(table(link, 2, [[1.0, 1.0 - p, 0.0, 0.0], [0.0, p, 1.0, 1.0]], [name, above], [2, 2]))
            name = link
        names[node] = name
        if str(node) in given["weights"]:  # as a child that is observed
            off, on = (weight / max(given["weights"][str(node)]) for weight in given["weights"][str(node)])
            model.add_edge(name, f"{name}_seen")
            tables.append(table(f"{name}_seen", 2, [[1.0 - off, 1.0 - on], [off, on]], [name], [2]))
            evidence[f"{name}_seen"] = 1
    model.add_cpds(*tables)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    start = time.perf_counter()
    engine = inference.VariableElimination(model)
    found = {}
    for node in given["wanted"]:
        answer = engine.query([names[node]], evidence, elimination_order="greedy", show_progress=False)
        found[node] = float(answer.values[1])
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    json.dump({"seconds": taken, "bytes": max(0, peak - before), "on": found}, sys.stdout)


if __name__ == "__main__":
    main()
