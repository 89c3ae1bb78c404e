"""The audit trail cannot be changed, and what is erased is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from legwise.errors import RecordsError
from legwise.records.room import Records
from records_content import DAY, SECRET, documents, fill
from records_places import Place


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody'",
        "UPDATE audit SET at = at WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 2",
    ],
)
def test_rows_cannot_be_changed_or_removed(records: Records, statement: str) -> None:
    fill(records, people=1)
    before = records.trail()
    with pytest.raises(RecordsError, match="cannot be changed"), records.database.connection(writes=True) as connection:
        connection.execute(text(statement))
    assert records.trail() == before


def test_nor_replaced_nor_emptied(records: Records) -> None:
    records.add_person()
    before = records.trail()
    statement = (
        "REPLACE INTO audit (id, at, who, what, record) VALUES (1, 'x', 'nobody', 'add', 'person')"
        if records.database.is_sqlite
        else "TRUNCATE audit"
    )
    with pytest.raises(RecordsError, match="cannot be changed"), records.database.connection(writes=True) as connection:
        connection.execute(text(statement))
    assert records.trail() == before


def test_what_fails_leaves_no_row(records: Records) -> None:
    code = records.add_person()
    with pytest.raises(RuntimeError), records._changing(code) as (session, person):
        person.label = "half"
        records.add_note(session, "change", "person", code)
        session.flush()
        raise RuntimeError
    assert len(records.trail()) == 1 and records.person(code).label is None


def test_what_was_erased_is_gone_from_the_disk(records: Records, place: Place, tmp_path: Path) -> None:
    code = records.add_person("Quittenmus-7")
    other = records.add_person("stays")
    for _ in range(20):
        records.add_visit(code, DAY, documents())
    if records.database.is_sqlite and place.key is None:
        assert _on_disk(tmp_path, SECRET) and _on_disk(tmp_path, "Quittenmus-7")
    records.erase_person(code)
    assert [card.code for card in records.people().people] == [other]
    trail = records.trail(code, limit=1000)
    assert trail[0].what == "erase" and len(trail) == 1 + 20 * 6 + 1
    assert "Quittenmus" not in str(trail) and SECRET not in str(trail)
    with records.database.connection() as connection:
        for table in ("people", "visits", "documents", "audit"):
            held = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert SECRET not in held and "quittenmus" not in held.lower()
    if records.database.is_sqlite:
        assert not _on_disk(tmp_path, SECRET) and not _on_disk(tmp_path, "uittenmus-7")


def _on_disk(folder: Path, word: str) -> bool:
    """Whether the word stands in any file, written as text or as JSON escapes."""
    wanted = (word.encode(), word.encode("unicode_escape"))
    return any(form in path.read_bytes() for path in folder.rglob("*") if path.is_file() for form in wanted)
