"""What the command prints: a table of some figures, and everything as JSON."""

from __future__ import annotations

import io
import json

from rich.console import Console

from legwise.cli.validation_view import groups, report, show
from legwise.knowledge.load import Knowledge
from legwise.validation import Catalogue, Comparison, read_figures, validate


def few(knowledge: Knowledge) -> list[Comparison]:
    whole = read_figures(knowledge)
    chosen = tuple(
        f
        for f in whole.figures
        if f.id in ("cslr_surgery_se", "cslr_surgery_sp", "pad_pulse_lr_neg", "lss_bilateral_sp")
    )
    assert len(chosen) == 4
    return list(validate(Catalogue(populations=whole.populations, figures=chosen), knowledge))


def test_the_report_holds_every_figure_and_its_totals(knowledge: Knowledge) -> None:
    found = few(knowledge)
    told = json.loads(json.dumps(report(found, knowledge.version)))
    assert [f["id"] for f in told["figures"]] == [c.figure.id for c in found]
    every, unused, used = told["totals"].values()
    assert every["figures"] == unused["figures"] + used["figures"] == 4
    assert every["reproduced"] == sum(c.reproduced for c in found)
    for figure, row in zip(told["figures"], found, strict=True):
        assert figure["implied"] == row.implied.value
        assert figure["interval"] == (list(row.figure.interval) if row.figure.interval else None)


def test_the_table_names_test_interval_and_the_reason_of_a_miss(knowledge: Knowledge) -> None:
    found = few(knowledge)
    out = Console(file=io.StringIO(), width=250, color_system=None)
    show(found, groups(found), out)
    stream = out.file
    assert isinstance(stream, io.StringIO)
    text = stream.getvalue()
    assert "crossed straight leg raise" in text
    assert "0.22-0.35" in text
    assert "missed: the network's question is trouble in both legs of any kind" in text
    assert "all figures: 3 of 4 reproduced (75.0%)" in text
