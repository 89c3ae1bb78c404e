"""Which region a face of the left half belongs to: an ordered table, the first row that fits wins.

A row names a region and, for each coordinate of `coordinates.region_coordinates` that matters, the
range it must lie in. Ranges of `*.around` are turns and may wrap (0.86 to 0.13 goes through the front).
Numbers are read off this one body: the asset is built from one pinned mesh.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.body.coordinates import NAMES
from tools.body.source import Points

Range = tuple[float, float]
Rule = tuple[str, dict[str, Range | str]]
INF = float("inf")

# Heights (cm): borders shared by several rows.
L1, L5, COCCYX, CLEFT, LAST_RIB = 110.0, 97.0, 90.0, 85.0, 109.0
HIP, THIGH_UPPER, THIGH_MIDDLE, KNEE_TOP, KNEE_BOTTOM = 81.5, 71.3, 62.7, 54.0, 42.0
LEG_UPPER, LEG_MIDDLE, ANKLE_TOP = 31.5, 21.0, 11.0
ASPECTS: dict[str, Range] = {
    "anterior": (0.87, 0.13),
    "lateral": (0.13, 0.365),
    "posterior": (0.365, 0.64),
    "medial": (0.64, 0.87),
}
SOLE, NOT_SOLE = (-1.0, -0.45), (-0.45, 1.0)  # of the upward part of the direction that the skin faces
OUTER_BUTTOCK = 0.35  # angle around the trunk: the full buttock lies behind it
BESIDE_SPINE = 2.0  # cm from the midline: the spine itself is nearer
MUSCLE_EDGE = 8.0  # cm from the midline: the outer edge of the back muscles


def _thirds(part: str, coordinate: str, borders: tuple[float, float, float, float]) -> list[Rule]:
    """Four aspects at three levels; `borders` from the top down."""
    return [
        (f"{part}.{aspect}.{level}", {coordinate: (low, high), "limb.around": turn})
        for level, high, low in zip(("upper", "middle", "lower"), borders, borders[1:], strict=False)
        for aspect, turn in ASPECTS.items()
    ]


ELSEWHERE: list[Rule] = [
    ("elsewhere.arm", {"part": "arm"}),
    ("elsewhere.upper_body", {"above_t10": (0, INF)}),
    ("elsewhere.upper_body", {"y": (LAST_RIB, INF), "x": (MUSCLE_EDGE, INF)}),
]
FOOT: list[Rule] = [
    ("foot.first_web", {"toe": (1, 1), "faces_outer": (0.45, 1), "faces_up": (-0.5, 1), "z": (0, 18.3)}),
    ("foot.first_web", {"toe": (2, 2), "faces_outer": (-1, -0.45), "faces_up": (-0.5, 1), "z": (0, 18.3)}),
    ("foot.first_web", {"x": (16.6, 17.7), "z": (13.2, 17.6), "faces_up": NOT_SOLE}),
    ("foot.toes_plantar", {"toe": (1, 5), "faces_up": (-1, -0.35)}),
    ("foot.big_toe", {"toe": (1, 1)}),
    ("foot.middle_toes", {"toe": (2, 4)}),
    ("foot.little_toe", {"toe": (5, 5)}),
    ("foot.heel", {"y": (0, 4.6), "z": (-9, 1.2)}),
    ("foot.heel", {"y": (0, 1.6), "z": (-9, 4.0), "faces_up": SOLE}),
    ("foot.ball", {"ball.level": (10.8, 20), "faces_up": SOLE}),
    ("foot.arch", {"x": (0, 18.6), "faces_up": SOLE}),
    ("foot.sole_lateral", {"faces_up": SOLE}),
]
ANKLE: list[Rule] = [
    ("ankle.achilles", {"y": (4.6, ANKLE_TOP + 2), "leg.around": (0.40, 0.62)}),
    ("ankle.anterior", {"part": "foot", "z": (3, 8.2), "y": (5.4, 99), "leg.around": (0.89, 0.11)}),
    ("ankle.lateral", {"part": "foot", "y": (4.0, 99), "z": (-9, 6.0), "leg.around": (0.05, 0.5)}),
    ("ankle.medial", {"part": "foot", "y": (4.0, 99), "z": (-9, 6.0), "leg.around": (0.5, 0.95)}),
    ("foot.medial_border", {"part": "foot", "foot.around": (0.62, 0.83)}),
    ("foot.lateral_border", {"part": "foot", "foot.around": (0.19, 0.40)}),
    ("foot.dorsum_medial", {"part": "foot", "x": (0, 18.7)}),
    ("foot.dorsum_lateral", {"part": "foot"}),
    ("ankle.anterior", {"y": (0, ANKLE_TOP), "leg.around": (0.87, 0.11)}),
    ("ankle.lateral", {"y": (0, ANKLE_TOP), "leg.around": (0.11, 0.40)}),
    ("ankle.medial", {"y": (0, ANKLE_TOP), "leg.around": (0.62, 0.87)}),
]
LEG = _thirds("leg", "y", (KNEE_BOTTOM, LEG_UPPER, LEG_MIDDLE, 0))
KNEE: list[Rule] = [
    (f"knee.{aspect}", {"y": (KNEE_BOTTOM, KNEE_TOP), "limb.around": turn}) for aspect, turn in ASPECTS.items()
]
PERINEUM: list[Rule] = [
    ("perineum.saddle", {"x": (0, 2.3), "z": (-INF, 9.4), "y": (77.6, 80.8)}),
    ("perineum.saddle", {"x": (0, 2.0), "z": (-INF, 9.4), "y": (80.8, CLEFT)}),
    ("pelvis.pubic", {"x": (0, 4.2), "z": (5, INF), "y": (79.5, 88.5), "above_groin": (-1.2, INF)}),
    ("hip.groin", {"z": (4.5, INF), "above_groin": (-3.5, 2.0), "x": (2.0, 12.8)}),
]
THIGH: list[Rule] = [
    ("buttock.ischial", {"z": (-INF, 2.2), "above_fold": (-1.2, 5.2), "x": (1.5, 10.6)}),
    (
        "thigh.anterior.upper",
        {"z": (4, INF), "thigh.level": (HIP, INF), "above_groin": (-INF, 0), "limb.around": (0.64, 0.13)},
    ),
    ("buttock.lower", {"z": (-INF, 2.2), "above_fold": (0, 5.2), "trunk.around": (OUTER_BUTTOCK, 0.5)}),
    *_thirds("thigh", "thigh.level", (HIP, THIGH_UPPER, THIGH_MIDDLE, 0)),
]
BACK: list[Rule] = [
    ("abdomen.lower", {"trunk.around": (0, 0.17), "above_groin": (0, INF)}),
    ("pelvis.coccyx", {"x": (0, 1.8), "y": (CLEFT, COCCYX), "trunk.around": (0.3, 0.5)}),
    ("pelvis.sacrum", {"beside_sacrum": (-INF, 0), "y": (COCCYX, L5), "trunk.around": (0.3, 0.5)}),
    ("pelvis.sacroiliac", {"beside_sacrum": (0, 3.2), "y": (COCCYX, L5), "trunk.around": (0.3, 0.5)}),
    ("back.lumbar_midline", {"x": (0, BESIDE_SPINE), "y": (L5, L1)}),
    ("back.thoracolumbar", {"y": (L1, INF), "trunk.around": (0.3, 0.5)}),
    ("pelvis.iliac_crest", {"above_crest": (-2.2, 1.5), "trunk.around": (0.24, 0.5)}),
    ("back.lumbar", {"x": (BESIDE_SPINE, MUSCLE_EDGE), "y": (L5, L1), "trunk.around": (0.3, 0.5)}),
    ("back.flank", {"above_crest": (0, INF)}),
]
OVER_HIP: list[Rule] = [
    ("hip.trochanter", {"y": (0, 91.5), "trunk.around": (0.1, 0.29)}),
    ("hip.trochanter", {"y": (91.5, INF), "trunk.around": (0.1, 0.21)}),
    ("buttock.lateral", {"trunk.around": (0.1, OUTER_BUTTOCK)}),
    ("buttock.upper", {"y": (89.5, INF)}),
    ("buttock.lower", {}),
]
RULES: list[Rule] = [*ELSEWHERE, *FOOT, *ANKLE, *LEG, *KNEE, *PERINEUM, *THIGH, *BACK, *OVER_HIP]
NAMES_OF_REGIONS = tuple(dict.fromkeys(region for region, _ in RULES))


def assign(coordinates: dict[str, Points]) -> NDArray[np.int64]:
    """Index into NAMES_OF_REGIONS per point. Raises ValueError when a point fits no row."""
    count = len(coordinates["y"])
    region = np.full(count, -1)
    for name, ranges in RULES:
        fits = region < 0
        if name.startswith("foot."):
            fits &= coordinates["part"] == NAMES.index("foot")
        for key, wanted in ranges.items():
            fits &= _within(coordinates, key, wanted)
        region[fits] = NAMES_OF_REGIONS.index(name)
    if (region < 0).any():
        raise ValueError(f"{(region < 0).sum()} points of the skin fit no region rule")
    return region


def _within(coordinates: dict[str, Points], key: str, wanted: Range | str) -> NDArray[np.bool_]:
    values = coordinates[key]
    if isinstance(wanted, str):
        return np.asarray(values == NAMES.index(wanted))
    low, high = wanted
    if low > high:
        return np.asarray((values >= low) | (values <= high))
    return np.asarray((values >= low) & (values <= high))
