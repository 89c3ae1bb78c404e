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
L1, L5, COCCYX, CLEFT = 110.0, 97.0, 90.0, 85.0
THIGH_UPPER, THIGH_MIDDLE, KNEE_TOP, KNEE_BOTTOM = 72.0, 63.0, 54.0, 42.0
LEG_UPPER, LEG_MIDDLE, ANKLE_TOP = 31.5, 21.0, 11.0
THIGH_ASPECTS: dict[str, Range] = {
    "anterior": (0.87, 0.13),
    "lateral": (0.13, 0.37),
    "posterior": (0.37, 0.63),
    "medial": (0.63, 0.87),
}
KNEE_ASPECTS: dict[str, Range] = {
    "anterior": (0.86, 0.14),
    "lateral": (0.14, 0.36),
    "posterior": (0.36, 0.64),
    "medial": (0.64, 0.86),
}
LEG_ASPECTS: dict[str, Range] = {
    "anterior": (0.88, 0.13),
    "lateral": (0.13, 0.36),
    "posterior": (0.36, 0.65),
    "medial": (0.65, 0.88),
}


def _levels(part: str, upper: Range, middle: Range, lower: Range, aspects: dict[str, Range], around: str) -> list[Rule]:
    levels = {"upper": upper, "middle": middle, "lower": lower}
    return [
        (f"{part}.{aspect}.{level}", {"y": height, around: turn})
        for level, height in levels.items()
        for aspect, turn in aspects.items()
    ]


ELSEWHERE: list[Rule] = [
    ("elsewhere.arm", {"part": "arm"}),
    ("elsewhere.upper_body", {"above_t10": (0, INF)}),
]
FOOT: list[Rule] = [
    ("foot.toes_plantar", {"toe": (1, 5), "faces_up": (-1, -0.35)}),
    ("foot.first_web", {"x": (16.9, 17.6), "z": (13.8, 17.6), "faces_up": (-0.35, 1), "y": (0, 4.2)}),
    ("foot.big_toe", {"toe": (1, 1)}),
    ("foot.middle_toes", {"toe": (2, 4)}),
    ("foot.little_toe", {"toe": (5, 5)}),
    ("foot.heel", {"y": (0, 4.6), "z": (-9, 1.2)}),
    ("foot.heel", {"y": (0, 1.6), "z": (-9, 4.0), "faces_up": (-1, -0.45)}),
    ("foot.ball", {"z": (10.8, 17), "faces_up": (-1, -0.45)}),
    ("foot.arch", {"x": (0, 18.6), "faces_up": (-1, -0.45)}),
    ("foot.sole_lateral", {"faces_up": (-1, -0.45)}),
]
ANKLE: list[Rule] = [
    ("ankle.achilles", {"part": "foot", "leg.around": (0.40, 0.62), "y": (4.6, 99)}),
    ("ankle.anterior", {"part": "foot", "z": (3, 8.2), "y": (5.4, 99), "leg.around": (0.89, 0.11)}),
    ("ankle.lateral", {"part": "foot", "y": (4.0, 99), "z": (-9, 6.0), "leg.around": (0.05, 0.5)}),
    ("ankle.medial", {"part": "foot", "y": (4.0, 99), "z": (-9, 6.0), "leg.around": (0.5, 0.95)}),
    ("foot.medial_border", {"part": "foot", "foot.around": (0.62, 0.86)}),
    ("foot.lateral_border", {"part": "foot", "foot.around": (0.17, 0.40)}),
    ("foot.dorsum_medial", {"part": "foot", "x": (0, 18.7)}),
    ("foot.dorsum_lateral", {"part": "foot"}),
    ("ankle.achilles", {"y": (0, ANKLE_TOP + 2), "leg.around": (0.40, 0.62)}),
    ("ankle.anterior", {"y": (0, ANKLE_TOP), "leg.around": (0.87, 0.11)}),
    ("ankle.lateral", {"y": (0, ANKLE_TOP), "leg.around": (0.11, 0.40)}),
    ("ankle.medial", {"y": (0, ANKLE_TOP), "leg.around": (0.62, 0.87)}),
]
LEG = _levels("leg", (LEG_UPPER, KNEE_BOTTOM), (LEG_MIDDLE, LEG_UPPER), (0, LEG_MIDDLE), LEG_ASPECTS, "leg.around")
KNEE: list[Rule] = [
    (f"knee.{aspect}", {"y": (KNEE_BOTTOM, KNEE_TOP), "leg.around": turn}) for aspect, turn in KNEE_ASPECTS.items()
]
PELVIS: list[Rule] = [
    ("perineum.saddle", {"x": (0, 2.0), "z": (-5.9, 9.4), "y": (0, CLEFT)}),
    ("perineum.saddle", {"x": (0, 2.2), "z": (-99, 9.4), "y": (0, CLEFT)}),
    ("pelvis.pubic", {"x": (0, 4.2), "z": (5, INF), "y": (0, 88.5), "above_groin": (-1.2, INF)}),
    ("hip.groin", {"z": (4.5, INF), "above_groin": (-3.2, 2.2), "x": (2.0, 13.0)}),
    ("buttock.ischial", {"z": (-INF, 2.5), "y": (76.2, 82.6), "x": (1.5, 10.8)}),
]
THIGH = _levels(
    "thigh", (THIGH_UPPER, 82.0), (THIGH_MIDDLE, THIGH_UPPER), (KNEE_TOP, THIGH_MIDDLE), THIGH_ASPECTS, "thigh.around"
)
HIP: list[Rule] = [
    ("thigh.anterior.upper", {"z": (4.0, INF), "above_groin": (-INF, 0), "thigh.around": (0.5, 0.14)}),
    ("abdomen.lower", {"trunk.around": (0, 0.17), "above_groin": (0, INF)}),
    ("back.flank", {"trunk.around": (0.1, 0.36), "y": (100.0, INF)}),
    ("pelvis.coccyx", {"x": (0, 1.8), "y": (CLEFT, COCCYX), "trunk.around": (0.3, 0.5)}),
    ("pelvis.sacrum", {"x": (0, 3.4), "y": (COCCYX, L5), "trunk.around": (0.3, 0.5)}),
    ("pelvis.sacroiliac", {"x": (3.4, 6.8), "y": (COCCYX, L5), "trunk.around": (0.3, 0.5)}),
    ("back.thoracolumbar", {"y": (L1, INF), "trunk.around": (0.3, 0.5)}),
    ("back.lumbar_midline", {"x": (0, 2.0), "y": (L5, L1)}),
    ("back.lumbar", {"x": (2.0, 7.6), "y": (L5, L1)}),
    ("back.flank", {"y": (100.0, INF)}),
    ("pelvis.iliac_crest", {"y": (96.0, INF), "trunk.around": (0.22, 0.5)}),
    ("hip.trochanter", {"y": (0, 91.5), "trunk.around": (0.1, 0.32)}),
    ("buttock.lateral", {"trunk.around": (0.1, 0.375)}),
    ("buttock.upper", {"y": (89.0, INF)}),
    ("buttock.lower", {}),
]
RULES: list[Rule] = [*ELSEWHERE, *FOOT, *ANKLE, *LEG, *KNEE, *PELVIS, *THIGH, *HIP]
BELOW_FOOT_TOP = 9.5  # foot rows are tried only below this height
MIDLINE = frozenset(
    {
        "back.lumbar_midline",
        "pelvis.sacrum",
        "pelvis.coccyx",
        "pelvis.pubic",
        "perineum.saddle",
        "elsewhere.upper_body",
    }
)
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
