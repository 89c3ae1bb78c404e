"""The interview in the terminal. The case is saved after every answer, so nothing is lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, cast

import typer
import yaml
from rich.console import Console
from rich.markup import escape

from legwise.assessment import assess
from legwise.assessment.next_steps import Role
from legwise.assessment.words import URGENCY_WORDS
from legwise.case import Case, read_case
from legwise.cli.assessment_view import show
from legwise.cli.output import console
from legwise.errors import CaseError, InputError
from legwise.interview import Question, next_question, qualities_to_offer, record
from legwise.knowledge.load import Knowledge, load
from legwise.triage.rules import alerts

HELP = "y = yes, n = no, ? = do not know, q = stop (everything is saved)"


def run(*, role: str, path: Path, resume: bool, limit: int) -> None:
    """Ask until nothing worth asking is left, or the user stops; then show the assessment."""
    if role not in ("person", "clinician"):
        raise InputError(f"--role: '{role}' is not allowed; allowed: person, clinician")
    if not path.parent.is_dir():
        raise InputError(f"--save: there is no folder {path.parent}; make it first, or choose another place")
    if path.exists() and not resume:
        raise InputError(f"--save: {path} exists already; add --resume to go on with it, or choose another name")
    if resume and not path.exists():
        raise InputError(f"--resume: {path} does not exist yet; leave --resume out to begin")
    out, knowledge = console(), load()
    case = read_case(path) if resume else Case(id=path.stem)
    out.print(f"[dim]{HELP}. The case is kept in {path}.[/dim]")
    case = _ask_all(case, knowledge, cast(Role, role), path, limit, out)
    try:
        show(assess(case, knowledge), out, brief=role == "person")
    except CaseError:
        out.print("Nothing was answered that could be assessed yet.")


def _ask_all(case: Case, knowledge: Knowledge, role: Role, path: Path, limit: int, out: Console) -> Case:
    skipped: frozenset[str] = frozenset()
    told: set[str] = set()
    asked = 0
    while asked < limit:
        question = next_question(case, knowledge, role=role, skipped=skipped)
        if question is None:
            out.print("[dim]Nothing worth asking is left.[/dim]")
            break
        asked += question.bits > 0.0
        answer = _ask(question, knowledge, role, out)
        if answer == "stop":
            break
        if answer is None:
            skipped |= {question.key}
            continue
        try:
            case = record(case, question, answer, knowledge)
        except InputError as error:
            out.print(f"[red]{escape(str(error))}[/red]")
            continue
        save(case, path)
        _tell_alerts(case, knowledge, told, out)
    return case


def _ask(question: Question, knowledge: Knowledge, role: Role, out: Console) -> Any:
    """One answer: True, False, a side, a number, a mark; None for unknown, 'stop' to end."""
    out.print(f"\n[bold]{escape(question.text)}[/bold]  [dim]{escape(question.why)}[/dim]")
    if role == "clinician" and question.how:
        out.print(f"[dim]{escape(question.how)}[/dim]")
    while True:
        text = typer.prompt(_prompt(question, knowledge), default="?", show_default=False).strip().lower()
        if text in ("q", "quit", "stop"):
            return "stop"
        if text in ("?", "unknown", ""):
            return None
        if question.kind == "chart":
            return _mark(text, knowledge, out)
        if question.kind == "age":
            if text.replace(".", "", 1).isdigit():
                return float(text)
            out.print("[red]a number of years, please[/red]")
            continue
        if question.kind == "sex":
            if text[0] in "fm":
                return "female" if text[0] == "f" else "male"
            out.print("[red]female, male or ?[/red]")
            continue
        answer = _yes_no(text, question, knowledge)
        if answer is not None:
            return answer
        out.print(f"[red]'{escape(text)}' is not an answer here. {HELP}[/red]")


def _prompt(question: Question, knowledge: Knowledge) -> str:
    if question.kind in ("age", "sex", "chart"):
        return {"age": "years", "sex": "f/m", "chart": "places, separated by commas"}[question.kind]
    if question.kind == "context":
        return "y/n/?"
    finding = knowledge.findings[question.key.rpartition(":")[2]]
    if finding.measure is not None:
        return f"y/n/? or a number in {finding.measure.unit}"
    return "left/right/both/n/?" if finding.sided and ":" not in question.key else "y/n/?"


def _yes_no(text: str, question: Question, knowledge: Knowledge) -> Any:
    if text in ("n", "no"):
        return False
    if question.kind == "finding":
        finding = knowledge.findings[question.key.rpartition(":")[2]]
        if finding.sided and ":" not in question.key:
            return {"l": "left", "r": "right", "b": "both"}.get(text[0])
        if finding.measure is not None and text[0].isdigit():
            return text
    return True if text in ("y", "yes") else None


def _mark(text: str, knowledge: Knowledge, out: Console) -> dict[str, Any]:
    """A chart mark from typed places and qualities; the side is upper-cased for convenience."""
    regions = [part.strip() for part in text.split(",") if part.strip()]
    regions = [r[0].upper() + r[1:] if r[:2] in ("l:", "r:", "b:") else r for r in regions]
    offered = ", ".join(qualities_to_offer(knowledge))
    out.print(f"[dim]How does it feel? {offered}[/dim]")
    typed = typer.prompt("qualities, separated by commas", default="pain", show_default=False)
    return {"regions": regions, "qualities": [q.strip().lower() for q in typed.split(",") if q.strip()]}


def _tell_alerts(case: Case, knowledge: Knowledge, told: set[str], out: Console) -> None:
    """Say a red flag the moment it stands, not at the end."""
    from legwise.case.resolve import resolve

    try:
        standing = alerts(resolve(case, knowledge), knowledge)
    except CaseError:
        return
    for alert in standing:
        if alert.id not in told and alert.urgency != "routine":
            told.add(alert.id)
            out.print(
                f"[bold red]{URGENCY_WORDS[alert.urgency]}[/bold red]: "
                f"{escape(alert.plain)} {escape(alert.plain_action)}"
            )


def save(case: Case, path: Path) -> None:
    """Write the case beside its place and rename, so that a crash leaves the old or the new file whole."""
    raw = case.model_dump(exclude_defaults=True, mode="json")
    handle, name = tempfile.mkstemp(dir=path.parent or Path(), suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        yaml.safe_dump(raw, stream, sort_keys=False, allow_unicode=True)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)
