"""Every page, light and dark, wide and narrow: no barrier, nothing beside the screen, and a picture to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.app import assessed, open_case
from browser.conftest import Open
from browser.places import RICH, STEPS, go, places, there
from browser.service import Service

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
BARRIERS = """async ([where, rules]) => {
    const {violations, passes} = await axe.run(where, rules ? {runOnly: rules} : {});
    const why = node => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`;
    const broken = violations.filter(one => ['serious', 'critical'].includes(one.impact));
    return {checked: passes.length, broken: broken.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(why).join('; ')}`)};
}"""
BESIDE = """() => {
    const wide = document.documentElement.clientWidth;
    const clipped = one => one !== document.body && (getComputedStyle(one).overflowX !== 'visible' || clipped(one.parentElement));
    const out = [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        const seen = box.width > 0 && getComputedStyle(one).visibility === 'visible';
        return seen && box.right > wide + 1 && !clipped(one.parentElement);
    });
    const over = document.scrollingElement.scrollWidth - wide;
    return [...(over > 0 ? [`${over} pixels to scroll`] : []), ...out.slice(0, 3).map(one => one.outerHTML.slice(0, 200))];
}"""
ZONES = ("body", "answer")


def barriers(page: Page, name: str, rules: list[str] | None = None) -> list[str]:
    """Serious and critical violations. Of steps that differ only in the middle, those of the middle."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    where = ".zone-talk" if name in STEPS and name not in ("questions", "summary", "plan") else "body"
    found = page.evaluate(BARRIERS, [where, rules])
    assert found["checked"], f"{name}: axe-core found nothing to check"
    return [f"{name}: {one}" for one in found["broken"]]


def beside(page: Page, name: str) -> list[str]:
    """What lies beside the screen, so that one would have to scroll sideways."""
    return [f"{name}: {one}" for one in page.evaluate(BESIDE)]


def zone(page: Page, name: str) -> None:
    """On a narrow screen, bring one part of the case to the front."""
    text = {"body": "Body", "answer": "Answer", "talk": "Questions"}[name]
    page.get_by_role("navigation", name="Parts of the case").get_by_role("button", name=text).click()
    there(page)


def tour(page: Page, service: Service) -> Iterator[str]:
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
def test_no_serious_barrier_on_any_page(open_page: Open, service: Service, width: int, pictures: Path | None) -> None:
    assert AXE.exists(), "axe-core is missing: 'cd web && npm ci' installs it"
    page = open_page(width=width)
    found: list[str] = []
    for name in tour(page, service):
        for colours, rules in (("light", None), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=colours)
            found += barriers(page, name, rules)
            if pictures:
                page.screenshot(path=pictures / f"{name}-{width}-{colours}.png", full_page=True)
        found += beside(page, name)
    assert not found, "\n".join(found)


def test_nothing_is_wider_than_320_pixels(open_page: Open, service: Service) -> None:
    page = open_page(width=320, height=700)
    found = [one for name in tour(page, service) for one in beside(page, name)]
    assert not found, "\n".join(found)
