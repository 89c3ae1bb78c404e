"""Encrypted records: nothing readable on disk, and a key that is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from legwise.errors import InputError, RecordsError
from legwise.records.database import create_database, open_database
from legwise.records.place import find_key
from legwise.records.room import Records
from records_content import SECRET, everything, fill

KEY = 'it\'s a "long" key; ключ -- \\ %s'


def test_with_the_key_and_not_without(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    database = create_database(address, KEY)
    fill(Records(database, "tester"))
    before = everything(Records(database, "tester"))
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert SECRET.encode() not in content and b"File 1" not in content and b"SQLite format" not in content
    database.close()
    database = open_database(address, KEY)
    assert everything(Records(database, "tester")) == before
    database.close()
    for key in (KEY + " ", KEY[:-1], "x" * 40):
        with pytest.raises(RecordsError, match="key does not fit") as wrong:
            open_database(address, key)
        assert key not in str(wrong.value) and wrong.value.__cause__ is None
    with pytest.raises(RecordsError, match="LEGWISE_KEY"):
        open_database(address)
    assert capfd.readouterr() == ("", "")  # the library would log a wrong key to standard error


def test_a_key_for_plain_records_is_refused(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    create_database(address).close()
    with pytest.raises(RecordsError, match="is not encrypted"):
        open_database(address, KEY)


def test_a_short_key_is_refused_and_nothing_made(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="at least 12"):
        create_database(f"sqlite:///{tmp_path / 'records.sqlite'}", "short")
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_not_encrypted_by_us() -> None:
    with pytest.raises(RecordsError, match="whoever runs the server encrypts its disk"):
        create_database("postgresql://nobody@nowhere.invalid/x", KEY)


def test_where_the_key_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEGWISE_KEY", raising=False)
    monkeypatch.delenv("LEGWISE_KEY_FILE", raising=False)
    file, other = tmp_path / "key", tmp_path / "other"
    assert find_key() is None
    monkeypatch.setenv("LEGWISE_KEY", "from the environment")
    assert find_key() == "from the environment"
    file.write_text("from a file \n")
    monkeypatch.setenv("LEGWISE_KEY_FILE", str(file))
    assert find_key() == "from a file "
    other.write_text("told")
    assert find_key(other) == "told"
    for content in (b"", b"\n", b"two\nlines", b"\xff\xfe", b"nul\0"):
        other.write_bytes(content)
        with pytest.raises(InputError, match="key file"):
            find_key(other)
    with pytest.raises(InputError, match="cannot be read"):
        find_key(tmp_path / "none")


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "",
        "mysql://a@b/c",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite+pysqlcipher://:pw@/x",
        "sqlite:///x?mode=ro",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(RecordsError, match="sqlite:///FILE"):
        open_database(address)


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as refused:
        open_database(f"postgresql://me:hunter2secret@/x?host={tmp_path}")
    assert "hunter2secret" not in str(refused.value) and "cannot be reached" in str(refused.value)


def test_records_are_private_to_the_user(tmp_path: Path) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'new' / 'records.sqlite'}")
    Records(database, "tester").add_person()
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "new").iterdir()} == {0}
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    database.close()
