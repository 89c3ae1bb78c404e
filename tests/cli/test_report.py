"""`legwise report` as a user runs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from command_line import legwise_run
from exchange.pages import SIZES, read_pdf
from legwise.case import read_case
from legwise.exchange.job import report_file
from patients import EXAMPLES

CASE = EXAMPLES / "rls_venlafaxine_44f.yaml"


def test_a_report_is_written_whole_and_is_the_same_from_another_process(tmp_path: Path) -> None:
    path = tmp_path / "new" / "one.pdf"
    path.parent.mkdir()
    path.write_text("older")
    done = legwise_run("report", CASE, "--kind", "home", "--paper", "letter", "--date", "2026-03-14", "--output", path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"{path}\n")
    assert [one.name for one in path.parent.iterdir()] == ["one.pdf"]
    assert path.read_bytes() == report_file(read_case(CASE), "home", "pdf", "letter", made=date(2026, 3, 14))
    found = read_pdf(path.read_bytes())
    assert found.size[0] == SIZES["letter"] and "2026-03-14" in found.words


def test_the_name_of_the_file_says_the_format(tmp_path: Path) -> None:
    path = tmp_path / "made" / "summary.html"
    assert legwise_run("report", CASE, "--output", path).returncode == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "summry"), "did you mean summary?); allowed: summary, clinical, referral, session, home"),
        (("--format", "docx"), "allowed: pdf, html"),
        (("--paper", "a5"), "allowed: a4, letter"),
        (("--role", "dog"), "allowed: person, therapist, needling, physician"),
        (("--date", "14.3.2026"), "write it as 2026-03-14"),
        (("--kind", "session", "--minutes", "5"), "15 to 90"),
        (("--output", "{folder}"), "is a folder"),
        (("--output", "{folder}/case.yaml/x.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "case.yaml").write_text("x", encoding="utf-8")
    given = [word.replace("{folder}", str(tmp_path)) for word in words]
    if "--output" not in given:
        given += ["--output", str(tmp_path / "x.pdf")]
    done = legwise_run("report", CASE, *given)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert said in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.yaml"]
