"""What a PDF holds, read by another library than the one that wrote it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}  # points


@dataclass(frozen=True)
class Pages:
    """Text, size in points and the outermost box of everything drawn, of every page; the fonts and if embedded."""

    text: tuple[str, ...]
    size: tuple[tuple[float, float], ...]
    drawn: tuple[tuple[float, float, float, float], ...]
    fonts: dict[str, bool]

    @property
    def words(self) -> str:
        """All text with single spaces."""
        return " ".join(" ".join(self.text).split())


def read_pdf(content: bytes) -> Pages:
    """Read every page."""
    document = pypdfium2.PdfDocument(content)
    texts, sizes, boxes = [], [], []
    fonts: dict[str, bool] = {}
    for page in document:
        texts.append(page.get_textpage().get_text_range())
        sizes.append(page.get_size())
        bounds = [one.get_bounds() for one in page.get_objects(max_depth=1)]
        boxes.append(
            (
                min(b[0] for b in bounds),
                min(b[1] for b in bounds),
                max(b[2] for b in bounds),
                max(b[3] for b in bounds),
            )
        )
        for one in page.get_objects(max_depth=8):
            if one.type == raw.FPDF_PAGEOBJ_TEXT:
                font = raw.FPDFTextObj_GetFont(one.raw)
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, 200)
                fonts[name.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return Pages(tuple(texts), tuple(sizes), tuple(boxes), fonts)
