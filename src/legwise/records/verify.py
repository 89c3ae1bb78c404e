"""Check the records for damage: the file, the links, every document, the guards of the audit trail."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from legwise.errors import InputError, RecordsError
from legwise.records.database import Database
from legwise.records.documents import KINDS, listed, written
from legwise.records.tables import AuditRow, Base, Document, Person, Visit

SQLITE_GUARDS = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
POSTGRESQL_GUARDS = (
    "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
)


def verify(database: Database) -> dict[str, int]:
    """How many rows of each table, all of them sound. Raises RecordsError with the first that is not, and how many."""
    with database.connection() as connection:
        problems = list(_problems(database, connection))
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise RecordsError(f"{database.name}: {problems[0]}{more}")
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def _problems(database: Database, connection: Connection) -> Iterator[str]:
    if database.is_sqlite:
        for (damage,) in connection.execute(text("PRAGMA integrity_check(5)")):
            if damage != "ok":
                yield f"the file is damaged ({str(damage).splitlines()[0]})"
        for table, row, *_ in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"row {row} of {table} belongs to nothing"
    wanted, found = (3, SQLITE_GUARDS) if database.is_sqlite else (1, POSTGRESQL_GUARDS)
    if connection.execute(text(found)).scalar_one() != wanted:
        yield "the audit trail is not guarded against changes"
    yield from _documents(connection)
    yield from _without_trail(connection)


def _documents(connection: Connection) -> Iterator[str]:
    """Documents that cannot be read, or that say something else than the lists."""
    columns = (Visit.title, Visit.urgency, Visit.knowledge_version)
    joined = select(Document, *columns).join(Visit, Visit.id == Document.visit)
    rows = connection.execute(joined, execution_options={"yield_per": 200})
    for row in rows.mappings():
        try:
            if row["kind"] not in KINDS or written(row["kind"], json.loads(row["body"])) != row["body"]:
                raise InputError("is not as it was written")
            values = listed(row["kind"], row["body"])
        except (ValueError, InputError) as error:
            yield f"the {row['kind']} of visit {row['visit']} cannot be read ({str(error).partition(chr(10))[0][:80]})"
            continue
        if any(row[name] != value for name, value in values.items()):
            yield f"visit {row['visit']} is listed with something else than its {row['kind']} says"


def _without_trail(connection: Connection) -> Iterator[str]:
    """People whom the audit trail does not know."""
    known = select(AuditRow.id).where(AuditRow.person == Person.code, AuditRow.record == "person")
    for (code,) in connection.execute(select(Person.code).where(~known.exists())):
        yield f"person {code} does not stand in the audit trail"
