"""Every page, light and dark, wide and narrow: no barrier, nothing beside the screen, and a picture to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.app import assessed, open_case
from browser.conftest import Open
from browser.places import RICH, go, places, there
from browser.service import Service

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
BARRIERS = """async rules => {
    const found = await axe.run(document, {...(rules ? {runOnly: rules} : {})});
    const broken = found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one =>
        `${one.id}: ${one.help}: ` + one.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join('; '));
    return {broken, held: found.passes.length > 0};
}"""
BESIDE = """() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = one => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX);
    const inside = one => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true; };
    const out = [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.right > wide + 1 && getComputedStyle(one).visibility === 'visible' && !inside(one);
    });
    return {over: document.scrollingElement.scrollWidth - wide, out: out.slice(0, 3).map(one => one.outerHTML.slice(0, 120))};
}"""
ZONES = ("body", "answer")


def barriers(page: Page, name: str, rules: list[str] | None = None) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(BARRIERS, rules)
    assert found["held"], f"{name}: axe-core found nothing to check"
    return [f"{name}: {one}" for one in found["broken"]]


def zone(page: Page, name: str) -> None:
    """On a narrow screen, bring one part of the case to the front."""
    text = {"body": "Body", "answer": "Answer", "talk": "Questions"}[name]
    page.get_by_role("navigation", name="Parts of the case").get_by_role("button", name=text).click()
    there(page)


def tour(page: Page, service: Service) -> Any:
    """Go through every page and, on a narrow screen, every part of a case; yields the name of each."""
    key = open_case(page, service, RICH, "given")
    narrow = (page.viewport_size or {})["width"] < 1100
    if not narrow:
        assessed(page)
    for name, (where, words) in places(key).items():
        go(page, where, words)
        yield name
    if narrow:
        go(page, *places(key)["given"])
        for name in ZONES:
            zone(page, name)
            yield name
    else:
        go(page, *places(key)["given"])
    page.locator(".source-head").first.click()
    there(page)
    yield "reasons"
    if narrow:
        zone(page, "talk")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_serious_barrier_on_any_page_in_light_and_dark(
    open_page: Open, service: Service, width: int, pictures: Path
) -> None:
    assert AXE.exists(), "axe-core is missing: 'cd web && npm ci' installs it"
    page = open_page(width=width, color_scheme="light")
    found: list[str] = []
    for name in tour(page, service):
        page.screenshot(path=pictures / f"{name}-{width}-light.png", full_page=True)
        found += barriers(page, f"{name}, light")
        page.emulate_media(color_scheme="dark")
        found += barriers(page, f"{name}, dark", ["color-contrast"])
        page.screenshot(path=pictures / f"{name}-{width}-dark.png", full_page=True)
        page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_narrow_screen(open_page: Open, service: Service, width: int) -> None:
    page = open_page(width=width, height=700)
    found = {}
    for name in tour(page, service):
        beside = page.evaluate(BESIDE)
        if beside["over"] > 0 or beside["out"]:
            found[name] = beside
    assert not found
