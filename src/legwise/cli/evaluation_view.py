"""`legwise evaluate`: one line a case, then totals."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from legwise.cli.output import console
from legwise.errors import InputError
from legwise.evaluation import CaseResult, Summary, evaluate_folder, summarise
from legwise.evaluation.score import Share
from legwise.knowledge.load import Knowledge, load

MODES = {"without": (False,), "with": (True,), "both": (False, True)}


def run(folder: Path, *, as_json: bool, mechanism: bool, investigations: str) -> None:
    """Judge the folder and print the outcome."""
    if investigations not in MODES:
        raise InputError(f"--investigations: '{investigations}' is not allowed; allowed: without, with, both")
    knowledge, out = load(), console()
    report = {}
    for with_them in MODES[investigations]:
        results, left_out = _judge(folder, knowledge, with_them, quiet=as_json)
        name = "with imaging and laboratory" if with_them else "without imaging and laboratory"
        groups = {
            "all": results,
            "real patients": [r for r in results if r.patient == "real"],
            "composed patients": [r for r in results if r.patient == "composed"],
        }
        report[name] = {
            "cases": [r.as_dict() for r in results],
            "left_out": [{"file": file, "reason": reason} for file, reason in left_out],
            "totals": {key: summarise(chosen).as_dict() for key, chosen in groups.items()},
        }
        if not as_json:
            _print(name, results, left_out, groups, mechanism, out)
    if as_json:
        typer.echo(json.dumps(report, indent=2, ensure_ascii=False))


def _judge(
    folder: Path, knowledge: Knowledge, with_them: bool, *, quiet: bool
) -> tuple[list[CaseResult], list[tuple[str, str]]]:
    judged: Iterable[CaseResult | tuple[str, str]] = evaluate_folder(folder, knowledge, investigations=with_them)
    out = console()
    if not quiet and out.is_terminal:  # elsewhere even a disabled Progress prints an empty line
        judged = track(judged, "judging", transient=True, console=out)
    results: list[CaseResult] = []
    left_out: list[tuple[str, str]] = []
    for item in judged:
        if isinstance(item, CaseResult):
            results.append(item)
        else:
            left_out.append(item)
    return results, left_out


def _print(
    name: str,
    results: list[CaseResult],
    left_out: list[tuple[str, str]],
    groups: dict[str, list[CaseResult]],
    mechanism: bool,
    out: Console,
) -> None:
    table = Table(title=name, title_justify="left")
    for column in ("case", "true diagnosis", "family rank", "exact rank", "side", "urgency (true)", "leading families"):
        table.add_column(column, overflow="fold")
    for r in results:
        wrong = r.family_rank is None or r.family_rank > 3
        style = "red" if wrong else "" if r.family_rank == 1 else "yellow"
        urgency = r.urgency if r.urgency == r.gold_urgency else f"{r.urgency} ({r.gold_urgency or '?'})"
        side = "" if r.side_right is None else "right" if r.side_right else "wrong"
        leading = ", ".join(r.leading[:3]) if not mechanism else _mechanism(r)
        table.add_row(
            r.id, r.primary, str(r.family_rank or "-"), str(r.exact_rank or "-"), side, urgency, leading, style=style
        )
    out.print(table)
    for file, reason in left_out:
        out.print(f"[dim]left out: {escape(file)} ({escape(reason)})[/dim]")
    for key, chosen in groups.items():
        if chosen:
            _totals(key, summarise(chosen), mechanism, out)


def _mechanism(result: CaseResult) -> str:
    named = ", ".join(f"{name} {value:.0%}" for name, value in result.mechanism.items() if value >= 0.05)
    return f"{named} (true: {result.gold_mechanism or 'not labelled'})"


def _totals(key: str, total: Summary, mechanism: bool, out: Console) -> None:
    def text(s: Share) -> str:
        return f"{s.value:.0%} ({s.count}/{s.total}; {s.low:.0%}-{s.high:.0%})"

    out.print(f"\n[bold]{key}[/bold]: {total.cases} cases")
    out.print(f"  family at 1, 3, 5: {text(total.family_at_1)}, {text(total.family_at_3)}, {text(total.family_at_5)}")
    out.print(f"  exact at 1, 3, 5:  {text(total.exact_at_1)}, {text(total.exact_at_3)}, {text(total.exact_at_5)}")
    out.print(f"  side right: {text(total.side_right)}; labels within five: {total.labels_within_5:.0%}")
    out.print(f"  emergency or same-day below its urgency: {text(total.urgent_missed)}")
    out.print(
        f"  any urgency missed: {text(total.urgency_missed)}; routine overcalled: {text(total.routine_overcalled)}"
    )
    out.print(f"  calibration error {total.calibration_error:.2f}; log score {total.log_score:.2f}")
    if mechanism:
        out.print(f"  mechanism right: {text(total.mechanism_right)}")
