"""Flat charts: sound SVG, every region drawn, what was painted shows in its pattern, errors are told."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from legwise.anatomy.body import VIEWS, Layer, View, flat_chart, load_body
from legwise.anatomy.body.outline import NOTHING, arcs, shape
from legwise.anatomy.body.patterns import patterns
from legwise.anatomy.body.view import projection
from legwise.case.model import Quality
from legwise.errors import LookupFailure

SVG = "{http://www.w3.org/2000/svg}"
APP = Path(__file__).resolve().parents[3] / "web/src/chart/qualities.ts"


def regions_of(view: View) -> set[str]:
    tree = ElementTree.fromstring(flat_chart(view))
    return {path.get("data-region", "") for path in tree.iter(f"{SVG}path")} - {""}


@pytest.mark.parametrize("view", VIEWS)
def test_chart_is_sound_and_small(view: View):
    text = flat_chart(view)
    assert len(text.encode()) < 200_000
    tree = ElementTree.fromstring(text)
    left, top, width, height = (float(word) for word in tree.get("viewBox", "").split())
    for path in tree.iter(f"{SVG}path"):
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path.get("d", "")):
            assert left <= float(x) <= left + width
            assert top <= float(y) <= top + height
    assert tree.get("role") == "img"
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_every_region_is_drawn_in_some_view():
    assert set().union(*(regions_of(view) for view in VIEWS)) == set(load_body().regions)


@pytest.mark.parametrize(
    ("view", "there", "not_there"),
    [
        ("front", "L:knee.anterior", "L:knee.posterior"),
        ("back", "R:leg.posterior.upper", "R:knee.anterior"),
        ("left", "L:hip.trochanter", "R:hip.trochanter"),
        ("right", "R:foot.lateral_border", "R:elsewhere.arm"),
        ("inner", "R:ankle.medial", "R:ankle.lateral"),
        ("soles", "L:foot.arch", "L:knee.anterior"),
        ("feet", "R:foot.first_web", "R:foot.arch"),
    ],
)
def test_a_view_shows_its_side(view: View, there: str, not_there: str):
    assert there in regions_of(view)
    assert not_there not in regions_of(view)


def test_paint_shows_in_the_pattern_of_its_quality_with_a_legend():
    layer = Layer(("tingling", "numbness"), ("L:leg.posterior.upper",), intensity=6)
    text = flat_chart("back", [layer])
    assert text.count('fill="url(#q-tingling)"') == 2  # the place and the legend
    assert text.count('fill="url(#q-numbness)"') == 2
    assert "<title>tingling, numb, 6 of 10</title>" in text
    assert ">Tingling<" in text
    assert flat_chart("back", [layer], legend=False).count('fill="url(#q-tingling)"') == 1


def test_what_is_painted_on_the_far_side_does_not_show():
    text = flat_chart("front", [Layer(("burning",), ("L:leg.posterior.upper",))])
    assert "<title>burning</title>" not in text


def test_painting_all_faces_of_a_region_is_painting_the_region():
    body, seen = load_body(), projection("back")
    faces = body.faces_of("L:leg.posterior.middle")
    labels = np.full(len(body.triangles), NOTHING)
    labels[faces[seen.seen[faces]]] = 1
    (loop,) = shape(arcs(seen.paper, body.triangles, labels), 1)
    x, y = np.vstack(loop).T
    drawn = abs((x * np.roll(y, 1) - y * np.roll(x, 1)).sum()) / 2
    a, b, c = (seen.paper[body.triangles[faces[seen.seen[faces]]][:, k]] for k in range(3))
    flat = ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]).sum() / 2
    assert drawn == pytest.approx(abs(flat), rel=0.03)
    text = flat_chart("back", [Layer(("pain_aching",), faces=tuple(faces.tolist()))])
    assert "<title>aching</title>" in text


@pytest.mark.parametrize(
    ("view", "layer", "message"),
    [
        ("frot", Layer(()), "no view 'frot' (did you mean front"),
        ("front", Layer(("tingeling",)), "no quality 'tingeling' (did you mean tingling"),
        ("front", Layer(("tingling",), ("L:knee.front",)), "no region 'L:knee.front' on the body"),
        ("front", Layer(("tingling",), faces=(99_999,)), "faces go from 0 to"),
    ],
)
def test_mistakes_are_told(view: View, layer: Layer, message: str):
    with pytest.raises(LookupFailure) as caught:
        flat_chart(view, [layer])
    assert message in str(caught.value)


def test_every_quality_has_its_own_pattern():
    known, _ = patterns()
    assert set(known) == set(get_args(Quality))
    assert len({(pattern.path, pattern.line) for pattern in known.values()}) == len(known)


def test_paper_and_screen_draw_the_same_patterns():
    app = re.findall(r'id: "(\w+)", says: "([^"]+)"', APP.read_text(encoding="utf-8"))
    known, _ = patterns()
    assert {name: pattern.says for name, pattern in known.items()} == dict(app)
    shown = APP.read_text(encoding="utf-8")
    for name, pattern in known.items():
        if "a" not in pattern.path.lower().replace("z", "") or name in ("burning", "gooseflesh"):
            assert f'"{pattern.path}"' in shown, name


def test_neighbouring_shapes_share_their_border():
    triangles = np.array([[0, 1, 2], [2, 1, 3]])
    paper = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0], [100.0, 100.0]])
    lines = arcs(paper, triangles, np.array([0, 1]))
    shared = [arc for arc in lines if {arc.left, arc.right} == {0, 1}]
    assert len(shared) == 1
    assert shared[0].points.tolist() in ([[100.0, 0.0], [0.0, 100.0]], [[0.0, 100.0], [100.0, 0.0]])
    assert all(len(shape(lines, label)) == 1 for label in (0, 1))
