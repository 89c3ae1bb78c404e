"""Kill the server in mid-save, reload in mid-paint, spoil a file, switch WebGL off: nothing is lost, and it is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.app import begin, case_id, chart, kept, none_of_these, open_case, pen, regions, safety, saved
from browser.body import canvas, look, spot, stroke
from browser.conftest import NO_BODY, Open, visit
from browser.eyes import Eyes
from browser.places import RICH, go
from browser.service import Service

GONE = "ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|Failed to fetch"
KEPT_HERE = (
    "The Legwise server does not answer. Your entries are kept in this browser and will be saved when it is back."
)
CALF = ("R:leg.posterior.upper", "R:leg.posterior.middle", "R:leg.posterior.lower")


def with_fever(page: Page, service: Service) -> str:
    """A case of which the server has one answer."""
    begin(page)
    safety(page, "a fever", "Yes")
    assert kept(page, service)["findings"] == {"fever": True}
    return case_id(page)


def before_it(service: Service) -> Callable[[Route], None]:
    """The server dies as the save arrives: nothing of it is kept."""

    def cut(route: Route) -> None:
        service.kill()
        route.continue_()

    return cut


def after_it(service: Service) -> Callable[[Route], None]:
    """The server dies when the save is on the disk, and its answer is lost."""

    def cut(route: Route) -> None:
        route.fetch()
        service.kill()
        route.abort("connectionreset")

    return cut


def test_a_server_killed_in_mid_save_loses_nothing(open_page: Open, own_service: Service, eyes: Eyes) -> None:
    eyes.expect(GONE)
    page = open_page(width=NO_BODY)
    key = with_fever(page, own_service)
    held = {"fever": True}
    told = {
        "collapse": "fainted",
        "weight_loss": "lost weight",
        "chest_pain_breathless": "chest pain",
        "both_legs_weak": "both your legs",
    }
    for kill, (first, second) in zip(
        (before_it, after_it), (("collapse", "weight_loss"), ("chest_pain_breathless", "both_legs_weak")), strict=True
    ):
        page.route("**/api/v1/cases/**", kill(own_service), times=1)
        safety(page, told[first], "Yes")
        expect(page.get_by_text(KEPT_HERE)).to_be_visible()
        expect(page.locator(".save-state")).to_have_text("Kept in this browser")
        safety(page, told[second], "Yes")  # work goes on

        own_service.start()
        assert own_service.case(key)["case"]["findings"].items() >= held.items()
        page.get_by_role("button", name="Try again now").click()
        saved(page)
        expect(page.get_by_text(KEPT_HERE)).to_have_count(0)
        held |= {first: True, second: True}
        assert own_service.case(key)["case"]["findings"] == held


def test_work_of_a_page_that_was_closed_while_the_server_was_gone_is_brought_later(
    context: Callable[..., BrowserContext], own_service: Service, eyes: Eyes
) -> None:
    eyes.expect(GONE)
    profile = context(width=NO_BODY)
    page = visit(profile, eyes)
    key = with_fever(page, own_service)
    own_service.kill()
    safety(page, "fainted", "Yes")
    expect(page.get_by_text(KEPT_HERE)).to_be_visible()
    page.close()

    own_service.start()
    again = visit(profile, eyes)
    expect(again.get_by_text("Changes that were only in this browser are saved now.")).to_be_visible()
    assert own_service.case(key)["case"]["findings"] == {"fever": True, "collapse": True}


def test_reloading_in_mid_paint_keeps_every_finished_stroke(page: Page, service: Service) -> None:
    begin(page)
    none_of_these(page)
    look(page, "back", CALF[1])
    pen(page, "Cramp")
    stroke(page, spot(page, CALF[0], "back"))  # not yet saved when the page goes
    page.mouse.move(*spot(page, "L:leg.posterior.upper", "back"))
    page.mouse.down()
    page.mouse.move(*spot(page, "L:leg.posterior.middle", "back"), steps=3)
    page.reload()
    expect(page.get_by_role("region", name="What is marked")).to_contain_text("cramp")
    case = kept(page, service)
    assert CALF[0] in regions(case, "cramp") and not any(region.startswith("L:") for region in regions(case))
    assert case["chart"]["drawing"]["layers"]


def test_a_damaged_case_file_is_set_aside_and_said(open_page: Open, service: Service, eyes: Eyes) -> None:
    eyes.expect("the server responded with a status of 4")
    page = open_page(width=NO_BODY)
    service.keep("torn", RICH)
    path = service.data / "cases" / "case-torn.json"
    torn = path.read_bytes()[:200]
    path.write_bytes(torn)
    go(page, "#/case/torn")
    trouble = page.get_by_role("alert").filter(has_text="cannot be read")
    expect(trouble).to_contain_text("its file is damaged. It was set aside as case-torn.json.corrupt")
    page.get_by_role("link", name="All cases").click()
    expect(page.get_by_role("listitem").filter(has_text="This file cannot be read")).to_contain_text("not deleted")
    assert path.with_name("case-torn.json.corrupt").read_bytes() == torn
    key = open_case(page, service, RICH)
    assert kept(page, service) == RICH == service.case(key)["case"]


def test_without_webgl_the_flat_body_is_painted_all_the_same(
    context: Callable[..., BrowserContext], browser_without_webgl: Browser, service: Service, eyes: Eyes
) -> None:
    page = visit(context(within=browser_without_webgl), eyes)
    assert page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    begin(page)
    none_of_these(page)
    expect(chart(page)).to_contain_text("This browser has no 3D drawing (WebGL), so the body is shown flat.")
    look(page, "back", CALF[1])
    empty = canvas(page).screenshot()
    pen(page, "Tingling")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    assert set(CALF[:2]) <= regions(kept(page, service), "tingling")
    assert canvas(page).screenshot() != empty


@pytest.mark.parametrize(
    ("lost", "says"),
    [
        ("**/assets/chart-*.css", "The body chart could not be loaded."),
        ("**/assets/chart-*.js", "The body chart could not be loaded."),
        ("**/assets/scene-*.js", "The body could not be loaded."),
    ],
)
def test_a_part_of_the_app_that_does_not_arrive_is_told(
    open_page: Open, service: Service, eyes: Eyes, lost: str, says: str
) -> None:
    eyes.expect("Failed to load resource|net::ERR|" + GONE)
    page = open_page()
    page.goto("about:blank")  # nothing of the app is loaded yet
    page.route(lost, lambda route: route.abort("connectionreset"))
    open_case(page, service, {"findings": {"fever": True}}, "where")
    expect(page.get_by_text(says).first).to_be_visible()
    expect(page.get_by_role("heading", name="Where it may come from")).to_be_visible()
