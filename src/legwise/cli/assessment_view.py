"""An assessment in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from legwise.assessment.model import Assessment, Source
from legwise.assessment.words import MECHANISM_NOTE, URGENCY_WORDS, cited_words, support_words
from legwise.cli.output import bar

COLOUR = {"emergency": "bold white on red", "same_day": "bold red", "two_weeks": "bold yellow", "routine": "green"}


def show(result: Assessment, out: Console, *, brief: bool = False) -> None:
    """Print an assessment, danger first."""
    out.print()
    if result.case:
        out.print(f"[bold]{escape(result.case)}[/bold]")
    _urgency(result, out)
    _families(result, out)
    _sources(result, out, count=5 if brief else 10)
    if not brief:
        _explanations(result, out)
        for source in result.sources[:3]:
            _reasons(source, out)
        _mechanism(result, out)
        _next(result, out)
        _beliefs(result, out)
    _open_dangers(result, out)
    _computation(result, out)


def _urgency(result: Assessment, out: Console) -> None:
    lines = []
    for flag in result.flags:
        lines.append(f"[bold]{escape(flag.name)}[/bold] ({URGENCY_WORDS[flag.urgency]})")
        lines.append(f"  {escape(flag.reason)}")
        lines.append(f"  [bold]Do:[/bold] {escape(flag.action)}")
        lines.append(f"  [dim]because of {escape(', '.join(flag.because[:6]))}; grade {flag.grade}[/dim]")
    if not lines:
        lines = ["No red flag in what was said. Most red flags are insensitive: their absence proves nothing."]
    title = f"[{COLOUR[result.urgency]}] {URGENCY_WORDS[result.urgency].upper()} [/]"
    style = "red" if result.urgency in ("emergency", "same_day") else "yellow" if result.flags else "green"
    out.print(Panel("\n".join(lines), title=title, title_align="left", border_style=style))


def _families(result: Assessment, out: Console) -> None:
    table = Table(title="Where it may come from (share of the complaint)", title_justify="left", box=None)
    table.add_column("family")
    table.add_column("side")
    table.add_column("share", justify="right")
    table.add_column("")
    for family in result.families[:6]:
        table.add_row(family.name, _side(family.side), f"{family.share:.0%}", f"[cyan]{bar(family.share)}[/]")
    table.add_row(
        "not explained by any of these", "", f"{result.unexplained:.0%}", f"[dim]{bar(result.unexplained)}[/]"
    )
    out.print(table)
    out.print()


def _side(side: str | None) -> str:
    return {"L": "left", "R": "right"}.get(side or "", "")


def _sources(result: Assessment, out: Console, *, count: int) -> None:
    table = Table(title="Sources (share of the complaint; 90 % interval; chance of being there)", title_justify="left")
    table.add_column("source")
    table.add_column("share", justify="right")
    table.add_column("interval", justify="right")
    table.add_column("there", justify="right")
    table.add_column("how likely")
    for source in result.sources[:count]:
        name = escape(source.name)
        if source.secondary_to:
            parents = ", ".join(f"{escape(r.name)} {r.p:.0%}" for r in source.secondary_to[:2])
            name += f"\n  [dim]secondary to {parents}[/dim]"
        share = source.responsibility
        told = (f"{share.value:.0%}", f"{share.low:.0%}-{share.high:.0%}") if share.value else ("none", "")
        table.add_row(name, *told, f"{source.presence.value:.0%}", source.word)
    out.print(table)


def _explanations(result: Assessment, out: Console) -> None:
    if not result.explanations:
        return
    out.print("\n[bold]Explanations as a whole[/bold]")
    for item in result.explanations:
        names = " + ".join(escape(name) for name in item.names)
        out.print(f"  {item.probability:>4.0%} (±{1.96 * item.standard_error:.0%})  {names}")


def _reasons(source: Source, out: Console) -> None:
    out.print(f"\n[bold]Why {escape(source.name)}[/bold] [dim](weights in bans: 1 = ten times the odds)[/dim]")
    reasoning = source.reasoning
    out.print(f"  {reasoning.prior:+6.2f}  how common it is among people with such symptoms")
    if abs(reasoning.context) >= 0.005:
        out.print(f"  {reasoning.context:+6.2f}  age, sex, habits, history, causes upstream, and calibration")
    for reason in reasoning.reasons[:8]:
        colour = "green" if reason.weight > 0 else "red"
        cited = cited_words(reason.citation)
        out.print(f"  [{colour}]{reason.weight:+6.2f}[/]  {escape(reason.says)} [dim]({escape(cited)})[/dim]")
    rest = sum(reason.weight for reason in reasoning.reasons[8:])
    if reasoning.reasons[8:]:
        out.print(f"  {rest:+6.2f}  {len(reasoning.reasons) - 8} smaller reasons")
    out.print(
        f"  {reasoning.others:+6.2f}  other explanations of the same findings, and findings that repeat each other"
    )
    out.print(f"  [bold]{reasoning.posterior:+6.2f}[/]  in all: {source.presence.value:.0%} likely to be there")
    if source.unexplained_by_it:
        out.print(f"  does not explain: {escape('; '.join(source.unexplained_by_it[:4]))}")
    if source.rests_on:
        out.print("  [bold]Rests most on[/bold] [dim](numbers one standard deviation of their grade higher)[/dim]")
        for support in source.rests_on:
            out.print(f"    {escape(support_words(support))}")
    if source.rests_on_estimates >= 0.5:
        out.print(
            f"  [yellow]{source.rests_on_estimates:.0%} of its uncertainty comes from opinion or estimates (grade D)[/]"
        )


def _mechanism(result: Assessment, out: Console) -> None:
    parts = ", ".join(f"{name} {value:.0%}" for name, value in result.mechanism.items() if value >= 0.005)
    if parts:
        out.print(f"\n[bold]Pain mechanism[/bold]  {parts}")
        out.print(f"  [dim]{MECHANISM_NOTE}[/dim]")


def _next(result: Assessment, out: Console) -> None:
    if not result.next_steps:
        return
    out.print("\n[bold]What to ask or test next[/bold]")
    for step in result.next_steps:
        out.print(f"  {escape(step.name)} [dim]({step.bits:.2f} bits; about {step.cost:g} min)[/dim]")
        out.print(f"    {escape(step.clinician)}")
        out.print(f"    [dim]tells most about {escape(' and '.join(step.separates))}[/dim]")


def _beliefs(result: Assessment, out: Console) -> None:
    if not result.beliefs:
        return
    out.print("\n[bold]Popular beliefs that the evidence does not bear out here[/bold]")
    for belief in result.beliefs:
        out.print(f"  [yellow]{belief.verdict}[/]: {escape(belief.claim)}")
        if belief.why:
            out.print(f"    [dim]{escape(belief.why)}[/dim]")


def _open_dangers(result: Assessment, out: Console) -> None:
    if not result.open_dangers:
        return
    out.print("\n[bold]Not ruled out[/bold]")
    for danger in result.open_dangers:
        out.print(f"  {escape(danger.name)} ({danger.probability:.1%}): {escape(danger.ruled_out_by)}")


def _computation(result: Assessment, out: Console) -> None:
    made = result.computation
    out.print(
        f"\n[dim]{made.method}, error {made.error:.3g}; {made.positive_findings} positive and "
        f"{made.negative_findings} negative observations; setting {made.setting}; knowledge {made.knowledge_version}. "
        "Decision support, not a diagnosis.[/dim]"
    )
    for note in result.notes:
        out.print(f"[yellow]{escape(note)}[/]")
