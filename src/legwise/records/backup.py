"""A backup is one SQLite file of the same tables, whatever the database: also the way from one to the other.

It is encrypted when a key is given. Its rows are copied from one moment of the database, and a seal is written with
them: how many rows of each table, and the SHA-256 over all of them. Restoring holds the rows against the seal before
anything is written, and the restored rows again before they are kept. Everything happens in one transaction.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from legwise.errors import RecordsError, shown_name
from legwise.records.database import Database
from legwise.records.migrate import NOTHING, migrate, revision_of
from legwise.records.model import Frozen
from legwise.records.place import sync_folder
from legwise.records.room import now
from legwise.records.sqlite import make_file, sqlite_engine
from legwise.records.tables import AuditRow

TABLES = ("people", "visits", "documents", "audit")  # in an order in which rows can be added
AT_ONCE = 200  # rows held in memory
ROW = json.JSONEncoder(ensure_ascii=False, default=str)  # how a row counts towards the checksum
SEAL = Table(
    "seal",
    MetaData(),
    Column("at", String(24), nullable=False),
    Column("revision", String(20), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)


class Seal(Frozen):
    """What a backup says of itself: when it was made, the shape of its tables, its rows and their SHA-256."""

    at: str
    revision: str
    rows: int
    sha256: str


def back_up(database: Database, file: Path, *, key: str | None, replace: bool = False) -> Seal:
    """Write a backup; the file appears whole or not at all. Raises RecordsError, also for a file that is there."""
    if file.exists() and not replace:
        raise RecordsError(f"{shown_name(file)}: is there already; --replace overwrites it")
    if not file.parent.is_dir():
        raise RecordsError(f"{shown_name(file)}: there is no such folder")
    try:
        return _written(database, file, key)
    except OSError as error:
        raise RecordsError(f"{shown_name(file)}: cannot be written ({error.strerror})") from None


def _written(database: Database, file: Path, key: str | None) -> Seal:
    """Beside, to disk, over: a crash leaves what was there, or the whole backup."""
    beside = Path(tempfile.mkdtemp(dir=file.parent, prefix=".backup-")) / "records"
    try:
        make_file(beside, key)
        copy = Database(sqlite_engine(beside, key, wal=False, fresh=True), shown_name(file), key is not None)
        try:
            with database.connection() as source, copy.connection(writes=True) as target:
                revision = revision_of(source)
                if revision is None:
                    raise RecordsError(f"{database.name}: there are no records yet; 'legwise records init' makes them")
                migrate(target, revision)
                seal = _fill(source, target)
                SEAL.create(target)
                target.execute(insert(SEAL).values(**seal.model_dump()))
            check_backup(copy)
        finally:
            copy.close()
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(file)
        sync_folder(file.parent)
    finally:
        shutil.rmtree(beside.parent)
    return seal


def check_backup(backup: Database) -> Seal:
    """Hold the rows of a backup against its seal. Raises RecordsError when they differ, or when it is no backup."""
    try:
        with backup.connection() as connection:
            return _sealed(backup.name, connection)
    except (ValueError, SQLAlchemyError):  # text that is none, a day that is none, a row that is not there
        raise RecordsError(f"{backup.name}: the file is damaged") from None


def _sealed(name: str, connection: Connection) -> Seal:
    damage = str(connection.execute(text("PRAGMA integrity_check(1)")).scalar_one())
    if damage != "ok":
        raise RecordsError(f"{name}: the file is damaged ({damage.partition(chr(10))[0]})")
    if not inspect(connection).has_table(SEAL.name):
        raise RecordsError(f"{name}: is no backup ('legwise records backup' makes one)")
    seal = Seal.model_validate(connection.execute(select(SEAL)).one(), from_attributes=True)
    if (seal.rows, seal.sha256) != _reckoned(connection) or seal.revision != revision_of(connection):
        raise RecordsError(f"{name}: its rows are not those that were backed up")
    return seal


@contextmanager
def open_backup(file: Path, key: str | None) -> Iterator[Database]:
    """A backup, opened as it stands. Raises RecordsError."""
    backup = Database(sqlite_engine(file, key, wal=False), shown_name(file), key is not None)
    try:
        yield backup
    finally:
        backup.close()


def restore(file: Path, database: Database, *, key: str | None, who: str, replace: bool = False) -> Seal:
    """Fill a database from a backup: all of it, or nothing when anything fails.

    What the database held is removed only with `replace`. A backup of an older Legwise is brought to today's shape.
    """
    with _own_copy(file) as own, open_backup(own, key) as backup:
        seal = check_backup(Database(backup.engine, shown_name(file), backup.encrypted))
        with backup.connection(writes=True) as source:
            migrate(source)
        with backup.connection() as source, database.connection(writes=True) as target:
            _make_room(database, target, replace=replace)
            if _fill(source, target).sha256 != _reckoned(target)[1]:
                raise RecordsError(f"{database.name}: gave back other rows than were restored; nothing was kept")
            _continue_counting(database, target)
            target.execute(insert(AuditRow).values(at=now(), who=who, what="restore", record="database"))
    database.sweep()
    return seal


@contextmanager
def _own_copy(file: Path) -> Iterator[Path]:
    """A copy beside a backup: it may have to be migrated, and the backup stays as it is. Raises RecordsError."""
    with ExitStack() as stack:
        try:
            folder = Path(tempfile.mkdtemp(dir=file.parent, prefix=".restore-"))
            stack.callback(shutil.rmtree, folder)
            shutil.copyfile(file, folder / "records")
        except OSError as error:
            raise RecordsError(f"{shown_name(file)}: cannot be read ({error.strerror})") from None
        yield folder / "records"


def _make_room(database: Database, target: Connection, *, replace: bool) -> None:
    """Empty tables in today's shape. Raises RecordsError rather than removing what it was not told to."""
    if revision_of(target) is not None:
        held = sum(target.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES)
        if held and not replace:
            raise RecordsError(f"{database.name}: holds records already; --replace removes them first")
        migrate(target, NOTHING)
    migrate(target)


