"""`legwise`: every command, in one list. Heavy imports happen inside the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from legwise.cli import kb as kb_commands
from legwise.errors import InferenceError, InputError, KnowledgeError

app = typer.Typer(
    help="Where symptoms in the leg, the buttock and the low back come from. Decision support; it does not diagnose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(kb_commands.app, name="kb")


@app.command()
def assess(
    case: Annotated[Path, typer.Argument(help="Case file, YAML or JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Urgency, families and the leading sources only.")] = False,
) -> None:
    """Assess a case: danger first, then ranked and explained sources."""
    from legwise.assessment import assess as run
    from legwise.case import read_case
    from legwise.cli.output import console
    from legwise.knowledge.load import load

    result = run(read_case(case), load())
    if as_json:
        typer.echo(result.model_dump_json(indent=2))
    elif markdown:
        from legwise.assessment.markdown import to_markdown

        typer.echo(to_markdown(result))
    else:
        from legwise.cli.assessment_view import show

        show(result, console(), brief=brief)


@app.command()
def interview(
    role: Annotated[str, typer.Option(help="Who answers: person or clinician.")] = "person",
    save: Annotated[Path, typer.Option(help="Where the case is kept after every answer.")] = Path("case.yaml"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the case in --save.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Most questions to ask after the danger questions.")] = 25,
) -> None:
    """Ask in the terminal: danger first, then what tells most."""
    from legwise.cli.interview_view import run

    run(role=role, path=save, resume=resume, limit=limit)


@app.command()
def trace(
    region: Annotated[str, typer.Argument(help="A body region, e.g. R:foot.first_web.")],
) -> None:
    """Walk from the spine outward: everything that could produce a symptom in a place."""
    from legwise.cli.output import console
    from legwise.cli.trace_view import show
    from legwise.knowledge.load import load

    show(region, load(), console())


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder of case files with a gold block.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    mechanism: Annotated[bool, typer.Option("--mechanism", help="Judge pain-mechanism labels.")] = False,
    investigations: Annotated[
        str, typer.Option(help="Imaging and laboratory findings: without, with, or both.")
    ] = "both",
) -> None:
    """Compare assessments with the known diagnosis of published cases."""
    from legwise.cli.evaluation_view import run

    run(folder, as_json=as_json, mechanism=mechanism, investigations=investigations)


@app.command()
def claims(
    words: Annotated[list[str] | None, typer.Argument(help="Only claims with these words.")] = None,
    verdict: Annotated[str, typer.Option(help="supported, partly, unsupported or contradicted.")] = "",
) -> None:
    """The claims ledger: what popular texts say, and what the evidence says of it."""
    from legwise.cli.kb_view import show_claims
    from legwise.cli.output import console

    show_claims(words or [], verdict, console())


@app.command()
def schema(
    what: Annotated[str, typer.Argument(help="case, assessment or knowledge.")] = "case",
) -> None:
    """Print the JSON Schema of a format."""
    from legwise.cli.schema_view import schema_text

    typer.echo(schema_text(what))


def main() -> None:
    """Run the command line; the user's errors are one line and exit code 2."""
    try:
        app(standalone_mode=False)
    except (InputError, InferenceError) as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except KnowledgeError as error:
        typer.echo(f"knowledge base: {error}", err=True)
        sys.exit(3)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if type(error).__module__.startswith("click"):
            show = getattr(error, "show", None)
            if show is not None:
                show()
                sys.exit(getattr(error, "exit_code", 2))
        raise
