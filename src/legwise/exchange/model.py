"""A report as frozen records: what it says, in order, whatever paper or page it is written on.

The PDF and the HTML are written from the same report, so they cannot differ in substance. All words are plain text:
nothing in them is markup.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from legwise.assessment.model import Frozen
from legwise.knowledge.schema import Urgency

Kind = Literal["summary", "clinical", "referral", "session", "home"]
Format = Literal["pdf", "html"]
Paper = Literal["a4", "letter"]
Tone = Literal["normal", "quiet", "quote"]


class Heading(Frozen):
    """A section (level 2) or a part of one (level 3)."""

    block: Literal["heading"] = "heading"
    words: str
    level: Literal[2, 3] = 2


class Text(Frozen):
    """One paragraph; `quote` is what somebody said or wrote, word for word."""

    block: Literal["text"] = "text"
    words: str
    tone: Tone = "normal"


class Point(Frozen):
    """One line of a list: what it is about, what is said of it, and a remark in small type."""

    lead: str = ""
    words: str = ""
    note: str = ""


class Figure(Frozen):
    """A drawing as SVG, what it shows in words for those who do not see it, and its part of the common height."""

    svg: str
    alt: str
    part: float = 1.0


class Points(Frozen):
    """A list: with dots, numbered when the order matters, or with boxes to tick; a drawing may stand beside it."""

    block: Literal["points"] = "points"
    items: tuple[Point, ...]
    mark: Literal["dot", "number", "tick"] = "dot"
    beside: tuple[Figure, ...] = ()
    beside_mm: float = 0.0


class Table(Frozen):
    """A table. `widths` are the parts of the width; `right` the columns of numbers."""

    block: Literal["table"] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...] = ()


class Bar(Frozen):
    """A share between 0 and 1 with its 90 % interval where there is one, and the same in words."""

    name: str
    value: float
    says: str
    low: float | None = None
    high: float | None = None
    word: str = ""
    note: str = ""


class Bars(Frozen):
    """Bars below each other on one scale."""

    block: Literal["bars"] = "bars"
    rows: tuple[Bar, ...]
    full: float = 1.0


class Figures(Frozen):
    """Drawings beside each other, of this height."""

    block: Literal["figures"] = "figures"
    items: tuple[Figure, ...]
    height_mm: float


class Swatch(Frozen):
    """One entry of a legend."""

    svg: str
    says: str


class Legend(Frozen):
    """What the patterns and lines of drawings mean."""

    block: Literal["legend"] = "legend"
    items: tuple[Swatch, ...]


class Room(Frozen):
    """Room to write by hand."""

    block: Literal["room"] = "room"
    label: str
    lines: int


class Fields(Frozen):
    """Names and what belongs to them; an empty text leaves a line to fill in by hand."""

    block: Literal["fields"] = "fields"
    rows: tuple[tuple[str, str], ...]


class PageBreak(Frozen):
    """What follows begins on a new page."""

    block: Literal["page"] = "page"


Block = Annotated[
    Heading | Text | Points | Table | Bars | Figures | Legend | Room | Fields | PageBreak, Field(discriminator="block")
]


class Banner(Frozen):
    """The urgency: always first, and as `short` at the head of every page where a flag stands."""

    urgency: Urgency
    word: str
    items: tuple[Point, ...]
    remark: str = ""
    short: str = ""


class Report(Frozen):
    """One report. `made` is the day that it bears (ISO); `one_page`: it must fit on one."""

    kind: Kind
    title: str
    subject: str
    made: str
    banner: Banner
    blocks: tuple[Block, ...]
    foot: str
    one_page: bool = False
    language: Literal["en"] = "en"
