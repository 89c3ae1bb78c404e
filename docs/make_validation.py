"""Write the figures of `legwise validate` into docs/validation.md and draw them as docs/pictures/validation.svg.

Run by `make validation` (half a minute of work).
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
RUN = "from legwise.cli.main import main; main()"
MEASURES = {"sensitivity": "sensitivity", "specificity": "specificity", "lr_pos": "LR+", "lr_neg": "LR-"}
ROW, TOP, LEFT, PLOT, RIGHT = 15, 46, 330, 360, 20  # pixels
INK, FAINT, CARD, GRID = "#2c2c2a", "#8a8882", "#fcfbf8", "#e4e1d8"
COLOURS = {"within interval": "#28744a", "close": "#96640a", "missed": "#b02a30"}

Found = dict[str, Any]


def main() -> None:
    """Validate, then write the tables and the picture."""
    command = [sys.executable, "-c", RUN, "validate", "--json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    page = DOCS / "validation.md"
    begin, end = "<!-- figures -->", "<!-- end of figures -->"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    text = "\n".join([*_totals(found), *_misses(found), *_table(found)])
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")
    (DOCS / "pictures" / "validation.svg").write_text(svg(found["figures"]), encoding="utf-8")


def _totals(found: Found) -> list[str]:
    lines = ["| figures | compared | within their interval | reproduced |", "|---|---|---|---|"]
    for name, t in found["totals"].items():
        share = t["reproduced"] / max(t["figures"], 1)
        lines.append(f"| {name} | {t['figures']} | {t['within_interval']} | {t['reproduced']} ({share:.0%}) |")
    studies = found["between_studies"]
    share = studies["reproduced"] / max(studies["pairs"], 1)
    lines += [
        "",
        f"Studies themselves: of {studies['pairs']} pairs that measured the same test for the same target (each pair"
        f" counted in both directions), one meets the figure of the other in {studies['reproduced']} ({share:.0%}).",
    ]
    return lines


def _published(figure: Found) -> str:
    ends = figure["interval"]
    return f"{figure['value']:.2f}" + (f" ({ends[0]:.2f} to {ends[1]:.2f})" if ends else "")


def _misses(found: Found) -> list[str]:
    lines = ["", "### Missed", "", "| test | figure | published | implied | why |", "|---|---|---|---|---|"]
    for f in found["figures"]:
        if f["verdict"] == "missed":
            row = (
                f"{f['test']}: {f['reference']}",
                MEASURES[f["measure"]],
                _published(f),
                f"{f['implied']:.2f}",
                f["why"],
            )
            lines.append(f"| {' | '.join(row)} |")
    return lines


def _table(found: Found) -> list[str]:
    lines = ["", "### All", "", "| test | reference | figure | published | implied | verdict | built in | source |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for f in found["figures"]:
        built = "yes" if f["built_in"] else ""
        lines.append(
            f"| {f['test']} | {f['reference']} | {MEASURES[f['measure']]} | {_published(f)} | {f['implied']:.2f} "
            f"| {f['verdict']} | {built} | {f['source']}: {f['locator']} |"
        )
    return lines


def svg(figures: list[Found]) -> str:
    """Published value and interval against the implied value; one row a figure, ratios on the log scale below."""
    shares = [f for f in figures if not f["measure"].startswith("lr")]
    ratios = [f for f in figures if f["measure"].startswith("lr")]
    below = TOP + ROW * len(shares) + 60
    height = below + ROW * len(ratios) + 20
    width = LEFT + PLOT + RIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="10">',
        f'<rect width="{width}" height="{height}" fill="{CARD}"/>',
        f'<text x="{LEFT}" y="16" fill="{INK}">bar and tick: published 95 % interval and value;'
        " dot: implied by the network</text>",
    ]
    lines += _panel(shares, TOP, [(v / 10, f"{v / 10:.1f}") for v in range(0, 11, 2)], lambda v: v)
    ticks = [(v, f"{v:g}") for v in (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)]
    lines += _panel(ratios, below, ticks, lambda v: (math.log10(min(max(v, 0.1), 100.0)) + 1.0) / 3.0)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(figures: list[Found], top: int, ticks: list[tuple[float, str]], scale: Any) -> list[str]:
    def across(value: float) -> float:
        return float(LEFT + PLOT * scale(value))

    bottom, lines = top + ROW * len(figures), []
    for value, text in ticks:
        x = across(value)
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 6}" y2="{bottom}" stroke="{GRID}"/>')
        lines.append(f'<text x="{x:.1f}" y="{top - 10}" text-anchor="middle" fill="{FAINT}">{text}</text>')
    for number, f in enumerate(figures):
        y = top + ROW * number + ROW / 2
        name = f"{f['test']}, {MEASURES[f['measure']]}"
        name = (name if len(name) <= 58 else name[:57] + "…").replace("&", "&amp;").replace("<", "&lt;")
        lines.append(f'<text x="{LEFT - 8}" y="{y + 3:.1f}" text-anchor="end" fill="{INK}">{name}</text>')
        if f["interval"]:
            low, high = (across(end) for end in f["interval"])
            lines.append(
                f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="{FAINT}"'
                ' stroke-width="4" opacity="0.5"/>'
            )
        x = across(f["value"])
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 4}" y2="{y + 4}" stroke="{INK}" stroke-width="1.5"/>')
        lines.append(f'<circle cx="{across(f["implied"]):.1f}" cy="{y}" r="3.2" fill="{COLOURS[f["verdict"]]}"/>')
    return lines


if __name__ == "__main__":
    main()
