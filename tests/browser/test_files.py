"""Case files: out as YAML, in again, read by the command line; and files that are no case files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.app import case_id, kept, open_case, regions
from browser.conftest import NO_BODY, Open
from browser.eyes import Eyes
from browser.places import RICH, go
from browser.service import Service
from command_line import legwise_run


def export(page: Page, kind: str, folder: Path) -> Path:
    page.locator("summary", has_text="Case").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Export as {kind}").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def bring(page: Page, path: Path) -> None:
    page.get_by_role("region", name="Open a case file").locator("input[type=file]").set_input_files(path)


@pytest.mark.parametrize("kind", ["YAML", "JSON"])
def test_an_exported_case_comes_back_the_same_and_the_command_line_reads_it(
    open_page: Open, service: Service, tmp_path: Path, kind: str
) -> None:
    page = open_page(width=NO_BODY)
    before = open_case(page, service, RICH)
    path = export(page, kind, tmp_path)
    assert path.name == f"numb-outer-leg-and-a-foot-that-drops.{kind.lower()}"
    page.goto(f"{service.address}/#/cases")
    bring(page, path)
    expect(page.locator(".case")).to_be_visible()
    assert case_id(page) != before
    assert kept(page, service) == service.case(before)["case"]

    if kind == "JSON":
        return
    read = legwise_run("assess", path, "--json")
    assert read.returncode == 0, read.stderr
    assert "root_l5" in read.stdout


def unreadable(folder: Path) -> dict[Path, str]:
    """Files that are no case files, and what the app has to say about each."""
    torn, binary, empty, huge = (folder / f"{name}.yaml" for name in ("torn", "binary", "empty", "huge"))
    torn.write_text("title: torn\nchart: {marks: [{regions: [R:leg.pos", encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 8)
    empty.touch()
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    return {
        torn: "not readable as YAML: line 3, column 1",
        binary: "is not a text file",
        empty: "is empty",
        huge: r"too large \(50\.0 MB\)\. A case file has at most 2 MB",
    }


def test_files_that_are_no_cases_are_refused_in_plain_words_and_nothing_is_lost(
    open_page: Open, service: Service, eyes: Eyes, tmp_path: Path
) -> None:
    eyes.expect("the server responded with a status of 4")  # the browser's own note of a refusal
    page = open_page(width=NO_BODY)
    key = open_case(page, service, RICH)
    go(page, "#/cases")
    count = len(service.get("cases").json())
    for path, words in unreadable(tmp_path).items():
        bring(page, path)
        problem = page.get_by_role("region", name="Open a case file").get_by_role("alert")
        expect(problem).to_contain_text(re.compile(words))
        expect(problem).to_contain_text(re.compile("^The file was not opened. [^{}<>]+$"))
    assert len(service.get("cases").json()) == count
    go(page, f"#/case/{key}")
    assert kept(page, service) == RICH


def test_a_case_with_an_unknown_place_says_which_and_can_be_mended(
    open_page: Open, service: Service, eyes: Eyes, tmp_path: Path
) -> None:
    eyes.expect("the server responded with a status of 422")
    path = tmp_path / "strange.yaml"
    path.write_text("chart: {marks: [{regions: ['R:nose'], qualities: [numbness]}]}", encoding="utf-8")
    page = open_page("#/cases")
    bring(page, path)
    trouble = page.get_by_role("alert").filter(has_text="This cannot be assessed")
    expect(trouble).to_contain_text("R:nose")
    expect(trouble.get_by_role("link", name="See what was given")).to_be_visible()
    page.get_by_role("region", name="What is marked").get_by_role("button", name="Remove").click()
    expect(trouble).to_have_count(0)
    assert regions(kept(page, service)) == set()
