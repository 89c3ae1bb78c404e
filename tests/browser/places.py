"""Every page of the app, and a case that fills them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

RICH: dict[str, Any] = {
    "title": "Numb outer leg and a foot that drops",
    "context": {"age": 58, "sex": "male"},
    "duration_days": 40,
    "chart": {
        "marks": [
            {
                "regions": ["R:leg.lateral.upper", "R:leg.lateral.middle", "R:foot.dorsum_medial", "R:foot.big_toe"],
                "qualities": ["numbness", "tingling"],
                "intensity": 6,
                "when": ["night"],
            },
            {"regions": ["back.lumbar_midline", "R:buttock.upper"], "qualities": ["pain_aching"], "intensity": 4},
        ]
    },
    "findings": {
        "R:foot_drop_felt": True,
        "saddle_numbness": False,
        "fever": False,
        "urinary_retention": False,
        "bowel_incontinence_new": False,
        "urge_to_move": None,
    },
}

# every page: its name, its address, and words that stand on it once it is there
STEPS = {
    "safety": "First, what must not wait",
    "where": "Back 1 marked",
    "questions": "Why this is asked",
    "facts": "How long it has lasted",
    "sheet": "All questions",
    "given": "What you said so far",
    "summary": "Possible sources",
    "plan": "The weeks at home",
}
PLACES = {
    "start": ("#/", "Published cases"),
    "cases": ("#/cases", RICH["title"]),
    "about": ("#/about", "56 muscles"),
    "knowledge": ("#/knowledge", "places where a nerve is caught"),
    "muscles": ("#/knowledge/muscles", "Gluteus medius"),
    "search": ("#/knowledge?q=piriformis", "Piriformis"),
    "nothing": ("#/knowledge?q=xyzzy", "Nothing matches"),
    "muscle": ("#/knowledge/muscles/gluteus_minimus_posterior", "Origin"),
    "entrapment": ("#/knowledge/entrapments/ent_peroneal_fibular_head", "Caught by"),
    "condition": ("#/knowledge/conditions/restless_legs_syndrome", "In short"),
    "missing": ("#/nowhere", "nowhere"),
}


def places(key: str) -> dict[str, tuple[str, str]]:
    """Every page, for a case of this name."""
    return {**PLACES, **{step: (f"#/case/{key}/{step}", words) for step, words in STEPS.items()}}


def go(page: Page, where: str, words: str | None = None) -> None:
    """Follow an address without loading the page anew, and wait until it is there."""
    page.evaluate("where => { location.hash = where }", where)
    there(page)
    if words:
        expect(page.locator("main")).to_contain_text(re.compile(re.escape(words), re.I))
    if words and where.endswith("/summary"):
        expect(page.locator(".charts img")).to_have_count(2)


def there(page: Page) -> None:
    """Wait until nothing is being loaded any more, the body and the answer included."""
    expect(page.locator("main h1, main h2").first).to_be_attached()
    page.wait_for_function(
        """() => {
            const said = [...document.querySelectorAll('main [role=status], main .stage-note, main .quiet')];
            const waits = /^(Loading|Opening|Fetching|Preparing|Looking for|Reckoning|Planning)/;
            return !said.some(one => waits.test(one.textContent.trim())) && !document.querySelector('.answer[aria-busy=true]') && document.fonts.status === 'loaded';
        }"""
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
