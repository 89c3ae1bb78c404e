"""Measure a body chart: how much is marked with what, how strong, and how far from the spine it reaches.

Areas are taken from the drawing where the case keeps one on this body, else from whole regions. A mark over a group
("somewhere in the leg") is no area and no place, and is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from legwise.anatomy.body import from_spine, load_body
from legwise.case.chart import ALTERED, NOT_FELT
from legwise.case.drawing import Painted, painted
from legwise.case.model import Case, Quality
from legwise.course.result import Area, AreaBasis, Reach
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Modality

Faces = NDArray[np.bool_]
Side = Literal["L", "R"]
SIDES: tuple[Side, ...] = ("L", "R")
MODALITIES: tuple[Modality, ...] = ("pain", "altered")
OFF_THE_PATH = "elsewhere."  # arms and upper body lie on no way from the spine to the toes


@dataclass(frozen=True)
class Measured:
    """A chart as sets of faces. `left_out` counts marks that name a whole group."""

    by_quality: dict[Quality, Faces]
    by_modality: dict[Modality, Faces]
    basis: AreaBasis
    intensity: float | None
    left_out: int

    @property
    def everything(self) -> Faces:
        """Every marked face."""
        return _union(self.by_quality.values())

    def areas(self) -> tuple[Area, ...]:
        """The area of every quality, and of all of them together, in cm2."""
        found: list[tuple[Quality | Literal["all"], Faces]] = [*self.by_quality.items()]
        if found:
            found.append(("all", self.everything))
        return tuple(Area(quality=quality, cm2=round(area(faces), 1)) for quality, faces in found)

    def reach(self, knowledge: Knowledge) -> tuple[Reach, ...]:
        """The farthest point of each kind of feeling on each side; what lies in the midline counts for both."""
        found = []
        for modality in MODALITIES:
            for side in SIDES:
                face = self._farthest(modality, side)
                if face is not None:
                    region = load_body().region_of(face)
                    says = knowledge.regions[region.rpartition(":")[2]].says
                    fraction = round(float(from_spine()[face]), 3)
                    found.append(Reach(modality=modality, side=side, fraction=fraction, region=region, says=says))
        return tuple(found)

    def _farthest(self, modality: Modality, side: Side) -> int | None:
        faces = np.flatnonzero(self.by_modality[modality] & on_side(side))
        return int(faces[np.argmax(from_spine()[faces])]) if len(faces) else None


def measure(case: Case, knowledge: Knowledge) -> Measured:
    """Measure the chart of a case. Raises CaseError for a region that does not exist."""
    marks = painted(case, knowledge)
    shown = [mark for mark in marks if not mark.somewhere]
    qualities: tuple[Quality, ...] = tuple(dict.fromkeys(quality for mark in shown for quality in mark.qualities))
    strengths = [mark.intensity for mark in marks if mark.intensity is not None]
    drawn, whole = any(len(mark.faces) for mark in shown), any(mark.regions for mark in shown)
    basis = "both" if drawn and whole else "drawing" if drawn else "regions" if whole else "none"
    return Measured(
        by_quality={quality: _union(_faces(m) for m in shown if quality in m.qualities) for quality in qualities},
        by_modality={
            modality: _union(_faces(m) for m in shown if modality in {_modality(q) for q in m.qualities})
            for modality in MODALITIES
        },
        basis=cast(AreaBasis, basis),
        intensity=max(strengths, default=None),
        left_out=len(marks) - len(shown),
    )


def area(faces: Faces) -> float:
    """Their area in cm2."""
    return float(load_body().face_area_cm2[faces].sum())


def overlap(one: Faces, other: Faces) -> float | None:
    """Jaccard index by area: what both cover, of what either covers; None when neither covers anything."""
    either = area(one | other)
    return area(one & other) / either if either else None


def on_side(side: Side) -> Faces:
    """Faces of one side and of the midline, on the way from the spine to the toes."""
    body = load_body()
    wanted = [
        number
        for number, name in enumerate(body.regions)
        if OFF_THE_PATH not in name and (":" not in name or name.startswith(f"{side}:"))
    ]
    return np.asarray(np.isin(body.face_region, wanted))


def _modality(quality: Quality) -> Modality | None:
    if quality in NOT_FELT:
        return None
    return "altered" if quality in ALTERED else "pain"


def _faces(mark: Painted) -> Faces:
    body = load_body()
    chosen = np.zeros(len(body.triangles), dtype=np.bool_)
    chosen[list(mark.faces)] = True
    numbers = [body.regions.index(region) for region in mark.regions]
    return np.asarray(chosen | np.isin(body.face_region, numbers))


def _union(sets: Iterable[Faces]) -> Faces:
    total = np.zeros(len(load_body().triangles), dtype=np.bool_)
    for one in sets:
        total = total | one
    return total
