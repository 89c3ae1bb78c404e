"""Which characters the report's type has, and what becomes of those that it lacks.

Read from the `cmap` table of the OTF file (OpenType specification, formats 4 and 12); only format 12 is needed, since
the file carries one and it covers all of Unicode.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from legwise.errors import LegwiseError

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "SourceSans3-Regular.otf"
MISSING = "□"
ENDLESS, PIECE = re.compile(r"\S{41,}"), re.compile(r"\S{1,20}")
KEPT_FORMATS = {"\u200c", "\u200d"}  # joiners change how letters of some scripts are shaped, not what is read


@lru_cache(maxsize=1)
def letters() -> frozenset[str]:
    """Every character that the type can show."""
    data = REGULAR.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    offsets = dict(struct.unpack_from(">4s4xI", data, 12 + 16 * n) for n in range(tables))
    start = offsets[b"cmap"]
    for n in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 8 + 8 * n)[0]
        if struct.unpack_from(">H", data, at)[0] == 12:
            groups = struct.unpack_from(">I", data, at + 12)[0]
            ranges = (struct.unpack_from(">II", data, at + 16 + 12 * g) for g in range(groups))
            return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))
    raise LegwiseError(f"{REGULAR.name}: no character map of format 12")


def plain(text: str) -> str:
    """Text without what cannot be seen: control characters and marks that turn the direction of reading around.

    Line breaks are kept; accents are joined with their letters.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(c for c in text if c in KEPT_FORMATS or c == "\n" or unicodedata.category(c)[0] != "C")


def fitted(text: str) -> str:
    """The same with a box for every character that the type lacks, so that a gap is seen."""
    known = letters()
    return "".join(c if c in known or c == "\n" else _instead(c) for c in text)


def showable(text: str) -> str:
    """The same, and endless words may break."""
    return ENDLESS.sub(lambda word: "\u200b".join(PIECE.findall(word.group())), fitted(text))


def _instead(character: str) -> str:
    """What is shown for a character that the type lacks."""
    if character in KEPT_FORMATS:
        return ""
    return " " if character.isspace() else MISSING
