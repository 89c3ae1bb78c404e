"""Even triangles of a wished size on a given surface: isotropic remeshing with a size field.

Rounds of four steps (Botsch and Kobbelt, A remeshing approach to multiresolution modeling, 2004):
split long edges, collapse short ones, flip edges towards valence six, move points along the surface
towards their neighbours' mean; after each round every point returns to the nearest point of the
reference surface. Points of the cut (x = 0) stay on the cut. Everything is visited in a fixed order,
and positions are rounded, so the result is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.body.source import Indices, Points

SizeField = Callable[[Points], Points]
LONG, SHORT = 4 / 3, 4 / 5  # of the wished size
REACHES, BATCH = (1.5, 6.0, 1e9), 48  # cm searched around a point, and points searched together
OTHER_SIDE = 1e6  # added to the squared distance of a vertex whose skin faces another way
SAME_SIDE = 0.3  # cosine below which a triangle counts as turned over


def remesh(
    points: Points, triangles: Indices, reference: Surface, size: SizeField, rounds: int
) -> tuple[Points, Indices]:
    """Triangles with edges near `size`, on `reference`."""
    for _ in range(rounds):
        while len(triangles) < len(_split(points, triangles, size)[1]):
            points, triangles = _split(points, triangles, size)
        points, triangles = _collapse(points, triangles, size)
        triangles = _flip(points, triangles)
        points = reference.nearest(_relax(points, triangles), normals(points, triangles))
        points = np.round(points, 5)
    return points, triangles


def normals(points: Points, triangles: Indices) -> Points:
    """Unit normals at the points, weighted by area."""
    faces = np.cross(
        points[triangles[:, 1]] - points[triangles[:, 0]], points[triangles[:, 2]] - points[triangles[:, 0]]
    )
    total = np.zeros_like(points)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], faces)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.where(length > 0, length, 1))


class Surface:
    """A fine triangle mesh to which points return."""

    def __init__(self, points: Points, triangles: Indices) -> None:
        """Keep the mesh and, for each point, a table of the triangles around it."""
        self._points, self._triangles = points, triangles
        self._normals = normals(points, triangles)
        self._order = np.argsort(points[:, 1], kind="stable")
        flat = triangles.ravel()
        order = np.argsort(flat, kind="stable")
        count = np.bincount(flat, minlength=len(points))
        start = np.concatenate([[0], np.cumsum(count)[:-1]])
        column = np.arange(count.max())[None, :]
        self._count = count
        self._around = (order // 3)[(start[:, None] + np.minimum(column, count[:, None] - 1))]

    def nearest(self, points: Points, direction: Points) -> Points:
        """The nearest points of the surface whose normal agrees with `direction`."""
        vertex = self._nearest_vertices(points, direction)
        best = np.full(len(points), np.inf)
        found = points.copy()
        for column in range(self._around.shape[1]):
            rows = np.flatnonzero(self._count[vertex] > column)
            candidate = closest_on_triangles(
                points[rows], self._points[self._triangles[self._around[vertex[rows], column]]]
            )
            distance = ((candidate - points[rows]) ** 2).sum(axis=1)
            nearer = distance < best[rows] - 1e-12
            best[rows[nearer]], found[rows[nearer]] = distance[nearer], candidate[nearer]
        found[points[:, 0] == 0.0, 0] = 0.0
        found[:, 0] = np.maximum(found[:, 0], 0.0)
        return found

    def _nearest_vertices(self, points: Points, direction: Points) -> Indices:
        """The nearest vertex to each point whose normal agrees, searched in batches of similar height."""
        heights = self._points[self._order, 1]
        found = np.zeros(len(points), dtype=np.int64)
        waiting = np.argsort(points[:, 1], kind="stable")
        for reach in REACHES:
            left = []
            for batch in np.array_split(waiting, max(1, len(waiting) // BATCH)):
                y = points[batch, 1]
                low, high = np.searchsorted(heights, [y.min() - reach, y.max() + reach])
                near = self._order[low:high]
                if not len(near):
                    left.append(batch)
                    continue
                distance = _squares(points[batch], self._points[near])
                distance[_dots(direction[batch], self._normals[near]) < SAME_SIDE] += OTHER_SIDE
                best = distance.argmin(axis=1)
                found[batch] = near[best]
                left.append(batch[distance[np.arange(len(batch)), best] > reach * reach])
            waiting = np.concatenate(left)
            if not len(waiting):
                break
        return found


def _squares(points: Points, others: Points) -> Points:
    """Squared distances of every point from every other."""
    offset = points[:, None, :] - others[None, :, :]
    return np.asarray(offset[..., 0] ** 2 + offset[..., 1] ** 2 + offset[..., 2] ** 2)


def _dots(one: Points, two: Points) -> Points:
    return np.asarray(sum(one[:, None, k] * two[None, :, k] for k in range(3)))


def closest_on_triangles(points: Points, corners: Points) -> Points:
    """Row by row, the point of the triangle that lies nearest to the point (Ericson 2005, 5.1.5)."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normal = np.cross(b - a, c - a)
    length2 = np.maximum((normal * normal).sum(axis=1, keepdims=True), 1e-18)
    flat = points - normal * (((points - a) * normal).sum(axis=1, keepdims=True) / length2)
    inside = np.ones(len(points), dtype=bool)
    best = np.full(len(points), np.inf)
    result: Points = np.array(flat)
    for p, q in ((a, b), (b, c), (c, a)):
        side = q - p
        inside &= (np.cross(side, flat - p) * normal).sum(axis=1) >= 0
        along = ((points - p) * side).sum(axis=1) / np.maximum((side * side).sum(axis=1), 1e-18)
        on_side = p + np.clip(along, 0, 1)[:, None] * side
        distance = ((points - on_side) ** 2).sum(axis=1)
        nearer = distance < best
        best[nearer], result[nearer] = distance[nearer], on_side[nearer]
    result[inside] = flat[inside]
    return result


