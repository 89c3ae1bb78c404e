"""What is painted on the chart of a case: every mark as whole regions, or as the very faces of its drawing.

The drawing that the app keeps beside the marks names the body that it was painted on. A drawing on another body is
left out, and so is a layer of it whose mark is gone (the file was edited by hand): the marks are the truth.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from legwise.anatomy.body import Layer, load_body
from legwise.case.model import Case, Mark, Quality
from legwise.case.places import MIDLINE, places_by_region
from legwise.knowledge.load import Knowledge


@dataclass(frozen=True)
class Painted:
    """One mark: faces where its drawing is kept, else regions with their side that the body has.

    `somewhere` says that part of it names a group ("the leg"): felt somewhere in there, so its regions are no area.
    """

    qualities: tuple[Quality, ...]
    regions: tuple[str, ...]
    faces: tuple[int, ...]
    intensity: float | None
    somewhere: bool


def painted(case: Case, knowledge: Knowledge) -> list[Painted]:
    """Every mark of a chart, but those of intensity 0. Raises CaseError for a region that does not exist."""
    drawn = _drawn_faces(case)
    found = []
    for number, mark in enumerate(case.chart.marks):
        if mark.intensity == 0:
            continue
        qualities: tuple[Quality, ...] = mark.qualities or ("pain",)
        stored = next((one for one in drawn if one[0] == _feeling(mark)), None)
        if stored is not None:
            drawn.remove(stored)
            found.append(Painted(qualities, (), stored[1], mark.intensity, somewhere=False))
            continue
        places = [
            place
            for reference in mark.regions
            for place in places_by_region(reference, f"chart.marks[{number}].regions", knowledge)
        ]
        named = [region if side == MIDLINE else f"{side}:{region}" for place in places for side, region in place]
        shown = tuple(region for region in dict.fromkeys(named) if region in load_body().regions)
        somewhere = any(len({knowledge.zone_of[region] for _, region in place}) > 1 for place in places)
        found.append(Painted(qualities, shown, (), mark.intensity, somewhere))
    return found


def layers_of(case: Case, knowledge: Knowledge) -> list[Layer]:
    """The same as layers of a flat chart. Raises CaseError for a region that does not exist."""
    return [
        Layer(one.qualities, regions=one.regions, faces=one.faces, intensity=one.intensity, vague=one.somewhere)
        for one in painted(case, knowledge)
    ]


Feeling = tuple[frozenset[str], float | None, frozenset[str]]


def _feeling(mark: Mark) -> Feeling:
    return frozenset(mark.qualities), mark.intensity, frozenset(mark.when)


def _drawn_faces(case: Case) -> list[tuple[Feeling, tuple[int, ...]]]:
    """The layers of the drawing that fit this body; what cannot be read is left to its mark."""
    drawing: dict[str, Any] = case.chart.drawing or {}
    layers = drawing.get("layers")
    if drawing.get("body") != load_body().checksum or not isinstance(layers, list):
        return []
    found = []
    for layer in layers:
        try:
            mark = Mark.model_validate(
                {
                    "regions": ["drawn"],
                    **{key: layer[key] for key in ("qualities", "intensity", "when") if key in layer},
                }
            )
            faces = decode_faces(layer["faces"], len(load_body().triangles))
        except (ValueError, TypeError, KeyError):
            continue
        found.append((_feeling(mark), faces))
    return found


def decode_faces(text: str, count: int) -> tuple[int, ...]:
    """Faces from runs (gap, length, gap, length, ...), seven bits to a byte, in base64: as the app writes them.

    Raises ValueError for anything that does not describe faces below `count`.
    """
    try:
        numbers = _numbers(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ValueError("faces: not a list of runs") from error
    if len(numbers) % 2:
        raise ValueError("faces: a run without a length")
    faces: list[int] = []
    end = 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        start = end + gap
        end = start + length
        if end > count:
            raise ValueError(f"faces: there are {count}, not {end}")
        faces.extend(range(start, end))
    return tuple(faces)


def _numbers(data: bytes) -> list[int]:
    found, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value, shift = 0, 0
        elif shift > 42:
            raise ValueError("a number without end")
    if shift:
        raise ValueError("half a number")
    return found
