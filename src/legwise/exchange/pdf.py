"""A report as PDF: set by typst with the packed template and type, tagged for screen readers (PDF/UA-1).

Nothing is fetched and no system font is read; the same report gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from legwise.errors import LegwiseError
from legwise.exchange.letters import FONTS, MISSING, fitted, showable
from legwise.exchange.model import Paper, Report, Text

TEMPLATES = Path(__file__).parent / "templates"
LACKING = f"{MISSING} stands for a character that this document's type lacks; the HTML report has it."


def to_pdf(report: Report, paper: Paper) -> bytes:
    """The PDF of a report."""
    import typst

    if _dump(report) != (shown := _showable(_dump(report))):
        remark = Text(words=LACKING, tone="quiet").model_dump(mode="json")
        shown = {**shown, "blocks": [*shown["blocks"], remark]}
    made = datetime.fromisoformat(report.made).replace(tzinfo=UTC)
    try:
        written = typst.compile(
            TEMPLATES / "report.typ",
            root=TEMPLATES,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(shown, ensure_ascii=False), "paper": paper},
            pdf_standards="ua-1",
            timestamp=int(made.timestamp()),
        )
    except typst.TypstError as error:
        raise LegwiseError(f"the PDF could not be set: {' '.join(str(error).split())[:300]}") from None
    assert isinstance(written, bytes)
    return written


def _dump(report: Report) -> dict[str, Any]:
    return report.model_dump(mode="json")


def _showable(value: Any) -> Any:
    """Every text with a box for each character that the type lacks; in drawings, words are not broken."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, list):
        return [_showable(item) for item in value]
    if isinstance(value, dict):
        return {key: fitted(item) if key == "svg" else _showable(item) for key, item in value.items()}
    return value
