"""From atlas coordinates to points in space."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from legwise.anatomy.body.glb import Floats, load_body
from legwise.errors import LookupFailure, nearest

Point = tuple[float, float, float]
NEAR = 0.03  # metres along the axis within which a triangle can lie in the way: more than the largest
BEYOND = 0.05  # metres past the midline: what lies farther belongs to the other side


def point_at(segment: str, along: float, around: float, depth: float) -> Point:
    """The point (metres) of "L:thigh" at a fraction along its axis and an angle around it in turns.

    Depth 0 is the skin, 1 the axis. Raises LookupFailure for an unknown segment.
    """
    axes = load_body().axes
    if segment not in axes:
        raise LookupFailure(f"no segment '{segment}' of the body{nearest(segment, axes)}")
    axis = axes[segment]
    centre = axis.start + along * (axis.end - axis.start)
    turn = 2 * np.pi * around
    outward = np.cos(turn) * axis.front + np.sin(turn) * axis.outer
    x, y, z = centre + (1 - depth) * _to_skin(segment, centre, outward) * outward
    return round(float(x), 5), round(float(y), 5), round(float(z), 5)


def _to_skin(segment: str, start: Floats, direction: Floats) -> float:
    """Distance to the first triangle that a ray from inside meets (Moeller and Trumbore)."""
    skin = _skin(segment)
    height = float(start @ skin.along)
    low, high = np.searchsorted(skin.heights, [height - NEAR, height + NEAR])
    corner, first, second = (part[low:high] for part in (skin.corner, skin.first, skin.second))
    across = np.cross(direction, second)
    scale = (first * across).sum(axis=1)
    scale = np.where(np.abs(scale) > 1e-15, scale, np.inf)
    offset = start - corner
    u = (offset * across).sum(axis=1) / scale
    upward = np.cross(offset, first)
    v = (upward * direction).sum(axis=1) / scale
    distance = (second * upward).sum(axis=1) / scale
    met = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (distance > 0)
    if not met.any():
        raise LookupFailure(f"no skin is met from the axis of {segment} in direction {direction.round(3).tolist()}")
    return float(distance[met].min())


@dataclass(frozen=True)
class _Skin:
    """Triangles around one segment: a corner and two sides each, sorted by height along its axis."""

    along: Floats
    heights: Floats
    corner: Floats
    first: Floats
    second: Floats


@lru_cache(maxsize=32)
def _skin(segment: str) -> _Skin:
    body = load_body()
    axis = body.axes[segment]
    along = (axis.end - axis.start) / np.linalg.norm(axis.end - axis.start)
    corners = body.points[body.triangles]
    middle = corners.mean(axis=1)
    heights = middle @ along
    order = np.argsort(heights, kind="stable")
    order = order[(middle[order, 0] > -BEYOND) if segment.startswith("L:") else (middle[order, 0] < BEYOND)]
    corners = corners[order]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return _Skin(along, heights[order], corners[:, 0], first, second)
