"""SQLite, plain or encrypted (SQLCipher): opening a file so that nothing acknowledged is lost and nothing erased stays.

WAL with synchronous=FULL: a commit is on disk before it returns. secure_delete: what is erased is overwritten in the
file. Transactions begin by our own BEGIN, since the driver's would not hold changes of tables.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from legwise.errors import RecordsError, shown_name

PLAIN = b"SQLite format 3\0"
PATIENCE = 20.0  # seconds that a writer waits for another
SHORTEST_KEY = 12
WRITES = "legwise_writes"  # execution option of a connection that will write


def is_plain(path: Path) -> bool:
    """True for an unencrypted SQLite file; an encrypted one begins with random bytes. Raises RecordsError."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(PLAIN)) == PLAIN
    except FileNotFoundError:
        raise RecordsError(f"{shown_name(path)}: no such file") from None
    except OSError as error:
        raise RecordsError(f"{shown_name(path)}: cannot be read ({error.strerror})") from None


def check_new_key(key: str) -> None:
    """Refuse a key that is too short for new records. Raises RecordsError."""
    if len(key) < SHORTEST_KEY:
        raise RecordsError(f"key: has {len(key)} characters; a key has at least {SHORTEST_KEY}")


def make_file(path: Path, key: str | None) -> None:
    """An empty file that only its owner may read. Raises RecordsError."""
    if key is not None:
        check_new_key(key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise RecordsError(f"{shown_name(path)}: cannot be made ({error.strerror})") from None


def sqlite_engine(path: Path, key: str | None, *, wal: bool = True, fresh: bool = False) -> Engine:
    """An engine for a file that exists (a `fresh` one is empty); `wal` is off for a backup, which is to be one file.

    Raises RecordsError: no key for an encrypted file, a key for a plain one, or not the right one.
    """
    if not fresh:
        _check_kind(path, key)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=_driver(key),
        creator=lambda: _connect(path, key, wal=wal),
        poolclass=QueuePool,
        hide_parameters=True,  # an error must not repeat what a patient said
    )
    event.listen(engine, "begin", _begin)
    _look(engine, shown_name(path), key)
    return engine


def _begin(connection: Connection) -> None:
    """A writer takes its place in the queue at once: reading first and writing later could meet a changed database."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _connect(path: Path, key: str | None, *, wal: bool) -> Any:
    connect: Callable[..., Any] = _driver(key).connect
    connection = connect(str(path), timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
        connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _driver(key: str | None) -> Any:
    if key is None:
        return sqlite3
    import sqlcipher3.dbapi2

    return sqlcipher3.dbapi2


def _check_kind(path: Path, key: str | None) -> None:
    """Hold the file against the key, or its lack. Raises RecordsError."""
    name, plain = shown_name(path), is_plain(path)
    if path.stat().st_size == 0:
        raise RecordsError(f"{name}: is an empty file, not records")
    if plain and key is not None:
        raise RecordsError(f"{name}: is not encrypted; leave the key out (LEGWISE_KEY, LEGWISE_KEY_FILE, --key-file)")
    if not plain and key is None:
        raise RecordsError(
            f"{name}: is encrypted, or no SQLite file; give its key by LEGWISE_KEY, LEGWISE_KEY_FILE or --key-file"
        )


def _look(engine: Engine, name: str, key: str | None) -> None:
    """Read a first page, which only the right key can. Raises RecordsError."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except DBAPIError as error:
        engine.dispose()
        if key is not None and "not a database" in str(error.orig):
            raise RecordsError(f"{name}: the key does not fit, or the file is damaged") from None
        raise RecordsError(f"{name}: cannot be opened ({error.orig})") from None
    except UnicodeDecodeError:  # the driver stumbles over what stands where names should be
        engine.dispose()
        raise RecordsError(f"{name}: the file is damaged") from None
