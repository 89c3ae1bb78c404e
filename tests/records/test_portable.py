"""Everything of a person as one file, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from legwise.errors import InputError, RecordsError
from legwise.records.portable import export_person, import_person
from legwise.records.room import Records
from legwise.records.verify import verify
from records_content import DAY, everything, fill


def test_export_erase_import_is_as_if_nothing_had_been(records: Records) -> None:
    codes = fill(records)
    records.change_person(codes[1], "other", 1)
    before = {entry[0].code: entry for entry in everything(records)}
    text = export_person(records, codes[1])
    assert all(code not in text for code in (codes[0], codes[2]))
    records.erase_person(codes[1])
    assert import_person(records, text) == codes[1]
    assert {entry[0].code: entry for entry in everything(records)} == before
    assert [row.what for row in records.trail(codes[1])][:3] == ["import", "erase", "export"]
    verify(records.database)
    again, first = json.loads(export_person(records, codes[1])), json.loads(text)
    assert len(again.pop("trail")) == len(first.pop("trail")) + 3
    assert again == first


def test_nothing_is_overwritten(records: Records) -> None:
    (code,) = fill(records, people=1)
    text = export_person(records, code)
    with pytest.raises(RecordsError, match=f"{code} is kept here already"):
        import_person(records, text)
    records.add_visit(code, DAY)
    raw = {**json.loads(text), "code": "2222-3333"}
    before = everything(records)
    with pytest.raises(RecordsError, match="of another person"):
        import_person(records, json.dumps(raw))
    assert everything(records) == before


def _changed(raw: dict[str, Any], **fields: Any) -> str:
    return json.dumps({**raw, **fields})


def test_what_is_no_export_is_refused(records: Records) -> None:
    (code,) = fill(records, people=1)
    raw = json.loads(export_person(records, code))
    records.erase_person(code)
    before = records.trail()
    visit = raw["visits"][0]
    for text in (
        "",
        "[]",
        "{}",
        "x" * 10,
        "[" * 100_000,
        _changed(raw, format_version=2),
        _changed(raw, code="anna"),
        _changed(raw, label="a note: with words"),
        _changed(raw, extra=1),
        _changed(raw, version=0),
        _changed(raw, created="yesterday"),
        _changed(raw, visits=[visit, visit]),
        _changed(raw, visits=[{**visit, "id": "../../x"}]),
        _changed(raw, visits=[{**visit, "day": "1000-01-01"}]),
        _changed(raw, visits=[{**visit, "documents": {"case": {**visit["documents"]["case"], "body": {"x": 1}}}}]),
        _changed(raw, visits=[{**visit, "documents": {"photo": visit["documents"]["case"]}}]),
    ):
        with pytest.raises(InputError):
            import_person(records, text)
    assert records.people().total == 0 and records.trail() == before
