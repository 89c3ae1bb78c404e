"""Compare what a source would produce with what was painted.

Neighbouring regions of a zone count as one, as everywhere in Legwise. A mark over a whole group ("the leg") says
somewhere in it: it fits when any part of it is expected. What is expected but not painted counts as absent only in
the strong part of the area, and only for a kind of feeling that the chart speaks of at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, ConfigDict

from legwise.case.chart import ALTERED, NOT_FELT
from legwise.case.model import Case
from legwise.case.places import MIDLINE, places_by_region
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Modality
from legwise.overlay.produced import Produced

Place = tuple[str, str]  # side, region


class Comparison(BaseModel):
    """Regions with their side: painted and expected, painted only, expected only."""

    model_config = ConfigDict(frozen=True)

    matched: tuple[str, ...]
    unexplained: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class _Painted:
    """One mark on one side: any one of these regions (`whole`: all of them) is felt."""

    modality: Modality
    regions: tuple[Place, ...]
    whole: bool


def compare(case: Case, expected: Produced, knowledge: Knowledge) -> Comparison:
    """Compare. Raises CaseError for a region that does not exist."""
    painted = _painted(case, knowledge)
    areas = {"pain": expected.pain, "altered": expected.altered}
    zones = {modality: {_zone(_place(ref), knowledge) for ref in area} for modality, area in areas.items()}
    matched: dict[str, None] = {}
    unexplained: dict[str, None] = {}
    for mark in painted:
        fitting = [place for place in mark.regions if _zone(place, knowledge) in zones[mark.modality]]
        matched |= dict.fromkeys(map(_written, fitting))
        if mark.whole or not fitting:
            unexplained |= dict.fromkeys(_written(place) for place in mark.regions if place not in fitting)
    return Comparison(
        matched=tuple(matched),
        unexplained=tuple(ref for ref in unexplained if ref not in matched),
        absent=tuple(dict.fromkeys(_absent(case, painted, expected, knowledge))),
    )


def _painted(case: Case, knowledge: Knowledge) -> list[_Painted]:
    found = []
    for number, mark in enumerate(case.chart.marks):
        if mark.intensity == 0:
            continue
        felt = set(mark.qualities or ("pain",)) - NOT_FELT
        modalities = [m for m in get_args(Modality) if any((q in ALTERED) == (m == "altered") for q in felt)]
        for reference in mark.regions:
            for regions in places_by_region(reference, f"chart.marks[{number}].regions", knowledge):
                whole = len({_zone(place, knowledge) for place in regions}) == 1
                found += [_Painted(modality, tuple(regions), whole) for modality in modalities]
    return found


def _absent(case: Case, painted: list[_Painted], expected: Produced, knowledge: Knowledge) -> list[str]:
    """The strong part of what is expected, where nothing of its kind is painted."""
    missing: list[str] = []
    for modality, area in (("pain", expected.pain), ("altered", expected.altered)):
        marks = [mark for mark in painted if mark.modality == modality]
        if not marks and not case.chart.completed:
            continue
        touched = {_zone(place, knowledge) for mark in marks for place in mark.regions}
        missing += [
            ref
            for ref, spot in area.items()
            if spot.zone in ("primary", "core") and _zone(_place(ref), knowledge) not in touched
        ]
    return missing


def _zone(place: Place, knowledge: Knowledge) -> Place:
    return place[0], knowledge.zone_of[place[1]]


def _place(reference: str) -> Place:
    side, _, region = reference.rpartition(":")
    return side or MIDLINE, region


def _written(place: Place) -> str:
    return place[1] if place[0] == MIDLINE else f"{place[0]}:{place[1]}"
