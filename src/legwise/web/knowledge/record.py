"""How a record is shown: labelled fields that hold a text, a number with its provenance, or links."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from legwise.knowledge.quantity import OddsRatio, Probability, Quantity

Kind = Literal[
    "muscles",
    "roots",
    "nerves",
    "entrapments",
    "conditions",
    "findings",
    "signs",
    "factors",
    "red_flags",
    "claims",
    "sources",
    "facts",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(_Frozen):
    """A number with where it comes from. Without sources and facts it is an estimate, and `basis` says of what."""

    value: float
    low: float | None = None
    high: float | None = None
    unit: str
    grade: str
    basis: str | None = None
    conflict: str | None = None
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @classmethod
    def of(cls, quantity: Quantity, unit: str = "") -> Number:
        """A number of the knowledge base; a chance lies between 0 and 1."""
        if not unit:
            unit = {Probability: "chance", OddsRatio: "odds ratio"}.get(type(quantity), "")
        return cls(unit=unit, **quantity.model_dump())


class Anchor(_Frozen):
    """A link to another record; `note` and `number` say what connects the two."""

    kind: Kind
    id: str
    label: str
    note: str | None = None
    number: Number | None = None


class Field(_Frozen):
    """One labelled field; exactly one of text, number and links is there."""

    label: str
    text: str | None = None
    number: Number | None = None
    links: tuple[Anchor, ...] | None = None


class RecordView(_Frozen):
    """One record. `overlay` is the key under which the body shows it, if it can be shown."""

    kind: Kind
    id: str
    title: str
    plain: str | None
    fields: tuple[Field, ...]
    overlay: str | None


class Item(_Frozen):
    """One line of a list."""

    kind: Kind
    id: str
    title: str
    plain: str | None
    what: str | None


class Page(_Frozen):
    """A part of a list, best matches first."""

    total: int
    items: tuple[Item, ...]
