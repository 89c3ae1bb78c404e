"""`legwise calibrate`: virtual patients assessed, stated probabilities against what was so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from legwise.cli.output import console
from legwise.evaluation.virtual import Calibration, Coverage, Reliability, distances, judged, people, report, world
from legwise.knowledge.load import load

Item = TypeVar("Item")


def run(*, patients: int, intervals: int, seed: int, as_json: bool) -> None:
    """Sample, assess, compare; stopping early reports what is done."""
    nominal, described = world(load()), people()
    found, coverage = Calibration(), Coverage()
    quiet = as_json or not console().is_terminal
    whole = _each(judged(nominal, described, patients, seed), patients, "assessing", found.add, quiet)
    if whole and intervals:
        _each(distances(nominal, described, intervals, seed + 1), intervals, "moving numbers", coverage.add, quiet)
    if as_json:
        typer.echo(json.dumps(report(found, coverage, seed), indent=2))
    else:
        _print(found, coverage, patients, console())


def _each(items: Iterable[Item], total: int, what: str, enter: Callable[[Item], None], quiet: bool) -> bool:
    """Enter every item; False when the user stopped it."""
    try:
        for item in items if quiet else track(items, what, total=total, transient=True, console=console()):
            enter(item)
    except KeyboardInterrupt:
        return False
    return True


def _print(found: Calibration, coverage: Coverage, wanted: int, out: Console) -> None:
    done = found.patients + len(found.unanswered)
    out.print(
        f"[bold]{done} virtual patients[/bold]" + (f" (stopped; {wanted} were asked for)" if done < wanted else "")
    )
    out.print(f"  answered exactly {found.exact}, by sampling {found.patients - found.exact}", end="")
    out.print(f", not at all {len(found.unanswered)}" if found.unanswered else "")
    _curve("probability that a cause is there", found.all_causes, out)
    _curve("share of the complaint, leading family", found.leading_share, out)
    families = Table(title="by family, causes stated at 5 % or more", title_justify="left")
    for column in ("family", "statements", "calibration error", "by chance", "happened less stated"):
        families.add_column(column, justify="left" if column == "family" else "right")
    for name, one in sorted(found.by_family.items(), key=lambda pair: -pair[1].total):
        if one.total:
            families.add_row(name, str(one.total), f"{one.error:.3f}", f"{one.by_chance:.3f}", f"{one.bias:+.3f}")
    out.print(families)
    shown = found.shown
    out.print(
        f"calibration error of causes stated at 5 % or more: [bold]{shown.error:.3f}[/bold]"
        f" (chance alone gives {shown.by_chance:.3f}, seldom over {shown.chance_limit:.3f})"
    )
    first, three = (sum(n for rank, n in found.family_ranks.items() if rank <= most) for most in (1, 3))
    out.print(f"true leading family first in {first} of {found.with_source}, among three in {three}")
    for level, point in coverage.points().items():
        out.print(
            f"{level:.0%} intervals cover {point.happened:.0%} ({point.low:.0%}-{point.high:.0%}) of {point.statements}"
        )


def _curve(title: str, curve: Reliability, out: Console) -> None:
    table = Table(title=title, title_justify="left")
    for column in ("stated", "happened", "95 % interval", "statements"):
        table.add_column(column, justify="right")
    for point in curve.points():
        interval = f"{point.low:.3f} to {point.high:.3f}"
        table.add_row(f"{point.stated:.3f}", f"{point.happened:.3f}", interval, str(point.statements))
    out.print(table)
