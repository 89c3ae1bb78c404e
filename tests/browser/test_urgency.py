"""An emergency is in view on every page, whatever one does, until its reason is taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.app import begin, case_id, none_of_these, safety, saved
from browser.conftest import NO_BODY, Open
from browser.places import go, places

SADDLE = "between your legs"


def in_view(page: Page) -> None:
    """The banner is wholly in view, over everything, before and after scrolling to the end of everything."""
    banner = page.get_by_role("region", name="Urgency")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("Emergency: act now")
    for end in ("document.body.scrollHeight", "0"):
        page.evaluate(f"() => document.querySelectorAll('*').forEach(one => {{ one.scrollTop = {end} }})")
        expect(banner).to_be_in_viewport(ratio=0.99)
        covered = banner.evaluate(
            """banner => {
                const box = banner.getBoundingClientRect();
                const spots = [0.1, 0.5, 0.9].map(part => [box.left + part * box.width, box.top + box.height / 2]);
                return spots.filter(([x, y]) => !banner.contains(document.elementFromPoint(x, y))).length;
            }"""
        )
        assert covered == 0, f"something covers the banner at {page.url}"


@pytest.mark.parametrize("width", [1440, 390])
def test_saddle_numbness_gives_the_emergency_banner_on_every_page(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    begin(page)
    safety(page, SADDLE, "Yes")
    in_view(page)
    saved(page)
    key = case_id(page)
    for where, _ in reversed(places(key).values()):
        go(page, where)
        in_view(page)
    expect(page.get_by_role("link", name="Open case")).to_be_visible()
    page.goto(f"{page.url.partition('#')[0]}#/case/{key}")
    page.reload()
    in_view(page)


def test_the_banner_cannot_be_dismissed_and_says_why(open_page: Open) -> None:
    page = open_page(width=NO_BODY)
    begin(page)
    safety(page, SADDLE, "Yes")
    banner = page.get_by_role("region", name="Urgency")
    expect(banner.get_by_role("button")).to_have_count(1)
    banner.get_by_role("button", name="reason").click()
    expect(banner).to_contain_text("Because of: Numbness between the legs")
    banner.get_by_role("button", name="Hide reasons").click()
    page.keyboard.press("Escape")
    in_view(page)
    none_of_these(page)
    in_view(page)


def test_taking_the_answer_back_takes_the_banner_back(open_page: Open) -> None:
    page = open_page(width=NO_BODY)
    begin(page)
    safety(page, SADDLE, "Yes")
    in_view(page)
    safety(page, SADDLE, "No")
    expect(page.get_by_role("region", name="Urgency")).to_have_count(0)
    page.keyboard.press("Control+z")
    in_view(page)
