"""Lines between differently labelled faces, drawn once and shared by the shapes on both sides.

Every edge between two labels (or between a label and nothing) belongs to an arc that runs from
junction to junction. Arcs are smoothed and thinned once, so neighbouring shapes meet without gaps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.anatomy.body.glb import Floats, Whole

NOTHING = -1
SMOOTHING = 2  # rounds of averaging a point with its neighbours on the line
THINNING = 0.3e-3  # a point this near to the line without it is left out, in parts of the picture's size
SPECK_MM = 12.0  # closed lines shorter than this are left out


@dataclass(frozen=True)
class Arc:
    """A smoothed line in mm from vertex `start` to vertex `end`, with the labels on its two sides."""

    points: Floats
    left: int
    right: int
    start: int
    end: int


def arcs(paper: Floats, triangles: Whole, labels: Whole) -> list[Arc]:
    """All lines between faces of different label; faces labelled NOTHING count as absent."""
    shown = paper[triangles[labels != NOTHING]].reshape(-1, 2)
    thinning = THINNING * float(np.ptp(shown[:, 1])) if len(shown) else 0.0
    edges = _border_edges(triangles, labels)
    degree = Counter(vertex for start, end, _, _ in edges for vertex in (start, end))
    following: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for start, end, left, right in edges:
        following[left, right][start].append(end)
    found = []
    for (left, right), after in sorted(following.items()):
        for first in sorted(after, key=lambda vertex: (degree[vertex] == 2, vertex)):
            while after[first]:
                chain = _follow(after, first, degree)
                line = paper[chain]
                if chain[0] == chain[-1] and np.linalg.norm(np.diff(line, axis=0), axis=1).sum() < SPECK_MM:
                    continue
                found.append(Arc(_thinned(_smoothed(line), thinning), left, right, chain[0], chain[-1]))
    return found


def shape(lines: Iterable[Arc], label: int) -> list[list[Floats]]:
    """The closed lines around one label, each as its stretches from junction to junction."""
    ahead: dict[int, list[tuple[Floats, int]]] = defaultdict(list)
    for arc in lines:
        if arc.left == label:
            ahead[arc.start].append((arc.points, arc.end))
        elif arc.right == label:
            ahead[arc.end].append((arc.points[::-1], arc.start))
    loops = []
    for first in sorted(ahead):
        while ahead[first]:
            parts, here = [], first
            while ahead[here]:
                points, here = ahead[here].pop()
                parts.append(points)
                if here == first:
                    break
            loops.append(parts)
    return loops


def _border_edges(triangles: Whole, labels: Whole) -> list[tuple[int, int, int, int]]:
    """Edges with a different label on each side as (start, end, left, right), the larger label on the left."""
    starts = triangles.ravel()
    ends = np.roll(triangles, -1, axis=1).ravel()
    label = np.repeat(labels, 3)
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    order = np.lexsort((high, low))
    one, two = order[:-1], order[1:]
    pair = (low[one] == low[two]) & (high[one] == high[two])
    one, two = one[pair], two[pair]
    one, two = np.where(label[one] >= label[two], one, two), np.where(label[one] >= label[two], two, one)
    differ = label[one] != label[two]
    one, two = one[differ], two[differ]
    return list(zip(starts[one].tolist(), ends[one].tolist(), label[one].tolist(), label[two].tolist(), strict=True))


def _follow(after: dict[int, list[int]], first: int, degree: Counter[int]) -> list[int]:
    """The chain of vertices from `first` to the next junction, or around a closed line."""
    chain = [first]
    while after[chain[-1]]:
        chain.append(after[chain[-1]].pop())
        if degree[chain[-1]] != 2 or chain[-1] == first:
            break
    return chain


def _smoothed(line: Floats) -> Floats:
    line = line.copy()
    closed = bool((line[0] == line[-1]).all())
    for _ in range(SMOOTHING):
        middle = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
        if closed:
            line[0] = line[-1] = (line[-2] + 2 * line[0] + line[1]) / 4
        line[1:-1] = middle
    return line


def _thinned(line: Floats, thinning: float) -> Floats:
    """Douglas and Peucker's line with fewer points; a closed line keeps its farthest point as well."""
    keep: NDArray[np.bool_] = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        inner = line[first + 1 : last] - line[first]
        base = line[last] - line[first]
        length = float(np.hypot(*base))
        if length > 0:
            away = np.abs(inner[:, 0] * base[1] - inner[:, 1] * base[0]) / length
        else:
            away = np.hypot(inner[:, 0], inner[:, 1])
        farthest = int(away.argmax())
        if away[farthest] > thinning:
            middle = first + 1 + farthest
            keep[middle] = True
            stretches += [(first, middle), (middle, last)]
    return line[keep]
