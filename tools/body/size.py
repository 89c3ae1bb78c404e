"""How large triangles should be (edge in cm): fine where symptoms are painted, coarse elsewhere."""

from __future__ import annotations

import numpy as np

from tools.body.coordinates import NAMES, region_coordinates
from tools.body.source import Points

LOWER_BODY, FOOT, TOES = 0.95, 0.58, 0.45
TRUNK_GROWTH, TRUNK_MOST = 0.11, 2.8  # per cm above the line of T10
ARM, HAND, HEAD = 2.4, 1.1, 1.5
HAND_BEGINS, HAND_ENDS = 0.75, 1.0  # fractions of the arm's axis
ANKLE_LOW, ANKLE_HIGH = 5.0, 11.0  # cm: between them foot size grows into leg size


def wished_edge(points: Points) -> Points:
    """Wished edge length at each point."""
    c = region_coordinates(points, np.zeros_like(points))
    size = np.clip(LOWER_BODY + TRUNK_GROWTH * c["above_t10"], LOWER_BODY, TRUNK_MOST)
    ankle = np.clip((c["y"] - ANKLE_LOW) / (ANKLE_HIGH - ANKLE_LOW), 0, 1)
    size = np.where(c["y"] < ANKLE_HIGH, FOOT + ankle * (LOWER_BODY - FOOT), size)
    size = np.where((c["y"] < 4) & (c["z"] > 14), TOES, size)
    hand = np.clip((c["arm.along"] - HAND_BEGINS) / (HAND_ENDS - HAND_BEGINS), 0, 1)
    size = np.where(c["part"] == NAMES.index("arm"), ARM + hand * (HAND - ARM), size)
    return np.where(c["y"] > 140, HEAD, size)
