"""Coordinates of the skin of the left half: where along and around which part of the body a point lies.

Two kinds. Atlas coordinates (segment, along, around) are stored with every vertex of the asset.
Region coordinates are the named numbers that the rules in `regions.py` are written in: heights, the
same fractions and angles, and signed distances from a few skin creases. All lengths are in cm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.body.source import Points

FRONT, UP = (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Segment:
    """A straight axis in the left half; `front` is the direction that counts as angle 0."""

    name: str
    start: tuple[float, float, float]
    end: tuple[float, float, float]
    front: tuple[float, float, float]

    @property
    def frame(self) -> tuple[Points, Points, Points, float]:
        """Unit vectors along, front and outer, and the length."""
        axis = np.subtract(self.end, self.start)
        length = float(np.linalg.norm(axis))
        along = axis / length
        front = np.array(self.front) - along * float(np.dot(along, self.front))
        front /= np.linalg.norm(front)
        outer = np.cross(along, front)
        return along, front, outer if outer[0] > 0 else -outer, length

    def locate(self, points: Points) -> tuple[Points, Points, Points]:
        """Fraction along the axis, angle around it in turns (0 front, .25 outer, .5 back), distance from it."""
        along, front, outer, length = self.frame
        offset = points - np.array(self.start)
        ahead = (offset * front).sum(axis=1)
        aside = (offset * outer).sum(axis=1)
        angle = np.arctan2(aside, ahead) / (2 * np.pi)
        return (offset * along).sum(axis=1) / length, np.mod(angle, 1.0), np.hypot(ahead, aside)


# Axes run through the middle of the cross-sections of this mesh, joint to joint.
SEGMENTS = (
    Segment("trunk", (0.0, 78.4, 2.5), (0.0, 136.0, 3.5), FRONT),
    Segment("thigh", (9.0, 86.6, 2.6), (13.9, 47.5, 4.0), FRONT),
    Segment("leg", (14.2, 47.5, 2.7), (18.4, 8.0, 2.2), FRONT),
    Segment("foot", (18.3, 3.2, -2.8), (18.9, 2.2, 16.0), UP),
    Segment("toe1", (15.8, 1.8, 15.7), (16.3, 1.4, 20.5), UP),
    Segment("toe2", (18.1, 1.8, 15.9), (18.2, 1.2, 20.5), UP),
    Segment("toe3", (19.5, 1.8, 15.5), (19.6, 1.2, 19.6), UP),
    Segment("toe4", (20.9, 1.8, 14.9), (21.2, 1.1, 18.3), UP),
    Segment("toe5", (22.3, 1.8, 14.0), (22.4, 1.0, 16.9), UP),
    Segment("arm", (17.0, 132.0, 1.9), (47.0, 98.0, 21.0), FRONT),
    Segment("head", (0.0, 136.0, 1.5), (0.0, 166.0, 4.0), FRONT),
)
NAMES = tuple(segment.name for segment in SEGMENTS)
SEGMENT = {segment.name: segment for segment in SEGMENTS}

# Heights (cm) of two bony or skin landmarks as they run around the body: (place, height) pairs.
# The crest of the pelvis by angle around the trunk: front spine, top, back spine (under the dimple).
CREST = ((0.187, 94.5), (0.25, 100.0), (0.32, 101.0), (0.38, 99.5), (0.425, 96.5), (0.5, 96.5))
# The gluteal fold by distance from the midline.
FOLD = ((2.0, 78.6), (5.0, 77.3), (9.0, 77.3), (12.0, 78.4), (15.0, 80.8))
SACRUM_EDGE = ((90.0, 2.0), (97.0, 3.8))  # half its width, by height
KNEE_BLEND = (43.0, 58.0)  # between these heights the angle passes from the leg's to the thigh's
THIGH_TILT, THIGH_MIDDLE_Z = 0.22, 4.0  # thirds of the thigh lie higher in front, as the groin does
BALL_TILT, FOOT_MIDDLE_X = 0.25, 18.7  # the heads of the metatarsals lie further back on the outer side

# Creases of the skin as lines in the front or the back view: two points (x, y).
GROIN_LINE = ((12.0, 94.0), (2.2, 82.0))  # anterior superior iliac spine to pubic tubercle
BIG_TOE_WIDER, TOES_BELOW = 1.25, 5.0
PERINEAL_LINE_X = 2.0  # where the thigh begins beside the perineum
T10_FRONT, T10_BACK = (13.5, 102.5), (-4.5, 117.0)  # (z, y): navel in front, tenth thoracic spine behind


def _above(line: tuple[tuple[float, float], tuple[float, float]], across: Points, height: Points) -> Points:
    """Signed distance above a line in a plane."""
    (u0, v0), (u1, v1) = line
    if u0 > u1:
        u0, v0, u1, v1 = u1, v1, u0, v0
    length = float(np.hypot(u1 - u0, v1 - v0))
    return ((height - v0) * (u1 - u0) - (across - u0) * (v1 - v0)) / length


def _along_table(table: tuple[tuple[float, float], ...], at: Points) -> Points:
    """Values between the rows of a table of (place, value)."""
    places, values = np.array(table).T
    return np.asarray(np.interp(at, places, values))


def centred(angle: Points) -> Points:
    """Turns from -0.5 to 0.5 instead of 0 to 1."""
    return np.mod(angle + 0.5, 1.0) - 0.5


def region_coordinates(points: Points, normal: Points) -> dict[str, Points]:
    """Every number that a region rule may use, for points of the left half and their unit normals."""
    x, y, z = points.T
    found: dict[str, Points] = {"x": x, "y": y, "z": z, "faces_up": normal[:, 1], "faces_outer": normal[:, 0]}
    for name in NAMES:
        along, around, _ = SEGMENT[name].locate(points)
        found[f"{name}.along"], found[f"{name}.around"] = along, around
    found["above_t10"] = _above((T10_BACK, T10_FRONT), z, y)
    found["above_groin"] = _above(GROIN_LINE, x, y)
    found["above_crest"] = y - _along_table(CREST, found["trunk.around"])
    found["above_fold"] = y - _along_table(FOLD, x)
    found["beside_sacrum"] = x - _along_table(SACRUM_EDGE, y)
    found["thigh.level"] = y - THIGH_TILT * (z - THIGH_MIDDLE_Z)
    found["ball.level"] = z + BALL_TILT * (x - FOOT_MIDDLE_X)
    share = np.clip((y - KNEE_BLEND[0]) / (KNEE_BLEND[1] - KNEE_BLEND[0]), 0, 1)
    turn = centred(found["thigh.around"] - found["leg.around"])
    found["limb.around"] = np.mod(found["leg.around"] + share * turn, 1.0)
    found["part"] = _part(found)
    found["toe"] = _toe(points)
    return found


def _part(c: dict[str, Points]) -> Points:
    """Index into NAMES of the part of the body; toes count as foot here, see `_toe`."""
    x, y, z = c["x"], c["y"], c["z"]
    arm = (x > 16.2 + 0.25 * np.clip(134 - y, 0, 40)) & (y > 86) & ((y > 120) | (x > 21))
    head = y > 141 - 0.45 * (z - 3)
    below_hip = (z > 2.5) & (c["above_groin"] < 0) & (x > PERINEAL_LINE_X) | (z <= 2.5) & (y < 80)
    leg = y < 47.5
    foot = y < 8.2 + 0.12 * (z - 2)
    part = np.full(len(x), NAMES.index("trunk"))
    for name, where in (("thigh", below_hip), ("leg", leg), ("foot", foot), ("head", head), ("arm", arm)):
        part[where] = NAMES.index(name)
    return part


def _toe(points: Points) -> Points:
    """Number of the toe, 0 for none: the toe whose axis is nearest, if the point lies beyond its root."""
    found = [SEGMENT[f"toe{number}"].locate(points) for number in range(1, 6)]
    distance = np.stack([away for _, _, away in found])
    distance[0] /= BIG_TOE_WIDER
    nearest = distance.argmin(axis=0)
    along = np.stack([along for along, _, _ in found])[nearest, np.arange(len(points))]
    return np.where((along > 0) & (points[:, 1] < TOES_BELOW), nearest + 1, 0)


def atlas_coordinates(points: Points) -> tuple[NDArray[np.int64], Points, Points, Points]:
    """Segment index, fraction along it (0 to 1), angle around it and distance from its axis, per point."""
    c = region_coordinates(points, np.zeros_like(points))
    segment = c["part"].astype(np.int64)
    toe = c["toe"].astype(np.int64)
    segment[toe > 0] = NAMES.index("toe1") + toe[toe > 0] - 1
    along, around, distance = (np.zeros(len(points)) for _ in range(3))
    for index, name in enumerate(NAMES):
        here = segment == index
        along[here], around[here], distance[here] = SEGMENT[name].locate(points[here])
    return segment, np.clip(along, 0.0, 1.0), around, distance
