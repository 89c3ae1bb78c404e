"""Draw the pictures of the documentation from real assessments, as SVG.

Run `python docs/make_pictures.py` when the look of an assessment has changed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from legwise.assessment import assess
from legwise.case import read_case
from legwise.cli import assessment_view, trace_view
from legwise.knowledge.load import Knowledge, load

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
WIDTH = 96  # columns
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, ui-monospace, monospace"
INK, CARD = (44, 44, 42), (252, 251, 248)
DARK = ((176, 42, 48), (40, 116, 74), (150, 100, 10), (44, 92, 156), (126, 72, 140), (20, 118, 128))
LIGHT = ((196, 52, 58), (48, 132, 86), (170, 116, 16), (56, 108, 176), (142, 86, 158), (28, 134, 146))
PAPER = TerminalTheme(CARD, INK, [INK, *DARK, (250, 249, 246)], [(90, 88, 84), *LIGHT, (255, 255, 255)])

Draw = Callable[[Knowledge, Console], None]


def assessment(case: str) -> Draw:
    """The brief assessment of an example case."""
    return lambda knowledge, out: assessment_view.show(
        assess(read_case(EXAMPLES / f"{case}.yaml"), knowledge), out, brief=True
    )


def trace(region: str) -> Draw:
    """The walk from the spine outward to a region."""
    return lambda knowledge, out: trace_view.show(region, knowledge, out)


PICTURES: dict[str, tuple[str, Draw]] = {
    "assessment": ("legwise assess examples/treated_woman.yaml --brief", assessment("treated_woman")),
    "emergency": (
        "legwise assess examples/cases/leg_ischaemia_iliac_aneurysm_85f.yaml --brief",
        assessment("cases/leg_ischaemia_iliac_aneurysm_85f"),
    ),
    "restless": (
        "legwise assess examples/cases/rls_venlafaxine_44f.yaml --brief",
        assessment("cases/rls_venlafaxine_44f"),
    ),
    "trace": ("legwise trace R:foot.first_web", trace("R:foot.first_web")),
}


def svg(title: str, draw: Draw, knowledge: Knowledge) -> str:
    """One picture. Fonts come from the reader's machine; nothing is loaded from elsewhere."""
    out = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False
    )
    draw(knowledge, out)
    text = out.export_svg(title=f"$ {title}", theme=PAPER, font_aspect_ratio=0.602)
    text = re.sub(r"@font-face\s*{[^}]*}", "", text)
    text = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", text)
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


def main() -> None:
    """Write every picture."""
    knowledge = load()
    (HERE / "pictures").mkdir(exist_ok=True)
    for name, (title, draw) in PICTURES.items():
        path = HERE / "pictures" / f"{name}.svg"
        path.write_text(svg(title, draw, knowledge), encoding="utf-8")
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
