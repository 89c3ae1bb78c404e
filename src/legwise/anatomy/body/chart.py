"""The flat chart: the body from one side as SVG, empty to draw on or with what was painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

import numpy as np

from legwise.anatomy.body.glb import Floats, Whole, load_body
from legwise.anatomy.body.outline import NOTHING, Arc, arcs, shape
from legwise.anatomy.body.patterns import Pattern, patterns
from legwise.anatomy.body.place import Point
from legwise.anatomy.body.view import VIEWS, Projection, View, on_paper, projection
from legwise.errors import LookupFailure, nearest

TITLES: dict[View, str] = {
    "front": "Front",
    "back": "Back",
    "left": "Left side",
    "right": "Right side",
    "inner": "Inner sides of the legs",
    "soles": "Soles, seen from below",
    "feet": "Feet, seen from above",
}
FEET: tuple[View, ...] = ("soles", "feet")
SIDES: tuple[View, ...] = ("left", "right")
ARM = ":elsewhere.arm"
MARGIN, HEAD = 40.0, 90.0  # mm on the body
LEGEND_WIDTH, ROW = 430.0, 58.0
RIBS, HALF_WIDTH = 1210.0, 245.0  # mm: what is shown of the body where only its lower part is
LARGER = 2.0  # its writing, since it is printed small
PALE = 0.35  # opacity of what is felt somewhere in an area
PAPER_SCALE = {True: 0.26, False: 1.0}  # feet are drawn larger: sizes of text and lines shrink with them
STYLE = (
    "text{{font-family:'Source Sans 3',system-ui,sans-serif;fill:#222;font-size:{text:g}px}}"
    ".skin{{fill:#f6f0ea}}.away{{fill:#faf8f5}}.outline{{fill:none;stroke:#333;stroke-width:{thick:g};stroke-linejoin:round}}"
    ".border{{fill:none;stroke:#a79f97;stroke-width:{thin:g};stroke-linejoin:round}}"
    ".paint{{stroke:#333;stroke-width:{thin:g}}}"
    ".strong{{fill:#1b4f9c;fill-opacity:.12;stroke:#1b4f9c;stroke-width:{bold:g};stroke-linejoin:round}}"
    ".weak{{fill:none;stroke:#1b4f9c;stroke-width:{thick:g};stroke-dasharray:{bold:g} {bold:g};stroke-linejoin:round}}"
    ".nerve{{fill:none;stroke:#9a6a00;stroke-width:{bold:g};stroke-linecap:round;stroke-linejoin:round}}"
)


@dataclass(frozen=True)
class Layer:
    """Something painted: what it feels like and where, as regions with sides, as faces, or both.

    `vague`: somewhere in there, not everywhere; it is drawn pale.
    """

    qualities: tuple[str, ...]
    regions: tuple[str, ...] = ()
    faces: Sequence[int] = ()
    intensity: float | None = None
    vague: bool = False


@dataclass(frozen=True)
class Expected:
    """What a source would produce: the regions where it is mostly felt, those where it may be, and lines of nerves.

    Lines are points in metres on the body.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True)
class _Sheet:
    """A view made ready: its lines, what each face is labelled, and its frame in mm."""

    view: View
    seen: Projection
    lines: tuple[Arc, ...]
    left: float
    top: float
    width: float
    height: float
    writing: float = 1.0

    @property
    def scale(self) -> float:
        """Size of text and lines against the views of the whole body."""
        return PAPER_SCALE[self.view in FEET]

    def from_the_ribs_down(self) -> _Sheet:
        """The same without head, arms and chest, written larger."""
        head = HEAD * LARGER
        if self.view in FEET:
            more = (head - HEAD) * self.scale
            return replace(self, top=self.top - more, height=self.height + more, writing=LARGER)
        middle, half = self.left + self.width / 2, min(self.width / 2, HALF_WIDTH)
        height = self.top + self.height + RIBS + head
        return replace(self, left=middle - half, width=2 * half, top=-RIBS - head, height=height, writing=LARGER)


