"""The flat views: which faces can be seen from a side, and where they fall on paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from legwise.anatomy.body.glb import Body, Floats, Whole, load_body

View = Literal["front", "back", "left", "right", "inner", "soles", "feet"]
VIEWS: tuple[View, ...] = get_args(View)
# Directions on the body that point right, up and out of the paper; of the inner view, those of the left leg.
_AXES: dict[View, tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]] = {
    "front": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "back": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    "left": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    "right": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "inner": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "soles": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "feet": ((-1, 0, 0), (0, 0, 1), (0, 1, 0)),
}
LEG = ("thigh.", "knee.", "leg.", "ankle.", "foot.")  # what the inner view shows
CELL, COVER = 0.006, 0.02  # metres: grid of what lies in front, and how far in front it must lie to hide
GRAZING = 0.02  # cosine: faces turned further away are not seen
SOLE_HEIGHT = 0.07  # metres: what the soles' view shows lies below
FEET_FROM, FEET_SLOPE = 0.05, 0.15  # what the view from above shows: in front of the ankle (m), facing up (cosine)
# Metres by which each leg or foot moves outward on paper.
APART: dict[View, float] = {"inner": 0.17, "soles": -0.11, "feet": 0.11}
SPECK_FACES = 25  # fewer faces than this, seen amid hidden ones or hidden amid seen ones, follow their surroundings
SAMPLES = np.array(
    [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3]]
)


@dataclass(frozen=True)
class Projection:
    """`paper` is the place of every vertex in mm (right, up); `seen` says which faces show."""

    paper: Floats
    seen: NDArray[np.bool_]


@lru_cache(maxsize=len(VIEWS))
def projection(view: View) -> Projection:
    """The body from one side. Side views leave the arms out and show only the near half."""
    body = load_body()
    across, height, depth = _flat(view, body.points)
    flip = _flip(view, body.points)
    _, _, towards = (np.array(axis, dtype=float) for axis in _AXES[view])
    belongs = _in_view(body, view)
    facing = (_facing(body) * flip[body.triangles[:, 0]]) @ towards
    shown = belongs & (facing > (FEET_SLOPE if view == "feet" else GRAZING))
    shown &= _in_front(body, across, height, depth, shown)
    shown = _without_specks(body, shown, belongs & (facing > -GRAZING))
    return Projection(np.stack([across, height], axis=1) * 1000, shown)


def on_paper(view: View, points: Floats) -> Floats:
    """Where points of the body (metres, shape (n, 3)) fall on the paper of a view, in mm (right, up)."""
    across, height, _ = _flat(view, points)
    return np.stack([across, height], axis=1) * 1000


def _flat(view: View, points: Floats) -> tuple[Floats, Floats, Floats]:
    """Place on the paper and depth towards the reader, in metres."""
    flip = _flip(view, points)
    right, up, towards = (np.array(axis, dtype=float) for axis in _AXES[view])
    across = (points * flip) @ right * flip[:, 0]
    if view in APART:
        across = across + APART[view] * np.sign(points[:, 0])
    return across, points @ up, (points * flip) @ towards


def _flip(view: View, points: Floats) -> Floats:
    """The inner view looks at each leg from the other: the right leg is seen as the left one's mirror image."""
    flip = np.ones((len(points), 3))
    if view == "inner":
        flip[:, 0] = np.sign(points[:, 0])
    return flip


def _facing(body: Body) -> Floats:
    corners = body.points[body.triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))


def _in_view(body: Body, view: View) -> NDArray[np.bool_]:
    middle = body.points[body.triangles].mean(axis=1)
    if view == "soles":
        return np.asarray(middle[:, 1] < SOLE_HEIGHT)
    if view == "feet":
        top = [n for n, name in enumerate(body.regions) if name[2:].startswith(("foot.", "ankle."))]
        return np.asarray(np.isin(body.face_region, top) & (middle[:, 2] > FEET_FROM))
    if view == "inner":
        legs = [
            n
            for n, name in enumerate(body.regions)
            if name[2:].startswith(("thigh.", "knee.", "leg.", "ankle.", "foot."))
        ]
        return np.asarray(np.isin(body.face_region, legs))
    if view in ("left", "right"):
        arms = [body.regions.index(f"{side}:elsewhere.arm") for side in "LR"]
        near = middle[:, 0] > 0 if view == "left" else middle[:, 0] < 0
        return np.asarray(near & ~np.isin(body.face_region, arms))
    return np.ones(len(middle), dtype=bool)


def _without_specks(body: Body, shown: NDArray[np.bool_], may_show: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Small hidden patches that could show do, small shown patches do not."""
    shown = shown.copy()
    for patch in _patches(body.neighbours, ~shown & may_show):
        around = body.neighbours[patch]
        if len(patch) < SPECK_FACES and shown[around[~np.isin(around, patch)]].all():
            shown[patch] = True
    for patch in _patches(body.neighbours, shown):
        if len(patch) < SPECK_FACES:
            shown[patch] = False
    return shown


def _patches(neighbours: Whole, wanted: NDArray[np.bool_]) -> list[list[int]]:
    """Connected groups of the wanted faces."""
    beside = neighbours.tolist()
    left = wanted.tolist()
    found = []
    for start in np.flatnonzero(wanted).tolist():
        if not left[start]:
            continue
        patch = [start]
        left[start] = False
        for face in patch:
            for other in beside[face]:
                if left[other]:
                    left[other] = False
                    patch.append(other)
        found.append(patch)
    return found


def _in_front(body: Body, across: Floats, height: Floats, depth: Floats, shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Faces whose middle is not hidden behind another face that is shown."""
    faces = body.triangles[shown]
    cells = [np.floor((values - values.min()) / CELL).astype(np.int64) for values in (across, height)]
    width = int(cells[0].max()) + 1
    nearest = np.full(width * (int(cells[1].max()) + 1), -np.inf)
    low = across.min(), height.min()

    def cell(x: Floats, y: Floats) -> NDArray[np.int64]:
        column, row = (np.floor((v - start) / CELL).astype(np.int64) for v, start in zip((x, y), low, strict=True))
        return np.asarray(row * width + column)

    for weights in SAMPLES:
        x, y, z = ((values[faces] * weights).sum(axis=1) for values in (across, height, depth))
        np.maximum.at(nearest, cell(x, y), z)
    x, y, z = (values[body.triangles].mean(axis=1) for values in (across, height, depth))
    return np.asarray(z > nearest[cell(x, y)] - COVER)
