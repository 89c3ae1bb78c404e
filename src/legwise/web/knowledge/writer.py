"""`Writer`: gathers the fields of one record, skips what is empty, and remembers its links for the other side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Quantity
from legwise.knowledge.schema import ContextEffect, Felt, Link, Relation
from legwise.web.knowledge.record import Anchor, Field, Kind, Number

Target = tuple[Kind, str]
SIDES: dict[Relation, str | None] = {"same": None, "opposite": "on the other side", "both": "on both sides"}


@dataclass(frozen=True)
class Names:
    """What every linkable record is called, and which record an id stands for."""

    knowledge: Knowledge
    titles: dict[Target, str]

    def target(self, name: str) -> Target | None:
        """The record of a node, anatomy or motor-unit id; None when no page shows it."""
        plain = self.knowledge.alias_of.get(name, name)
        tries: tuple[Target, ...] = (
            ("conditions", plain),
            ("muscles", plain.removeprefix("trp_")),
            ("roots", plain.removeprefix("root_").upper()),
            ("nerves", plain),
            ("entrapments", plain),
            ("signs", plain),
            ("findings", plain),
            ("factors", plain),
            ("red_flags", plain),
        )
        return next((one for one in tries if one in self.titles), None)


@dataclass
class Writer:
    """Fields of one record. `back` is what a link is called on the page that it leads to."""

    names: Names
    fields: list[Field] = field(default_factory=list)
    back: list[tuple[Target, str, str | None, Number | None]] = field(default_factory=list)
    cited: list[tuple[str, Number | None]] = field(default_factory=list)

    def text(self, label: str, value: object) -> None:
        """A text, a number as it is, or a list of texts."""
        if isinstance(value, (list, tuple)):
            value = "; ".join(str(part) for part in value)
        if value is not None and value != "":
            self.fields.append(Field(label=label, text=str(value)))

    def number(self, label: str, quantity: Quantity | None, unit: str = "") -> None:
        """A number with its provenance."""
        if quantity is not None:
            shown = Number.of(quantity, unit)
            self.fields.append(Field(label=label, number=shown))
            self.cited.append((label, shown))

    def link(self, label: str, back: str, anchors: Iterable[Anchor]) -> None:
        """Links, which also appear under `back` on the pages that they lead to."""
        found = tuple(anchors)
        if not found:
            return
        self.fields.append(Field(label=label, links=found))
        for anchor in found:
            self.back.append(((anchor.kind, anchor.id), back, anchor.note, anchor.number))
            if anchor.number:
                self.cited.append((f"{label}: {anchor.label}", anchor.number))

    def named(self, label: str, back: str, ids: Iterable[str], notes: dict[str, str] | None = None) -> None:
        """Links by id, each once; ids that no page shows are listed as text."""
        anchors, others = [], []
        for name in dict.fromkeys(ids):
            anchor = self.anchor(name, (notes or {}).get(name))
            if anchor:
                anchors.append(anchor)
            else:
                others.append(name.replace("_", " "))
        self.link(label, back, anchors)
        self.text(label if not anchors else f"{label}, not on a page of its own", others)

    def anchor(self, name: str, note: str | None = None, number: Number | None = None) -> Anchor | None:
        """A link to what an id stands for."""
        target = self.names.target(name)
        if target is None:
            return None
        return Anchor(kind=target[0], id=target[1], label=self.names.titles[target], note=note, number=number)

    def regions(self, label: str, regions: Iterable[str]) -> None:
        """Regions or zones of the body in words."""
        self.text(label, [self.place(region) for region in regions])

    def place(self, region: str) -> str:
        """A region or zone in words."""
        known = self.names.knowledge
        found = known.regions.get(region) or known.zones.get(region)
        return found.says if found else region.replace("_", " ").replace(".", " ")

    def effects(self, links: Iterable[Link]) -> None:
        """What a cause brings about, with the chance of each."""
        anchors = []
        for one in links:
            notes = [part for part in (SIDES[one.side], one.why) if part]
            anchor = self.anchor(one.to, "; ".join(notes) or None, Number.of(one.p))
            if anchor:
                anchors.append(anchor)
        self.link("Brings about", "Can be brought about by", anchors)

    def context(self, effects: Iterable[ContextEffect]) -> None:
        """Factors that make a cause more or less likely."""
        anchors = [self.anchor(one.factor, None, Number.of(one.odds_ratio)) for one in effects]
        self.link("More or less likely with", "Changes the odds of", [anchor for anchor in anchors if anchor])

    def felt(self, places: Iterable[Felt]) -> None:
        """Where a cause is felt, and how often."""
        for one in places:
            what = "Numbness or tingling" if one.modality == "altered" else "Pain"
            side = f" ({SIDES[one.side]})" if SIDES[one.side] else ""
            where = "; ".join(self.place(region) for region in one.regions)
            self.number(f"{what} felt{side}: {where}", one.p)

    def claims(self, label: str, ids: Iterable[str]) -> None:
        """Popular claims by id."""
        self.link(label, "Made of", [_library_anchor("claims", name) for name in dict.fromkeys(ids)])

    def provenance(self, sources: Iterable[str], facts: Iterable[str] = ()) -> None:
        """Sources and facts that a whole record rests on."""
        for label, kind, ids in (("Sources", "sources", sources), ("Facts", "facts", facts)):
            self.link(label, "Rests on it", [_library_anchor(kind, name) for name in dict.fromkeys(ids)])


def _library_anchor(kind: str, name: str) -> Anchor:
    """A link into the library; its label becomes the title when the library is read."""
    return Anchor.model_validate({"kind": kind, "id": name, "label": name})
