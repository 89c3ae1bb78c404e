"""Drawings of the body for reports: what is painted, and what a source would produce beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from legwise.anatomy.body import VIEWS, Expected, Layer, View, flat_chart, load_body
from legwise.anatomy.body.glb import Floats
from legwise.anatomy.body.patterns import patterns
from legwise.anatomy.body.view import projection
from legwise.case.drawing import layers_of
from legwise.case.model import Case
from legwise.exchange.model import Figure, Figures, Legend, Swatch
from legwise.exchange.told import marks, place_words
from legwise.knowledge.load import Knowledge
from legwise.overlay import Overlay, overlay

WELL_SEEN = 0.35  # share of a region's faces that a view must show to stand for the region
CAPTION: dict[View, str] = {
    "front": "front",
    "back": "back",
    "left": "left side",
    "right": "right side",
    "inner": "inner sides of the legs",
    "soles": "soles",
    "feet": "tops of the feet",
}
ALWAYS: tuple[View, ...] = ("front", "back")
MORE: tuple[View, ...] = ("left", "right", "soles", "feet")
FEET_PART = 0.5
PALE_SWATCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40">'
    '<rect x="1" y="1" width="62" height="38" fill="#b3434a" fill-opacity=".16" stroke="#333" stroke-width="2"/></svg>'
)
STRONG = ("primary", "core")
LOW = ("thigh.", "knee.", "leg.", "ankle.", "foot.", "hip.", "buttock.", "perineum.", "pelvis.", "back.", "abdomen.")


def painted(case: Case, knowledge: Knowledge, *, height_mm: float) -> tuple[Figures | Legend, ...]:
    """The chart of a case from every side that is needed, with its legend; nothing where nothing is painted."""
    layers = layers_of(case, knowledge)
    if not layers:
        return ()
    views = views_for(_faces(layers))
    lower = _is_low(_regions(layers))
    told = "; ".join(f"{mark.feels}: {mark.where}" for mark in marks(case, knowledge))
    figures = tuple(
        Figure(
            svg=flat_chart(view, layers, legend=False, lower=lower),
            alt=f"Body chart, {CAPTION[view]}. Painted: {told}.",
            part=_part(view),
        )
        for view in views
    )
    swatches = _swatches(layers)
    if any(layer.vague for layer in layers):
        swatches = (*swatches, Swatch(svg=PALE_SWATCH, says="pale: somewhere in this area"))
    return Figures(items=figures, height_mm=height_mm), Legend(items=swatches)


def against(case: Case, key: str, knowledge: Knowledge, *, height_mm: float) -> Figures | None:
    """What is painted, with what a source would produce drawn over it; None for a source that is felt nowhere."""
    source = overlay(key, knowledge)
    expected = expected_of(source)
    if not expected.strong and not expected.weak:
        return None
    layers = layers_of(case, knowledge)
    body = load_body()
    shown = [body.regions.index(region) for region in (*expected.strong, *expected.weak)]
    views = views_for([*_faces(layers), *np.flatnonzero(np.isin(body.face_region, shown)).tolist()])
    lower = _is_low([*_regions(layers), *expected.strong])
    where = "; ".join(place_words(region, knowledge) for region in expected.strong)
    figures = tuple(
        Figure(
            svg=flat_chart(view, layers, legend=False, expected=expected, lower=lower),
            alt=f"{CAPTION[view].capitalize()}: where {source.name} is mostly felt ({where}), over what was painted.",
            part=_part(view),
        )
        for view in views
    )
    return Figures(items=figures, height_mm=height_mm)


def expected_of(source: Overlay) -> Expected:
    """The two parts of a source's area that the body shows, and the lines of its nerves."""
    known = set(load_body().regions)
    spots = [(region, spot) for area in (source.pain, source.altered) for region, spot in area.items()]
    strong = dict.fromkeys(region for region, spot in spots if spot.zone in STRONG and region in known)
    weak = dict.fromkeys(region for region, _ in spots if region in known and region not in strong)
    return Expected(tuple(strong), tuple(weak), tuple(course.points for course in source.course))


