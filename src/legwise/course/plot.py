"""Pictures of a course as SVG: the trends over the visits, and the charts of two visits side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from legwise.anatomy.body import Layer, View, flat_chart
from legwise.case.drawing import painted
from legwise.course.model import Course
from legwise.course.result import CourseReport
from legwise.course.words import trend_series
from legwise.errors import InputError
from legwise.knowledge.load import Knowledge

WIDTH, ROW, LEFT, RIGHT, TOP = 640.0, 104.0, 24.0, 60.0, 8.0  # px; each row holds a title line and a plot
PLOT_TOP, PLOT_HEIGHT = 38.0, 48.0  # px inside a row
STYLE = (
    "text{font-family:'Source Sans 3',system-ui,sans-serif;font-size:13px;fill:#222}.small{font-size:11px;fill:#555}"
    ".line{fill:none;stroke:#1f6f8b;stroke-width:2}.dot{fill:#1f6f8b}.axis{stroke:#bbb;stroke-width:1}"
)


def trend_svg(report: CourseReport) -> str:
    """Every measure over the visits, one small plot below the other on one axis of days; gaps stay gaps."""
    rows = trend_series(report)
    days = [visit.day for visit in report.visits]
    height = TOP + ROW * len(rows) + 28
    body = [_row(label, unit, values, days, TOP + ROW * n) for n, (label, unit, values) in enumerate(rows)]
    for visit, x in zip(report.visits, _places(days), strict=True):
        body.append(f'<text class="small" x="{x:.1f}" y="{height - 10:.1f}" text-anchor="middle">{visit.number}</text>')
    title = escape(f"Course of {report.person}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{title}">'
        f"<title>{title}</title><style>{STYLE}</style>{''.join(body)}"
        f'<text class="small" x="{WIDTH - RIGHT + 12:.1f}" y="{height - 10:.1f}">visit</text></svg>\n'
    )


def _places(days: Sequence[int]) -> list[float]:
    """Where each visit stands across; a single one in the middle."""
    span = days[-1] - days[0]
    width = WIDTH - LEFT - RIGHT - 20
    return [LEFT + 10 + width * ((day - days[0]) / span if span else 0.5) for day in days]


def _row(label: str, unit: str, values: list[float | None], days: Sequence[int], top: float) -> str:
    known = [value for value in values if value is not None]
    low, high = min(0.0, *known), max(*known, 1e-9)
    floor = top + PLOT_TOP + PLOT_HEIGHT

    def up(value: float) -> float:
        return floor - (value - low) / (high - low) * PLOT_HEIGHT

    spots = [(x, value) for x, value in zip(_places(days), values, strict=True)]
    runs: list[list[str]] = [[]]
    for x, value in spots:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x:.1f},{up(value):.1f}")
    lines = "".join(f'<polyline class="line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{up(v):.1f}" r="3.5"><title>{v:.3g}</title></circle>'
        f'<text class="small" x="{x:.1f}" y="{up(v) - 7:.1f}" text-anchor="middle">{v:.3g}</text>'
        for x, v in spots
        if v is not None
    )
    name = escape(f"{label} ({unit})" if unit else label)
    axis = f'<line class="axis" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{floor:.1f}" y2="{floor:.1f}"/>'
    return f'<text x="{LEFT:g}" y="{top + 12:.1f}">{name}</text>{axis}{lines}{dots}'


FRAME = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


def charts_svg(course: Course, first: int, second: int, view: View, knowledge: Knowledge) -> str:
    """The flat charts of two visits (counted from 1) side by side. Raises InputError for a visit that is not there."""
    parts, left, tallest = [], 0.0, 0.0
    for number in (first, second):
        if not 1 <= number <= len(course.visits):
            raise InputError(f"there is no visit {number}; allowed: 1 to {len(course.visits)}")
        visit = course.visits[number - 1]
        layers = [Layer(m.qualities, m.regions, m.faces, m.intensity) for m in painted(visit.case, knowledge)]
        chart = flat_chart(view, layers).strip()
        found = FRAME.search(chart)
        assert found is not None
        width, height = float(found[3]), float(found[4])
        text = escape(f"Visit {number}, {visit.date}")
        size = height / 40
        parts.append(
            f'<text x="{left + size:.1f}" y="{size:.1f}" font-size="{size:.1f}" '
            f'font-family="system-ui,sans-serif">{text}</text>'
        )
        parts.append(
            chart.replace("<svg ", f'<svg x="{left:.1f}" y="{size * 1.5:.1f}" width="{width}" height="{height}" ', 1)
        )
        left, tallest = left + width, max(tallest, height * (1 + 1.5 / 40))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left:.1f} {tallest:.1f}" role="img">'
        f"<title>Charts of visits {first} and {second}</title>{''.join(parts)}</svg>\n"
    )
