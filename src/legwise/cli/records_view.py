"""What `legwise records` reads and prints."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.table import Table

from legwise.assessment.words import URGENCY_WORDS
from legwise.cli.output import console
from legwise.errors import InputError, LookupFailure, shown, shown_name
from legwise.records.database import create_database, open_database, sqlite_path
from legwise.records.documents import Kind
from legwise.records.model import AuditEntry, PeoplePage, PersonRecord
from legwise.records.place import database_address, find_key
from legwise.records.room import Records
from legwise.records.sqlite import is_plain


def who() -> str:
    """The name of the user of this machine, for the audit trail."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def opened(database: str | None, key_file: Path | None) -> Iterator[Records]:
    """The records, open for the length of a command. Raises RecordsError."""
    address = database_address(database)
    found = open_database(address, key_for(sqlite_path(address), key_file))
    try:
        yield Records(found, who())
    finally:
        found.close()


def key_for(file: Path | None, key_file: Path | None) -> str | None:
    """The key of a file: as given, or asked for when the file is encrypted and somebody sits at the terminal."""
    key = find_key(key_file)
    if key is None and file is not None and file.exists() and not is_plain(file) and sys.stdin.isatty():
        return getpass.getpass(f"Key of {file.name}: ")
    return key


def init(database: str | None, key_file: Path | None, *, encrypt: bool) -> None:
    """Make empty records."""
    key = find_key(key_file)
    if encrypt and key is None:
        key = _new_key()
    made = create_database(database_address(database), key)
    made.close()
    typer.echo(f"Made {'encrypted ' if made.encrypted else ''}records in {made.name}")
    if made.encrypted:
        typer.echo("Without the key nobody can read them, you neither: keep it where it survives this machine.")


def _new_key() -> str:
    if not sys.stdin.isatty():
        raise InputError("key: give one by LEGWISE_KEY, LEGWISE_KEY_FILE or --key-file, or run this at a terminal")
    key = getpass.getpass("New key: ")
    if getpass.getpass("Once more: ") != key:
        raise InputError("key: the two are not the same; nothing was made")
    return key


def show_people(page: PeoplePage, *, as_json: bool) -> None:
    """The list of people."""
    if as_json:
        typer.echo(page.model_dump_json(indent=2))
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("code", "label", "visits", "last visit", "urgency then"):
        table.add_column(name, no_wrap=name == "code")
    for card in page.people:
        table.add_row(card.code, card.label or "", str(card.visits), str(card.last_visit or ""), _urgency(card.urgency))
    if page.people:
        console().print(table)
    first = page.offset + 1 if page.people else 0
    typer.echo(f"{first} to {page.offset + len(page.people)} of {page.total} people" if page.total else "Nobody.")


def _urgency(word: str | None) -> str:
    return URGENCY_WORDS.get(word or "", word or "")


def show(records: Records, code: str, visit: str | None, *, as_json: bool) -> None:
    """A person, or one visit."""
    person = records.person(code)
    if visit is None:
        if as_json:
            typer.echo(person.model_dump_json(indent=2))
        else:
            _show_person(person)
        return
    found = records.visit(person.code, _one_visit(person, visit))
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    typer.echo(f"Visit {found.id} of {found.person} on {found.day}")
    for kind, document in found.documents.items():
        typer.echo(f"\n{kind}, version {document.version}, {document.changed}")
        typer.echo(json.dumps(document.body, ensure_ascii=False, indent=2))


def _show_person(person: PersonRecord) -> None:
    typer.echo(f"{person.code}{f' ({person.label})' if person.label else ''}, kept since {person.created[:10]}")
    if not person.visits:
        typer.echo("No visits.")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("day", "visit", "urgency", "case", "holds"):
        table.add_column(name, no_wrap=name in ("day", "visit"))
    for visit in person.visits:
        holds = ", ".join(visit.documents)
        table.add_row(str(visit.day), visit.id, _urgency(visit.urgency), visit.title or "", holds)
    console().print(table)


def _one_visit(person: PersonRecord, beginning: str) -> str:
    found = [visit.id for visit in person.visits if beginning and visit.id.startswith(beginning.lower())]
    if len(found) > 1:
        raise InputError(f"visit: {shown(beginning)} fits {len(found)} visits; give more of the id")
    if not found:
        raise LookupFailure(f"there is no visit {shown(beginning)} of person {person.code}")
    return found[0]


def day_of(text: str | None) -> date:
    """A day as typed, today when nothing was. Raises InputError."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"day: {shown(text)} is not allowed; a day is YYYY-MM-DD") from None


def read_documents(
    case: Path | None, *, assess: bool, plan: Path | None, outcomes: Path | None, treatments: Path | None
) -> dict[Kind, Any]:
    """The documents of a visit from files; the case is assessed unless told otherwise. Raises InputError."""
    found: dict[Kind, Any] = {}
    if case is not None:
        from legwise.case.read import read_case

        known = read_case(case)
        found["case"] = known.model_dump(exclude_defaults=True, mode="json")
        if assess:
            from legwise.assessment.assess import assess as run
            from legwise.knowledge.load import load

            found["assessment"] = run(known, load()).model_dump(mode="json")
    files: dict[Kind, Path | None] = {"plan": plan, "outcomes": outcomes, "treatments": treatments}
    for kind, file in files.items():
        if file is not None:
            try:
                found[kind] = json.loads(read_text(file))
            except (ValueError, RecursionError):
                raise InputError(f"{shown_name(file)}: not readable as JSON") from None
    return found


def read_text(file: Path) -> str:
    """The text of a file. Raises InputError."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{shown_name(file)}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(f"{shown_name(file)}: not a text file (UTF-8 expected)") from None


def export(records: Records, code: str, file: Path, *, replace: bool) -> None:
    """Write everything of a person; the file is its owner's alone."""
    from legwise.records.portable import export_person

    if str(file) == "-":
        typer.echo(export_person(records, code), nl=False)
        return
    if file.exists() and not replace:
        raise InputError(f"{shown_name(file)}: is there already; --replace overwrites it")
    text = export_person(records, code)
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise InputError(f"{shown_name(file)}: cannot be written ({error.strerror})") from None
    typer.echo(f"Wrote {file} ({len(text.encode()):,} bytes). It is not encrypted.")


def import_file(records: Records, file: Path) -> None:
    """Keep a person from an export."""
    from legwise.records.portable import import_person

    try:
        code = import_person(records, read_text(file))
    except InputError as error:
        raise InputError(f"{shown_name(file)}: {error}") from None
    typer.echo(f"Keeps {code}")


def erase(records: Records, code: str, *, yes: bool) -> None:
    """Erase a person after asking."""
    person = records.person(code)
    count = len(person.visits)
    visits = f"{count} visit{'' if count == 1 else 's'}"
    what = f"{person.code}{f' ({person.label})' if person.label else ''} with {visits}"
    if not yes and not typer.confirm(f"Erase {what}, for good?"):
        typer.echo("Nothing was erased.")
        return
    records.erase_person(person.code)
    typer.echo(f"Erased {what}. Backups and exports made before still hold it: remove those too.")


def show_trail(rows: tuple[AuditEntry, ...], *, as_json: bool) -> None:
    """Rows of the audit trail."""
    if as_json:
        typer.echo(json.dumps([row.model_dump() for row in rows], indent=2))
        return
    if not rows:
        typer.echo("Nothing was done yet.")
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("when", "who", "what", "record", "person", "visit"):
        table.add_column(name, no_wrap=True)
    for row in rows:
        table.add_row(row.at, row.who, row.what, row.record, row.person or "", row.visit or "")
    console().print(table)
