"""Backups: of each kind of database, into each kind; checked before anything is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tools.postgres import Server

import legwise.records.backup as module
from legwise.errors import RecordsError
from legwise.records.backup import back_up, check_backup, open_backup, restore
from legwise.records.database import create_database, open_any, open_database
from legwise.records.migrate import migrate
from legwise.records.room import Records
from legwise.records.verify import _problems, verify
from records_content import SECRET, everything, fill
from records_places import RAW_KEY, Place, emptied


def test_a_backup_gives_back_everything(records: Records, place: Place, tmp_path: Path) -> None:
    fill(records)
    before, trail = everything(records), records.trail()
    file = tmp_path / "kept.backup"
    seal = back_up(records.database, file, key=place.key)
    assert seal.rows == 3 + 6 + 30 + 39
    records.erase_person(records.people().people[0].code)
    records.add_person("later")
    with pytest.raises(RecordsError, match="--replace"):
        restore(file, records.database, key=place.key, who="tester")
    assert records.people().total == 3
    assert restore(file, records.database, key=place.key, who="tester", replace=True) == seal
    assert everything(records) == before
    assert records.trail()[1:] == trail and records.trail()[0].what == "restore"
    verify(records.database)
    code = records.add_person("goes on")
    assert records.trail()[0].person == code


def test_a_backup_moves_records_to_any_other_database(records: Records, tmp_path: Path, postgres: Server) -> None:
    fill(records)
    before, file = everything(records), tmp_path / "kept.backup"
    back_up(records.database, file, key=None)
    records.database.close()
    for target, key in (
        (f"sqlite:///{tmp_path / 'plain.sqlite'}", None),
        (f"sqlite:///{tmp_path / 'secret.sqlite'}", RAW_KEY),
        (emptied(postgres), None),
    ):
        other = create_database(target, key)
        restore(file, other, key=None, who="mover")
        assert everything(Records(other, "mover")) == before
        other.close()


def test_a_backup_is_one_private_file_that_never_overwrites(records: Records, place: Place, tmp_path: Path) -> None:
    fill(records, people=1)
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "one"
    back_up(records.database, file, key=place.key)
    first = file.read_bytes()
    assert [path.name for path in folder.iterdir()] == ["one"] and file.stat().st_mode & 0o077 == 0
    assert (SECRET.encode() in first) is (place.key is None)
    with pytest.raises(RecordsError, match="--replace"):
        back_up(records.database, file, key=place.key)
    assert file.read_bytes() == first
    records.add_person()
    assert back_up(records.database, file, key=place.key, replace=True).rows == 1 + 2 + 10 + 13 + 2
    with pytest.raises(RecordsError, match="no such folder"):
        back_up(records.database, folder / "none" / "two", key=place.key)


def _changed(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET label = 'other' WHERE rowid = 1",
        "DELETE FROM documents WHERE rowid = 2",
        "UPDATE documents SET body = replace(body, '45', '46') WHERE kind = 'plan'",
        "INSERT INTO audit (at, who, what, record) VALUES ('2026', 'x', 'add', 'person')",
        "UPDATE seal SET rows = rows + 1",
        "DROP TABLE seal",
        "UPDATE alembic_version SET version_num = '1'",
    ],
)
def test_a_backup_that_was_changed_is_refused(tmp_path: Path, statement: str) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'records.sqlite'}")
    records = Records(database, "tester")
    fill(records)
    before, file = everything(records), tmp_path / "kept.backup"
    back_up(database, file, key=None)
    _changed(file, statement)
    with pytest.raises(RecordsError, match=r"kept\.backup"):
        restore(file, database, key=None, who="tester", replace=True)
    assert everything(records) == before
    assert sorted(path.name for path in tmp_path.iterdir() if "-" not in path.name) == ["kept.backup", "records.sqlite"]
    database.close()


@pytest.mark.parametrize("key", [None, RAW_KEY])
def test_damage_anywhere_in_the_file_is_refused_or_harmless(tmp_path: Path, key: str | None) -> None:
    """One byte of every page is turned over: the backup is refused, or its rows are what they were."""
    database = create_database(f"sqlite:///{tmp_path / 'records.sqlite'}", key)
    fill(Records(database, "tester"), people=1, visits=1)
    file, broken = tmp_path / "kept.backup", tmp_path / "broken.backup"
    seal = back_up(database, file, key=key)
    whole, refused = file.read_bytes(), 0
    for place in range(2000, len(whole), 4096):
        content = bytearray(whole)
        content[place] ^= 0xFF
        broken.write_bytes(content)
        try:
            with open_backup(broken, key) as found:
                assert check_backup(found) == seal
        except RecordsError:
            refused += 1
    assert refused > 0 if key is None else refused == len(range(2000, len(whole), 4096))
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RecordsError), open_backup(broken, key) as found:
        check_backup(found)
    database.close()


def test_a_backup_of_an_older_version_is_brought_up_to_date(records: Records, place: Place, tmp_path: Path) -> None:
    fill(records)
    before, file = everything(records), tmp_path / "kept.backup"
    with records.database.connection(writes=True) as connection:
        migrate(connection, "1")
    old = back_up(records.database, file, key=place.key)
    assert old.revision == "1"
    restore(file, records.database, key=place.key, who="tester", replace=True)
    assert everything(records) == before
    with open_backup(file, place.key) as found:
        assert check_backup(found) == old  # the backup itself stays as it was


def test_a_restore_that_fails_changes_nothing(
    records: Records, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(records)
    file = tmp_path / "kept.backup"
    back_up(records.database, file, key=place.key)
    records.add_person("later")
    before, trail = everything(records), records.trail()

    def broken(*_: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("legwise.records.backup._continue_counting", broken)
    with pytest.raises(RuntimeError):
        restore(file, records.database, key=place.key, who="tester", replace=True)
    assert everything(records) == before and records.trail() == trail


def test_a_backup_is_of_one_moment(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes while rows are copied: all of that is in the backup, or nothing."""
    database = place.create()
    records = Records(database, "tester")
    fill(records)
    before = everything(records)
    rows = module._rows

    def slow(connection: Any, name: str) -> Any:
        if name == "visits" and connection.engine.url == database.engine.url:
            with closing(open_database(place.address, place.key)) as other:
                Records(other, "another").add_visit(before[0][0].code, before[0][1].visits[0].day)
        return rows(connection, name)

    monkeypatch.setattr(module, "_rows", slow)
    file = tmp_path / "kept.backup"
    back_up(database, file, key=place.key)
    monkeypatch.undo()
    assert len(everything(records)[0][1].visits) == 3
    restore(file, database, key=place.key, who="tester", replace=True)
    assert everything(records) == before
    database.close()


