"""People, visits and documents: kept, listed, changed, erased, alike on every database."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from legwise.errors import CaseError, InputError, LookupFailure, VersionConflict
from legwise.records.room import CODE, Records
from records_content import DAY, assessment, documents, fill


def test_a_person_has_a_generated_code_and_needs_no_name(records: Records) -> None:
    codes = {records.add_person() for _ in range(20)}
    assert len(codes) == 20 and all(CODE.fullmatch(code) for code in codes)
    person = records.person(codes.pop().lower())
    assert (person.label, person.version, person.visits) == (None, 1, ())


@pytest.mark.parametrize("label", ["", " ", "-x", "x" * 41, "a\nb", "a\0b", "x ", "name: value", "a@b.c", "x;y"])
def test_a_label_is_no_place_for_notes(records: Records, label: str) -> None:
    with pytest.raises(InputError, match="label"):
        records.add_person(label)
    assert records.people().total == 0 and records.trail() == ()


def test_people_are_found_by_code_and_label_in_any_script_and_case(records: Records) -> None:
    anna, oleg = records.add_person("Änna 12/26"), records.add_person("Олег-3")
    plain = records.add_person()
    records.add_person("100")
    assert [card.code for card in records.people("äNN").people] == [anna]
    assert [card.code for card in records.people("ОЛЕГ").people] == [oleg]
    assert [card.code for card in records.people("26 änna").people] == [anna]
    assert [card.code for card in records.people(plain[2:7].lower()).people] == [plain]
    assert records.people("1%0").total == records.people("_").total == 0


def test_pages_hold_everybody_once_the_latest_changed_first(records: Records) -> None:
    codes = fill(records, people=7, visits=0)
    records.add_visit(codes[2], DAY)
    seen = [card.code for start in range(0, 9, 3) for card in records.people(offset=start, limit=3).people]
    assert sorted(seen) == sorted(codes)
    cards = records.people().people
    assert cards[0].code == codes[2]
    assert [card.changed for card in cards] == sorted((card.changed for card in cards), reverse=True)
    assert records.people("file", limit=2).total == 7


@pytest.mark.parametrize(("offset", "limit"), [(-1, 5), (2**31, 5), (0, 0), (0, 201)])
def test_a_page_has_bounds(records: Records, offset: int, limit: int) -> None:
    with pytest.raises(InputError, match="allowed"):
        records.people(offset=offset, limit=limit)


def test_documents_come_back_as_they_were_given(records: Records) -> None:
    code = records.add_person()
    given = documents()
    visit = records.visit(code, records.add_visit(code, DAY, given))
    assert {kind: document.body for kind, document in visit.documents.items()} == given
    assert list(visit.documents["plan"].body) == list(given["plan"])
    assert (visit.person, visit.day, visit.version) == (code, DAY, 1)


def test_a_list_says_what_case_and_assessment_say(records: Records) -> None:
    code = records.add_person()
    early = records.add_visit(code, date(2026, 1, 1), documents("emergency", "early"))
    late = records.add_visit(code, date(2026, 2, 1), {"case": {"title": "late"}})
    first, second = records.person(code).visits
    assert (first.id, first.title, first.urgency, first.documents) == (late, "late", None, ("case",))
    assert (second.id, second.title, second.urgency, second.knowledge_version) == (early, "early", "emergency", "k1")
    assert (card := records.people().people[0]).urgency is None and card.last_visit == date(2026, 2, 1)
    records.put_document(code, late, "assessment", assessment("same_day", "k2"))
    records.put_document(code, late, "case", {}, 1)
    (card,) = records.people().people
    assert (card.visits, card.urgency) == (2, "same_day")
    newest = records.person(code).visits[0]
    assert (newest.title, newest.knowledge_version) == (None, "k2")


def test_a_change_names_the_version_it_started_from(records: Records) -> None:
    code = records.add_person("one")
    visit = records.add_visit(code, DAY, {"plan": {"a": 1}})
    assert records.change_person(code, "two", 1) == 2
    assert records.change_visit(code, visit, date(2026, 4, 4), 1) == 2
    assert records.put_document(code, visit, "plan", {"a": 2}, 1) == 2
    for late in (
        lambda: records.change_person(code, "three", 1),
        lambda: records.change_visit(code, visit, DAY, 1),
        lambda: records.remove_visit(code, visit, 1),
        lambda: records.put_document(code, visit, "plan", {"a": 3}, 1),
        lambda: records.put_document(code, visit, "plan", {"a": 3}),
        lambda: records.put_document(code, visit, "plan", {"a": 3}, 7),
    ):
        with pytest.raises(VersionConflict, match="nothing was overwritten") as conflict:
            late()
        assert conflict.value.current == 2
    assert records.person(code).label == "two"
    found = records.visit(code, visit)
    assert (found.day, found.documents["plan"].body) == (date(2026, 4, 4), {"a": 2})


def test_a_put_whose_answer_was_lost_can_be_repeated(records: Records) -> None:
    code = records.add_person()
    visit = records.add_visit(code, DAY)
    for _ in range(2):
        assert records.put_document(code, visit, "plan", {"a": 1}) == 1
    assert [row.record for row in records.trail()] == ["plan", "visit", "person"]


def test_two_writers_never_overwrite_each_other(records: Records) -> None:
    """Both opened version 1; one is kept, the other is told."""
    code = records.add_person()
    visit = records.add_visit(code, DAY, {"plan": {"writer": None}})
    kept: list[int] = []
    told: list[int] = []

    def write(writer: int) -> None:
        version = 1
        for step in range(5):
            try:
                version = records.put_document(code, visit, "plan", {"writer": writer, "step": step}, version)
                kept.append(version)
            except VersionConflict as conflict:
                told.append(conflict.current)
                version = conflict.current

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) + len(told) == 20 and told
    assert sorted(kept) == list(range(2, len(kept) + 2))
    assert records.visit(code, visit).documents["plan"].version == len(kept) + 1
    assert sum(row.what == "change" for row in records.trail()) == len(kept)


def test_writing_while_somebody_is_erased(records: Records) -> None:
    code = records.add_person()
    outcome: list[str] = []
    begun = threading.Event()

    def write() -> None:
        try:
            while True:
                records.add_visit(code, DAY, documents())
                begun.set()
        except LookupFailure:
            outcome.append("gone")

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(60)
    records.erase_person(code)
    thread.join(60)
    assert outcome == ["gone"] and records.people().total == 0
    assert records.trail()[0].what == "erase"


def test_what_is_not_there(records: Records) -> None:
    code, other = records.add_person(), records.add_person()
    visit = records.add_visit(other, DAY)
    for name in ("", "nobody", "AAAA-AAA1", "2222-2222", "ä", "\0", "x" * 1000):
        for call in (records.person, records.erase_person):
            with pytest.raises(LookupFailure, match="no person"):
                call(name)
    for name in ("", "0" * 16, visit, "ä\0"):
        with pytest.raises(LookupFailure, match="no visit"):
            records.visit(code, name)
        with pytest.raises(LookupFailure, match="no visit"):
            records.put_document(code, name, "plan", {})
        with pytest.raises(LookupFailure, match="no visit"):
            records.remove_visit(code, name, 1)


def test_what_cannot_be_kept_leaves_no_trace(records: Records) -> None:
    code = records.add_person()
    visit = records.add_visit(code, DAY)
    before = records.trail()
    with pytest.raises(CaseError, match="findigs"):
        records.put_document(code, visit, "case", {"findigs": {}})
    with pytest.raises(CaseError, match="findigs"):
        records.add_visit(code, DAY, {"plan": {}, "case": {"findigs": {}}})
    with pytest.raises(InputError, match="allowed: case, assessment"):
        records.put_document(code, visit, "photo", {})  # type: ignore[arg-type]
    with pytest.raises(InputError, match="day"):
        records.add_visit(code, date(1066, 10, 14))
    assert records.trail() == before and records.visit(code, visit).documents == {}


def test_one_visit_can_be_erased(records: Records) -> None:
    (code,) = fill(records, people=1, visits=2)
    first, second = records.person(code).visits
    records.remove_visit(code, first.id, 1)
    assert [visit.id for visit in records.person(code).visits] == [second.id]
    with pytest.raises(LookupFailure):
        records.visit(code, first.id)


def test_every_change_stands_in_the_trail(records: Records) -> None:
    code = records.add_person("x")
    visit = records.add_visit(code, DAY, {"plan": {}})
    records.change_person(code, None, 1)
    records.put_document(code, visit, "plan", {"a": 1}, 1)
    records.change_visit(code, visit, date(2026, 9, 9), 1)
    records.remove_visit(code, visit, 2)
    records.erase_person(code)
    rows = records.trail(code)[::-1]
    assert [(row.what, row.record) for row in rows] == [
        ("add", "person"),
        ("add", "visit"),
        ("add", "plan"),
        ("change", "person"),
        ("change", "plan"),
        ("change", "visit"),
        ("erase", "visit"),
        ("erase", "person"),
    ]
    assert {row.who for row in rows} == {"tester"} and {row.person for row in rows} == {code}
    assert [row.id for row in rows] == sorted(row.id for row in rows)
