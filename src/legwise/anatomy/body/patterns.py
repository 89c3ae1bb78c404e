"""The pattern and colour of every quality, for paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Pattern:
    """One tile that repeats; `line` is the breadth of its stroke, 0 for a filled path."""

    id: str
    says: str
    path: str
    line: float
    colour: str

    def svg(self, name: str, tile: float, scale: float) -> str:
        """An SVG pattern element with the id `name`; shapes at the edge go on at the opposite edge."""
        shifts = [(x, y) for x in (0, -tile, tile) for y in (0, -tile, tile)]
        ink = (
            f'fill="none" stroke="{self.colour}" stroke-width="{self.line:g}"' if self.line else f'fill="{self.colour}"'
        )
        draw = f'<path id="{name}-tile" d="{self.path}"/>'
        uses = "".join(f'<use href="#{name}-tile" x="{x:g}" y="{y:g}"/>' for x, y in shifts[1:])
        # A full tile would be one flat colour: it stays see-through so that borders show.
        full = self.path == f"M0 0H{tile:g}V{tile:g}H0Z"
        body = (
            f'<rect width="{tile:g}" height="{tile:g}" fill="{self.colour}" fill-opacity=".45"/>'
            if full
            else draw + uses
        )
        return (
            f'<pattern id="{name}" width="{tile:g}" height="{tile:g}" patternUnits="userSpaceOnUse"'
            f' patternTransform="scale({scale:g})"><g {ink}>{body}</g></pattern>'
        )


@lru_cache(maxsize=1)
def patterns() -> tuple[dict[str, Pattern], float]:
    """Patterns by quality, and the side of their tile."""
    rows = yaml.safe_load((Path(__file__).parent / "patterns.yaml").read_text(encoding="utf-8"))
    return {row["id"]: Pattern(**row) for row in rows["patterns"]}, float(rows["tile"])
