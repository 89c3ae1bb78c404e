"""Draw the first page of every kind of report for the documentation, as small PNG.

Run `python docs/make_reports.py` when the look of a report has changed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

from legwise.case import read_case
from legwise.exchange.job import report_file
from legwise.exchange.report import KINDS

HERE = Path(__file__).parent
CASE = HERE.parent / "examples" / "treated_woman.yaml"
EMERGENCY = HERE.parent / "examples" / "cases" / "cauda_equina_limbus_fracture_15m.yaml"
DAY = date(2026, 3, 14)
WIDTH = 620  # pixels
COLOURS = 64


def picture(content: bytes) -> Image.Image:
    """The first page of a PDF."""
    page = pypdfium2.PdfDocument(content)[0]
    drawn: Image.Image = page.render(scale=2 * WIDTH / page.get_width()).to_pil()
    small = drawn.resize((WIDTH, round(WIDTH * page.get_height() / page.get_width())), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)


def main() -> None:
    """Write every picture."""
    case = read_case(CASE)
    pages: dict[str, bytes] = {kind: report_file(case, kind, "pdf", "a4", made=DAY) for kind in KINDS}
    pages["emergency"] = report_file(read_case(EMERGENCY), "home", "pdf", "a4", made=DAY)
    for name, content in pages.items():
        path = HERE / "pictures" / f"report_{name}.png"
        picture(content).save(path, optimize=True)
        print(path.relative_to(HERE.parent), path.stat().st_size)


if __name__ == "__main__":
    main()
