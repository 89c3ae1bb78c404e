"""The body as a graph: nerves, what lies distal to a site, and the walk from the spine outward."""

from legwise.anatomy.lesion import Lesion, entrapment_lesion, root_lesion
from legwise.anatomy.nerve_graph import NerveGraph, nerve_graph
from legwise.anatomy.trace import Tracing, trace

__all__ = [
    "Lesion",
    "NerveGraph",
    "Tracing",
    "entrapment_lesion",
    "nerve_graph",
    "root_lesion",
    "trace",
]
