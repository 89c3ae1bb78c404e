"""The lumbosacral nerves as a directed graph from root to skin and muscle.

A child may have several parents (the sural nerve has two). `distal(site)` gives, for every segment
beyond a site, the share of it that runs through the site: 1 when all its fibres must pass there,
less when another parent feeds it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from legwise.errors import KnowledgeError, LookupFailure, nearest
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_anatomy import NerveSegment

if TYPE_CHECKING:  # it takes a fifth of a second to import, which the service has no time for before its first page
    import networkx as nx


@dataclass(frozen=True)
class NerveGraph:
    """Directed graph of roots and segments; edges point away from the spine."""

    graph: nx.DiGraph[str]
    segments: dict[str, NerveSegment]
    shared: float

    def distal(self, site: str) -> dict[str, float]:
        """Segments at and beyond `site`, each with the share of its fibres that pass the site."""
        import networkx as nx

        if site not in self.graph:
            raise LookupFailure(f"no nerve or root '{site}'{nearest(site, self.graph)}")
        shares = {site: 1.0}
        for node in nx.topological_sort(self.graph.subgraph(nx.descendants(self.graph, site) | {site})):
            if node == site:
                continue
            parents = list(self.graph.predecessors(node))
            through = max(shares.get(parent, 0.0) for parent in parents)
            whole = all(parent in shares for parent in parents)
            shares[node] = through if whole else through * self.shared
        return shares

    def proximal(self, site: str) -> list[str]:
        """Everything between the spine and `site`, from the spine outward."""
        import networkx as nx

        above = nx.ancestors(self.graph, site)
        return [node for node in nx.topological_sort(self.graph) if node in above]

    def depth(self, node: str) -> int:
        """Longest number of steps from a root."""
        return max((self.depth(parent) + 1 for parent in self.graph.predecessors(node)), default=0)


@lru_cache(maxsize=4)
def nerve_graph(knowledge: Knowledge) -> NerveGraph:
    """The nerve graph of a knowledge base. Raises KnowledgeError when it is unsound."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(root.id for root in knowledge.content.roots)
    segments = {segment.id: segment for segment in knowledge.content.nerves}
    for segment in segments.values():
        for parent in segment.parents:
            if parent not in segments and parent not in knowledge.roots:
                raise KnowledgeError(f"nerve {segment.id}: parent '{parent}' is neither a nerve nor a root")
            graph.add_edge(parent, segment.id)
    if not nx.is_directed_acyclic_graph(graph):
        raise KnowledgeError(f"the nerve graph has a cycle: {nx.find_cycle(graph)}")
    return NerveGraph(graph, segments, knowledge.number("inconstant_parent_share"))
