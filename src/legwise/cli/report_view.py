"""`legwise report`: a file to take along, to file or to send."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from legwise.errors import CaseError, InputError, nearest, shown_name

if TYPE_CHECKING:
    from legwise.case.model import Case
    from legwise.course import Course

Choice = TypeVar("Choice", bound=str)


def run(
    case: Path, *, kind: str, form: str, paper: str, output: Path | None, made: str, minutes: int, role: str
) -> None:
    """Assess a case, or follow a course, plan where the report needs it, and write. Raises InputError."""
    from typing import get_args

    from legwise.case.model import Case
    from legwise.cli.output import working
    from legwise.exchange.job import course_file, report_file
    from legwise.exchange.model import Format, Paper
    from legwise.exchange.report import KINDS
    from legwise.exchange.write import check_place, write_whole
    from legwise.plan.model import Role

    known_kind = chosen("kind", kind, KINDS)
    known_paper = chosen("paper", paper, get_args(Paper))
    known_role = chosen("role", role, get_args(Role))
    known_form = chosen("format", form or _form_of(output), get_args(Format))
    day = day_of(made)
    told = _read(case)
    path = output or Path(f"{case.stem}-{known_kind}.{known_form}")
    check_place(path)
    with working("Assessing and writing"):
        if isinstance(told, Case):
            content = report_file(told, known_kind, known_form, known_paper, made=day, minutes=minutes, role=known_role)
        else:
            content = course_file(told, known_kind, known_form, known_paper, made=day, minutes=minutes, role=known_role)
    write_whole(path, content)
    typer.echo(str(path))


def _read(path: Path) -> Case | Course:
    """A case, or a course where the file tells of visits. Raises CaseError."""
    from legwise.case.read import parse_mapping, read_case, read_text
    from legwise.course import read_course

    text = read_text(path, "case", "give a case file or a course file")
    try:
        raw = parse_mapping(text, "case", "give a case or a course", is_json=path.suffix.lower() == ".json")
    except CaseError as error:
        raise CaseError(f"{shown_name(path)}: {error}") from None
    return read_course(path) if "visits" in raw else read_case(path)


def chosen(name: str, value: str, allowed: tuple[Choice, ...]) -> Choice:
    """One of the allowed words. Raises InputError naming them."""
    for word in allowed:
        if word == value:
            return word
    raise InputError(
        f"{name}: '{shown_name(value)}' is not known{nearest(value, allowed)}; allowed: {', '.join(allowed)}"
    )


def _form_of(output: Path | None) -> str:
    """The format that the name of the file asks for; PDF where it asks for none."""
    return "html" if output is not None and output.suffix.lower() in (".html", ".htm") else "pdf"


def day_of(text: str) -> date:
    """A day in ISO form, today when none is given. Raises InputError."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"date: '{shown_name(text)}' is not a day; write it as 2026-03-14") from None
