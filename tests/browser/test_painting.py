"""Paint on the body by mouse, and questions and sources follow."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from browser.app import (
    answer,
    assessed,
    begin,
    chart,
    kept,
    none_of_these,
    open_case,
    pen,
    question,
    regions,
    safety,
    source,
    sources,
    step,
    wait_until,
)
from browser.body import canvas, look, spot, stroke
from browser.service import Service

CALF = ("R:leg.posterior.upper", "R:leg.posterior.middle", "R:leg.posterior.lower")
# the facts that the interview opens with, so that it goes on with what was painted
ABSENT = (
    "pregnancy", "cancer_history", "anticoagulant", "diabetes", "major_trauma", "injecting_drugs", "immunosuppression",
    "corticosteroid_long",
)  # fmt: skip
FACTS = {"context": {"age": 45, "sex": "female"} | dict.fromkeys(ABSENT, False), "findings": {"fever": False}}
L5_LEG = ("R:leg.lateral.upper", "R:leg.lateral.middle", "R:leg.lateral.lower")
L5_FOOT = ("R:foot.dorsum_medial", "R:foot.first_web", "R:foot.big_toe")


def test_a_restless_calf_leads_to_questions_about_restless_legs(page: Page, service: Service) -> None:
    open_case(page, service, FACTS, "safety")
    none_of_these(page)
    look(page, "back", CALF[1])
    pen(page, "Crawling")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    chart(page).get_by_role("button", name="Evening").click()
    case = kept(page, service)
    assert set(CALF[:2]) <= regions(case, "crawling")
    assert [mark["when"] for mark in case["chart"]["marks"]] == [["evening"]]

    assessed(page)
    step(page, "Questions")
    asked = [question(page)]
    expect(page.locator(".question-why")).to_contain_text("restless legs", ignore_case=True)
    while not re.search("urge to move|stretching ease it|in the evening|levodopa|falling asleep", asked[-1]):
        assert len(asked) < 3, asked
        answer(page, "Don't know")
        asked.append(question(page))
    answer(page, "Yes")

    look(page, "back", CALF[1])
    pen(page, "Urge to move")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    expect(sources(page).first).to_contain_text("restless legs", ignore_case=True)


def test_an_l5_strip_with_foot_drop_is_compared_with_the_root_and_with_the_peroneal_nerve(
    page: Page, service: Service
) -> None:
    begin(page)
    safety(page, "foot slap", "Right")
    none_of_these(page)
    for quality in ("Numb", "Tingling"):
        pen(page, quality)
        look(page, "right", L5_LEG[1])
        stroke(page, *(spot(page, place, "right") for place in L5_LEG))
        look(page, "front", L5_FOOT[0])
        stroke(page, *(spot(page, place, "front") for place in L5_FOOT))
    case = kept(page, service)
    assert {L5_LEG[1], *L5_FOOT[:2]} <= regions(case, "numbness") & regions(case, "tingling")
    assert case["findings"]["R:foot_drop_felt"] is True

    sources(page)
    legend = page.locator(".source-legend")
    shown = set()
    for key in ("R:root_l5", "R:ent_peroneal_fibular_head"):
        row = source(page, key)
        row.hover()
        expect(legend.locator(".legend-name")).to_be_visible()
        expect(legend).to_contain_text(re.compile(r"[1-9]\d* places? explained"))
        expect(legend).to_contain_text(re.compile(r"\d+ places? not explained"))
        expect(legend).to_contain_text(re.compile(r"\d+ places? expected, not painted"))
        shown.add(legend.text_content())
        page.mouse.move(5, 5)
        expect(legend).to_have_count(0)
        row.get_by_role("button").first.focus()
        expect(legend).to_contain_text("expected, not painted")
        row.get_by_role("button").first.blur()
    assert len(shown) == 2


def test_undo_and_redo_take_strokes_back_one_by_one(page: Page, service: Service) -> None:
    begin(page)
    look(page, "back", CALF[1])
    pen(page, "Aching")
    upper, lower = CALF[0], CALF[2]
    stroke(page, spot(page, upper, "back"))
    one = regions(kept(page, service))
    stroke(page, spot(page, lower, "back"))
    two = regions(kept(page, service))
    assert upper in one and lower not in one and {upper, lower} <= two

    chart(page).get_by_role("button", name="Undo").click()
    assert regions(kept(page, service)) == one
    page.keyboard.press("Control+z")
    assert regions(kept(page, service)) == set()
    page.keyboard.press("Control+Shift+z")
    chart(page).get_by_role("button", name="Redo").click()
    assert regions(kept(page, service)) == two


def test_paint_on_both_sides_mirrors_left_and_right_and_each_view_says_which_is_which(
    page: Page, service: Service
) -> None:
    begin(page)
    sides = page.locator(".stage .sides span")
    expect(sides).to_have_text(["Right", "Left"])
    look(page, "back", "L:leg.posterior.middle")
    look(page, "back", CALF[1])
    expect(sides).to_have_text(["Left", "Right"])
    chart(page).get_by_text("Both sides").click()
    pen(page, "Cramp")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    marked = regions(kept(page, service))
    right = {region for region in marked if region.startswith("R:")}
    assert set(CALF[:2]) <= right
    assert marked == right | {region.replace("R:", "L:") for region in right}


def test_erasing_takes_paint_away_and_says_nothing_else(page: Page, service: Service) -> None:
    begin(page)
    look(page, "back", CALF[1])
    pen(page, "Burning")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    before = regions(kept(page, service))
    chart(page).get_by_text("Erase", exact=True).click()
    stroke(page, spot(page, CALF[0], "back"), spot(page, CALF[1], "back"))
    after = regions(kept(page, service))
    assert after < before and CALF[0] not in after and CALF[2] in after


def test_a_stroke_drawn_by_itself_looks_as_if_the_whole_body_had_been_drawn_anew(page: Page, service: Service) -> None:
    open_case(page, service, FACTS, "where")
    look(page, "back", CALF[1])
    wait_until(page, lambda: _fine(page), "the fine picture of the body")
    before = _seen(page)
    pen(page, "Tingling")
    stroke(page, *(spot(page, place, "back") for place in CALF))
    page.mouse.move(2, 2)
    wait_until(page, lambda: _differs(_seen(page), before) > 100, "the paint")
    page.wait_for_timeout(500)
    assert _fine(page), "a stroke must not make the body coarse"
    painted = _seen(page)
    canvas(page).press("ArrowLeft")
    canvas(page).press("ArrowRight")
    canvas(page).evaluate("(one) => one.blur()")
    wait_until(page, lambda: not _fine(page), "the coarse picture of a body that turns")
    wait_until(page, lambda: _fine(page), "the fine picture of the body")
    page.wait_for_timeout(500)
    assert _differs(_seen(page), painted) <= 20


def _fine(page: Page) -> bool:
    """Two pixels or nearly so to each of the page."""
    return bool(canvas(page).evaluate("(one) => one.width > 1.9 * one.clientWidth"))


def _seen(page: Page) -> bytes:
    return canvas(page).screenshot()


def _differs(one: bytes, other: bytes) -> int:
    """How many pixels of two pictures are plainly not the same."""
    first, second = (np.asarray(Image.open(BytesIO(each)).convert("RGB"), dtype=np.int16) for each in (one, other))
    return int((np.abs(first - second).max(axis=2) > 24).sum())
