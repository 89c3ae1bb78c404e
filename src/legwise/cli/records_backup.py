"""`legwise records backup`, `restore`, `migrate`, `verify`."""

from __future__ import annotations

from pathlib import Path

import typer

from legwise.cli.output import working
from legwise.cli.records_view import key_for, opened, who
from legwise.errors import RecordsError, shown_name
from legwise.records import backup as backups
from legwise.records.database import Database, create_database, is_missing, open_any, sqlite_path
from legwise.records.migrate import NOTHING, revision_of, revisions
from legwise.records.migrate import migrate as step
from legwise.records.place import database_address
from legwise.records.room import Records
from legwise.records.sqlite import is_plain
from legwise.records.verify import verify as check


def backup(file: Path, database: str | None, key_file: Path | None, *, replace: bool) -> None:
    """Write a backup."""
    address = database_address(database)
    key = key_for(sqlite_path(address), key_file)
    found = open_any(address, key)  # also in an older shape: a backup comes before a migration
    try:
        with working("Backing up"):
            seal = backups.back_up(found, file, key=key, replace=replace)
        Records(found, who()).note("backup", "database")
    finally:
        found.close()
    state = "It is encrypted with the key that was given." if key else "It is not encrypted."
    typer.echo(f"Wrote {file}: {seal.rows:,} rows, SHA-256 of the rows {seal.sha256}. {state}")


def restore(file: Path, database: str | None, key_file: Path | None, *, replace: bool) -> None:
    """Fill records from a backup."""
    address, key = database_address(database), key_for(file, key_file)
    own = _own_key(file, key)
    with backups.open_backup(file, own) as found:  # before anything is made
        backups.check_backup(found)
    if is_missing(address):
        target = create_database(address, key)
    else:
        path = sqlite_path(address)
        target = open_any(address, None if path is not None and is_plain(path) else key)
    try:
        with working("Restoring"):
            seal = backups.restore(file, target, key=own, who=who(), replace=replace)
    finally:
        target.close()
    typer.echo(f"Restored {seal.rows:,} rows of {seal.at} into {target.name}; their SHA-256 is that of the backup.")


def migrate(to: str | None, database: str | None, key_file: Path | None, *, yes: bool) -> None:
    """Step to another revision."""
    address = database_address(database)
    found = open_any(address, key_for(sqlite_path(address), key_file))
    try:
        with found.connection() as connection:
            before = revision_of(connection)
        if before is None:
            raise RecordsError(f"{found.name}: there are no records yet; 'legwise records init' makes them")
        if to == NOTHING and not yes and not typer.confirm("This removes all records and the audit trail. Go on?"):
            typer.echo("Nothing was changed.")
            return
        with found.connection(writes=True) as connection:
            step(connection, to)
            after = revision_of(connection) or NOTHING
    finally:
        found.close()
    newest = revisions()[-1]
    note = "" if after == newest else f"; the newest is {newest}"
    typer.echo(f"The records are of revision {after}{'' if after == before else f' (before: {before})'}{note}")


def verify(file: Path | None, database: str | None, key_file: Path | None) -> None:
    """Check for damage."""
    if file is not None:
        with working("Reading every row"), backups.open_backup(file, _own_key(file, key_for(file, key_file))) as found:
            seal = backups.check_backup(found)
        typer.echo(f"{file} is sound: {seal.rows:,} rows of {seal.at}, SHA-256 {seal.sha256}")
        return
    with opened(database, key_file) as records, working("Reading every row"):
        counts = check(records.database)
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    typer.echo(f"{_named(records.database)} is sound: {said}")


def _named(database: Database) -> str:
    return f"{database.name}{' (encrypted)' if database.encrypted else ''}"


def _own_key(file: Path, key: str | None) -> str | None:
    """A plain backup is opened without the key that is meant for the records."""
    if not file.is_file():
        raise RecordsError(f"{shown_name(file)}: no such file")
    return None if is_plain(file) else key
