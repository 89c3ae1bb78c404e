"""Where roots, nerves, entrapment sites and muscles lie, read from `courses.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import yaml

from legwise.anatomy.body.glb import Floats, load_body
from legwise.anatomy.body.place import Point, point_at
from legwise.errors import LookupFailure, nearest

Side = Literal["L", "R"]
Line = tuple[Point, ...]
STEP = 0.008  # metres between the points of a smooth line
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Course:
    """The lines of a root or nerve from the spine outward, in metres; an entrapment site is one point."""

    id: str
    kind: Literal["root", "nerve", "entrapment"]
    lines: tuple[Line, ...]
    basis: str
    grade: str


@dataclass(frozen=True)
class MusclePlace:
    """The bellies of a muscle from origin to insertion, and the part of each region that lies over it."""

    id: str
    bellies: tuple[Line, ...]
    regions: dict[str, float]
    basis: str
    grade: str


@lru_cache(maxsize=512)
def course_of(name: str, side: Side = "L") -> Course:
    """The course of a root ("L5"), a nerve segment ("sural") or an entrapment site ("ent_sural").

    Raises LookupFailure for an unknown name or side.
    """
    atlas = _atlas()
    if name in atlas["entrapments"]:
        lines: tuple[Line, ...] = ((landmark(atlas["entrapments"][name], side),),)
        return Course(name, "entrapment", lines, atlas["basis"], atlas["grade"])
    for kind in ("roots", "nerves"):
        if name in atlas[kind]:
            lines = tuple(_line(marks, side) for marks in atlas[kind][name])
            known = cast(Literal["root", "nerve"], kind.removesuffix("s"))
            return Course(name, known, lines, atlas["basis"], atlas["grade"])
    allowed = [*atlas["roots"], *atlas["nerves"], *atlas["entrapments"]]
    raise LookupFailure(f"no course of '{name}'{nearest(name, allowed)}")


@lru_cache(maxsize=128)
def muscle_place(muscle: str, side: Side = "L") -> MusclePlace:
    """Where a muscle lies; regions carry their side. Raises LookupFailure for an unknown muscle or side."""
    atlas = _atlas()
    if muscle not in atlas["muscles"]:
        raise LookupFailure(f"no place of muscle '{muscle}'{nearest(muscle, atlas['muscles'])}")
    row = atlas["muscles"][muscle]
    bellies = tuple(_line(marks, side) for marks in row["bellies"])
    regions = {_sided(region, side): float(share) for region, share in row["skin"].items()}
    return MusclePlace(muscle, bellies, regions, atlas["basis"], atlas["grade"])


@lru_cache(maxsize=1024)
def landmark(name: str, side: Side = "L") -> Point:
    """A named point of `courses.yaml` in metres. Raises LookupFailure for an unknown name or side."""
    marks = _atlas()["landmarks"]
    if name not in marks:
        raise LookupFailure(f"no landmark '{name}'{nearest(name, marks)}")
    if side not in ("L", "R"):
        raise LookupFailure(f"the side must be L or R, not '{side}'")
    segment, along, around, depth = marks[name]
    return point_at(f"{side}:{segment}", along, around, depth)


def _sided(region: str, side: Side) -> str:
    return region if region in load_body().regions else f"{side}:{region}"


def _line(marks: list[str], side: Side) -> Line:
    return smooth([landmark(name, side) for name in marks])


def smooth(points: list[Point]) -> Line:
    """A curve through the points, finely stepped: centripetal Catmull and Rom, which neither loops nor overshoots."""
    known = np.array(points)
    # One point more at each end, straight on, so that every stretch has four.
    padded = np.vstack([2 * known[0] - known[1], known, 2 * known[-1] - known[-2]])
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(padded, axis=0), axis=1)))])
    curve = [known[:1]]
    for start in range(1, len(padded) - 2):
        length = np.linalg.norm(padded[start + 1] - padded[start])
        steps = max(1, round(float(length) / STEP))
        at = np.linspace(knots[start], knots[start + 1], steps + 1)[1:]
        curve.append(_stretch(padded[start - 1 : start + 3], knots[start - 1 : start + 3], at))
    x, y, z = np.round(np.vstack(curve), 5).T.tolist()
    return tuple(zip(x, y, z, strict=True))


def _stretch(p: Floats, t: Floats, at: Floats) -> Floats:
    """Barry and Goldman's pyramid for the stretch between the second and third of four points."""

    def mix(a: Floats, b: Floats, low: float, high: float) -> Floats:
        return ((high - at)[:, None] * a + (at - low)[:, None] * b) / (high - low)

    a = [mix(p[k], p[k + 1], t[k], t[k + 1]) for k in range(3)]
    b = [mix(a[k], a[k + 1], t[k], t[k + 2]) for k in range(2)]
    return mix(b[0], b[1], t[1], t[2])


@lru_cache(maxsize=1)
def _atlas() -> dict[str, Any]:
    text = (Path(__file__).parent / "courses.yaml").read_text(encoding="utf-8")
    return cast(dict[str, Any], yaml.load(text, Loader=LOADER))
