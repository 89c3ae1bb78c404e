"""Courses and muscle places: all there, joined up, inside the body, and where textbooks draw them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from legwise.anatomy.body import Body, course_of, landmark, load_body, muscle_place, point_at
from legwise.anatomy.body.courses import _atlas, smooth
from legwise.errors import LookupFailure
from legwise.knowledge.load import Knowledge

JOINED = 0.015  # metres between the start of a nerve and its parent
NEAR_SKIN = 0.003  # metres by which a line may leave the body
REACH = {"nerve": 0.06, "muscle": 0.09}  # metres from a line to the skin that it serves or lies under


def lines_of(name: str) -> np.ndarray:
    return np.vstack([np.array(line) for line in course_of(name).lines])


def distance(points: np.ndarray, others: np.ndarray) -> float:
    return float(np.sqrt(((points[:, None] - others[None]) ** 2).sum(axis=2)).min())


def inside(body: Body, points: np.ndarray) -> np.ndarray:
    """A line from an inner point to the front crosses the skin an odd number of times."""
    corners = body.points[body.triangles]
    low, high = corners.min(axis=1), corners.max(axis=1)
    found = []
    for x, y, z in points + np.array([1.3e-5, 0.7e-5, 0]):  # off the corners of the mesh
        near = (low[:, 0] <= x) & (x <= high[:, 0]) & (low[:, 1] <= y) & (y <= high[:, 1]) & (high[:, 2] > z)
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners[near].transpose(1, 2, 0)
        whole = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        u = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / whole
        v = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / whole
        crossed = (u >= 0) & (v >= 0) & (u + v <= 1) & (az + u * (bz - az) + v * (cz - az) > z)
        found.append(crossed.sum() % 2 == 1)
    return np.array(found)


def test_inside_knows_inside():
    points = np.array([[0.0, 1.0, 0.03], [0.0, 1.0, 0.3], [0.14, 0.5, 0.04], [0.0, 0.5, 0.03], [0.0, 1.0, -0.3]])
    assert inside(load_body(), points).tolist() == [True, False, True, False, False]


def test_every_root_nerve_site_and_muscle_has_its_place_and_nothing_else(knowledge: Knowledge):
    atlas = _atlas()
    assert list(atlas["roots"]) == [root.id for root in knowledge.content.roots]
    assert set(atlas["nerves"]) == {nerve.id for nerve in knowledge.content.nerves}
    assert set(atlas["entrapments"]) == set(knowledge.entrapments)
    assert set(atlas["muscles"]) == set(knowledge.muscles)
    for name in [*atlas["roots"], *atlas["nerves"], *atlas["entrapments"]]:
        course = course_of(name)
        assert course.lines
        assert course.grade == "D"
        assert "textbook anatomy" in course.basis
    for name in atlas["muscles"]:
        assert muscle_place(name).bellies


def test_every_landmark_is_used():
    atlas = _atlas()
    used = set(atlas["entrapments"].values())
    for kind in ("roots", "nerves"):
        used |= {mark for lines in atlas[kind].values() for line in lines for mark in line}
    used |= {mark for muscle in atlas["muscles"].values() for line in muscle["bellies"] for mark in line}
    assert used == set(atlas["landmarks"])


def test_every_nerve_starts_where_a_parent_runs(knowledge: Knowledge):
    for nerve in knowledge.content.nerves:
        for line in course_of(nerve.id).lines:
            away = min(distance(np.array(line[:1]), lines_of(parent)) for parent in nerve.parents)
            assert away < JOINED, f"{nerve.id} starts {away:.3f} m from its parents"


def test_every_parent_meets_the_nerve_or_another_of_its_parents(knowledge: Knowledge):
    for nerve in knowledge.content.nerves:
        for parent in nerve.parents:
            others = [nerve.id, *(other for other in nerve.parents if other != parent)]
            away = min(distance(lines_of(parent), lines_of(other)) for other in others)
            assert away < JOINED, f"{parent} passes {away:.3f} m from {nerve.id}"


def test_every_site_lies_on_its_nerve(knowledge: Knowledge):
    for site in knowledge.entrapments.values():
        point = np.array(course_of(site.id).lines[0])
        assert distance(point, lines_of(site.nerve)) < 0.002, site.id


def test_roots_leave_the_spine_in_order_and_at_their_level():
    foramina = [landmark(f"foramen_{root}") for root in _atlas()["roots"]]
    heights = [y for _, y, _ in foramina]
    assert heights == sorted(heights, reverse=True)
    assert all(0.01 < a - b < 0.05 for a, b in pairwise(heights))
    assert all(0.01 < x < 0.035 for x, _, _ in foramina)
    body = load_body()
    crest = body.points[body.triangles[body.faces_of("L:pelvis.iliac_crest")]].reshape(-1, 3)[:, 1]
    assert landmark("foramen_L4")[1] == pytest.approx(np.quantile(crest, 0.5), abs=0.02)  # Tuffier's line
    for root in _atlas()["roots"]:
        (line,) = course_of(root).lines
        assert abs(line[0][0]) < 0.012
        assert line[-1][0] > 0.03


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("sciatic_gluteal", "L:buttock.lower"),
        ("sciatic_thigh", "L:thigh.posterior.middle"),
        ("tibial_popliteal", "L:knee.posterior"),
        ("common_peroneal_fibular_head", "L:knee.lateral"),
        ("femoral_inguinal", "L:hip.groin"),
        ("lateral_femoral_cutaneous_thigh", "L:thigh.lateral.middle"),
        ("tibial_tarsal_tunnel", "L:ankle.medial"),
        ("deep_peroneal_ankle", "L:ankle.anterior"),
        ("deep_peroneal_medial_branch", "L:foot.first_web"),
        ("saphenous_leg", "L:leg.medial.middle"),
        ("sural", "L:ankle.lateral"),
        ("medial_plantar", "L:foot.arch"),
        ("pudendal_perineal", "perineum.saddle"),
        ("cluneal_superior", "L:pelvis.iliac_crest"),
    ],
)
def test_the_nearest_skin_is_where_the_nerve_is_taught_to_run(name: str, region: str):
    body = load_body()
    middles = body.points[body.triangles].mean(axis=1)
    points = lines_of(name)
    nearest = {body.region_of(int(((middles - point) ** 2).sum(axis=1).argmin())) for point in points}
    assert region in nearest


def test_a_nerve_ends_near_the_skin_it_serves(knowledge: Knowledge):
    body = load_body()
    middles = body.points[body.triangles].mean(axis=1)
    for nerve in knowledge.content.nerves:
        for region in nerve.skin.core:
            name = region if region in body.regions else f"L:{region}"
            away = distance(lines_of(nerve.id), middles[body.faces_of(name)])
            assert away < REACH["nerve"], f"{nerve.id} passes {away:.3f} m from {name}"


def test_every_line_stays_in_the_body(knowledge: Knowledge):
    body = load_body()
    lines = {name: lines_of(name) for name in (*_atlas()["roots"], *_atlas()["nerves"])}
    lines |= {name: np.vstack([np.array(b) for b in muscle_place(name).bellies]) for name in knowledge.muscles}
    for name, points in lines.items():
        points = points[::4]
        outside = points[~inside(body, points)]
        for point in outside:
            away = np.sqrt(((body.points - point) ** 2).sum(axis=1)).min()
            assert away < 2 * NEAR_SKIN, f"{name} leaves the body by {away:.3f} m at {point}"


def test_muscles_lie_under_the_skin_that_is_named_and_their_trigger_points_too(knowledge: Knowledge):
    body = load_body()
    middles = body.points[body.triangles].mean(axis=1)
    for muscle in knowledge.muscles.values():
        place = muscle_place(muscle.id)
        bellies = np.vstack([np.array(belly) for belly in place.bellies])
        for region, share in place.regions.items():
            assert 0 < share <= 1
            away = distance(bellies, middles[body.faces_of(region)])
            assert away < REACH["muscle"], f"{muscle.id} lies {away:.3f} m from {region}"
        named = {region.removeprefix("L:") for region in place.regions}
        assert set(muscle.trigger_point_sites) <= named, muscle.id


def test_right_is_the_mirror_of_left():
    for name in ("L5", "sural", "ent_morton"):
        for left, right in zip(course_of(name, "L").lines, course_of(name, "R").lines, strict=True):
            assert np.array(left) == pytest.approx(np.array(right) * [-1, 1, 1], abs=2e-5)
    assert set(muscle_place("multifidus_lumborum", "R").regions) == {
        "back.lumbar_midline",
        "R:back.lumbar",
        "pelvis.sacrum",
        "R:pelvis.sacroiliac",
    }


def test_depth_runs_from_the_skin_to_the_axis():
    body = load_body()
    axis = body.axes["R:leg"]
    deep = np.array(point_at("R:leg", 0.5, 0.5, 1))
    assert deep == pytest.approx((axis.start + axis.end) / 2, abs=1e-4)
    skin = np.array(point_at("R:leg", 0.5, 0.5, 0))
    assert np.sqrt(((body.points - skin) ** 2).sum(axis=1)).min() < 0.01
    assert skin[2] < deep[2] - 0.03
    assert point_at("R:leg", 0.5, 0.25, 0)[0] < deep[0]


def test_a_smooth_line_passes_its_points():
    known = [(0.0, 0.0, 0.0), (0.1, 0.0, 0.0), (0.1, 0.1, 0.0), (0.2, 0.1, 0.1)]
    line = smooth(known)
    assert line[0] == known[0]
    assert line[-1] == known[-1]
    assert set(known) <= set(line)
    assert max(np.linalg.norm(np.subtract(a, b)) for a, b in pairwise(line)) < 0.02


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: course_of("surral"), "no course of 'surral' (did you mean sural"),
        (lambda: course_of("sural", "M"), "the side must be L or R, not 'M'"),
        (lambda: muscle_place("soles"), "no place of muscle 'soles'"),
        (lambda: point_at("L:tail", 0, 0, 0), "no segment 'L:tail'"),
    ],
)
def test_unknown_names_are_told(ask, message: str):
    with pytest.raises(LookupFailure) as caught:
        ask()
    assert message in str(caught.value)