def _edges(triangles: Indices) -> tuple[Indices, Indices]:
    """The edges as sorted pairs of points, and the three edges of each triangle."""
    after = np.roll(triangles, -1, axis=1)
    count = int(triangles.max()) + 1
    keys, edge_of = np.unique(np.minimum(triangles, after) * count + np.maximum(triangles, after), return_inverse=True)
    return np.stack([keys // count, keys % count], axis=1), edge_of.reshape(triangles.shape)


def _split(points: Points, triangles: Indices, size: SizeField) -> tuple[Points, Indices]:
    """Halve every edge that is too long; each triangle falls into one to four."""
    edges, edge_of = _edges(triangles)
    middle = points[edges].mean(axis=1)
    too_long = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1) > LONG * size(middle)
    number = np.where(too_long, np.cumsum(too_long) - 1 + len(points), -1)
    halves = number[edge_of]
    parts = []
    for triangle, half in zip(triangles.tolist(), halves.tolist(), strict=True):
        parts += _split_triangle(triangle, half)
    return np.vstack([points, np.round(middle[too_long], 5)]), np.array(parts, dtype=np.int64)


def _split_triangle(triangle: list[int], half: list[int]) -> list[list[int]]:
    count = sum(h >= 0 for h in half)
    if count == 0:
        return [triangle]
    if count == 3:
        (a, b, c), (ab, bc, ca) = triangle, half
        return [[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]]
    turn = next(k for k in range(3) if half[k] >= 0 and (count == 1 or half[(k + 1) % 3] >= 0))
    a, b, c = (triangle[(turn + k) % 3] for k in range(3))
    ab, bc = half[turn], half[(turn + 1) % 3]
    if count == 1:
        return [[a, ab, c], [ab, b, c]]
    return [[ab, b, bc], [a, ab, bc], [a, bc, c]]


def _rings(triangles: Indices, count: int) -> tuple[list[list[int]], list[set[int]]]:
    around: list[list[int]] = [[] for _ in range(count)]
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for number, (a, b, c) in enumerate(triangles.tolist()):
        for u, v, w in ((a, b, c), (b, c, a), (c, a, b)):
            around[u].append(number)
            neighbours[u].update((v, w))
    return around, neighbours


def _collapse(points: Points, triangles: Indices, size: SizeField) -> tuple[Points, Indices]:
    """Contract short edges, shortest first, never twice around one point in a round."""
    edges, _ = _edges(triangles)
    length = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1)
    wished = size(points[edges].mean(axis=1))
    short = np.flatnonzero(length < SHORT * wished)
    short = short[np.argsort(np.round(length[short] / wished[short], 6), kind="stable")]
    around, neighbours = _rings(triangles, len(points))
    points, triangles = points.copy(), triangles.copy()
    locked = np.zeros(len(points), dtype=bool)
    dead = np.zeros(len(triangles), dtype=bool)
    cut = points[:, 0] == 0.0
    for edge in short.tolist():
        keep, drop = sorted(edges[edge].tolist(), key=lambda v: (not cut[v], v))
        if locked[keep] or locked[drop]:
            continue
        shared = [t for t in around[keep] if drop in triangles[t]]
        if len(neighbours[keep] & neighbours[drop]) != len(shared) or (cut[keep] and cut[drop] and len(shared) != 1):
            continue
        target = points[keep] if cut[keep] and not cut[drop] else (points[keep] + points[drop]) / 2
        moved = [t for t in around[keep] + around[drop] if t not in shared]
        ring = list((neighbours[keep] | neighbours[drop]) - {keep, drop})
        if (np.linalg.norm(points[ring] - target, axis=1) > LONG * wished[edge]).any():
            continue
        if _turns_over(points, triangles[moved], (keep, drop), target):
            continue
        points[keep] = np.round(target, 5)
        for t in around[drop]:
            triangles[t][triangles[t] == drop] = keep
        dead[shared] = True
        locked[[keep, drop, *ring]] = True
    return _compact(points, triangles[~dead])


