"""Take the pictures of the app for the documentation: the real service, the real app, painted by mouse.

Run `python -m docs.make_screenshots` after `make app`, or with the names of the pictures that are wanted.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
import yaml
from benchmarks.web_serving import browser, chromium, serving
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from legwise.course import read_course

PICTURES = Path(__file__).parent / "pictures"
EXAMPLES = Path(__file__).parents[1] / "examples"
COURSE = EXAMPLES / "courses" / "six_visits_centralizing.yaml"
TREATED = EXAMPLES / "treated_woman.yaml"
LARGEST = 250_000  # bytes of a picture
PATIENCE = 60_000  # milliseconds, for a busy machine
SETTLED = 2_500  # milliseconds until the body is drawn finely (REST_MS of scene.ts and the frame itself)
WIDE, PHONE = (1440, 900), (390, 844)  # CSS pixels

Points = Sequence[tuple[float, float]]
"""A stroke as shares of the width and the height of the body's canvas."""

FOOT_DROP: dict[str, Any] = {
    "title": "Weak foot and pain down the leg",
    "context": {"age": 47, "sex": "male"},
    "duration_days": 21,
    "findings": {
        "saddle_numbness": False, "urinary_retention": False, "R:foot_drop_felt": True, "back_pain": True,
        "worse_cough_sneeze": True, "R:slr": True, "R:weak_ankle_dorsiflexion": True,
        "R:weak_big_toe_extension": True, "R:weak_hip_abduction": True,
    },
}  # fmt: skip
RESTLESS: dict[str, Any] = {
    "title": "Legs that will not rest",
    "context": {"age": 62, "sex": "female", "pregnancy": False},
    "chart": {
        "marks": [
            {"regions": ["L:calf", "R:calf"], "qualities": ["urge_to_move"], "when": ["evening", "night"]},
            {"regions": ["L:calf", "R:calf"], "qualities": ["crawling"], "when": ["evening", "night"]},
        ]
    },
    "findings": {"urge_to_move": True},
}
SADDLE: dict[str, Any] = {
    "title": "Numb between the legs",
    "context": {"age": 38, "sex": "female"},
    "chart": {"marks": [{"regions": ["perineum.saddle"], "qualities": ["numbness"]}]},
    "findings": {"back_pain": True, "saddle_numbness": True},
}


@dataclass(frozen=True)
class Shot:
    """One picture: how the window is, who uses the app, and what is done before it is taken."""

    scene: Callable[[Page, str], None]
    window: tuple[int, int] = WIDE
    role: Literal["person", "clinician"] = "clinician"
    colours: Literal["light", "dark"] = "light"
    sharpness: float = 1.0


def main() -> None:
    """Take the pictures named on the command line, or all."""
    wanted = sys.argv[1:] or list(SHOTS)
    if unknown := set(wanted) - set(SHOTS):
        raise SystemExit(f"make_screenshots: {', '.join(sorted(unknown))} is not known; allowed: {', '.join(SHOTS)}")
    program = chromium()
    if program is None:
        print("Chromium is not here, so the pictures of the app stay as they are (tools/need.sh chromium installs it).")
        return
    PICTURES.mkdir(exist_ok=True)
    with serving() as running, browser(program) as opened:
        for name in wanted:
            path = PICTURES / f"{name}.webp"
            path.write_bytes(packed(take(opened, running.address, SHOTS[name])))
            print(path.relative_to(PICTURES.parent.parent), f"{path.stat().st_size // 1000} kB")


