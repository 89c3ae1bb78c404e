"""A plan in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast, get_args

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from legwise.assessment.words import URGENCY_WORDS
from legwise.cli.assessment_view import COLOUR
from legwise.errors import InputError, nearest
from legwise.plan.home import week
from legwise.plan.model import Aim, HomeItem, LeftOut, Plan, Role, SessionStep
from legwise.plan.words import (
    DAY_NAMES,
    LEFT_OUT_WORDS,
    LEVEL_NAMES,
    SIDE_WORDS,
    TIME_NAMES,
    WHEN_MEASURED,
    evidence_words,
)


def run(path: Path, *, minutes: int, role: str, as_json: bool, markdown: bool) -> None:
    """Plan for a case file and print it. Raises InputError for minutes or a role that are not allowed."""
    from legwise.case import read_case
    from legwise.cli.output import console, working
    from legwise.knowledge.load import load
    from legwise.plan import plan
    from legwise.plan.plan import check_request

    knowledge = load()
    if role not in get_args(Role):
        raise InputError(
            f"--role: '{role}' is not allowed{nearest(role, get_args(Role))}; allowed: {', '.join(get_args(Role))}"
        )
    check_request(minutes, role, knowledge)
    known = read_case(path)
    with working("Planning (the very first time the inference loops are compiled, which takes a while)"):
        result = plan(known, knowledge, minutes=minutes, role=cast(Role, role))
    if as_json:
        typer.echo(result.model_dump_json(indent=2))
    elif markdown:
        from legwise.plan.markdown import to_markdown

        typer.echo(to_markdown(result))
    else:
        show(result, console())


def show(result: Plan, out: Console) -> None:
    """Print a plan, the way to care first."""
    out.print()
    heading = f"Plan{f' for {escape(result.case)}' if result.case else ''}: {result.minutes} minutes, {result.role}"
    out.print(f"[bold]{heading}[/bold]")
    _care(result, out)
    _ask_first(result, out)
    _measures(result, out)
    _session(result, out)
    _home(result, out)
    _referrals(result, out)
    _left_out(result.left_out, out)
    _review(result, out)
    for note in result.notes:
        out.print(f"[dim]{escape(note)}[/dim]")
    made = result.computed
    if result.reach == "full":
        out.print(
            f"\n[dim]{made.method}; {made.chosen} of {made.candidates} possible steps; knowledge "
            f"{made.knowledge_version}.[/dim]"
        )


def _care(result: Plan, out: Console) -> None:
    lines = []
    for step in result.care:
        lines.append(f"[bold]{escape(step.name)}[/bold] ({URGENCY_WORDS[step.urgency]})")
        lines.append(f"  {escape(step.reason)}")
        action = step.plain_action if result.role == "person" else step.action
        lines.append(f"  [bold]Do:[/bold] {escape(action)}")
    if result.reach_why:
        lines += ["", f"[bold]{escape(result.reach_why)}[/bold]"] if lines else [escape(result.reach_why)]
    if not lines:
        return
    style = "red" if result.urgency in ("emergency", "same_day") else "yellow"
    title = f"[{COLOUR[result.urgency]}] {URGENCY_WORDS[result.urgency].upper()} [/]"
    out.print(Panel("\n".join(lines), title=title, title_align="left", border_style=style))


def _ask_first(result: Plan, out: Console) -> None:
    if not result.ask_first:
        return
    out.print("\n[bold]Ask before you begin[/bold] [dim](not answered in the case)[/dim]")
    for one in result.ask_first:
        if one.severity == "absolute":
            more = f" and {len(one.concerns) - 1} more" if len(one.concerns) > 1 else ""
            out.print(f"  {escape(one.question)} [dim]If yes, leave out: {escape(one.concerns[0])}{more}.[/dim]")
    gentler = [one.question for one in result.ask_first if one.severity == "relative"]
    if gentler:
        out.print(f"  [yellow]Gentler and shorter if yes:[/yellow] {escape(' '.join(gentler))}")


def _measures(result: Plan, out: Console) -> None:
    if not result.measures:
        return
    out.print("\n[bold]Measure[/bold]")
    for one in result.measures:
        out.print(f"  [bold]{escape(one.name)}[/bold] [dim]({WHEN_MEASURED[one.when]})[/dim]")
        out.print(f"    {escape(one.how)} [dim]{escape(one.why)} (grade {one.grade})[/dim]")


def _session(result: Plan, out: Console) -> None:
    if not result.session:
        return
    table = Table(
        title=f"Session: {result.minutes_used} of {result.minutes} minutes, from the source outward",
        title_justify="left",
    )
    for name in ("min", "where", "what", "for"):
        table.add_column(name, justify="right" if name == "min" else "left")
    for step in result.session:
        end = step.start + step.minutes
        table.add_row(f"{step.start}-{end}", _where(step.aim), f"[bold]{escape(step.name)}[/bold]", _for(step.aim))
    out.print()
    out.print(table)
    for step in result.session:
        _line(step, f"{step.order}. {step.name}, {step.minutes} min", step.how, out)


def _where(aim: Aim) -> str:
    side = SIDE_WORDS.get(aim.side or "", "")
    return f"{LEVEL_NAMES[aim.level]}{f', {side}' if side else ''}"


def _for(aim: Aim) -> str:
    more = f" [dim]and {len(aim.also)} more[/dim]" if aim.also else ""
    return f"{escape(aim.name)} [dim]{aim.share:.0%}[/dim]{more}"


def _line(line: SessionStep | HomeItem, title: str, how: str, out: Console) -> None:
    out.print(f"\n[bold]{escape(title)}[/bold]")
    out.print(f"  {escape(how)}")
    out.print(f"  [dim]Why:[/dim] {escape(line.why)}")
    colour = "yellow" if line.evidence.thin else "cyan"
    out.print(f"  [dim]Effect:[/dim] {escape(line.evidence.says)} [{colour}]{escape(evidence_words(line.evidence))}[/]")
    for one in line.cautions:
        because = f" [dim](because of {escape(', '.join(one.because[:3]))})[/dim]" if one.because else ""
        out.print(f"  [yellow]Mind:[/yellow] {escape(one.says)}{because}")
    if line.evidence.sources:
        out.print(f"  [dim]{escape(', '.join(line.evidence.sources))}[/dim]")


def _home(result: Plan, out: Console) -> None:
    if not result.home:
        return
    table = Table(title="At home: one week", title_justify="left")
    table.add_column("when")
    days = week(result.home)
    for day in days:
        table.add_column(DAY_NAMES[day.day])
    times = dict.fromkeys(time for day in days for time, _ in day.entries)
    ordered = [time for time in TIME_NAMES if time in times]
    letters = {item.intervention: chr(ord("a") + i) for i, item in enumerate(result.home)}
    for time in ordered:
        cells = [" ".join(letters[i.intervention] for t, i in day.entries if t == time) for day in days]
        table.add_row(TIME_NAMES[time], *cells)
    out.print()
    out.print(table)
    for item in result.home:
        title = f"{letters[item.intervention]}  {item.name}: {item.dose}"
        _line(item, title, item.how, out)
        out.print(f"  [dim]Time of day: {escape(item.time_basis)}[/dim]")


def _referrals(result: Plan, out: Console) -> None:
    if not result.referrals:
        return
    out.print("\n[bold]Ask, refer, test[/bold]")
    for one in result.referrals:
        out.print(f"  [bold]{escape(one.name)}[/bold] {escape(one.says)}")
        says = f"{one.why} {one.evidence.says}" if one.evidence else one.why
        grade = "opinion" if one.grade == "D" else f"grade {one.grade}"
        out.print(f"    [dim]{escape(says)} ({grade})[/dim]")
        for mind in one.cautions:
            out.print(f"    [yellow]Mind:[/yellow] {escape(mind.says)}")


def _left_out(left_out: Iterable[LeftOut], out: Console) -> None:
    groups: dict[str, list[LeftOut]] = {}
    for one in left_out:
        groups.setdefault(one.because, []).append(one)
    if groups:
        out.print("\n[bold]Left out, and why[/bold]")
    for because, members in groups.items():
        out.print(f"  [bold]{LEFT_OUT_WORDS[because]}[/bold]")
        for one in members:
            aims = f" [dim]for {escape('; '.join(one.aims[:2]))}{' ...' if len(one.aims) > 2 else ''}[/dim]"
            out.print(f"    {escape(one.name)}{aims if one.aims else ''}: {escape(one.reason)}")


def _review(result: Plan, out: Console) -> None:
    if result.review is None:
        return
    out.print(f"\n[bold]Look again in {result.review.after_days} days[/bold] [dim]{escape(result.review.why)}[/dim]")
    for change in result.review.changes:
        style = COLOUR[change.urgency] if change.urgency else "bold"
        out.print(f"  [{style}]{escape(change.when)}[/]: {escape(change.then)}")
    out.print()
