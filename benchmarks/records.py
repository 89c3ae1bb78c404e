"""The records with 10,000 people and 10 visits each, on SQLite and on PostgreSQL: `python -m benchmarks records`."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert
from tools.postgres import programs, server

from benchmarks.machine import describe, seconds
from legwise.assessment import assess
from legwise.case import read_case
from legwise.knowledge.load import load
from legwise.records.database import Database, create_database
from legwise.records.documents import Kind, listed, written
from legwise.records.room import LETTERS, Records, new_person
from legwise.records.tables import AuditRow, Document, Person, Visit

PEOPLE, VISITS = 10_000, 10
WHOLE = 100  # one person in so many has whole documents, the others short ones: pages never read them
AIM = 300  # ms
TRIES = 15
EXAMPLE = Path(__file__).parent.parent / "examples" / "treated_woman.yaml"
SHORT = {"urgency": "routine", "computation": {"knowledge_version": "benchmark"}}
AT = "2026-01-01T00:00:00.000Z"
START = date(2016, 1, 1)
SPREAD = 123_456_789_011


@dataclass(frozen=True)
class Times:
    """Milliseconds of a page on one database: median and slowest."""

    median: float
    slowest: float


@dataclass(frozen=True)
class Measured:
    """One database and its pages."""

    name: str
    pages: dict[str, Times]


def section() -> list[str]:
    """Measure both, and say it as the lines of a section of the page."""
    documents = _documents()
    kilobytes = sum(len(text) for text in documents.values()) / 1000
    with tempfile.TemporaryDirectory() as folder:
        found = [_measured("SQLite", f"sqlite:///{folder}/records.sqlite", documents)]
        try:
            programs()
        except RuntimeError as error:
            missing = [f"PostgreSQL was not measured: {error}.", ""]
        else:
            missing = []
            with server() as running:
                found.append(_measured("PostgreSQL", running.address(), documents))
    return [
        "## Records",
        "",
        f"{PEOPLE:,} people with {VISITS} visits each and {2 * PEOPLE * VISITS:,} documents, on one machine"
        f" ({describe()}). Each page is asked for {TRIES} times, each time another one, and made into JSON. One person"
        f" in {WHOLE} has whole cases and assessments ({kilobytes:.0f} kB a visit; those visits are the ones"
        " opened here), the others short ones.",
        "",
        *_table(found),
        *missing,
    ]


def _table(found: list[Measured]) -> list[str]:
    head = "".join(f" {one.name}, median | slowest |" for one in found)
    lines = [f"| page |{head} aim | |", f"|---|{'---:|---:|' * len(found)}---:|---|"]
    for page in found[0].pages:
        times = [one.pages[page] for one in found]
        cells = "".join(f" {time.median:.0f} ms | {time.slowest:.0f} ms |" for time in times)
        met = "met" if max(time.slowest for time in times) < AIM else "missed"
        lines.append(f"| {page} |{cells} < {AIM} ms | {met} |")
    return [*lines, ""]


def _documents() -> dict[Kind, str]:
    case = read_case(EXAMPLE)
    return {
        "case": written("case", case.model_dump(exclude_defaults=True, mode="json")),
        "assessment": written("assessment", assess(case, load()).model_dump(mode="json")),
    }


def _measured(name: str, address: str, documents: dict[Kind, str]) -> Measured:
    database = create_database(address)
    _fill(database, documents)
    database.sweep()
    records = Records(database, "benchmark")
    pages = {page: _times(work) for page, work in _pages(records).items()}
    database.close()
    return Measured(name, pages)


def _times(work: Callable[[int], object]) -> Times:
    times = [1000 * seconds(lambda number=number: work(number)) for number in range(TRIES)]  # type: ignore[misc]
    return Times(statistics.median(times), max(times))


def _pages(records: Records) -> dict[str, Callable[[int], object]]:
    """What is measured, by its name; the number makes each try another page."""
    whole = [_code(number) for number in range(0, PEOPLE, WHOLE)]
    visits = {code: [visit.id for visit in records.person(code).visits] for code in whole[:TRIES]}
    count = iter(range(2, 100))
    return {
        "people, first pages": lambda n: records.people(offset=50 * n).model_dump_json(),
        "people, last pages": lambda n: records.people(offset=PEOPLE - 50 * (n + 1)).model_dump_json(),
        "people, 200 on a page": lambda n: records.people(offset=200 * n, limit=200).model_dump_json(),
        "search for one label": lambda n: records.people(f"file {PEOPLE // 2 + n}").model_dump_json(),
        "search for part of a code": lambda n: records.people(_code(n * 517 % PEOPLE)[2:7]).model_dump_json(),
        "search for what all have": lambda n: records.people("file", offset=50 * n).model_dump_json(),
        "search for what nobody has": lambda n: records.people(f"nobody {n}").model_dump_json(),
        "a person with all visits": lambda n: records.person(_code(n * 613 % PEOPLE)).model_dump_json(),
        "a visit with whole documents": lambda n: records.visit(whole[n], visits[whole[n]][3]).model_dump_json(),
        "the trail of a person": lambda n: records.trail(_code(n * 311 % PEOPLE)),
        "the end of the whole trail": lambda n: records.trail(offset=100 * n),
        "one document saved, on disk": lambda n: records.put_document(
            whole[0], visits[whole[0]][0], "plan", {"n": n}, n or None
        ),
        "a new person, on disk": lambda n: records.add_person(f"new {next(count)}"),
    }


def _code(number: int) -> str:
    """Another code for every number, spread over all codes (the factor has no divisor in common with their count)."""
    rest, letters = number * SPREAD % len(LETTERS) ** 8, ""
    for _ in range(8):
        rest, place = divmod(rest, len(LETTERS))
        letters += LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def _fill(database: Database, documents: dict[Kind, str]) -> None:
    """Everybody in one transaction, past the room: one at a time would take long and is not what is measured."""
    with database.connection(writes=True) as connection:
        for start in range(0, PEOPLE, 500):
            _add(connection, range(start, start + 500), documents)


def _add(connection: Connection, numbers: range, documents: dict[Kind, str]) -> None:
    short = {"case": json.dumps({"title": "short"}), "assessment": json.dumps(SHORT)}
    rows: dict[type, list[dict[str, Any]]] = {Person: [], Visit: [], Document: [], AuditRow: []}
    for number in numbers:
        person = new_person(
            _code(number),
            f"File {number}",
            f"2026-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000Z",
        )
        rows[Person].append({column.key: getattr(person, column.key) for column in Person.__table__.columns})
        rows[AuditRow].append(_note(person.code, None, "person"))
        texts = documents if number % WHOLE == 0 else short
        for visit, day in _visits(number):
            values = {key: value for kind, text in texts.items() for key, value in listed(kind, text).items()}  # type: ignore[arg-type]
            rows[Visit].append(
                {"id": visit, "person": person.code, "day": day, "version": 1, "created": AT, "changed": AT, **values}
            )
            rows[AuditRow].append(_note(person.code, visit, "visit"))
            for kind, text in texts.items():
                rows[Document].append(
                    {"visit": visit, "kind": kind, "version": 1, "created": AT, "changed": AT, "body": text}
                )
                rows[AuditRow].append(_note(person.code, visit, kind))
    for table, held in rows.items():
        connection.execute(insert(table), held)


def _note(code: str, visit: str | None, record: str) -> dict[str, Any]:
    return {"at": AT, "who": "benchmark", "what": "add", "record": record, "person": code, "visit": visit}


def _visits(number: int) -> Iterator[tuple[str, date]]:
    for visit in range(VISITS):
        yield f"{number * VISITS + visit:016x}", START + timedelta(days=number % 3000 + 14 * visit)
