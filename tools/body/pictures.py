"""Draw the map of all regions, one picture a view, into `docs/pictures`: `python -m tools.body.pictures`.

Regions of the left side and of the midline are numbered; the key beside the body names them.
"""

from __future__ import annotations

import colorsys
from html import escape
from pathlib import Path

import numpy as np
import yaml

from legwise.anatomy.body import VIEWS, View, flat_chart, load_body
from legwise.anatomy.body.view import projection

REPOSITORY = Path(__file__).resolve().parents[2]
ATLAS = REPOSITORY / "src/legwise/knowledge/data/anatomy/regions.yaml"
# Hue per part of the body; neighbouring regions differ in lightness.
HUES = {"back": 215, "pelvis": 190, "buttock": 150, "hip": 95, "abdomen": 50, "perineum": 330, "thigh": 20, "knee": 265}
HUES |= {"leg": 235, "ankle": 0, "foot": 165}
LIGHTNESS, SATURATION = (0.72, 0.86, 0.78, 0.91), 0.5
CROP_MM = 1290.0  # the views of the whole body are cut here, above the map
HEADING_MM = 48.0  # from the top of the picture to its heading
NUMBER, KEY = 1 / 62, 1 / 68  # size of the letters against the height of the picture
ROOM = 0.9  # a number is drawn where its region shows this many times the number's own square


def main() -> None:
    """Write body_regions_*.svg; every region must have its number in one of them."""
    numbered: set[str] = set()
    for view in VIEWS:
        target = REPOSITORY / f"docs/pictures/body_regions_{view}.svg"
        text, names = region_map(view)
        target.write_text(text, encoding="utf-8")
        numbered.update(names)
        print(f"{target.name}: {target.stat().st_size} bytes, {len(names)} regions")
    print("nowhere numbered:", sorted({row["id"] for row in _rows()} - numbered) or "none")


def region_map(view: View) -> tuple[str, list[str]]:
    """The flat chart with every region coloured, those of the left and the middle numbered, a key; and the names."""
    text = flat_chart(view)
    rows = _rows()
    number = {row["id"]: place + 1 for place, row in enumerate(rows)}
    for name in (name for name in number if not name.startswith("elsewhere.")):
        for region in (name, f"L:{name}", f"R:{name}"):
            painted = f'fill="{_tone(name, number[name])}" data-region="{region}"'
            text = text.replace(f'class="skin" data-region="{region}"', painted)
    frame = text.partition('viewBox="')[2].partition('"')[0]
    left, top, width, height = (float(word) for word in frame.split())
    cut = max(0.0, -CROP_MM - top)
    text = text.replace(f'y="{top + HEADING_MM:.1f}"', f'y="{top + cut + HEADING_MM:.1f}"')
    top, height = top + cut, height - cut
    text = text.replace(frame, f"{left:g} {top:g} {{wide}} {height:g}", 1)
    size = height * NUMBER
    shown = {name: place for name in number if (place := _place(view, name, size)) and -place[1] > top + size}
    labels = "".join(_text(x, size / 3 - y, size, str(number[name]), "middle") for name, (x, y) in shown.items())
    letters = height * KEY
    says = {row["id"]: row["says"] for row in rows}
    key = "".join(
        _text(left + width, top + letters * (4 + 1.5 * row), letters, f"{number[name]}  {says[name]}")
        for row, name in enumerate(shown)
    )
    widest = max(len(says[name]) for name in shown)
    text = text.replace("{wide}", f"{width + letters * (0.5 * widest + 2):.1f}", 1)
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
    """Where the number of a region goes: the face of it nearest to the middle of what is seen; None without room."""
    body, seen = load_body(), projection(view)
    midline = name in body.regions
    faces = body.faces_of(name if midline else f"{'R' if view == 'right' else 'L'}:{name}")
    faces = faces[seen.seen[faces]]
    corners = seen.paper[body.triangles[faces]]
    (ab, ac) = (corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    on_paper = np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]) / 2
    if on_paper.sum() < ROOM * size * size:
        return None
    middles = corners.mean(axis=1)
    middle = (middles * on_paper[:, None]).sum(axis=0) / on_paper.sum()
    nearest = middles[((middles - middle) ** 2).sum(axis=1).argmin()]
    if midline and view in ("front", "back"):
        return 0.0, float(nearest[1])
    return float(nearest[0]), float(nearest[1])


if __name__ == "__main__":
    main()