def overlay_legend() -> Legend:
    """What the lines over a chart mean."""

    def line(style: str) -> str:
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40">'
            f'<rect x="6" y="6" width="52" height="28" {style}/></svg>'
        )

    nerve = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40">'
        '<path d="M4 30C20 0 40 40 60 10" fill="none" stroke="#9a6a00" stroke-width="5"/></svg>'
    )
    return Legend(
        items=(
            Swatch(
                svg=line('fill="#1b4f9c" fill-opacity=".12" stroke="#1b4f9c" stroke-width="5"'),
                says="mostly felt here",
            ),
            Swatch(
                svg=line('fill="none" stroke="#1b4f9c" stroke-width="4" stroke-dasharray="6 6"'),
                says="sometimes felt here",
            ),
            Swatch(svg=nerve, says="way of the nerve"),
        )
    )


def _part(view: View) -> float:
    """Feet are drawn smaller than the body beside them."""
    return FEET_PART if view in ("soles", "feet") else 1.0


def views_for(faces: Iterable[int]) -> tuple[View, ...]:
    """Front and back, and whichever other views are needed so that every region with these faces is seen somewhere."""
    body = load_body()
    needed = np.unique(body.face_region[np.asarray(list(faces), dtype=np.int64)]).tolist()
    views = list(ALWAYS)
    hidden = [n for n in needed if not any(_share_seen(view)[n] >= WELL_SEEN for view in views)]
    for view in MORE:
        if any(_share_seen(view)[n] >= WELL_SEEN for n in hidden):
            views.append(view)
            hidden = [n for n in hidden if _share_seen(view)[n] < WELL_SEEN]
    return tuple(views)


@lru_cache(maxsize=len(VIEWS))
def _share_seen(view: View) -> Floats:
    """For every region the share of its faces that a view shows."""
    body = load_body()
    count = len(body.regions)
    shown = np.bincount(body.face_region[projection(view).seen], minlength=count)
    return np.asarray(shown / np.maximum(np.bincount(body.face_region, minlength=count), 1))


def _faces(layers: Sequence[Layer]) -> list[int]:
    body = load_body()
    numbers = [body.regions.index(region) for layer in layers for region in layer.regions]
    of_regions = np.flatnonzero(np.isin(body.face_region, numbers)).tolist()
    return [*of_regions, *(face for layer in layers for face in layer.faces)]


def _regions(layers: Sequence[Layer]) -> list[str]:
    body = load_body()
    return sorted({body.region_of(face) for face in _faces(layers)})


def _is_low(regions: Iterable[str]) -> bool:
    """True when everything lies below the ribs, so that the lower body is shown larger."""
    return all(region.rpartition(":")[2].startswith(LOW) for region in regions)


def _swatches(layers: Sequence[Layer]) -> tuple[Swatch, ...]:
    known, tile = patterns()
    used = dict.fromkeys(quality for layer in layers for quality in layer.qualities)
    return tuple(
        Swatch(
            svg=(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 40"><defs>'
                f'{known[quality].svg("q", tile, 1.0)}</defs><rect x="1" y="1" width="62" height="38" fill="url(#q)"'
                ' stroke="#333" stroke-width="2"/></svg>'
            ),
            says=known[quality].says,
        )
        for quality in used
    )


def treated(regions: Sequence[str], caption: str) -> tuple[Figure, ...]:
    """The places where something is applied, as regions with sides ('M:' for the midline); nothing where none shows.

    Only the views that show one of them.
    """
    body = load_body()
    known = tuple(dict.fromkeys(r for r in (region.removeprefix("M:") for region in regions) if r in body.regions))
    if not known:
        return ()
    numbers = [body.regions.index(region) for region in known]
    views = [
        view
        for view in views_for(np.flatnonzero(np.isin(body.face_region, numbers)).tolist())
        if any(_share_seen(view)[n] >= WELL_SEEN for n in numbers)
    ]
    views.sort(key=lambda view: -sum(_share_seen(view)[n] >= WELL_SEEN for n in numbers))
    return tuple(
        Figure(
            svg=flat_chart(view, (), legend=False, expected=Expected(strong=known), lower=_is_low(known)),
            alt=f"{caption}, {CAPTION[view]}.",
            part=_part(view),
        )
        for view in views
    )
