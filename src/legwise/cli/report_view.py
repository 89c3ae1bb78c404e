"""`legwise report`: a file to take along, to file or to send."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

import typer

from legwise.errors import InputError, nearest, shown_name

Choice = TypeVar("Choice", bound=str)


def run(
    case: Path, *, kind: str, form: str, paper: str, output: Path | None, made: str, minutes: int, role: str
) -> None:
    """Assess a case (and plan, where the report needs it) and write the report. Raises InputError."""
    from typing import get_args

    from legwise.case import read_case
    from legwise.cli.output import working
    from legwise.exchange import KINDS, Paper
    from legwise.exchange.job import Format, report_file
    from legwise.exchange.write import check_place, write_whole
    from legwise.plan.model import Role

    known_kind = chosen("kind", kind, KINDS)
    known_paper = chosen("paper", paper, get_args(Paper))
    known_role = chosen("role", role, get_args(Role))
    known_form = chosen("format", form or _form_of(output), get_args(Format))
    day = day_of(made)
    known = read_case(case)
    path = output or Path(f"{case.stem}-{known_kind}.{known_form}")
    check_place(path)
    with working("Assessing and writing"):
        content = report_file(known, known_kind, known_form, known_paper, made=day, minutes=minutes, role=known_role)
    write_whole(path, content)
    typer.echo(str(path))


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
