"""One case in two tabs: the newer state is offered, and of two changes none is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.app import case_id, kept, open_case, safety, saved
from browser.conftest import NO_BODY, visit
from browser.eyes import Eyes
from browser.service import Service

FEVER = {"title": "Shared", "findings": {"fever": True}}
Tabs = tuple[Page, Page, str]


@pytest.fixture
def tabs(context: Callable[..., BrowserContext], service: Service, eyes: Eyes) -> Tabs:
    """One case, opened in two tabs of one browser."""
    profile = context(width=NO_BODY)
    first = visit(profile, eyes)
    key = open_case(first, service, FEVER, "safety")
    second = visit(profile, eyes, f"#/case/{key}/safety")
    for page in (first, second):
        expect(page.get_by_role("heading", name="First, what must not wait")).to_be_visible()
    return first, second, key


def test_the_other_tab_is_told_and_shows_the_newer_state(tabs: Tabs) -> None:
    first, second, _ = tabs
    safety(first, "fainted", "Yes")
    saved(first)
    expect(second.get_by_text("This case was changed in another tab.")).to_be_visible()
    second.get_by_role("button", name="Show the newer one").click()
    expect(second.get_by_role("group", name="fainted").get_by_role("radio", name="Yes")).to_be_checked()


@pytest.mark.parametrize("choice", ["Keep mine as a copy", "Take the other, drop mine"])
def test_two_changes_at_once_are_a_choice_and_nothing_is_lost_before_it(
    tabs: Tabs, service: Service, eyes: Eyes, choice: str
) -> None:
    eyes.expect("the server responded with a status of 409")
    first, second, key = tabs
    safety(first, "fainted", "Yes")
    saved(first)
    safety(second, "lost weight", "Yes")
    dialog = second.get_by_role("dialog", name="Changed in two places")
    expect(dialog).to_contain_text("Nothing is lost: choose what to do with your version.")
    dialog.get_by_role("button", name=choice).click()
    expect(dialog).to_have_count(0)
    if choice.startswith("Keep"):
        expect(second.get_by_label("Name of the case")).to_have_value("Shared (my version)")
        assert kept(second, service)["findings"] == {"fever": True, "weight_loss": True}
        assert case_id(second) != key
    else:
        expect(second.get_by_role("group", name="fainted").get_by_role("radio", name="Yes")).to_be_checked()
        expect(second.get_by_role("group", name="lost weight").get_by_role("radio", name="Yes")).not_to_be_checked()
    assert service.case(key)["case"]["findings"] == {"fever": True, "collapse": True}


def test_a_conflict_that_is_put_off_stays_in_view(tabs: Tabs, eyes: Eyes) -> None:
    eyes.expect("the server responded with a status of 409")
    first, second, _ = tabs
    safety(first, "fainted", "Yes")
    saved(first)
    safety(second, "lost weight", "Yes")
    expect(second.get_by_role("dialog", name="Changed in two places")).to_be_visible()
    second.keyboard.press("Escape")
    expect(second.get_by_text("Not saved. This case was changed and saved in another tab")).to_be_visible()
    second.reload()
    expect(second.get_by_role("group", name="lost weight").get_by_role("radio", name="Yes")).to_be_checked()