def flat_chart(
    view: View,
    layers: Iterable[Layer] = (),
    *,
    legend: bool = True,
    expected: Expected | None = None,
    lower: bool = False,
) -> str:
    """The body from one side as an SVG text: front, back, left, right, inner (of the legs), soles or feet (tops).

    Every region is a shape with its id in `data-region`. Each layer is drawn with the pattern of each of
    its qualities; the legend names them. What a source would produce is drawn over it; `lower` shows the body
    from the ribs down. Raises LookupFailure for an unknown view, quality, region or face.
    """
    sheet = _sheet(_known_view(view), lower)
    painted = tuple(layers)
    used = list(dict.fromkeys(quality for layer in painted for quality in layer.qualities))
    known, tile = patterns()
    for quality in used:
        if quality not in known:
            raise LookupFailure(f"no quality '{quality}'{nearest(quality, known)}")
    beside = LEGEND_WIDTH * sheet.scale if legend and used else 0.0
    body = [f"<defs>{''.join(known[q].svg(f'q-{q}', tile, sheet.scale) for q in used)}</defs>"]
    body += _skin(sheet.view, lower)
    body += [_painted(sheet, layer) for layer in painted]
    body.append(_lines(sheet.view, lower))
    if expected is not None:
        body += _expected(sheet, expected)
    if lower and sheet.view not in FEET:  # under the heading nothing shows
        body.append(f'<rect fill="#fff" {_box(sheet.left - 9, sheet.top - 9, sheet.width + 18, HEAD * LARGER + 9)}/>')
    if beside:
        body += _legend([known[quality] for quality in used], sheet)
    return _document(sheet, body, beside)


def _known_view(view: str) -> View:
    for known in VIEWS:
        if view == known:
            return known
    raise LookupFailure(f"no view '{view}'{nearest(view, VIEWS)}")


@lru_cache(maxsize=2 * len(VIEWS))
def _sheet(view: View, lower: bool) -> _Sheet:
    if lower:
        return _sheet(view, False).from_the_ribs_down()
    body, seen = load_body(), projection(view)
    labels = np.where(seen.seen, body.face_region, NOTHING)
    lines = tuple(arcs(seen.paper, body.triangles, labels))
    shown = seen.paper[np.unique(body.triangles[seen.seen])]
    scale = PAPER_SCALE[view in FEET]
    (left, low), (right, high) = shown.min(axis=0), shown.max(axis=0)
    return _Sheet(
        view,
        seen,
        lines,
        left=float(left - MARGIN * scale),
        top=float(-high - HEAD * scale),
        width=float(right - left + 2 * MARGIN * scale),
        height=float(high - low + (HEAD + MARGIN) * scale),
    )


def _document(sheet: _Sheet, body: list[str], beside: float) -> str:
    scale = sheet.scale
    style = STYLE.format(text=30 * scale * sheet.writing, bold=5.5 * scale, thick=3.2 * scale, thin=1.4 * scale)
    frame = f"{sheet.left:.1f} {sheet.top:.1f} {sheet.width + beside:.1f} {sheet.height:.1f}"
    title = escape(TITLES[sheet.view])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" role="img" aria-label="{title}">'
        f"<title>{title}</title><style>{style}</style>{''.join(body)}{_heading(sheet)}</svg>\n"
    )


def _heading(sheet: _Sheet) -> str:
    """The title in the middle, and L and R where both sides show."""
    y = sheet.top + 48 * sheet.scale * sheet.writing
    middle = sheet.left + sheet.width / 2
    text = (
        f'<text class="heading" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle">{escape(TITLES[sheet.view])}</text>'
    )
    if sheet.view in SIDES:
        return text
    sides = "RL" if sheet.view in ("front", "inner", "soles") else "LR"
    for side, x in zip(
        sides, (sheet.left + 30 * sheet.scale, sheet.left + sheet.width - 30 * sheet.scale), strict=True
    ):
        text += f'<text class="heading" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="700">{side}</text>'
    return text


@lru_cache(maxsize=2 * len(VIEWS))
def _skin(view: View, lower: bool) -> tuple[str, ...]:
    """The shapes of all regions; the arms are left out where only the lower body is shown."""
    sheet = _sheet(view, lower)
    shapes = [_stump(sheet)] if view in SIDES else []
    for number, name in enumerate(load_body().regions):
        if lower and name.endswith(ARM):
            continue
        path = _of_region(view, number)
        if path:
            kind = "away" if "elsewhere." in name else "skin"
            shapes.append(f'<path class="{kind}" data-region="{name}" fill-rule="evenodd" d="{path}"/>')
    return tuple(shapes)


@lru_cache(maxsize=1024)
def _of_region(view: View, number: int) -> str:
    """The shape of a region; '' where a view does not show it."""
    return _path(shape(_sheet(view, False).lines, number))


def _stump(sheet: _Sheet) -> str:
    """The shoulder's cut, where a side view leaves the arm out."""
    body = load_body()
    arm = body.regions.index(f"{sheet.view[0].upper()}:elsewhere.arm")
    labels = np.where(body.face_region == arm, 1, 0)
    return f'<path class="away" d="{_path(shape(arcs(sheet.seen.paper, body.triangles, labels), 1))}"/>'


