"""The interval of a proportion."""

from __future__ import annotations

import math

Z95 = 1.959963984540054  # standard deviations of a two-sided 95 % interval


def wilson(hits: float, total: int) -> tuple[float, float]:
    """95 % Wilson score interval of `hits` out of `total` (Wilson EB, JASA 1927;22:209-212)."""
    p, squared = hits / total, Z95 * Z95
    middle = (p + squared / (2 * total)) / (1 + squared / total)
    half = Z95 * math.sqrt(p * (1 - p) / total + squared / (4 * total * total)) / (1 + squared / total)
    return max(middle - half, 0.0), min(middle + half, 1.0)
