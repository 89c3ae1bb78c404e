"""The validation page and its picture show every published figure."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from legwise.knowledge.load import Knowledge
from legwise.validation import read_figures

DOCS = Path(__file__).parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def test_every_figure_is_in_the_table_and_in_the_picture(knowledge: Knowledge) -> None:
    figures = read_figures(knowledge).figures
    page = (DOCS / "validation.md").read_text(encoding="utf-8")
    picture = ElementTree.parse(DOCS / "pictures" / "validation.svg").getroot()
    assert len(picture.findall(f"{SVG}circle")) == len(figures)
    for figure in figures:
        assert f"| {figure.source}: {figure.locator} |" in page, figure.id
    for figure in figures:
        assert figure.why is None or f"| {figure.why} |" in page, figure.id
