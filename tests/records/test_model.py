"""Any sequence of operations leaves what the same operations leave in a dict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from legwise.errors import LookupFailure, VersionConflict
from legwise.records.documents import KINDS, Kind
from legwise.records.portable import export_person, import_person
from legwise.records.room import Records
from records_content import assessment

LABELS = st.none() | st.from_regex(r"[a-zäöüА-я0-9]([a-zÄ0-9 ._/#-]{0,20}[a-z0-9.#/-])?", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.dictionaries(st.text(max_size=5), st.recursive(LEAVES, st.lists, max_leaves=5), max_size=4)
URGENCIES = st.sampled_from(["emergency", "same_day", "two_weeks", "routine"])
BODIES: dict[Kind, st.SearchStrategy[Any]] = {
    "case": st.fixed_dictionaries({}, optional={"title": st.text(max_size=20), "notes": st.text(max_size=20)}),
    "assessment": st.builds(
        assessment, URGENCIES, st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)
    ),
    "plan": JSON,
    "outcomes": st.lists(JSON, max_size=3),
    "treatments": st.lists(JSON, max_size=3),
}
DOCUMENTS = st.sampled_from(KINDS).flatmap(lambda kind: BODIES[kind].map(lambda body: (kind, body)))
VERSIONS = st.sampled_from([-1, 0, 0, 0, 0, 1])  # how far beside the version that is kept; mostly right


def machine(records: Records) -> type[RuleBasedStateMachine]:
    """The operations, on these records and on a dict."""

    class Machine(RuleBasedStateMachine):
        people, visits = Bundle("people"), Bundle("visits")

        def __init__(self) -> None:
            super().__init__()
            self.kept: dict[str, dict[str, Any]] = {}
            self.erased: set[str] = set()
            for card in records.people(limit=200).people:
                records.erase_person(card.code)
            self.first = max((row.id for row in records.trail(limit=1)), default=0)
            self.changes = 0

        @contextmanager
        def expecting(self, *found: bool, version: tuple[int, int] = (0, 0)) -> Iterator[None]:
            """A change that must fail where something is missing or the version is another, and count otherwise."""
            failure = None if all(found) else LookupFailure
            if failure is None and version[0] != version[1]:
                failure = VersionConflict
            if failure is None:
                self.changes += 1
                yield
            else:
                with pytest.raises(failure):
                    yield

        def holds(self, code: str, visit: str | None = None) -> bool:
            return code in self.kept and (visit is None or visit in self.kept[code]["visits"])

        @rule(target=people, label=LABELS)
        def add_person(self, label: str | None) -> str:
            code = records.add_person(label)
            assert code not in self.kept
            self.kept[code] = {"label": label, "version": 1, "visits": {}}
            self.changes += 1
            return code

        @rule(code=people, label=LABELS, beside=VERSIONS)
        def change_person(self, code: str, label: str | None, beside: int) -> None:
            kept = self.kept.get(code, {"version": 1})
            given = kept["version"] + beside
            with self.expecting(self.holds(code), version=(given, kept["version"])):
                records.change_person(code, label, given)
                kept.update(label=label, version=given + 1)

        @rule(code=people)
        def erase_person(self, code: str) -> None:
            with self.expecting(self.holds(code)):
                records.erase_person(code)
                del self.kept[code]
                self.erased.add(code)

        @rule(target=visits, code=people, day=DAYS, documents=st.lists(DOCUMENTS, max_size=3))
        def add_visit(self, code: str, day: date, documents: list[tuple[Kind, Any]]) -> tuple[str, str]:
            given = dict(documents)
            if not self.holds(code):
                with pytest.raises(LookupFailure):
                    records.add_visit(code, day, given)
                return code, "0" * 16
            visit = records.add_visit(code, day, given)
            self.changes += 1 + len(given)
            bodies = {kind: [1, deepcopy(body)] for kind, body in given.items()}
            self.kept[code]["visits"][visit] = {"day": day, "version": 1, "documents": bodies}
            return code, visit

        @rule(where=visits, day=DAYS, beside=VERSIONS)
        def change_visit(self, where: tuple[str, str], day: date, beside: int) -> None:
            code, visit = where
            kept = self.kept[code]["visits"][visit] if self.holds(code, visit) else {"version": 1}
            given = kept["version"] + beside
            with self.expecting(self.holds(code, visit), version=(given, kept["version"])):
                records.change_visit(code, visit, day, given)
                kept.update(day=day, version=given + 1)

        @rule(where=consumes(visits), beside=VERSIONS)
        def remove_visit(self, where: tuple[str, str], beside: int) -> None:
            code, visit = where
            kept = self.kept[code]["visits"][visit] if self.holds(code, visit) else {"version": 1}
            given = kept["version"] + beside
            with self.expecting(self.holds(code, visit), version=(given, kept["version"])):
                records.remove_visit(code, visit, given)
                del self.kept[code]["visits"][visit]

        @rule(where=visits, document=DOCUMENTS, beside=VERSIONS)
        def put_document(self, where: tuple[str, str], document: tuple[Kind, Any], beside: int) -> None:
            (code, visit), (kind, body) = where, document
            documents = self.kept[code]["visits"][visit]["documents"] if self.holds(code, visit) else {}
            version, old = documents.get(kind, (None, None))
            if version is not None and _text(kind, old) == _text(kind, body):
                assert records.put_document(code, visit, kind, body, 99) == version  # an answer that was lost
                return
            given = (version or 0) + beside if version or beside else None
            with self.expecting(self.holds(code, visit), version=(given or 0, version or 0)):
                assert records.put_document(code, visit, kind, body, given) == (version or 0) + 1
                documents[kind] = [(version or 0) + 1, deepcopy(body)]

        @rule(code=people)
        def move_house(self, code: str) -> None:
            """Export, erase, import: as if nothing had been."""
            if self.holds(code):
                told = export_person(records, code)
                records.erase_person(code)
                assert import_person(records, told) == code
                self.changes += 3

        @invariant()
        def same(self) -> None:
            cards = {card.code: card for card in records.people(limit=200).people}
            assert set(cards) == set(self.kept)
            for code, kept in self.kept.items():
                person, card = records.person(code), cards[code]
                assert (person.label, person.version, card.label) == (kept["label"], kept["version"], kept["label"])
                assert {visit.id for visit in person.visits} == set(kept["visits"])
                assert card.visits == len(kept["visits"])
                days = [visit.day for visit in person.visits]
                assert days == sorted(days, reverse=True)
                assert card.last_visit == (days[0] if days else None)
                assert card.urgency == (person.visits[0].urgency if days else None)
                for visit in person.visits:
                    self.same_visit(code, visit.id, kept["visits"][visit.id], visit)
            assert records.trail(limit=1)[0].id >= self.first if self.changes else True
            assert self.changes == sum(row.id > self.first for row in records.trail(limit=10_000))

        def same_visit(self, code: str, name: str, kept: dict[str, Any], card: Any) -> None:
            visit = records.visit(code, name)
            assert (visit.day, visit.version) == (kept["day"], kept["version"]) == (card.day, card.version)
            found = {kind: [document.version, _text(kind, document.body)] for kind, document in visit.documents.items()}
            assert found == {kind: [version, _text(kind, body)] for kind, (version, body) in kept["documents"].items()}
            assert set(card.documents) == set(found)
            bodies = {kind: body for kind, (_, body) in kept["documents"].items()}
            title = bodies.get("case", {}).get("title")
            assert card.title == (title and title.replace("\0", ""))
            assert card.urgency == bodies.get("assessment", {}).get("urgency")

    return Machine


def _text(kind: Kind, body: Any) -> str:
    """A document to the last digit, in its order; a case is put into the order of a case file."""
    return json.dumps(body, sort_keys=kind == "case")


def test_the_records_do_what_a_dict_does(records: Records) -> None:
    run_state_machine_as_test(
        machine(records),
        settings=settings(max_examples=12, stateful_step_count=16, deadline=None, phases=[Phase.generate]),
    )
