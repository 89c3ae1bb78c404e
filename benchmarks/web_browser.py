"""What a person in front of the screen waits for, measured in headless Chromium."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser, Page, Response, ViewportSize

WATCH = (Path(__file__).parent / "web_watch.js").read_text(encoding="utf-8")
SCREEN = ViewportSize(width=1440, height=900)
PATIENTS = (None, "fibular_nerve_cyst_foot_drop_42m", "rls_venlafaxine_44f", "leg_ischaemia_iliac_aneurysm_85f")
STROKES = 10  # on each patient
PENS = ("pain_aching", "tingling", "numbness", "crawling", "urge_to_move", "cramp")
LEG = ((0.36, 0.28), (0.34, 0.40), (0.29, 0.55), (0.26, 0.68), (0.25, 0.80))  # along the leg, share of the canvas
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class FirstLoad:
    """An empty cache: bytes that travelled, milliseconds until the body was on the screen, the largest parts."""

    bytes: int
    body: float
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Strokes:
    """Milliseconds: from the end of each stroke to the answer, of that the request, and frames while painting.

    failures: what the service said to a stroke that it did not answer. rough: of each answer, whether a closer one
    follows it.
    """

    updates: list[float]
    requests: list[float]
    frames: list[float]
    failures: list[str]
    rough: list[bool]


def first_load(browser: Browser, address: str, path: str) -> FirstLoad:
    """Open one address with nothing in the cache and wait until the body is on the screen."""
    context = browser.new_context(viewport=SCREEN)
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        sizes, names = _listen(page)
        page.goto(f"{address}/{path}")
        _until(page, "watched.body > 0")
        body = float(page.evaluate("watched.body"))
        page.wait_for_load_state("networkidle")
        parts = sorted(((names[key], size) for key, size in sizes.items()), key=lambda part: -part[1])
        return FirstLoad(sum(sizes.values()), body, tuple(parts))
    finally:
        context.close()


def _until(page: Page, what: str) -> None:
    """Wait until an expression is true, from outside: the content policy of the app allows no `eval` inside."""
    ends = time.perf_counter() + PATIENCE
    while not page.evaluate(what):
        if time.perf_counter() > ends:
            raise RuntimeError(f"waited {PATIENCE:g} s in vain for: {what}")
        page.wait_for_timeout(30)


def _listen(page: Page) -> tuple[dict[str, int], dict[str, str]]:
    """Bytes of every request as they travelled, headers included; filled while the page loads."""
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}))
    return sizes, names


def kept_case(address: str, patient: str | None) -> str:
    """The id of a new case on the server: an empty one, or a copy of a published patient."""
    file: dict[str, Any] = {}
    if patient:
        file = httpx.get(f"{address}/api/v1/examples/{quote(patient)}", timeout=60).raise_for_status().json()["case"]
    name = f"benchmark-{next(_numbers)}"
    httpx.put(f"{address}/api/v1/cases/{name}", json={"case": file, "revision": None}, timeout=60).raise_for_status()
    return name


_numbers = count(1)


def strokes(browser: Browser, address: str) -> Strokes:
    """Paint on an empty chart and on published patients; every stroke in another place with another pen."""
    found = Strokes([], [], [], [], [])
    for patient in PATIENTS:
        context = browser.new_context(viewport=SCREEN)
        try:
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(f"{address}/#/case/{kept_case(address, patient)}/where")
            _until(page, "watched.body > 0")
            page.wait_for_timeout(1500)
            _paint(page, found)
            found.updates.extend(page.evaluate("watched.strokes"))
            found.frames.extend(page.evaluate("watched.frames"))
            found.requests.extend(page.evaluate("watched.requests"))
        finally:
            context.close()
    return found


def _paint(page: Page, found: Strokes) -> None:
    """The strokes of one patient: front, then back, legs in turn. Notes what the service answered.

    Raises RuntimeError when a stroke changes nothing, for then there is nothing to measure.
    """
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response) if response.url.endswith("/assess") else None)
    places = [(leg, y) for y in LEG for leg in (False, True)]
    for number, (pen, (other, (x, y))) in enumerate(zip(cycle(PENS), places, strict=False)):
        if number in (0, STROKES // 2):
            page.get_by_role("button", name="Front" if number == 0 else "Back", exact=True).click()
            page.wait_for_timeout(800)
        page.evaluate(f"document.querySelector('.pen input[value={json.dumps(pen)}]').click()")
        page.wait_for_timeout(700)  # the last answer has come to rest
        before = len(answers)
        _stroke(page, 1 - x if other else x, y)
        _until(page, f"watched.strokes.length === {number + 1}")
        if len(answers) == before:
            raise RuntimeError(f"stroke {number + 1} at {x:.2f}, {y:.2f} got no answer")
        found.failures.extend(f"{one.status} {one.text()[:200]}" for one in answers[before:] if not one.ok)
        found.rough.append(answers[before].ok and not answers[before].json()["final"])


def _stroke(page: Page, x: float, y: float) -> None:
    box = page.locator(".stage canvas").bounding_box()
    if box is None:
        raise RuntimeError("there is no body on the page")
    left, top = box["x"] + x * box["width"], box["y"] + y * box["height"]
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 4, top + 45, steps=20)
    page.mouse.up()
