"""Which stretches of nerve a source concerns, from the spine to the skin, and where they can be caught."""

from __future__ import annotations

from dataclasses import dataclass

from legwise.anatomy.nerve_graph import nerve_graph
from legwise.knowledge.load import Knowledge


@dataclass(frozen=True)
class Route:
    """Roots and nerve segments from the spine outward, and entrapment sites on them."""

    path: tuple[str, ...]
    sites: tuple[str, ...]


def route_of(kind: str, name: str, knowledge: Knowledge) -> Route:
    """The route of a root, an entrapment or a nerve; muscles and other causes have none."""
    if kind == "root":
        path = _of_root(name.removeprefix("root_").upper(), knowledge)
        return Route(path, tuple(s.id for s in knowledge.content.entrapments if s.nerve in path))
    if kind == "entrapment":
        return Route(_through(knowledge.entrapments[name].nerve, knowledge), (name,))
    if kind == "nerve":
        path = _through(name, knowledge)
        return Route(path, tuple(s.id for s in knowledge.content.entrapments if s.nerve in path))
    return Route((), ())


def _through(nerve: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Everything from the spine to a nerve, the nerve, and what lies beyond it."""
    graph = nerve_graph(knowledge)
    return (*graph.proximal(nerve), *graph.distal(nerve))


def _of_root(root: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The root, and the nerves that carry it to its own skin and its key muscles.

    Nearly every nerve of the leg holds some fibres of every root nearby; shown are those that end in the core
    of the dermatome or in a key muscle, with all that lies between.
    """
    import networkx as nx

    graph = nerve_graph(knowledge)
    record = knowledge.roots[root]
    ends = {
        segment
        for segment in graph.distal(root)
        if segment in graph.segments
        and (
            set(graph.segments[segment].skin.core) & set(record.dermatome.core)
            or set(graph.segments[segment].motor) & set(record.key_muscles)
        )
    }
    beyond = nx.descendants(graph.graph, root)
    needed = set(ends).union(*(nx.ancestors(graph.graph, end) & beyond for end in ends))
    return (root, *(node for node in nx.topological_sort(graph.graph) if node in needed))