def _fill(source: Connection, target: Connection) -> Seal:
    """Copy every row. Returns the seal of what was copied."""
    digest, count = hashlib.sha256(), 0
    for name in TABLES:
        table = Table(name, MetaData(), autoload_with=target, resolve_fks=False)
        for rows in _rows(source, name):
            target.execute(insert(table), rows)
            count += _add(digest, rows)
    return Seal(at=now(), revision=revision_of(source) or "", rows=count, sha256=digest.hexdigest())


def _reckoned(connection: Connection) -> tuple[int, str]:
    digest = hashlib.sha256()
    count = sum(_add(digest, rows) for name in TABLES for rows in _rows(connection, name))
    return count, digest.hexdigest()


def _add(digest: Any, rows: list[dict[str, Any]]) -> int:
    for row in rows:
        digest.update(ROW.encode(list(row.values())).encode() + b"\n")
    return len(rows)


def _rows(connection: Connection, name: str) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table as it stands, by key in the order of code points, a few at a time."""
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    keys = [
        column.collate("C") if connection.dialect.name == "postgresql" and isinstance(column.type, String) else column
        for column in table.primary_key
    ]
    found = connection.execute(
        select(*sorted(table.columns, key=lambda column: column.name)).order_by(*keys),
        execution_options={"yield_per": AT_ONCE},
    )
    names = list(found.keys())
    for part in found.partitions():
        yield [dict(zip(names, row, strict=True)) for row in part]


def _continue_counting(database: Database, target: Connection) -> None:
    """A server's counter knows nothing of rows that came with their numbers."""
    if not database.is_sqlite:
        highest = target.execute(select(func.max(AuditRow.id))).scalar()
        if highest is not None:
            target.execute(select(func.setval(func.pg_get_serial_sequence("audit", "id"), highest)))
