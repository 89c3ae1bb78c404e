"""The left half of the skin as a smooth triangle surface, with mouth and eye sockets closed.

The base mesh is symmetric. Working on one half and mirroring it at the end makes left and right equal
to the last bit; the cut along the midline is the only border of the half.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.body.source import Indices, Points

MIDLINE_CM = 0.05  # points nearer to the midplane than this lie on it
# Pockets that nobody sees from outside: centre, reach (cm). Their skin faces their centre.
MOUTH = (np.array([0.0, 148.7, 9.5]), 7.5)
EYE_REACH_CM = 2.6


def subdivide(points: Points, quads: Indices) -> tuple[Points, Indices]:
    """One step of Catmull and Clark on a closed quad mesh."""
    face_points = points[quads].mean(axis=1)
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=-1).reshape(-1, 2)
    edges, edge_of = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    edge_of = edge_of.reshape(quads.shape)
    total = np.zeros((len(edges), 3))
    np.add.at(total, edge_of.ravel(), np.repeat(face_points, 4, axis=0))
    middles = points[edges].mean(axis=1)
    edge_points = (points[edges].sum(axis=1) + total) / 4
    valence = np.bincount(edges.ravel(), minlength=len(points))[:, None]
    around_faces, around_edges = np.zeros_like(points), np.zeros_like(points)
    np.add.at(around_faces, quads.ravel(), np.repeat(face_points, 4, axis=0))
    np.add.at(around_edges, edges.ravel(), np.repeat(middles, 2, axis=0))
    moved = (around_faces / valence + 2 * around_edges / valence + (valence - 3) * points) / valence
    first_edge, first_face = len(points), len(points) + len(edges)
    small = [
        np.stack(
            [
                quads[:, corner],
                first_edge + edge_of[:, corner],
                first_face + np.arange(len(quads)),
                first_edge + edge_of[:, corner - 1],
            ],
            axis=1,
        )
        for corner in range(4)
    ]
    return np.concatenate([moved, edge_points, face_points]), np.concatenate(small)


def left_half(points: Points, quads: Indices, joints: dict[str, Points]) -> tuple[Points, Indices]:
    """Triangles of the left half (x >= 0) with the pockets of mouth and eye closed."""
    points = points.copy()
    points[np.abs(points[:, 0]) < MIDLINE_CM, 0] = 0.0
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    triangles = triangles[points[triangles].mean(axis=1)[:, 0] > 0]
    eye = joints["l-eye"]
    triangles = _without_pocket(points, triangles, *MOUTH)
    triangles = _without_pocket(points, triangles, eye, EYE_REACH_CM)
    points, triangles = _fill_holes(points, triangles)
    used, renumbered = np.unique(triangles, return_inverse=True)
    return points[used], renumbered.reshape(-1, 3)


def _without_pocket(points: Points, triangles: Indices, centre: Points, reach: float) -> Indices:
    """Drop the connected patch nearest to `centre` whose skin faces it."""
    corners = points[triangles]
    middle = corners.mean(axis=1)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    away = middle - centre
    distance = np.linalg.norm(away, axis=1)
    candidate = (distance < reach) & ((normal * away).sum(axis=1) < 0)
    inside = np.zeros(len(points), dtype=bool)
    inside[triangles[np.argmin(np.where(candidate, distance, np.inf))]] = True
    while True:
        reached = candidate & inside[triangles].any(axis=1)
        grown = inside.copy()
        grown[triangles[reached]] = True
        if (grown == inside).all():
            return _without_pinches(triangles[~reached])
        inside = grown


def _without_pinches(triangles: Indices) -> Indices:
    """Drop triangles at points where two borders touch, until none is left: a border must be a plain line."""
    while True:
        leaving = [a for a, _ in _border(triangles)]
        pinched = {a for a in leaving if leaving.count(a) > 1}
        if not pinched:
            return triangles
        triangles = triangles[~np.isin(triangles, list(pinched)).any(axis=1)]


def _fill_holes(points: Points, triangles: Indices) -> tuple[Points, Indices]:
    """Close every stretch of border that leaves the midline, each by a fan around its mean point."""
    following = {a: b for a, b in _border(triangles) if points[a, 0] > 0 or points[b, 0] > 0}
    extra_points: list[Points] = []
    extra_triangles: list[list[int]] = []
    while following:
        starts = sorted(set(following) - set(following.values())) or sorted(following)
        run = [starts[0]]
        while run[-1] in following:
            run.append(following.pop(run[-1]))
        hub = len(points) + len(extra_points)
        centre = points[run].mean(axis=0)
        if run[0] != run[-1]:  # from midline to midline: the other half closes the rest
            centre[0] = 0.0
        extra_points.append(centre)
        extra_triangles += [[b, a, hub] for a, b in pairwise(run)]
    if not extra_points:
        return points, triangles
    return np.vstack([points, extra_points]), np.vstack([triangles, extra_triangles])


def _border(triangles: Indices) -> list[tuple[int, int]]:
    sides = {(int(t[k]), int(t[(k + 1) % 3])) for t in triangles for k in range(3)}
    return [(a, b) for a, b in sides if (b, a) not in sides]
