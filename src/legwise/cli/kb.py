"""`legwise kb`: check, show, search and count the knowledge base."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="The knowledge base: check, show, search, stats.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def check() -> None:
    """Prove the knowledge base sound; exit code 1 when it is not."""
    from legwise.cli.kb_view import show_check
    from legwise.cli.output import console

    if not show_check(console()):
        raise typer.Exit(1)


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            help="Any id: condition, muscle, nerve, root, entrapment, finding, intervention, source, fact, claim."
        ),
    ],
) -> None:
    """Everything about one thing, with its numbers, grades and sources."""
    from legwise.cli.kb_view import show_record
    from legwise.cli.output import console

    show_record(name, console())


@app.command()
def search(words: Annotated[list[str], typer.Argument(help="Words that must all occur.")]) -> None:
    """Find records whose text holds all the words."""
    from legwise.cli.kb_view import show_search
    from legwise.cli.output import console

    show_search(words, console())


@app.command()
def stats() -> None:
    """How many records, and how many numbers are A, B, C, D and estimates."""
    from legwise.cli.kb_view import show_stats
    from legwise.cli.output import console

    show_stats(console())
