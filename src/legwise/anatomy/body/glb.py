"""Read `body.glb`: the skin, its regions and its atlas coordinates, as NumPy arrays."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ASSET = Path(__file__).parent / "body.glb"
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Axis:
    """The straight axis of a segment in metres; `front` is angle 0, `outer` a quarter turn."""

    start: Floats
    end: Floats
    front: Floats
    outer: Floats


@dataclass(frozen=True, eq=False)
class Body:
    """The surface: metres, y up, front +z, the subject's left +x, standing on y = 0.

    `face_region` counts into `regions` ("L:thigh.anterior.upper", "perineum.saddle"), `mirror` gives
    each face its fellow on the other side, `segment` counts into `segments` ("L:thigh"), `along` is the
    fraction along the segment's axis, `around` the angle in turns (0 front, .25 outer, .5 back, .75 inner).
    """

    points: Floats
    normals: Floats
    triangles: Whole
    regions: tuple[str, ...]
    area_cm2: dict[str, float]
    face_region: Whole
    mirror: Whole
    segments: tuple[str, ...]
    axes: dict[str, Axis]
    segment: Whole
    along: Floats
    around: Floats
    checksum: str
    extras: dict[str, Any] = field(repr=False)

    @cached_property
    def face_area_cm2(self) -> Floats:
        """Area of each face."""
        corners = self.points[self.triangles]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        return np.asarray(np.linalg.norm(cross, axis=1) * 0.5e4)

    @cached_property
    def neighbours(self) -> Whole:
        """The three faces beside each face; the surface is closed."""
        ends = np.sort(np.stack([self.triangles, np.roll(self.triangles, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
        order = np.lexsort((ends[:, 1], ends[:, 0]))
        beside = np.empty(len(ends), dtype=np.int64)
        beside[order[0::2]], beside[order[1::2]] = order[1::2] // 3, order[0::2] // 3
        return beside.reshape(-1, 3)

    @cached_property
    def face_segment(self) -> Whole:
        """Segment of each face: that of its first corner."""
        return np.asarray(self.segment[self.triangles[:, 0]])

    def region_of(self, face: int) -> str:
        """Region id of a face."""
        return self.regions[int(self.face_region[face])]

    def faces_of(self, region: str) -> Whole:
        """Faces of a region. Raises ValueError when there is no such region."""
        return np.flatnonzero(self.face_region == self.regions.index(region))


@lru_cache(maxsize=1)
def load_body() -> Body:
    """The body that ships with Legwise, read once."""
    return read_body(ASSET.read_bytes())


def read_body(data: bytes) -> Body:
    """Decode a body file. Raises ValueError when it is not one."""
    document, binary = _chunks(data)
    extras = document["asset"]["extras"]["legwise"]
    attributes = document["meshes"][0]["primitives"][0]

    def view(number: int, kind: str) -> NDArray[Any]:
        place = document["bufferViews"][number]
        start = place["byteOffset"]
        return np.frombuffer(binary[start : start + place["byteLength"]], dtype=kind)

    def accessor(number: int, kind: str) -> NDArray[Any]:
        return view(document["accessors"][number]["bufferView"], kind)

    atlas = view(extras["vertexAtlas"], "<u2").reshape(-1, 4)
    names = tuple(extras["segments"])
    return Body(
        points=accessor(attributes["attributes"]["POSITION"], "<f4").reshape(-1, 3).astype(np.float64),
        normals=accessor(attributes["attributes"]["NORMAL"], "i1").reshape(-1, 4)[:, :3] / 127.0,
        triangles=accessor(attributes["indices"], "<u2").reshape(-1, 3).astype(np.int64),
        regions=tuple(extras["regions"]),
        area_cm2=dict(extras["areaCm2"]),
        face_region=view(extras["faceRegion"], "u1").astype(np.int64),
        mirror=view(extras["mirror"], "<u2").astype(np.int64),
        segments=names,
        axes={
            name: Axis(**{key: np.array(v) for key, v in axis.items()})
            for name, axis in zip(names, extras["axes"], strict=True)
        },
        segment=atlas[:, 0].astype(np.int64),
        along=atlas[:, 1] / 65535.0,
        around=atlas[:, 2] / 65536.0,
        checksum=hashlib.sha256(data).hexdigest(),
        extras=extras,
    )


def _chunks(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The JSON and the binary chunk."""
    magic, version, length = struct.unpack_from("<III", data)
    if magic != 0x46546C67 or version != 2 or length != len(data):
        raise ValueError("body.glb is not a whole binary glTF 2.0 file")
    size, _ = struct.unpack_from("<II", data, 12)
    document = json.loads(data[20 : 20 + size])
    return document, data[20 + size + 8 :]
