"""What a user does in the app, in one word each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from browser.service import Service

WAIT = 20.0  # seconds


def wait_until(page: Page, holds: Callable[[], object], what: str) -> None:
    """Ask again until it holds; for what no locator can tell. The page goes on meanwhile."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {WAIT:.0f} s"
        page.wait_for_timeout(50)


def begin(page: Page, who: str = "Self-check") -> None:
    page.get_by_role("button", name=who).first.click()
    expect(page.get_by_role("heading", name="First, what must not wait")).to_be_visible()


def step(page: Page, name: str) -> None:
    """Go to a step of the case by its link."""
    page.get_by_role("navigation", name="Steps").get_by_role("link", name=re.compile(rf"^(\d\. )?{name}")).click()


def none_of_these(page: Page) -> None:
    page.get_by_role("button", name=re.compile("None of these|No to the other")).click()


def safety(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=re.compile(question)).get_by_role("radio", name=answer, exact=True).check()


def chart(page: Page) -> Locator:
    """The zone with the body and its tools."""
    return page.get_by_role("region", name="Body chart")


def pen(page: Page, quality: str) -> None:
    """Take the pen of a quality of the palette."""
    palette = chart(page).get_by_role("group", name="What does it feel like?")
    palette.get_by_role("radio", name=quality, exact=True).check()


def case_id(page: Page) -> str:
    found = re.search(r"#/case/([^/]+)", page.url)
    assert found, page.url
    return found[1]


def saved(page: Page) -> None:
    """Wait until the server has everything ("New": and everything is nothing)."""
    expect(page.locator(".save-state")).to_have_text(re.compile("^(Saved|New)$"))


def kept(page: Page, service: Service) -> dict[str, Any]:
    """The case as the server has it, once it has everything."""
    saved(page)
    return dict(service.case(case_id(page))["case"])


def regions(case: dict[str, Any], quality: str | None = None) -> set[str]:
    """The regions marked in a case, of one quality or of all."""
    marks = case.get("chart", {}).get("marks", [])
    return {region for mark in marks if quality in (None, *mark["qualities"]) for region in mark["regions"]}


def assessed(page: Page) -> None:
    """Wait until the answer shown answers the case as it is now."""
    expect(page.locator(".answer[aria-busy=false]:not(.outdated) .sources .source").first).to_be_attached()


def sources(page: Page) -> Locator:
    """Every source of the answer, the lesser ones too."""
    more = page.get_by_role("button", name=re.compile(r"Show all \d+"))
    assessed(page)
    if more.count():
        more.first.click()
    return page.locator(".sources .source")


def source(page: Page, key: str) -> Locator:
    """The first source of the answer whose key begins like this."""
    return page.locator(f'.sources .source[data-key^="{key}"]').first


def open_case(page: Page, service: Service, case: dict[str, Any], at: str = "") -> str:
    """Keep a case on the server and open it."""
    key = f"t{uuid4().hex[:16]}"
    service.keep(key, case)
    page.goto(f"{service.address}/#/case/{key}{at and f'/{at}'}")
    expect(page.locator(".case, .summary").first).to_be_visible()
    return key


def question(page: Page) -> str:
    """The question that is asked now."""
    heading = page.locator(".question h2")
    expect(heading).to_be_visible()
    return heading.text_content() or ""


def answer(page: Page, option: str) -> None:
    """Answer the question that is asked, and wait for the next one. The option is the beginning of its words."""
    asked = question(page)
    page.get_by_role("group", name="Answers").get_by_role("button", name=re.compile(f"^({option})")).click()
    expect(page.locator(".question h2, .step h2").first).not_to_have_text(asked)