@lru_cache(maxsize=2 * len(VIEWS))
def _lines(view: View, lower: bool) -> str:
    """The borders of regions and the outline."""
    left_out = [n for n, name in enumerate(load_body().regions) if lower and name.endswith(ARM)]
    lines = [arc for arc in _sheet(view, lower).lines if arc.left not in left_out and arc.right not in left_out]
    outer = _path(([arc.points] for arc in lines if arc.right == NOTHING), closed=False)
    inner = _path(([arc.points] for arc in lines if arc.right != NOTHING), closed=False)
    return f'<path class="border" d="{inner}"/><path class="outline" d="{outer}"/>'


def _painted(sheet: _Sheet, layer: Layer) -> str:
    path = "".join(_of_region(sheet.view, _region(name)) for name in layer.regions) + _loose(sheet, layer.faces)
    if not path:
        return ""
    words = ", ".join(patterns()[0][quality].says.lower() for quality in layer.qualities)
    strength = "" if layer.intensity is None else f", {layer.intensity:g} of 10"
    fills = "".join(f'<path class="paint" fill="url(#q-{q})" fill-rule="evenodd" d="{path}"/>' for q in layer.qualities)
    pale = f' opacity="{PALE}"' if layer.vague else ""
    return f"<g{pale}><title>{escape(words + strength)}</title>{fills}</g>"


def _region(name: str) -> int:
    regions = load_body().regions
    if name not in regions:
        raise LookupFailure(f"no region '{name}' on the body{nearest(name, regions)}")
    return regions.index(name)


def _loose(sheet: _Sheet, painted: Sequence[int]) -> str:
    """The shape of painted faces."""
    body = load_body()
    faces = np.asarray(painted, dtype=np.int64)
    if not len(faces):
        return ""
    if faces.min() < 0 or faces.max() >= len(body.triangles):
        raise LookupFailure(f"faces go from 0 to {len(body.triangles) - 1}, not from {faces.min()} to {faces.max()}")
    labels = np.full(len(body.triangles), NOTHING)
    labels[faces] = 1
    labels[~sheet.seen.seen] = NOTHING
    return _path(shape(arcs(sheet.seen.paper, body.triangles, labels), 1))


def _expected(sheet: _Sheet, expected: Expected) -> list[str]:
    """Outlines of the two parts of an area, and the lines."""
    body, drawn = load_body(), []
    for kind, regions in (("weak", expected.weak), ("strong", expected.strong)):
        if regions:
            faces = np.flatnonzero(np.isin(body.face_region, [_region(name) for name in regions]))
            drawn.append(f'<path class="{kind}" fill-rule="evenodd" d="{_loose(sheet, faces.tolist())}"/>')
    for points in () if sheet.view in FEET else expected.lines:
        paper = on_paper(sheet.view, np.asarray(points, dtype=float))
        drawn.append(f'<path class="nerve" d="{_path([[paper]], closed=False)}"/>')
    return drawn


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'


def _legend(used: list[Pattern], sheet: _Sheet) -> list[str]:
    scale, left = sheet.scale, sheet.left + sheet.width
    rows = []
    for number, pattern in enumerate(used):
        y = sheet.top + (HEAD + number * ROW) * scale
        box = _box(left, y, 64 * scale, 40 * scale)
        rows.append(f'<rect class="paint" fill="url(#q-{pattern.id})" {box}/>')
        rows.append(f'<text x="{left + 80 * scale:.1f}" y="{y + 30 * scale:.1f}">{escape(pattern.says)}</text>')
    return rows


def _path(lines: Iterable[Sequence[Floats]], closed: bool = True) -> str:
    """SVG path data of lines made of stretches: tenths of a mm, relative, y down.

    A stretch is drawn as parabolas through the middles of its sides, so coarse lines look round, and
    the same from both ends.
    """
    text = []
    for stretches in lines:
        here = np.round(stretches[0][0] * [10, -10]).astype(np.int64)
        line = ["M" + _pairs(here)]
        for stretch in stretches:
            points = np.round(stretch * [10, -10]).astype(np.int64)
            corners, ends = points[1:-1], [*((points[1:-2] + points[2:-1]) // 2), points[-1]]
            for corner, end in zip(corners, ends, strict=False):
                line.append("q" + _pairs(corner - here, end - here))
                here = end
            if not len(corners):
                line.append("l" + _pairs(points[-1] - here))
                here = points[-1]
        text.append("".join(line) + ("z" if closed else ""))
    return "".join(text)


def _pairs(*points: Whole) -> str:
    return " ".join(f"{value / 10:g}" for point in points for value in point.tolist())
