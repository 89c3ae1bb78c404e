"""A finger paints, two fingers turn, and the three parts of a case are one tap away: a telephone of 390 pixels."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from browser.app import begin, kept, none_of_these, regions
from browser.body import Spot, canvas, look, spot
from browser.conftest import Open
from browser.service import Service

CALF = ("L:leg.posterior.upper", "L:leg.posterior.middle", "L:leg.posterior.lower")


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page(width=390, height=844, has_touch=True, is_mobile=True)


def touch(session: CDPSession, kind: str, *fingers: Spot) -> None:
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def drag(page: Page, *paths: tuple[Spot, Spot]) -> None:
    """Move one finger along each path, all at once."""
    session = page.context.new_cdp_session(page)
    for count in range(1, len(paths) + 1):  # fingers never land at quite the same time
        touch(session, "touchStart", *(path[0] for path in paths[:count]))
    for part in (0.25, 0.5, 0.75, 1.0):
        touch(session, "touchMove", *((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in paths))
    touch(session, "touchEnd")
    session.detach()


def test_one_finger_paints_and_two_do_not(page: Page, service: Service) -> None:
    begin(page)
    none_of_these(page)
    parts = page.get_by_role("navigation", name="Parts of the case")
    parts.get_by_role("button", name="Body").tap()
    expect(canvas(page)).to_be_in_viewport(ratio=0.9)
    look(page, "back", CALF[1])
    calf = [spot(page, place, "back") for place in CALF]
    drag(page, (calf[0], calf[2]))
    parts.get_by_role("button", name="Questions").tap()
    one = kept(page, service)
    assert set(CALF) <= regions(one, "pain_aching")

    parts.get_by_role("button", name="Body").tap()
    other = spot(page, "R:leg.posterior.middle", "back")
    drag(page, (calf[0], calf[1]), (other, (other[0] + 40, other[1])))
    expect(page.locator(".stage .sides span").first).to_be_attached()
    parts.get_by_role("button", name="Answer").tap()
    expect(page.get_by_role("heading", name="Where it may come from")).to_be_visible()
    parts.get_by_role("button", name="Questions").tap()
    assert kept(page, service)["chart"] == one["chart"]


def test_the_page_does_not_move_under_a_painting_finger(page: Page) -> None:
    begin(page)
    page.get_by_role("navigation", name="Parts of the case").get_by_role("button", name="Body").tap()
    look(page, "back", CALF[1])
    before = page.evaluate("scrollY")
    drag(page, (spot(page, CALF[0], "back"), spot(page, CALF[2], "back")))
    assert page.evaluate("scrollY") == before
