"""Plain region borders: no islands, and border points moved along the skin until the border runs smoothly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.body.remesh import normals
from tools.body.source import Indices, Points

ISLAND_FACES = 12  # a patch of a region smaller than this, cut off from the rest, joins its surroundings
ROUNDS = 12


def tidy(points: Points, triangles: Indices, region: NDArray[np.int64]) -> tuple[Points, NDArray[np.int64]]:
    """The points with smooth borders, and the regions without islands."""
    neighbours = _face_neighbours(triangles)
    region = _without_spikes(_without_islands(region, neighbours), neighbours)
    return _smooth_borders(points, triangles, region), region


def _face_neighbours(triangles: Indices) -> Indices:
    """The three faces beside each face, -1 on the midline."""
    sides = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    same = (sides[order[1:]] == sides[order[:-1]]).all(axis=1)
    beside = np.full(len(sides), -1)
    first, second = order[:-1][same], order[1:][same]
    beside[first], beside[second] = second // 3, first // 3
    return beside.reshape(-1, 3)


def _without_islands(region: NDArray[np.int64], neighbours: Indices) -> NDArray[np.int64]:
    region = region.copy()
    seen = np.zeros(len(region), dtype=bool)
    for start in range(len(region)):
        if seen[start]:
            continue
        patch, around = [start], []
        seen[start] = True
        for face in patch:
            for other in neighbours[face].tolist():
                if other < 0:
                    continue
                if region[other] != region[start]:
                    around.append(int(region[other]))
                elif not seen[other]:
                    seen[other] = True
                    patch.append(other)
        if len(patch) < ISLAND_FACES and around:
            region[patch] = np.bincount(around).argmax()
    return region


def _without_spikes(region: NDArray[np.int64], neighbours: Indices) -> NDArray[np.int64]:
    """A face that shares two sides with another region joins it, until none does."""
    region = region.copy()
    for _ in range(20):
        beside = np.where(neighbours >= 0, region[neighbours], region[:, None])
        changed = False
        for one, two in ((0, 1), (1, 2), (0, 2)):
            lonely = (beside[:, one] == beside[:, two]) & (beside[:, one] != region)
            lonely &= (neighbours[:, one] >= 0) & (neighbours[:, two] >= 0)
            for face in np.flatnonzero(lonely):
                now = region[neighbours[face]]
                if now[one] == now[two] != region[face]:
                    region[face] = now[one]
                    changed = True
        if not changed:
            break
    return region


def _smooth_borders(points: Points, triangles: Indices, region: NDArray[np.int64]) -> Points:
    """Pull each border point towards the mean of its neighbours on the border, then even out the rest."""
    neighbours = _face_neighbours(triangles)
    sides = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=-1)
    border = (neighbours >= 0) & (region[np.maximum(neighbours, 0)] != region[:, None])
    edges = np.unique(np.sort(sides[border], axis=1), axis=0)
    all_edges = np.unique(np.sort(sides.reshape(-1, 2), axis=1), axis=0)
    ends = np.bincount(edges.ravel(), minlength=len(points))
    cut = points[:, 0] == 0.0
    smooth = (ends == 2) & ~cut
    free = (ends == 0) & ~cut
    points = points.copy()
    normal = normals(points, triangles)
    for _ in range(ROUNDS):
        for chosen, graph, share in ((smooth, edges, 0.5), (free, all_edges, 0.3)):
            move = share * (_mean_of_neighbours(points, graph) - points)
            move -= normal * (move * normal).sum(axis=1, keepdims=True)
            trial = points + np.where(chosen[:, None], move, 0.0)
            bad = np.unique(triangles[_turned(points, trial, triangles)])
            trial[bad] = points[bad]
            points = np.round(trial, 5)
    return points


def _mean_of_neighbours(points: Points, edges: Indices) -> Points:
    total, count = np.zeros_like(points), np.zeros(len(points))
    for here, there in ((0, 1), (1, 0)):
        np.add.at(total, edges[:, here], points[edges[:, there]])
        np.add.at(count, edges[:, here], 1)
    return np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], points)


def _turned(before: Points, after: Points, triangles: Indices) -> NDArray[np.bool_]:
    """Triangles that would fold or shrink to slivers."""
    old = np.cross(before[triangles[:, 1]] - before[triangles[:, 0]], before[triangles[:, 2]] - before[triangles[:, 0]])
    new = np.cross(after[triangles[:, 1]] - after[triangles[:, 0]], after[triangles[:, 2]] - after[triangles[:, 0]])
    return np.asarray((old * new).sum(axis=1) < 0.35 * (old * old).sum(axis=1))
