"""A reliability curve as SVG: what was stated against what happened, with intervals, two panels."""

from __future__ import annotations

from html import escape
from typing import Any

SIDE, GAP, LEFT, TOP = 300, 90, 62, 44  # pixels: a panel, between panels, margins
INK, CARD, SOFT, LINE, POINT = "#2c2c2a", "#fcfbf8", "#c9c6bd", "#8a877f", "#2c5c9c"
PANELS = (
    ("shown_causes", "Is the cause there?", "stated probability", "share in which it was"),
    ("leading_family_share", "How much did the leading family produce?", "stated share of the complaint", "true share"),
)
FEW = 15  # statements below which a bin is drawn pale


def picture(outcome: dict[str, Any]) -> str:
    """Two panels side by side, from a report of virtual patients."""
    width, height = LEFT + 2 * SIDE + GAP + 30, TOP + SIDE + 62
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="12">',
        "<title>Reliability of stated probabilities on virtual patients</title>",
        f'<rect width="{width}" height="{height}" fill="{CARD}"/>',
    ]
    for number, (key, title, across, up) in enumerate(PANELS):
        parts += _panel(LEFT + number * (SIDE + GAP), outcome[key]["points"], title, across, up)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(left: int, points: list[dict[str, float]], title: str, across: str, up: str) -> list[str]:
    def x(value: float) -> str:
        return f"{left + SIDE * value:.1f}"

    def y(value: float) -> str:
        return f"{TOP + SIDE * (1.0 - value):.1f}"

    parts = [f'<text x="{left}" y="{TOP - 18}" fill="{INK}" font-size="14" font-weight="600">{escape(title)}</text>']
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        parts += [
            f'<path d="M{x(0)} {y(tick)}H{x(1)}M{x(tick)} {y(0)}V{y(1)}" stroke="{SOFT}" stroke-width="0.5"/>',
            f'<text x="{left - 8}" y="{float(y(tick)) + 4:.1f}" fill="{INK}" text-anchor="end">{tick:g}</text>',
            f'<text x="{x(tick)}" y="{TOP + SIDE + 18}" fill="{INK}" text-anchor="middle">{tick:g}</text>',
        ]
    parts.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="{LINE}" stroke-dasharray="4 4"/>')
    for point in points:
        pale = ' opacity="0.35"' if point["statements"] < FEW else ""
        parts.append(
            f"<g{pale}><title>{point['statements']:.0f} statements</title>"
            f'<path d="M{x(point["stated"])} {y(point["low"])}V{y(point["high"])}" stroke="{POINT}"/>'
            f'<circle cx="{x(point["stated"])}" cy="{y(point["happened"])}" r="4" fill="{POINT}"/></g>'
        )
    middle = TOP + SIDE / 2
    parts += [
        f'<text x="{left + SIDE / 2}" y="{TOP + SIDE + 40}" fill="{INK}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate({left - 40} {middle}) rotate(-90)" fill="{INK}" text-anchor="middle">'
        f"{escape(up)}</text>",
    ]
    return parts
