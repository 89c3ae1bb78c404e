"""`legwise validate`: one line a published figure, then totals."""

from __future__ import annotations

import json
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from legwise.cli.output import console, working
from legwise.knowledge.load import load
from legwise.validation import Comparison, Totals, between_studies, read_figures, totals, validate

MEASURES = {"sensitivity": "sens", "specificity": "spec", "lr_pos": "LR+", "lr_neg": "LR-"}
COLOURS = {"within interval": "green", "close": "", "missed": "red"}


def run(*, as_json: bool, misses: bool) -> None:
    """Compare every figure and print the outcome."""
    knowledge = load()
    catalogue = read_figures(knowledge)
    with working("Comparing published figures with the network"):
        found = list(validate(catalogue, knowledge))
    if as_json:
        typer.echo(json.dumps(report(found, knowledge.version), indent=2, ensure_ascii=False))
    else:
        show([c for c in found if not misses or not c.reproduced], groups(found), console())
        _studies(found, console())


def groups(found: list[Comparison]) -> dict[str, Totals]:
    """Totals of all figures, and of those with and without a number of the knowledge base made from them."""
    return {
        "all figures": totals(found),
        "not used to build the network": totals(c for c in found if not c.figure.built_in),
        "used to build it": totals(c for c in found if c.figure.built_in),
    }


def _studies(found: list[Comparison], out: Console) -> None:
    met, pairs = between_studies(c.figure for c in found)
    if pairs:
        out.print(
            f"Of {pairs} pairs of studies of the same test and target, one met the other's figure in {met}"
            f" ({met / pairs:.0%}) by the same rule."
        )


def report(found: list[Comparison], version: str) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "knowledge_version": version,
        "totals": {
            name: {"figures": t.figures, "within_interval": t.within_interval, "reproduced": t.reproduced}
            for name, t in groups(found).items()
        },
        "between_studies": dict(zip(("reproduced", "pairs"), between_studies(c.figure for c in found), strict=True)),
        "figures": [
            {
                **c.figure.model_dump(mode="json", exclude={"low", "high"}),
                "interval": c.figure.interval,
                "implied": c.implied.value,
                "exact": c.implied.exact,
                "verdict": c.verdict,
            }
            for c in found
        ],
    }


def show(found: list[Comparison], sums: dict[str, Totals], out: Console) -> None:
    """A table of figures, then the totals."""
    table = Table(title="Published figures and what the network implies", title_justify="left")
    for column in ("test", "reference", ""):
        table.add_column(column, overflow="fold")
    for column in ("published", "interval", "implied"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", overflow="fold")
    for c in found:
        ends = c.figure.interval
        interval = f"{ends[0]:.2f}-{ends[1]:.2f}" if ends else ""
        verdict = c.verdict if c.reproduced else f"missed: {c.figure.why}" if c.figure.why else "missed"
        table.add_row(
            escape(c.figure.test),
            escape(c.figure.reference),
            MEASURES[c.figure.measure],
            f"{c.figure.value:.2f}",
            interval,
            f"{c.implied.value:.2f}",
            escape(verdict) + (" [dim](built in)[/]" if c.figure.built_in else ""),
            style=COLOURS[c.verdict],
        )
    out.print(table)
    for name, t in sums.items():
        share = t.reproduced / max(t.figures, 1)
        out.print(
            f"{name}: {t.reproduced} of {t.figures} reproduced ({share:.1%}), {t.within_interval} within the interval"
        )
    out.print("[dim]Reproduced: within the published 95 % interval, or within 0.10 (ratios: a factor of 1.5).[/]")
