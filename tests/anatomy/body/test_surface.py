"""The body that ships: whole, symmetric, every face in one region, every region where and as large as it should be."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import legwise.anatomy.body as package
from legwise.anatomy.body import Body, load_body
from legwise.anatomy.body.glb import ASSET, read_body
from legwise.knowledge.load import Knowledge

ONE_SIDE_CM2 = {  # what a region of one side may measure on an adult of 166 cm
    "foot.first_web": (6, 20),
    "foot.little_toe": (4, 14),
    "foot.big_toe": (10, 28),
    "foot.ball": (25, 60),
    "foot.heel": (45, 95),
    "ankle.achilles": (30, 70),
    "knee.anterior": (80, 150),
    "knee.posterior": (80, 150),
    "leg.posterior.upper": (90, 170),
    "thigh.anterior.middle": (90, 170),
    "thigh.anterior.upper": (130, 250),
    "buttock.lower": (60, 140),
    "hip.trochanter": (70, 150),
    "hip.groin": (60, 130),
    "back.lumbar": (50, 110),
}


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def middles(body: Body) -> np.ndarray:
    return body.points[body.triangles].mean(axis=1)


def centre(body: Body, middles: np.ndarray, region: str) -> np.ndarray:
    faces = body.faces_of(region)
    return np.average(middles[faces], axis=0, weights=body.face_area_cm2[faces])


def test_asset_is_a_small_valid_binary_gltf():
    data = ASSET.read_bytes()
    assert len(data) < 1_000_000
    magic, version, length = struct.unpack_from("<III", data)
    assert (magic, version, length) == (0x46546C67, 2, len(data))
    size, kind = struct.unpack_from("<II", data, 12)
    document = json.loads(data[20 : 20 + size])
    binary, binary_kind = struct.unpack_from("<II", data, 20 + size)
    assert (kind, binary_kind) == (0x4E4F534A, 0x004E4942)
    assert document["asset"]["version"] == "2.0"
    assert document["buffers"] == [{"byteLength": binary}]
    for view in document["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view["byteOffset"] + view["byteLength"] <= binary
    sizes = {5120: 1, 5123: 2, 5126: 4}
    parts = {"SCALAR": 1, "VEC3": 3}
    for accessor in document["accessors"]:
        view = document["bufferViews"][accessor["bufferView"]]
        item = view.get("byteStride", sizes[accessor["componentType"]] * parts[accessor["type"]])
        assert accessor["count"] * item == view["byteLength"]
    (primitive,) = document["meshes"][0]["primitives"]
    assert primitive.get("mode", 4) == 4
    extras = document["asset"]["extras"]["legwise"]
    assert extras["version"] == 1
    assert extras["licence"] == "CC0-1.0"


def test_checksum_is_the_one_in_the_provenance(body: Body):
    told = (ASSET.parent / "PROVENANCE.md").read_text(encoding="utf-8")
    found = re.search(r"sha256 of `body.glb` \| `([0-9a-f]{64})`", told)
    assert found
    assert found[1] == hashlib.sha256(ASSET.read_bytes()).hexdigest() == body.checksum


def test_half_a_file_is_refused():
    with pytest.raises(ValueError, match="not a whole binary glTF"):
        read_body(ASSET.read_bytes()[:-8])


def test_surface_is_closed_and_faces_outward(body: Body):
    sides = np.stack([body.triangles, np.roll(body.triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
    keys = sides[:, 0] * len(body.points) + sides[:, 1]
    assert len(np.unique(keys)) == len(keys)
    assert np.isin(sides[:, 1] * len(body.points) + sides[:, 0], keys).all()
    a, b, c = (body.points[body.triangles[:, k]] for k in range(3))
    litres = (a * np.cross(b, c)).sum() / 6 * 1000
    assert 45 < litres < 75
    assert body.points[:, 1].min() == pytest.approx(0, abs=0.002)
    assert 1.6 < body.points[:, 1].max() < 1.75


def test_every_region_is_there_on_its_sides_and_nothing_else(body: Body, knowledge: Knowledge):
    wanted = [
        name
        for region in knowledge.regions.values()
        for name in ([region.id] if region.side == "midline" else [f"L:{region.id}", f"R:{region.id}"])
    ]
    assert list(body.regions) == wanted
    assert len(body.face_region) == len(body.triangles)
    assert set(np.unique(body.face_region)) == set(range(len(wanted)))


def test_paired_regions_stay_on_their_side_and_midline_regions_reach_both(body: Body, middles: np.ndarray):
    for number, name in enumerate(body.regions):
        x = middles[body.face_region == number, 0]
        if name.startswith("L:"):
            assert x.min() > 0, name
        elif name.startswith("R:"):
            assert x.max() < 0, name
        else:
            assert x.min() < 0 < x.max(), name


def test_left_mirrors_right_exactly(body: Body):
    assert (body.mirror[body.mirror] == np.arange(len(body.mirror))).all()
    there = body.points[body.triangles[body.mirror]] * [-1, 1, 1]
    assert (body.points[body.triangles] == there[:, [0, 2, 1]]).all()
    swapped = {name: name.translate(str.maketrans("LR", "RL")) if name[1] == ":" else name for name in body.regions}
    other = np.array([body.regions.index(swapped[name]) for name in body.regions])
    assert (body.face_region[body.mirror] == other[body.face_region]).all()


def test_areas_are_those_of_the_faces_and_sum_to_the_surface(body: Body):
    for number, name in enumerate(body.regions):
        assert body.area_cm2[name] == pytest.approx(body.face_area_cm2[body.face_region == number].sum(), abs=0.01)
    assert sum(body.area_cm2.values()) == pytest.approx(body.face_area_cm2.sum(), rel=1e-4)
    assert 14_000 < body.face_area_cm2.sum() < 18_500  # 1.4 to 1.85 m2


@pytest.mark.parametrize(("region", "bounds"), ONE_SIDE_CM2.items())
def test_area_is_plausible(body: Body, region: str, bounds: tuple[float, float]):
    assert bounds[0] < body.area_cm2[f"L:{region}"] < bounds[1]
    assert body.area_cm2[f"L:{region}"] == pytest.approx(body.area_cm2[f"R:{region}"], abs=0.02)


def test_every_region_is_one_patch(body: Body):
    for number, name in enumerate(body.regions):
        faces = set(np.flatnonzero(body.face_region == number).tolist())
        waiting = [faces.pop()]
        while waiting:
            beside = set(body.neighbours[waiting.pop()].tolist()) & faces
            faces -= beside
            waiting += beside
        assert not faces, f"{name}: {len(faces)} faces lie apart"


@pytest.mark.parametrize("part", ["thigh", "leg"])
def test_limb_regions_lie_as_they_are_named(body: Body, middles: np.ndarray, part: str):
    for aspect in ("anterior", "medial", "lateral", "posterior"):
        heights = [centre(body, middles, f"L:{part}.{aspect}.{level}")[1] for level in ("upper", "middle", "lower")]
        assert heights == sorted(heights, reverse=True)
        assert min(a - b for a, b in pairwise(heights)) > 0.05
    for level in ("upper", "middle", "lower"):
        front, inner, outer, back = (
            centre(body, middles, f"L:{part}.{aspect}.{level}")
            for aspect in ("anterior", "medial", "lateral", "posterior")
        )
        assert front[2] > max(inner[2], outer[2]) > min(inner[2], outer[2]) > back[2]
        assert inner[0] < min(front[0], back[0]) < max(front[0], back[0]) < outer[0]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("L:hip.groin", "L:thigh.anterior.upper"),
        ("L:hip.groin", "pelvis.pubic"),
        ("L:hip.groin", "L:abdomen.lower"),
        ("L:hip.trochanter", "L:thigh.lateral.upper"),
        ("L:buttock.ischial", "L:thigh.posterior.upper"),
        ("L:buttock.ischial", "perineum.saddle"),
        ("L:thigh.medial.upper", "perineum.saddle"),
        ("L:buttock.upper", "L:pelvis.iliac_crest"),
        ("L:pelvis.sacroiliac", "pelvis.sacrum"),
        ("pelvis.sacrum", "pelvis.coccyx"),
        ("pelvis.coccyx", "perineum.saddle"),
        ("L:back.lumbar", "back.lumbar_midline"),
        ("L:back.flank", "L:pelvis.iliac_crest"),
        ("L:knee.posterior", "L:leg.posterior.upper"),
        ("L:ankle.achilles", "L:foot.heel"),
        ("L:foot.first_web", "L:foot.big_toe"),
        ("L:foot.first_web", "L:foot.middle_toes"),
        ("L:foot.ball", "L:foot.toes_plantar"),
        ("L:foot.arch", "L:foot.medial_border"),
        ("L:foot.sole_lateral", "L:foot.lateral_border"),
    ],
)
def test_neighbours_touch(body: Body, one: str, two: str):
    beside = body.neighbours[body.faces_of(one)]
    assert body.regions.index(two) in body.face_region[beside]


def test_edges_are_fine_where_people_paint_and_finer_on_the_feet(body: Body, middles: np.ndarray):
    corners = body.points[body.triangles]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1) * 1000
    away = [n for n, name in enumerate(body.regions) if "elsewhere." in name]
    feet = [n for n, name in enumerate(body.regions) if ":foot." in name]
    assert np.quantile(longest[~np.isin(body.face_region, away)], 0.99) < 16
    assert np.median(longest[np.isin(body.face_region, feet)]) < 8


def test_atlas_coordinates_stay_in_their_ranges(body: Body):
    assert 0 <= body.along.min() <= body.along.max() <= 1
    assert 0 <= body.around.min() <= body.around.max() < 1
    assert set(body.axes) == set(body.segments)
    sides = np.array([name[0] for name in body.segments])[body.segment]
    assert (body.points[sides == "L", 0] >= 0).all()
    assert (body.points[sides == "R", 0] <= 0).all()


def test_angle_says_the_aspect(body: Body):
    for region, (low, high) in {
        "L:thigh.lateral.middle": (0.1, 0.4),
        "R:thigh.lateral.middle": (0.1, 0.4),
        "L:leg.posterior.middle": (0.33, 0.67),
        "R:leg.medial.middle": (0.6, 0.9),
    }.items():
        around = body.around[body.triangles[body.faces_of(region)]]
        assert low < around.min() <= around.max() < high, region


def test_nothing_heavy_is_imported():
    allowed = {"numpy", "yaml", "legwise", "__future__"}
    for file in Path(package.__file__).parent.glob("*.py"):
        for node in ast.parse(
            file.read_text(encoding="utf-8")
        ).body:  # what a function imports waits until it is called
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                root = name.split(".")[0]
                assert root in allowed or root in __import__("sys").stdlib_module_names, f"{file.name}: {name}"
