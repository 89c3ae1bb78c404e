"""What a source would look like on the body: where it is felt, the way of its nerve, and how it fits a case."""

from legwise.overlay.compare import Comparison, compare
from legwise.overlay.overlay import Overlay, overlay

__all__ = ["Comparison", "Overlay", "compare", "overlay"]
