"""Every page of the app, and a case that fills them."""

from __future__ import annotations

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

CASE_STEPS = ("safety", "where", "questions", "facts", "sheet", "given", "summary")
PLACES = {
    "start": "#/",
    "cases": "#/cases",
    "about": "#/about",
    "knowledge": "#/knowledge",
    "muscles": "#/knowledge/muscles",
    "search": "#/knowledge?q=piriformis",
    "muscle": "#/knowledge/muscles/gluteus_minimus_posterior",
    "entrapment": "#/knowledge/entrapments/ent_peroneal_fibular_head",
    "condition": "#/knowledge/conditions/restless_legs_syndrome",
    "missing": "#/nowhere",
}


def places(key: str) -> dict[str, str]:
    """Every page with its address, for a case of this name."""
    return {**PLACES, **{step: f"#/case/{key}/{step}" for step in CASE_STEPS}}


def go(page: Page, where: str) -> None:
    """Follow an address without loading the page anew, and wait until it is there."""
    page.evaluate("where => { location.hash = where }", where)
    there(page)


def there(page: Page) -> None:
    """Wait until nothing is being loaded any more, the body and the answer included."""
    expect(page.locator("main h1, main h2").first).to_be_attached()
    page.wait_for_function(
        """() => {
            const words = [...document.querySelectorAll('main [role=status], main .stage-note')].map(e => e.textContent);
            const waits = words.some(text => /^(Loading|Opening|Fetching|Preparing|Looking for|Reckoning)/.test(text.trim()));
            return !waits && !document.querySelector('.answer[aria-busy=true]') && document.fonts.status === 'loaded';
        }"""
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
