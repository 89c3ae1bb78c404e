"""Where the places of the body are on the screen: the same camera as `web/src/body/orbit.ts`, over the same mesh."""

from __future__ import annotations

import math
from functools import cache
from typing import Literal

import numpy as np
from playwright.sync_api import Locator, Page, expect

from browser.app import wait_until
from legwise.anatomy.body import load_body

View = Literal["front", "back", "left", "right", "soles"]
Spot = tuple[float, float]

FIELD = 0.42
MIDDLE, TALL, WIDE = np.array([0.0, 0.58, 0.03]), 0.61, 0.27
TURNS: dict[View, float] = {"front": 0.0, "back": math.pi, "left": math.pi / 2, "right": -math.pi / 2}


@cache
def middle_of(region: str) -> tuple[float, float, float]:
    """The middle of a region on the skin, in metres: the face nearest to the mean of its faces."""
    body = load_body()
    faces = body.faces_of(region)
    middles = body.points[body.triangles[faces]].mean(axis=1)
    nearest = int(np.argmin(np.linalg.norm(middles - middles.mean(axis=0), axis=1)))
    x, y, z = (float(value) for value in middles[nearest])
    return x, y, z


def spot(page: Page, region: str, view: View) -> Spot:
    """The place on the page, in pixels, at which the middle of a region is drawn in a view."""
    box = canvas(page).bounding_box()
    assert box
    turn, aspect = TURNS[view], box["width"] / box["height"]
    slope = math.tan(FIELD / 2)
    distance = max(TALL, WIDE / aspect) / slope
    away = np.array(middle_of(region)) - MIDDLE
    right = away @ [math.cos(turn), 0, -math.sin(turn)]
    depth = distance - away @ [math.sin(turn), 0, math.cos(turn)]
    scale = box["height"] / 2 / slope / depth
    return box["x"] + box["width"] / 2 + right * scale, box["y"] + box["height"] / 2 - away[1] * scale


def canvas(page: Page) -> Locator:
    return page.get_by_role("application", name="Body to paint on")


def look(page: Page, view: View, region: str) -> None:
    """Turn the body by its button and wait until the region named lies where it belongs (the turn takes a moment)."""
    expect(page.get_by_role("button", name="Undo").last).to_be_visible()
    page.get_by_role("group", name="Look at the body from").get_by_role("button", name=view.capitalize()).click()
    x, y = spot(page, region, view)
    side, _, _ = region.rpartition(":")
    word = {"L": "Left ", "R": "Right "}.get(side, "")
    says = says_of(page, region)

    def pointed() -> str:
        page.mouse.move(x + 1, y)
        page.mouse.move(x, y)
        return (page.locator(".status-line").text_content() or "").strip()

    wait_until(page, lambda: pointed().lower() == f"{word}{says}".lower(), f"{region} under the pointer")


@cache
def _words(address: str) -> dict[str, str]:
    import httpx

    regions = httpx.get(f"{address}/api/v1/vocabulary", timeout=60).json()["regions"]
    return {region["id"]: region["says"] for region in regions}


def says_of(page: Page, region: str) -> str:
    """The plain name of a region, without its side."""
    return _words(page.url.partition("/#")[0])[region.rpartition(":")[2]]


def stroke(page: Page, *spots: Spot) -> None:
    """One stroke of the mouse over the spots."""
    page.mouse.move(*spots[0])
    page.mouse.down()
    for x, y in spots[1:]:
        page.mouse.move(x, y, steps=6)
    page.mouse.up()
