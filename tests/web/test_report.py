"""Reports over HTTP."""

from __future__ import annotations

from datetime import date

import httpx
import pypdfium2
import pytest

from legwise.case.model import Case
from legwise.exchange.job import report_file
from legwise.exchange.report import KINDS
from web_service import CALF, SADDLE, refused


def test_a_report_is_the_librarys_own_file(client: httpx.Client) -> None:
    asked = {"case": {**CALF, "title": "A walker", "notes": "Since May."}, "kind": "summary", "date": "2026-03-14"}
    answer = client.post("/api/v1/report", json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="legwise-summary-2026-03-14.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    case = Case.model_validate(asked["case"])
    assert answer.content == report_file(case, "summary", "pdf", "a4", made=date(2026, 3, 14))
    assert "A walker" in pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_as_a_page(client: httpx.Client, kind: str) -> None:
    asked = {"case": SADDLE, "kind": kind, "format": "html", "paper": "letter", "minutes": 30, "role": "physician"}
    answer = client.post("/api/v1/report", json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.text.startswith("<!DOCTYPE html>") and "emergency" in answer.text
    assert f"legwise-{kind}-{date.today().isoformat()}.html" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "novel"}, "'clinical'"),
        ({"format": "docx"}, "'html'"),
        ({"paper": "a5"}, "'letter'"),
        ({"date": "yesterday"}, "date"),
        ({"role": "dog"}, "'therapist'"),
        ({"kind": "session", "minutes": 5}, "allowed: 15 to 90"),
        ({"case": {}}, "nothing to assess"),
        ({"more": 1}, "more"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused(
    client: httpx.Client, changes: dict[str, object], words: str
) -> None:
    refused(client.post("/api/v1/report", json={"case": CALF, "kind": "summary", **changes}), 422, words)
