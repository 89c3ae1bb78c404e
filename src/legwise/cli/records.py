"""`legwise records`: people and visits on this machine or on a server of yours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="People and visits: keep, show, export, erase, back up.", no_args_is_help=True, rich_markup_mode=None
)
Database = Annotated[
    str | None,
    typer.Option("--database", help="sqlite:///FILE or postgresql://USER@HOST/NAME (or LEGWISE_DATABASE)."),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File with the key of encrypted records (or LEGWISE_KEY_FILE).")
]
Code = Annotated[str, typer.Argument(help="A person's code.")]
Replace = Annotated[bool, typer.Option("--replace", help="Overwrite what is there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def init(
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Encrypt; asks for a key unless one is given.")] = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Make empty records; encrypted when a key is given or asked for."""
    from legwise.cli import records_view as view

    view.init(database, key_file, encrypt=encrypt)


@app.command()
def people(
    words: Annotated[list[str] | None, typer.Argument(help="Only people whose code or label holds them.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most people to list.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="How many to leave out before.")] = 0,
    as_json: AsJson = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """List people, the latest changed first."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.show_people(records.people(" ".join(words or []), offset=offset, limit=limit), as_json=as_json)


@app.command()
def show(
    code: Code,
    visit: Annotated[str | None, typer.Argument(help="One visit, by its id or the beginning of it.")] = None,
    as_json: AsJson = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Show a person with all visits, or one visit with its documents."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.show(records, code, visit, as_json=as_json)


@app.command()
def add(
    label: Annotated[str | None, typer.Option(help="A file number, for instance; no name is needed.")] = None,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Add a person and print the generated code."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        typer.echo(records.add_person(label))


@app.command()
def visit(
    code: Code,
    day: Annotated[str | None, typer.Option(help="Day of the visit, YYYY-MM-DD; today when left out.")] = None,
    case: Annotated[Path | None, typer.Option(help="Case file; it is assessed, too.")] = None,
    assess: Annotated[bool, typer.Option("--assess/--no-assess", help="Assess the case.")] = True,
    plan: Annotated[Path | None, typer.Option(help="Plan, as JSON.")] = None,
    outcomes: Annotated[Path | None, typer.Option(help="Outcome measures, as JSON.")] = None,
    treatments: Annotated[Path | None, typer.Option(help="Treatments given, as JSON.")] = None,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Add a visit with what was found and done, and print its id."""
    from legwise.cli import records_view as view

    documents = view.read_documents(case, assess=assess, plan=plan, outcomes=outcomes, treatments=treatments)
    with view.opened(database, key_file) as records:
        typer.echo(records.add_visit(code, view.day_of(day), documents))


@app.command("export")
def export_command(
    code: Code,
    file: Annotated[Path, typer.Argument(help="JSON file to write; - for standard output.")],
    replace: Replace = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Write everything of a person to a file, unencrypted."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.export(records, code, file, replace=replace)


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="An export of a person.")],
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Keep a person from an export."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.import_file(records, file)


@app.command()
def erase(
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Erase everything of a person, for good."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.erase(records, code, yes=yes)


@app.command()
def trail(
    code: Annotated[str | None, typer.Argument(help="Only what was done to this person.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Most rows to list.")] = 50,
    as_json: AsJson = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Show the audit trail: who did what, when, to which record."""
    from legwise.cli import records_view as view

    with view.opened(database, key_file) as records:
        view.show_trail(records.trail(code, limit=limit), as_json=as_json)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write; encrypted when a key is given.")],
    replace: Replace = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Write all records to one file, sealed with a checksum."""
    from legwise.cli import records_backup as view

    view.backup(file, database, key_file, replace=replace)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="Remove the records that are there first.")] = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Fill records from a backup, after checking it; makes them where there are none."""
    from legwise.cli import records_backup as view

    view.restore(file, database, key_file, replace=replace)


@app.command()
def migrate(
    to: Annotated[str | None, typer.Option(help="Revision to step to, up or down; the newest when left out.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a step down.")] = False,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Bring records of another version of Legwise to this one's shape."""
    from legwise.cli import records_backup as view

    view.migrate(to, database, key_file, yes=yes)


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A backup; the records themselves when left out.")] = None,
    database: Database = None,
    key_file: KeyFile = None,
) -> None:
    """Check records, or a backup, for damage."""
    from legwise.cli import records_backup as view

    view.verify(file, database, key_file)