def _turns_over(points: Points, triangles: Indices, ends: tuple[int, int], target: Points) -> bool:
    before = points[triangles]
    after = before.copy()
    after[np.isin(triangles, ends)] = target
    old = np.cross(before[:, 1] - before[:, 0], before[:, 2] - before[:, 0])
    new = np.cross(after[:, 1] - after[:, 0], after[:, 2] - after[:, 0])
    scale = np.linalg.norm(old, axis=1) * np.linalg.norm(new, axis=1)
    return bool(((old * new).sum(axis=1) < SAME_SIDE * scale + 1e-12).any())


def _flip(points: Points, triangles: Indices) -> Indices:
    """Turn an edge inside its two triangles where that brings valences nearer to six (four on the cut)."""
    triangles = triangles.copy()
    edges, edge_of = _edges(triangles)
    owners: list[list[int]] = [[] for _ in edges]
    for number, row in enumerate(edge_of.tolist()):
        for edge in row:
            owners[edge].append(number)
    _, neighbours = _rings(triangles, len(points))
    wished = np.where(points[:, 0] == 0.0, 4, 6)
    excess = np.array([len(n) for n in neighbours]) - wished
    touched = np.zeros(len(triangles), dtype=bool)
    for (u, v), pair in zip(edges.tolist(), owners, strict=True):
        if len(pair) != 2 or touched[pair].any():
            continue
        first, second = (triangles[t].tolist() for t in pair)
        p, q = (sum(t) - u - v for t in (first, second))
        gain = abs(excess[[u, v, p, q]]).sum() - abs(excess[[u, v, p, q]] + [-1, -1, 1, 1]).sum()
        if gain <= 0 or q in neighbours[p]:
            continue
        if first[(first.index(u) + 1) % 3] != v:
            p, q = q, p  # p lies left of u -> v
        new = np.array([[u, q, p], [q, v, p]])
        if _folds(points, np.array([first, second]), new):
            continue
        triangles[pair] = new
        touched[pair] = True
        excess[[u, v]] -= 1
        excess[[p, q]] += 1
        neighbours[u].discard(v), neighbours[v].discard(u), neighbours[p].add(q), neighbours[q].add(p)
    return triangles


def _folds(points: Points, old: Indices, new: Indices) -> bool:
    def unit(triangles: Indices) -> Points:
        corners = points[triangles]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9))

    before, after = unit(old), unit(new)
    return bool((after @ before.mean(axis=0) < 0.7).any())


def _relax(points: Points, triangles: Indices) -> Points:
    """Move each point along its tangent plane towards the mean of its neighbours."""
    edges, _ = _edges(triangles)
    cut = points[:, 0] == 0.0
    mean, count = np.zeros_like(points), np.zeros(len(points))
    along_cut = cut[edges].all(axis=1)
    for here, there in ((0, 1), (1, 0)):
        used = ~cut[edges[:, here]] | along_cut
        np.add.at(mean, edges[used, here], points[edges[used, there]])
        np.add.at(count, edges[used, here], 1)
    move = mean / np.maximum(count, 1)[:, None] - points
    normal = normals(points, triangles)
    move -= normal * (move * normal).sum(axis=1, keepdims=True)
    move[cut, 0] = 0.0
    return points + 0.6 * move


def _compact(points: Points, triangles: Indices) -> tuple[Points, Indices]:
    used, renumbered = np.unique(triangles, return_inverse=True)
    return points[used], renumbered.reshape(-1, 3)
