"""`legwise trace` as a tree."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.tree import Tree

from legwise.anatomy.trace import Stop, trace
from legwise.errors import InputError
from legwise.knowledge.load import Knowledge


def show(reference: str, knowledge: Knowledge, out: Console) -> None:
    """Print everything that could produce a symptom in a region, from the spine outward.

    Raises InputError for an unknown side or region.
    """
    side, colon, region = reference.rpartition(":")
    if colon and side not in ("L", "R"):
        raise InputError(f"region: '{reference}': the side must be L or R")
    found = trace(region, knowledge)
    where = {"L": "left ", "R": "right "}.get(side, "")
    tree = Tree(f"[bold]{where}{found.says}[/bold] ({region}), from the spine outward")
    _add(tree, "Roots", found.roots)
    nerves = tree.add("[bold]Along the nerves[/bold]")
    sites: dict[str, list[Stop]] = {}
    for stop in found.entrapments:
        sites.setdefault(stop.within or "", []).append(stop)
    for nerve in found.nerves:
        branch = nerves.add(f"{nerve.name} [dim]({nerve.how})[/dim]")
        for stop in sites.pop(nerve.id, []):
            branch.add(f"[red]caught at[/red] {stop.name} [dim]({stop.how})[/dim]")
    for stops in sites.values():
        for stop in stops:
            nerves.add(f"[red]caught at[/red] {stop.name} [dim]({stop.how}; pain beyond the nerve's own skin)[/dim]")
    muscles = tree.add("[bold]Muscles that are taught to refer here[/bold]")
    for level, here in groupby(found.muscles, key=lambda stop: stop.within):
        branch = muscles.add(str(level))
        for stop in here:
            branch.add(f"{stop.name} [dim]({stop.how})[/dim]")
    out.print(tree)
    out.print("[dim]Referral zones are teaching consensus (opinion), not measured frequencies.[/dim]")


def _add(tree: Tree, title: str, stops: list[Stop]) -> None:
    branch = tree.add(f"[bold]{title}[/bold]")
    for stop in stops:
        branch.add(f"{stop.name} [dim]({stop.how})[/dim]")