def test_records_that_are_no_backup(tmp_path: Path) -> None:
    create_database(f"sqlite:///{tmp_path / 'records.sqlite'}").close()
    with pytest.raises(RecordsError, match="no backup"), open_backup(tmp_path / "records.sqlite", None) as found:
        check_backup(found)
    for content in (b"", b"hello", b"SQLite format 3\0" + b"\1" * 5000):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(RecordsError), open_backup(tmp_path / "x", None) as found:
            check_backup(found)
    with pytest.raises(RecordsError, match="no such file"), open_backup(tmp_path / "none", None):
        pass


def test_verify_finds_what_was_changed_behind_our_back(records: Records, place: Place) -> None:
    fill(records, people=1)
    assert verify(records.database) == {"audit": 13, "people": 1, "visits": 2, "documents": 10}
    for statement in (
        "UPDATE visits SET urgency = 'emergency'",
        "UPDATE documents SET body = '{' WHERE kind = 'plan'",
        "UPDATE documents SET body = '{\"title\": 5}' WHERE kind = 'case'",
        "INSERT INTO people VALUES ('2222-2222', NULL, 1, 'x', 'x', '')",
        "DROP TRIGGER audit_no_change" + ("" if records.database.is_sqlite else " ON audit"),
    ):
        other = open_any(place.address, place.key)
        with pytest.raises(UndoneError), other.connection(writes=True) as connection:
            connection.execute(text(statement))
            assert list(_problems(other, connection)), statement
            raise UndoneError
        other.close()
    verify(records.database)


class UndoneError(Exception):
    pass
