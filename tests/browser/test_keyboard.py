"""From the start to an assessed case without a mouse; the focus can be seen at every stop."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.app import assessed, kept, regions
from browser.service import Service

MOST = 250  # stops between two things that belong together
AT = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const box = here.getBoundingClientRect();
    const drawn = [here, here.parentElement, here.nextElementSibling].filter(Boolean).some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    });
    const label = here.labels?.[0] ?? here;
    const area = label.getBoundingClientRect();
    const top = document.elementFromPoint(area.left + area.width / 2, area.top + Math.min(area.height / 2, 20));
    const name = here.getAttribute('aria-label') ?? (here.labels?.[0] ?? here).textContent;
    return {
        name: (here.closest('fieldset')?.querySelector('legend')?.textContent ?? '') + ' / ' + (name ?? '').trim(),
        what: here.tagName.toLowerCase() + (here.type ? ':' + here.type : ''),
        drawn,
        reached: top !== null && (label.contains(top) || top.contains(label)),
        inside: box.bottom > 0 && box.top < innerHeight,
    };
}"""


def tab_to(page: Page, pattern: str, key: str = "Tab") -> str:
    """Press Tab until the focus is on something so named; every stop on the way must show the focus."""
    for _ in range(MOST):
        page.keyboard.press(key)
        stop = page.evaluate(AT)
        if stop is None:
            continue
        assert stop["drawn"] and stop["inside"] and stop["reached"], f"the focus cannot be seen: {stop}"
        if re.search(pattern, stop["name"]):
            return str(stop["name"])
    raise AssertionError(f"no stop is named {pattern!r}")


def test_a_case_is_assessed_by_keyboard_alone(page: Page, service: Service) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Self-check")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="First, what must not wait")).to_be_visible()
    tab_to(page, "fever")
    page.keyboard.press("ArrowRight")  # from No to Yes
    page.keyboard.press("ArrowLeft")
    tab_to(page, "No to the other")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Where is it felt?")).to_be_focused()
    expect(page.get_by_label("What does it feel like?").last).to_be_visible()
    tab_to(page, "^ / What does it feel like")  # the list's own choice; the palette of the body has a legend
    page.keyboard.type("Urge")
    tab_to(page, "Search a place")
    page.keyboard.type("calf")
    tab_to(page, "left calf, upper third")
    for key in ("ArrowRight", "Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    tab_to(page, "Go on to the questions")
    page.keyboard.press("Enter")

    for _ in range(3):
        heading = page.locator(".question h2")
        expect(heading).to_be_visible()
        asked = heading.text_content() or ""
        tab_to(page, "^ / (Yes|Left|Female|Don't know)")
        page.keyboard.press("Enter")
        expect(page.locator(".step h2").first).not_to_have_text(asked)
        expect(page.locator(".step h2").first).to_be_focused()

    assessed(page)
    tab_to(page, "Restless legs")
    expect(page.locator(".source-legend .legend-name")).to_contain_text("estless legs")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What speaks for it")).to_be_visible()
    case = kept(page, service)
    assert {"R:leg.posterior.upper", "R:leg.posterior.middle"} <= regions(case, "urge_to_move")
    assert case["findings"]["fever"] is False


def test_the_body_turns_and_is_painted_by_keyboard(page: Page, service: Service) -> None:
    page.get_by_role("button", name="Self-check").focus()
    page.keyboard.press("Enter")
    body = page.get_by_role("application", name="Body to paint on")
    expect(page.locator(".stage .sides span").first).to_have_text("Right")
    body.focus()
    for _ in range(18):  # ten degrees each
        page.keyboard.press("ArrowRight")
    expect(page.locator(".stage .sides span").first).to_have_text("Left")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Space")
    marked = regions(kept(page, service), "pain_aching")
    assert marked and all("posterior" in region or "medial" in region for region in marked), marked