def take(opened: Browser, address: str, shot: Shot) -> bytes:
    """One picture as PNG."""
    width, height = shot.window
    context = opened.new_context(
        viewport=ViewportSize(width=width, height=height),
        color_scheme=shot.colours,
        device_scale_factor=shot.sharpness,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Clinician" if shot.role == "clinician" else "Self-check").click()
        expect(page.get_by_role("heading", name="First, what must not wait")).to_be_visible(timeout=PATIENCE)
        shot.scene(page, address)
        page.wait_for_timeout(SETTLED)
        return page.screenshot()
    finally:
        context.close()


def packed(png: bytes) -> bytes:
    """The picture as WebP, as finely as its size allows."""
    with Image.open(io.BytesIO(png)) as image:
        for quality in (90, 80, 70, 60):
            out = io.BytesIO()
            image.convert("RGB").save(out, "WEBP", quality=quality, method=6)
            if out.tell() <= LARGEST:
                break
    return out.getvalue()


# ---- what is done in the app ----


def show_case(page: Page, address: str, name: str, case: dict[str, Any], step: str) -> None:
    """Keep a case on the server, say no to the danger questions that it leaves open, and go to a step."""
    body = {"case": case, "revision": None}
    httpx.put(f"{address}/api/v1/cases/{name}", json=body, timeout=60).raise_for_status()
    page.goto(f"{address}/#/case/{name}/safety")
    page.get_by_role("button", name=re.compile("None of these|No to the other")).click()
    expect(page.locator(".save-state")).to_have_text("Saved", timeout=PATIENCE)
    page.goto(f"{address}/#/case/{name}/{step}")


def body_is_there(page: Page) -> None:
    """Wait until the body can be painted."""
    expect(page.locator(".views button").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(SETTLED)


def paint(page: Page, quality: str, stroke: Points) -> None:
    """Take a pen and draw one stroke."""
    page.locator(f".pen[data-quality={quality}]").click()
    box = page.locator(".stage canvas").bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def view(page: Page, name: str, turns: int = 0) -> None:
    """Look at the body from one side, then turn it by steps of ten degrees (negative: the other way)."""
    page.get_by_role("button", name=name, exact=True).click()
    page.locator(".stage canvas").focus()
    for _ in range(abs(turns)):
        page.keyboard.press("ArrowRight" if turns > 0 else "ArrowLeft")
    page.wait_for_timeout(SETTLED)


def answered(page: Page) -> None:
    """Wait until the answer stands, belongs to the case as it is, and is no rough first one."""
    page.wait_for_timeout(300)
    expect(page.locator(".answer[aria-busy=false] .source").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("A first answer to many findings")).to_have_count(0, timeout=PATIENCE)


def l5_strip(page: Page, address: str, name: str) -> None:
    """A foot drop with an L5 strip, painted from the thigh to the big toe."""
    show_case(page, address, name, FOOT_DROP, "questions")
    body_is_there(page)
    view(page, "Right", 4)
    paint(page, "pain_aching", THIGH)
    paint(page, "tingling", SHIN)
    paint(page, "numbness", FOOT)
    answered(page)


THIGH: Points = ((0.36, 0.38), (0.36, 0.48), (0.335, 0.58))
SHIN: Points = ((0.31, 0.63), (0.325, 0.74), (0.345, 0.86))
FOOT: Points = ((0.40, 0.93), (0.45, 0.965))


# ---- the scenes ----


def case(page: Page, address: str) -> None:
    """Painted, assessed, the L5 root under the pointer."""
    l5_strip(page, address, "case")
    page.locator(".source[data-key^='R:root_l5']").first.hover()


def dark(page: Page, address: str) -> None:
    """The same in dark colours, with a nerve."""
    l5_strip(page, address, "dark")
    page.locator(".source[data-key*='fibular']").first.hover()


def why(page: Page, address: str) -> None:
    """Why, and why not."""
    l5_strip(page, address, "why")
    page.locator(".source .source-head").first.click()


def questions(page: Page, address: str) -> None:
    """One question at a time, for a person with restless legs."""
    show_case(page, address, "questions", RESTLESS, "questions")
    body_is_there(page)
    view(page, "Back")
    answered(page)


def safety(page: Page, address: str) -> None:
    """A new self-check begins with danger."""
    body_is_there(page)


def knowledge(page: Page, address: str) -> None:
    """A muscle in the knowledge browser."""
    page.goto(f"{address}/#/knowledge/muscles/gluteus_minimus_posterior")
    expect(page.locator(".body-figure canvas").first).to_be_visible(timeout=PATIENCE)


def start(page: Page, address: str) -> None:
    """The first page."""
    page.goto(f"{address}/#/")
    expect(page.locator(".body-figure canvas").first).to_be_visible(timeout=PATIENCE)


def summary(page: Page, address: str) -> None:
    """The page to take along."""
    show_case(page, address, "summary", RESTLESS, "summary")
    page.wait_for_timeout(2 * SETTLED)


def plan(page: Page, address: str) -> None:
    """A step of the plan opened, with its place on the body."""
    show_case(page, address, "plan", yaml.safe_load(TREATED.read_text(encoding="utf-8")), "plan")
    lines = page.locator(".plan-session .plan-line")
    expect(lines.first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".target-pane .views button").first).to_be_visible(timeout=PATIENCE)
    lines.first.get_by_role("button").click()
    lines.first.scroll_into_view_if_needed()


def phone(page: Page, address: str) -> None:
    """An emergency on a phone: the banner stays above everything."""
    show_case(page, address, "phone", SADDLE, "questions")
    expect(page.locator(".banner")).to_be_visible(timeout=PATIENCE)


def phone_body(page: Page, address: str) -> None:
    """Painting on a phone."""
    show_case(page, address, "phone-body", RESTLESS, "where")
    page.get_by_role("navigation", name="Parts of the case").get_by_role("button", name="Body").click()
    body_is_there(page)
    view(page, "Back")


def kept_course(address: str) -> str:
    """Keep the simulated course that centralizes as a person. Returns the code."""
    people = f"{address}/api/v1/people"
    code = str(httpx.post(people, json={"label": "File 1207"}, timeout=60).raise_for_status().json()["code"])
    for visit in read_course(COURSE).visits:
        raw = visit.model_dump(mode="json", exclude_defaults=True)
        documents = {"case": raw["case"], "outcomes": raw.get("outcomes", []), "treatments": raw.get("treated", [])}
        body = {"day": raw["date"], "documents": documents}
        httpx.post(f"{people}/{code}/visits", json=body, timeout=60).raise_for_status()
    return code


def course(page: Page, address: str) -> None:
    """Six visits: where the pain went, and two charts side by side."""
    page.goto(f"{address}/#/people/{kept_course(address)}/course")
    expect(page.locator(".trend svg").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")


SHOTS = {
    "app_start": Shot(start, role="person"),  # first: no case is kept yet
    "app_safety": Shot(safety, role="person"),
    "app_case": Shot(case),
    "app_dark": Shot(dark, colours="dark"),
    "app_why": Shot(why),
    "app_questions": Shot(questions, role="person"),
    "app_knowledge": Shot(knowledge),
    "app_plan": Shot(plan),
    "app_summary": Shot(summary, role="person"),
    "app_course": Shot(course, window=(1440, 1300)),
    "app_phone": Shot(phone, window=PHONE, role="person", sharpness=2),
    "app_phone_body": Shot(phone_body, window=PHONE, role="person", sharpness=2),
}


if __name__ == "__main__":
    main()
