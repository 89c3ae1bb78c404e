"""The plan of a case: session beside the body, weeks at home, reports; and nothing of it in an emergency."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from browser.app import begin, open_case
from browser.conftest import NO_BODY, Open
from browser.eyes import Eyes
from browser.places import there
from browser.service import Service
from browser.test_pages import barriers, beside

EXAMPLE = Path(__file__).parents[2] / "examples" / "treated_woman.yaml"
OUTWARD = ["Spine and pelvis", "Buttock and hip", "Thigh", "Knee and leg", "Ankle and foot", "Whole person"]
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SADDLE = {
    "title": "Numb between the legs",
    "context": {"age": 38, "sex": "female"},
    "findings": {"back_pain": True, "saddle_numbness": True},
}
TODAY = {
    "title": "Back pain, and the bladder leaks",
    "context": {"age": 44, "sex": "female"},
    "chart": {"marks": [{"regions": ["back.lumbar_midline"], "qualities": ["pain_aching"]}]},
    "findings": {"back_pain": True, "urinary_incontinence_new": True},
}


def treated_woman() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    return found


def open_plan(page: Page, service: Service, case: dict[str, Any], who: str = "Clinician") -> str:
    """Open the plan of a case, as this reader."""
    begin(page, who)
    key = open_case(page, service, case, "given")
    page.goto(f"{service.address}/#/case/{key}/plan")
    expect(page.locator(".plan h1")).to_contain_text("Plan:")
    return key


def session(page: Page) -> Locator:
    return page.get_by_role("region", name="The session")


def minutes(page: Page) -> list[int]:
    """Minutes of the steps, in order."""
    return [int(text.split()[0]) for text in session(page).locator(".plan-line .plan-minutes").all_text_contents()]


def shown(page: Page) -> str:
    """What the body says that it shows."""
    return page.get_by_role("region", name="Where it is done").locator(".source-legend").inner_text()


def test_the_plan_is_reached_from_the_answer_and_from_the_menu_and_has_an_address(
    open_page: Open, service: Service
) -> None:
    page = open_page(width=1440)
    begin(page, "Clinician")
    key = open_case(page, service, treated_woman(), "given")
    page.get_by_role("link", name="What to do: the plan").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.url.endswith(f"#/case/{key}/plan")
    page.reload()
    expect(session(page)).to_be_visible()
    page.get_by_role("link", name="Back to the case").click()
    page.locator(".case-head .drop > summary").click()
    page.get_by_role("link", name="Plan and reports").click()
    expect(session(page)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_treated_woman_is_treated_from_the_source_outward(open_page: Open, service: Service, width: int) -> None:
    page = open_page(width=width)
    open_plan(page, service, treated_woman())
    expect(session(page)).to_be_visible()
    levels = session(page).get_by_role("heading", level=3).all_text_contents()
    assert levels == [level for level in OUTWARD if level in levels]
    assert levels[0] == "Spine and pelvis"
    lines = session(page).locator(".plan-line")
    assert lines.count() >= 4
    assert sum(minutes(page)) <= 60
    for line in lines.all():
        expect(line.locator(".grade")).to_have_count(1)
        expect(line.locator(".plan-for")).to_contain_text("For: ")
    expect(session(page)).to_contain_text("Thin evidence")
    expect(page.get_by_role("region", name="The way to care")).to_contain_text("Foot drop")
    for heading in ("What is left out, and why", "What to measure", "To ask or have tested"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"Look again after \d+ days"))).to_be_visible()


def test_a_step_shows_its_place_on_the_body_and_opens_to_its_reasons(open_page: Open, service: Service) -> None:
    page = open_page(width=1440)
    open_plan(page, service, treated_woman())
    there(page)
    canvas = page.locator(".target-pane canvas")
    expect(canvas).to_be_visible()
    first, before = shown(page), canvas.screenshot()
    step = session(page).locator(".plan-line", has_text="Sciatic nerve squeezed").first
    step.hover()
    expect(page.locator(".target-pane .source-legend")).to_contain_text("buttock")
    assert shown(page) != first
    page.wait_for_timeout(1_000)
    assert canvas.screenshot() != before, "the body looks the same"
    head = step.get_by_role("button")
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "true")
    for word in ("How", "Why", "How well known", "Sources"):
        expect(step.locator("dt", has_text=re.compile(f"^{word}$"))).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator(".target-pane .source-legend")).to_contain_text("buttock")


def test_the_flat_body_shows_it_too(browser_without_webgl: Any, open_page: Open, service: Service) -> None:
    page = open_page(width=1440, within=browser_without_webgl)
    open_plan(page, service, treated_woman())
    there(page)
    canvas = page.locator(".target-pane canvas")
    expect(canvas).to_be_visible()
    before = canvas.screenshot()
    session(page).locator(".plan-line", has_text="Sciatic nerve squeezed").first.hover()
    expect(page.locator(".target-pane .source-legend")).to_contain_text("buttock")
    page.wait_for_timeout(1_000)
    assert canvas.screenshot() != before, "the body looks the same"


def test_minutes_and_role_change_the_plan_and_are_kept(open_page: Open, service: Service) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, treated_woman())
    expect(session(page)).to_contain_text("of 60 minutes")
    hour = minutes(page)
    slider = page.get_by_role("slider", name="Length of the session")
    slider.focus()
    page.keyboard.press("Home")
    expect(session(page)).to_contain_text("of 15 minutes")
    short = minutes(page)
    assert len(short) < len(hour)
    assert sum(short) <= 15
    page.keyboard.press("End")
    expect(session(page)).to_contain_text("of 90 minutes")
    page.get_by_role("radio", name="Physician").check()
    page.reload()
    expect(page.get_by_role("radio", name="Physician")).to_be_checked()
    expect(session(page)).to_contain_text("of 90 minutes")


def test_the_words_follow_the_switch(open_page: Open, service: Service) -> None:
    page = open_page(width=1440)
    open_plan(page, service, treated_woman())
    first = session(page).locator(".plan-name").first
    plain = first.inner_text()
    page.get_by_role("radio", name="Clinical").check()
    expect(first).not_to_have_text(plain)


def test_an_emergency_gives_the_way_to_care_and_no_plan(open_page: Open, service: Service) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, SADDLE)
    care = page.get_by_role("region", name="The way to care")
    expect(care).to_contain_text("there is no treatment plan")
    expect(care).to_contain_text("emergency department")
    expect(page.get_by_role("region", name="Urgency")).to_be_in_viewport(ratio=0.99)
    for gone in ("The session", "The weeks at home"):
        expect(page.get_by_role("region", name=gone)).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Session sheet|Home programme"))).to_have_count(0)


def test_while_something_must_be_seen_today_nothing_is_treated(open_page: Open, service: Service) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, TODAY)
    care = page.get_by_role("region", name="The way to care")
    expect(care).to_contain_text("A doctor should look at this today")
    expect(session(page)).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(0)


def test_the_week_is_a_table_with_headers_and_its_entries_open_their_line(open_page: Open, service: Service) -> None:
    page = open_page(width=1440)
    open_plan(page, service, treated_woman())
    week = page.get_by_role("table", name=re.compile("programme of one week"))
    for day in WEEK:
        expect(week.get_by_role("columnheader", name=day)).to_have_count(1)
    entry = week.get_by_role("button").first
    name = entry.locator("span").inner_text()
    entry.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".plan-lines .plan-head[aria-expanded=true]")
    expect(opened).to_be_focused()
    expect(opened).to_contain_text(name)
    expect(page.locator(".plan-lines .plan-line.chosen")).to_contain_text("Why then")


def test_on_a_phone_the_week_is_a_list_of_days(open_page: Open, service: Service) -> None:
    page = open_page(width=390, height=844)
    open_plan(page, service, treated_woman())
    days = page.locator(".plan-days details")
    expect(days).to_have_count(7)
    expect(page.get_by_role("table", name=re.compile("programme of one week"))).to_have_count(0)
    assert [text.split()[0] for text in days.locator("summary").all_text_contents()] == WEEK
    expect(page.locator(".plan-days details[open]")).to_have_count(1)
    for day in days.all():
        if day.get_attribute("open") is None:
            day.locator("summary").focus()
            page.keyboard.press("Enter")
        expect(day.get_by_role("button").first).to_be_visible()


@pytest.mark.parametrize(
    "kind", ["Summary", "Home programme", "Session sheet", "Referral letter", "Full clinical report"]
)
def test_each_report_is_a_pdf_and_a_page(open_page: Open, service: Service, tmp_path: Path, kind: str) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, treated_woman())
    for form in ("PDF", "Web page"):
        with page.expect_download(timeout=60_000) as waiting:
            page.get_by_role("button", name=f"{kind} as {form}", exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert re.fullmatch(r"legwise-[a-z]+-\d{4}-\d{2}-\d{2}\.(pdf|html)", path.name)
        expect(page.get_by_text(f"Saved as {path.name}")).to_be_visible()
        if form == "PDF":
            assert path.read_bytes().startswith(b"%PDF-")
            with pypdfium2.PdfDocument(path) as document:
                assert len(document) >= 1
                assert "Legwise" in "".join(one.get_textpage().get_text_range() for one in document)
        else:
            text = path.read_text(encoding="utf-8")
            assert text.lstrip().lower().startswith("<!doctype html>")
            assert "Legwise" in text


def test_the_paper_is_the_one_chosen(open_page: Open, service: Service, tmp_path: Path) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, treated_woman())
    wide = {}
    for paper in ("A4", "US Letter"):
        page.get_by_role("radio", name=paper).check()
        with page.expect_download(timeout=60_000) as waiting:
            page.get_by_role("button", name="Summary as PDF").click()
        path = tmp_path / f"{paper}.pdf"
        waiting.value.save_as(path)
        with pypdfium2.PdfDocument(path) as document:
            wide[paper] = round(document[0].get_size()[0])
    assert wide == {"A4": 595, "US Letter": 612}


def test_while_the_service_is_away_the_plan_stays_and_says_so(
    open_page: Open, own_service: Service, eyes: Eyes
) -> None:
    eyes.expect("Failed to load resource|net::ERR")
    page = open_page(width=NO_BODY)
    open_plan(page, own_service, treated_woman())
    expect(session(page)).to_contain_text("of 60 minutes")
    own_service.kill()
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("alert").filter(has_text="the last one that could be made")).to_be_visible()
    expect(session(page)).to_contain_text("of 60 minutes")
    page.get_by_role("button", name="Summary as PDF").click()
    expect(page.get_by_role("alert").filter(has_text="The report could not be made")).to_be_visible()
    own_service.start()
    page.locator(".trouble", has_text="last one").get_by_role("button", name="Try again").click()
    expect(session(page)).to_contain_text("of 15 minutes")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_barrier_on_the_plan(open_page: Open, service: Service, width: int, pictures: Path | None) -> None:
    page = open_page(width=width)
    found: list[str] = []
    for name, case in (("plan", treated_woman()), ("emergency", SADDLE)):
        page.goto(f"{service.address}/#/")
        open_plan(page, service, case)
        there(page)
        if name == "plan":
            session(page).locator(".plan-head").nth(1).click()
        page.evaluate("() => document.querySelectorAll('.plan details').forEach(one => { one.open = true })")
        there(page)
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            found += barriers(page, f"{name} {width} {colours}")
            if pictures:
                page.screenshot(path=pictures / f"{name}-{width}-{colours}.png", full_page=True)
        found += beside(page, name)
    assert not found, "\n".join(found)


def test_nothing_to_plan_for_is_said_plainly(open_page: Open, service: Service) -> None:
    page = open_page(width=NO_BODY)
    open_plan(page, service, {"title": "Nothing yet", "context": {"age": 40}})
    expect(page.locator(".plan .lead")).to_contain_text("Nothing was said yet")
