"""Draw the map of all regions, one picture a view, into `docs/pictures`: `python -m tools.body.pictures`.

Regions of the left side and of the midline are numbered; the key beside the body names them.
"""

from __future__ import annotations

import colorsys
import re
from html import escape
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from legwise.anatomy.body import VIEWS, View, flat_chart, load_body
from legwise.anatomy.body.outline import NOTHING, arcs
from legwise.anatomy.body.view import projection
from tools.body.source import Points

REPOSITORY = Path(__file__).resolve().parents[2]
ATLAS = REPOSITORY / "src/legwise/knowledge/data/anatomy/regions.yaml"
# Hue per part of the body; neighbouring regions differ in lightness.
HUES = {"back": 215, "pelvis": 190, "buttock": 150, "hip": 95, "abdomen": 50, "perineum": 330, "thigh": 20, "knee": 265}
HUES |= {"elsewhere": 0, "leg": 235, "ankle": 0, "foot": 165}
LIGHTNESS, SATURATION = (0.72, 0.86, 0.78, 0.91), 0.5
CROP_MM = 1290.0  # the views of the whole body are cut here, above the map
HEADING_MM = 48.0  # from the top of the picture to its heading
NUMBER, KEY = 1 / 62, 1 / 68  # size of the letters against the height of the picture
ROOM = 0.55  # a number needs this much of its own height to every side


def main() -> None:
    """Write body_regions_*.svg; every region must have its number in one of them."""
    numbered: set[str] = set()
    for view in VIEWS:
        target = REPOSITORY / f"docs/pictures/body_regions_{view}.svg"
        text, names = region_map(view)
        target.write_text(text, encoding="utf-8")
        numbered.update(names)
        print(f"{target.name}: {target.stat().st_size} bytes, {len(names)} regions")
    print(
        "nowhere numbered:",
        sorted({row["id"] for row in _rows() if "elsewhere." not in row["id"]} - numbered) or "none",
    )


def region_map(view: View) -> tuple[str, list[str]]:
    """The flat chart with every region coloured, those of the left and the middle numbered, a key; and the names."""
    text = flat_chart(view)
    rows = _rows()
    number = {row["id"]: place + 1 for place, row in enumerate(rows)}
    for name in number:
        for region in (name, f"L:{name}", f"R:{name}"):
            painted = f'fill="{_tone(name, number[name])}" data-region="{region}"'
            text = text.replace(f'class="skin" data-region="{region}"', painted)
    frame = text.partition('viewBox="')[2].partition('"')[0]
    left, top, width, height = (float(word) for word in frame.split())
    cut = max(0.0, -CROP_MM - top)
    if cut:
        lower = f'\\1"{top + cut + HEADING_MM:.1f}"'
        text = re.sub(r'(<text class="heading" x="[-\d.]+" y=)"[-\d.]+"', lower, text)
    top, height = top + cut, height - cut
    text = text.replace(frame, f"{left:g} {top:g} {{wide}} {height:g}", 1)
    size = height * NUMBER
    mapped = [name for name in number if not name.startswith("elsewhere.")]
    shown = {name: place for name in mapped if (place := _place(view, name, size))}
    labels = "".join(_text(x, size / 3 - y, size, str(number[name]), "middle") for name, (x, y) in shown.items())
    letters = height * KEY
    says = {row["id"]: row["says"] for row in rows}
    key = "".join(
        _text(left + width, top + letters * (5 + 1.5 * row), letters, f"{number[name]}  {says[name]}")
        for row, name in enumerate(shown)
    )
    widest = max(len(says[name]) for name in shown)
    text = text.replace("{wide}", f"{width + letters * (0.54 * widest + 2):.1f}", 1)
    return text.replace("</svg>", f"{labels}{key}</svg>"), list(shown)


def _rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = yaml.safe_load(ATLAS.read_text(encoding="utf-8"))["regions"]
    return rows


def _tone(name: str, number: int) -> str:
    hue = HUES[name.partition(".")[0]] / 360
    parts = colorsys.hls_to_rgb(hue, LIGHTNESS[number % 4], SATURATION)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _text(x: float, y: float, size: float, words: str, anchor: str = "start") -> str:
    style = f"font-size:{size:.1f}px;text-anchor:{anchor}"
    return f'<text x="{x:.1f}" y="{y:.1f}" style="{style}">{escape(words)}</text>'


def _place(view: View, name: str, size: float) -> tuple[float, float] | None:
    """Where the number of a region goes: as far from its border as can be; None without room for it."""
    body, seen = load_body(), projection(view)
    midline = name in body.regions
    number = body.regions.index(name if midline else f"{'R' if view == 'right' else 'L'}:{name}")
    faces = np.flatnonzero(seen.seen & (body.face_region == number))
    labels = np.where(seen.seen & (body.face_region == number), 1, NOTHING)
    border = [point for arc in arcs(seen.paper, body.triangles, labels) for point in _dense(arc.points, size / 4)]
    if not border:
        return None
    middles = seen.paper[body.triangles[faces]].mean(axis=1)
    if midline and view in ("front", "back"):
        middles[:, 0] = 0.0
    room = np.array([((border - middle) ** 2).sum(axis=1).min() for middle in middles])
    best = int(room.argmax())
    if room[best] < (ROOM * size) ** 2:
        return None
    return float(middles[best][0]), float(middles[best][1])


def _dense(line: Points, step: float) -> list[Points]:
    """Points on a line no further apart than `step`."""
    found = [line[0]]
    for one, two in pairwise(line):
        parts = max(1, int(np.ceil(np.hypot(*(two - one)) / step)))
        found += [one + (two - one) * part / parts for part in range(1, parts + 1)]
    return found


if __name__ == "__main__":
    main()
