"""`legwise`: every command, in one list. Heavy imports happen inside the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from legwise.cli import kb as kb_commands
from legwise.cli import records as records_commands
from legwise.errors import InferenceError, InputError, KnowledgeError

app = typer.Typer(
    help="Where symptoms in the leg, the buttock and the low back come from. Decision support; it does not diagnose.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: Rich's takes longer to import than everything else
)
app.add_typer(kb_commands.app, name="kb")
app.add_typer(records_commands.app, name="records")


@app.command()
def assess(
    case: Annotated[Path, typer.Argument(help="Case file, YAML or JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Urgency, families and the leading sources only.")] = False,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="Most time for an exact answer; beyond it one with a stated error.")
    ] = None,
) -> None:
    """Assess a case: danger first, then ranked and explained sources."""
    from legwise.assessment import assess as run
    from legwise.case import read_case
    from legwise.cli.output import console, working
    from legwise.knowledge.load import load

    known = read_case(case)
    with working("Assessing (the very first time the inference loops are compiled, which takes a while)"):
        result = run(known, load(), seconds=seconds)
    if as_json:
        typer.echo(result.model_dump_json(indent=2))
    elif markdown:
        from legwise.assessment.markdown import to_markdown

        typer.echo(to_markdown(result))
    else:
        from legwise.cli.assessment_view import show

        show(result, console(), brief=brief)


@app.command()
def plan(
    case: Annotated[Path, typer.Argument(help="Case file, YAML or JSON.")],
    minutes: Annotated[int, typer.Option(help="Length of the session, 15 to 90.")] = 60,
    role: Annotated[str, typer.Option(help="Who treats: person, therapist, needling or physician.")] = "therapist",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Plan a session and the weeks at home, from the source outward, with what to leave out and why."""
    from legwise.cli.plan_view import run

    run(case, minutes=minutes, role=role, as_json=as_json, markdown=markdown)


@app.command()
def report(
    case: Annotated[Path, typer.Argument(help="Case file or course file, YAML or JSON.")],
    kind: Annotated[str, typer.Option(help="summary, clinical, referral, session or home.")] = "summary",
    output: Annotated[Path | None, typer.Option(help="File to write; by default named after case and kind.")] = None,
    form: Annotated[str, typer.Option("--format", help="pdf or html; by default as --output ends, else pdf.")] = "",
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    date: Annotated[str, typer.Option(help="The day that the report bears, as 2026-03-14; today by default.")] = "",
    minutes: Annotated[int, typer.Option(help="Length of the session that is planned, 15 to 90.")] = 60,
    role: Annotated[str, typer.Option(help="Who treats: person, therapist, needling or physician.")] = "therapist",
) -> None:
    """Write a report as PDF or HTML: summary, clinical report, referral letter, session sheet, home programme."""
    from legwise.cli.report_view import run

    run(case, kind=kind, form=form, paper=paper, output=output, made=date, minutes=minutes, role=role)


@app.command()
def course(
    file: Annotated[Path, typer.Argument(help="Course file, YAML or JSON: one person's visits.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Follow a person's visits: what moved, what treatment did, whether anything new is urgent."""
    from legwise.cli.course_view import run

    run(file, as_json=as_json, markdown=markdown)


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
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; anything but this machine needs a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="Port; the next free one is taken when it is in use.")] = 8765,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the app in the browser.")] = False,
    token: Annotated[str | None, typer.Option(help="Access token (or LEGWISE_TOKEN), 16 characters or more.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for saved cases (or LEGWISE_DATA).")] = None,
) -> None:
    """Open the app in the browser: a service on this machine, nobody else can reach it."""
    from legwise.cli.serve import run

    run(host=host, port=port, open_browser=open_browser, token=token, data=data)


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
def validate(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Only the figures that are not reproduced.")] = False,
) -> None:
    """Compare published accuracies of tests with what the network implies."""
    from legwise.cli.validation_view import run

    run(as_json=as_json, misses=misses)


@app.command()
def calibrate(
    patients: Annotated[int, typer.Option(min=1, help="How many virtual patients to assess.")] = 200,
    intervals: Annotated[
        int, typer.Option(min=0, help="How many of them to judge the stated intervals by; 0 leaves it out.")
    ] = 50,
    seed: Annotated[int, typer.Option(min=0, help="Other seeds give other patients.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Assess virtual patients: does 0.8 mean 0.8? Ctrl-C stops and reports what is done."""
    from legwise.cli.calibration_view import run

    run(patients=patients, intervals=intervals, seed=seed, as_json=as_json)


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
    what: Annotated[str, typer.Argument(help="case, assessment, plan, course or knowledge.")] = "case",
) -> None:
    """Print the JSON Schema of a format."""
    from legwise.cli.schema_view import schema_text

    typer.echo(schema_text(what))


def main() -> None:
    """Run the command line; the user's errors are one line and exit code 2."""
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except (InputError, InferenceError) as error:
        _stop(f"error: {error}", 2)
    except KnowledgeError as error:
        _stop(f"knowledge base: {error}", 3)
    except (typer.Abort, KeyboardInterrupt):
        _stop("stopped", 130)
    except BrokenPipeError:
        _close_quietly()
    except Exception as error:
        said = _usage(error)
        if said is None:
            raise
        _stop(said, 2)


def _stop(text: str, code: int) -> NoReturn:
    """One line on standard error, whatever line breaks the message holds."""
    typer.echo(" ".join(text.split()), err=True)
    sys.exit(code)


def _usage(error: Exception) -> str | None:
    """What a command-line usage error says, with where to look; None for any other error.

    Typer carries a private copy of click or uses the installed one, so the kind is told by its methods.
    """
    describe = getattr(error, "format_message", None)
    if describe is None or not hasattr(error, "exit_code"):
        return None
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        typer.echo(context.get_help())
        sys.exit(0)
    where = f" (see '{context.command_path} --help')" if context is not None else ""
    given = _given(getattr(getattr(error, "param", None), "opts", ()), sys.argv[1:])
    said = "" if given is None or f"'{given}'" in describe() else f"; got '{given}'"
    return f"error: {describe()}{said}{where}"


def _given(names: Sequence[str], words: Sequence[str]) -> str | None:
    """What stands on the command line for an option of these names."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            return value if equals else next(iter(words[place + 1 :]), None)
    return None


def _close_quietly() -> NoReturn:
    """The reader went away (`| head`): point standard output at nothing, so that closing it stays silent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
