"""`Library`: every record of the knowledge base by kind, its page, and the way to it by search.

Titles of the core records are at hand; sources, facts and claims are read when first asked for. Pages that lead to a
record are gathered once, by writing all pages and turning their links round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, get_args

from pydantic import BaseModel

from legwise.errors import LookupFailure, nearest, shown_name
from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import Knowledge
from legwise.web.knowledge import anatomy, causes, observations, papers
from legwise.web.knowledge.overlays import overlay_key
from legwise.web.knowledge.record import Anchor, Field, Item, Kind, Number, Page, RecordView
from legwise.web.knowledge.search import Index, ranked, words_of
from legwise.web.knowledge.titles import plain_of, title_of, what_of
from legwise.web.knowledge.writer import Names, Target, Writer

KINDS: tuple[Kind, ...] = get_args(Kind)
LIBRARY: tuple[Kind, ...] = ("claims", "sources", "facts")
CITED_SHOWN = 60  # pages that cite one source or fact, listed at most

WRITERS: dict[Kind, Callable[[Any, Writer], None]] = {
    "muscles": anatomy.muscle,
    "roots": anatomy.root,
    "nerves": anatomy.nerve,
    "entrapments": anatomy.entrapment,
    "conditions": causes.condition,
    "findings": observations.finding,
    "signs": observations.sign,
    "factors": observations.factor,
    "red_flags": causes.red_flag,
    "claims": papers.claim,
    "sources": papers.source,
    "facts": papers.fact,
}


@lru_cache(maxsize=2)
def library(knowledge: Knowledge) -> Library:
    """The library of a knowledge base."""
    return Library(knowledge)


class Library:
    """All records for reading."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._lock = Lock()
        self._indexes: dict[Kind, Index] = {}

    def records(self, kind: Kind) -> Mapping[str, BaseModel]:
        """Every record of a kind by id."""
        folder = self.knowledge.folder
        if kind == "claims":
            return {item.id: item for item in claims_library(folder)}
        if kind == "sources":
            return sources_library(folder)
        if kind == "facts":
            return facts_library(folder)
        return self._core[kind]

    @cached_property
    def _core(self) -> dict[Kind, Mapping[str, BaseModel]]:
        known, content = self.knowledge, self.knowledge.content
        return {
            "muscles": known.muscles,
            "roots": known.roots,
            "nerves": {item.id: item for item in content.nerves},
            "entrapments": known.entrapments,
            "conditions": known.conditions,
            "findings": known.findings,
            "signs": {item.id: item for item in content.signs},
            "factors": known.factors,
            "red_flags": {item.id: item for item in content.red_flags},
        }

    @cached_property
    def names(self) -> Names:
        """Titles of the core records."""
        titles = {
            (kind, key): title_of(kind, record)
            for kind, records in self._core.items()
            for key, record in records.items()
        }
        return Names(self.knowledge, titles)

    def record(self, kind: Kind, name: str) -> RecordView:
        """One page. Raises LookupFailure naming the nearest ids."""
        records = self.records(kind)
        if name not in records:
            raise LookupFailure(f"{kind}: there is no '{shown_name(name)}'{nearest(name, records)}")
        written = self._write(kind, records[name])
        fields = self._both_ways((kind, name), [self._settled(field) for field in written.fields])
        return RecordView(
            kind=kind,
            id=name,
            title=title_of(kind, records[name]),
            plain=plain_of(kind, records[name]),
            fields=tuple(fields),
            overlay=overlay_key(kind, name, self.knowledge),
        )

    def page(self, kind: Kind | None, query: str, offset: int, limit: int) -> Page:
        """A part of a list: all records of a kind (of every kind for None) that hold all words, best first."""
        kinds: tuple[Kind, ...] = (kind,) if kind else KINDS
        words = words_of(query)
        if words:
            found = ranked([self._index(one) for one in kinds], words)
        else:
            found = [(one, name) for one in kinds for name in self.records(one)]
        items = tuple(self._item(*target) for target in found[offset : offset + limit])
        return Page(total=len(found), items=items)

    def _item(self, kind: Kind, name: str) -> Item:
        record = self.records(kind)[name]
        return Item(
            kind=kind,
            id=name,
            title=title_of(kind, record),
            plain=plain_of(kind, record),
            what=what_of(kind, record),
        )

    def _index(self, kind: Kind) -> Index:
        with self._lock:
            if kind not in self._indexes:
                self._indexes[kind] = Index.of(
                    kind,
                    {
                        key: (title_of(kind, record), plain_of(kind, record) or "", record)
                        for key, record in self.records(kind).items()
                    },
                )
            return self._indexes[kind]

    def _write(self, kind: Kind, record: BaseModel) -> Writer:
        out = Writer(self.names)
        WRITERS[kind](record, out)
        return out

    def _both_ways(self, target: Target, fields: list[Field]) -> list[Field]:
        """The fields of a page with the links that lead to it from other pages, each shown once.

        A link back that says nothing more than a link of the page itself is left out; under a label that the page
        has already it is added there.
        """
        known = {(link.kind, link.id) for field in fields for link in field.links or ()}
        grouped: dict[str, dict[tuple[str, str, str | None], Anchor]] = defaultdict(dict)
        for label, anchor in self._back.get(target, ()):
            if (anchor.kind, anchor.id) not in known or anchor.note or anchor.number:
                grouped[label].setdefault((anchor.kind, anchor.id, anchor.note), anchor)
        whole = []
        for field in fields:
            added = tuple(grouped.pop(field.label, {}).values()) if field.links else ()
            here = {(link.kind, link.id) for link in field.links or ()}
            more = tuple(link for link in added if (link.kind, link.id) not in here)
            whole.append(field.model_copy(update={"links": (*field.links, *more)}) if field.links and more else field)
        return whole + [
            Field(label=_counted(label, len(anchors)), links=tuple(_strongest_first(anchors)[:CITED_SHOWN]))
            for label, anchors in grouped.items()
        ]

    def warm(self) -> None:
        """Gather the links back ahead of the first page."""
        self._back.get(("facts", ""))

    @cached_property
    def _back(self) -> dict[Target, list[tuple[str, Anchor]]]:
        found: dict[Target, list[tuple[str, Anchor]]] = defaultdict(list)
        for kind in KINDS:
            for name, record in self.records(kind).items():
                out = self._write(kind, record)
                label = title_of(kind, record)
                for target, back, note, number in out.back:
                    anchor = Anchor(kind=kind, id=name, label=label, note=note, number=number)
                    found[self._place(target)].append((back, anchor))
                for what, cited in out.cited:
                    here = Anchor(kind=kind, id=name, label=label, note=what, number=_bare(cited))
                    for source in cited.sources if cited else ():
                        found["sources", source].append(("Numbers that rest on it", here))
                    for fact in cited.facts if cited else ():
                        found[self._place(("facts", fact))].append(("Numbers that rest on it", here))
        return dict(found)

    def _settled(self, field: Field) -> Field:
        """Links into the library get their titles, and lead to a claim where a fact is a claim's."""
        if not field.links or not any(link.kind in LIBRARY for link in field.links):
            return field
        return field.model_copy(update={"links": tuple(map(self._settle, field.links))})

    def _settle(self, link: Anchor) -> Anchor:
        kind, name = self._place((link.kind, link.id))
        record = self.records(kind).get(name)
        if kind not in LIBRARY or record is None:
            return link
        return link.model_copy(update={"kind": kind, "label": title_of(kind, record)})

    def _place(self, target: Target) -> Target:
        """Numbers may cite a claim of the ledger where a fact would stand."""
        kind, name = target
        return ("claims", name) if kind == "facts" and name not in self.records("facts") else target


def _bare(number: Number | None) -> Number | None:
    """A number without its provenance, where that is the page one stands on."""
    return number and number.model_copy(update={"sources": (), "facts": (), "basis": None})


def _strongest_first(anchors: dict[tuple[str, str, str | None], Anchor]) -> list[Anchor]:
    return sorted(anchors.values(), key=lambda one: (-(one.number.value if one.number else 0.0), one.label))


def _counted(label: str, count: int) -> str:
    return f"{label} ({CITED_SHOWN} of {count})" if count > CITED_SHOWN else label
