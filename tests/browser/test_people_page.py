"""People and visits in the app: kept, followed, measured, urgent where it must be, erased for good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NO_BODY, Open
from browser.eyes import Eyes
from browser.places import there
from browser.service import Service
from browser.test_pages import barriers, beside
from legwise.course import Visit, read_course

COURSES = Path(__file__).parents[2] / "examples" / "courses"
API = "/api/v1/people"


def _visits(name: str) -> tuple[Visit, ...]:
    return read_course(COURSES / f"{name}.yaml").visits


def _send(service: Service, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.post(f"{service.address}{API}{path}", json=body, timeout=60)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _person(service: Service, visits: tuple[Visit, ...] = (), label: str | None = None) -> str:
    """Keep a person with these visits past the browser."""
    code = str(_send(service, "", {"label": label})["code"])
    for visit in visits:
        raw = visit.model_dump(mode="json", exclude_defaults=True)
        documents = {"case": raw["case"], "outcomes": raw.get("outcomes", []), "treatments": raw.get("treated", [])}
        _send(service, f"/{code}/visits", {"day": raw["date"], "documents": documents})
    return code


def _open(page: Page, service: Service, where: str) -> None:
    page.goto(f"{service.address}/#/people{where}")
    there(page)


def _add_saved(page: Page, day: str, title: str) -> None:
    """Add a visit from a case that is kept."""
    page.get_by_role("button", name="Add a visit").click()
    form = page.get_by_role("form", name="New visit")
    form.get_by_label("Day of the visit").fill(day)
    form.get_by_role("radio", name="A saved case").check()
    choice = form.get_by_role("combobox", name="Saved case")
    value = choice.locator("option", has_text=title).get_attribute("value")
    choice.select_option(value)
    form.get_by_role("button", name="Add the visit").click()
    expect(page.get_by_role("heading", name="Visit of")).to_be_visible()


def test_from_a_new_person_over_two_visits_to_the_erasure(open_page: Open, service: Service) -> None:
    first, last = _visits("six_visits_centralizing")[0], _visits("six_visits_centralizing")[-1]
    for key, title, visit in (("one", "Reaches the foot", first), ("two", "Near the spine", last)):
        case = visit.case.model_dump(mode="json", exclude_defaults=True)
        service.keep(f"people-{key}", {**case, "title": title})
    page = open_page("#/people")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("dialog", name="Add a person").get_by_label("File number").fill("File 4711")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="File 4711")).to_be_visible()
    _add_saved(page, "2026-03-02", "Reaches the foot")
    expect(page.locator(".with-chart img")).to_have_count(2)
    code = re.search(r"people/([^/]+)", page.url)[1]  # type: ignore[index]
    _open(page, service, f"/{code}")
    _add_saved(page, "2026-04-20", "Near the spine")
    page.get_by_role("link", name="Course", exact=True).click()
    expect(page.get_by_role("heading", name="Since the visit before: centralized")).to_be_visible()
    expect(page.locator(".definition")).to_contain_text("nearer to the spine than at the visit before")
    pair = page.locator(".chart-pair")
    expect(pair).to_have_js_property("complete", True)
    assert pair.evaluate("one => one.naturalWidth") > 0
    _open(page, service, "?q=4711")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="File 4711").click()
    page.get_by_role("button", name="Erase…").click()
    asked = page.get_by_role("dialog", name="Erase File 4711?")
    expect(asked).to_contain_text("It cannot be taken back")
    asked.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    assert service.get(f"people/{code}").status_code == 404
    assert code not in page.evaluate("JSON.stringify(localStorage)")


def test_a_new_visit_is_kept_with_the_person_as_it_is_painted(open_page: Open, service: Service) -> None:
    code = _person(service, _visits("six_visits_centralizing")[:1])
    page = open_page(f"#/people/{code}", width=NO_BODY)
    page.get_by_role("button", name="Add a visit").click()
    page.get_by_role("form", name="New visit").get_by_role("button", name="Add the visit").click()
    expect(page.get_by_role("heading", name="First, what must not wait")).to_be_visible()
    page.get_by_role("button", name=re.compile("None of these|No to the other")).click()
    expect(page.locator(".save-state")).to_have_text("Saved")
    page.get_by_role("link", name=f"Visit of {code}").click()
    expect(page.get_by_role("heading", name="Visit of")).to_be_visible()
    there(page)
    newest = service.get(f"people/{code}").json()["visits"][0]
    assert newest["documents"] == ["case", "assessment"] and newest["urgency"] == "routine"
    case = service.get(f"people/{code}/visits/{newest['id']}/case").json()["body"]
    assert case["context"] == {"age": 44, "sex": "female"} and case["findings"]["saddle_numbness"] is False
    assert "chart" not in case  # what was felt before is not said to be felt now
    assert all(code not in one["id"] for one in service.get("cases").json())


def test_a_free_questionnaire_is_filled_in_and_a_licensed_one_gives_its_total(
    open_page: Open, service: Service
) -> None:
    visits = _visits("six_visits_centralizing")[:1]
    code = _person(service, visits)
    key = service.get(f"people/{code}").json()["visits"][0]["id"]
    page = open_page(f"#/people/{code}/{key}", width=NO_BODY)
    page.get_by_label("Fill in a measure").select_option("roland_morris")
    form = page.get_by_role("form", name="Roland-Morris Disability Questionnaire")
    boxes = form.get_by_role("checkbox")
    expect(boxes).to_have_count(24)
    for number in range(5):
        boxes.nth(number).check()
    form.get_by_role("button", name="Keep with this visit").click()
    expect(form).to_have_count(0)
    expect(page.locator(".kept-list").first).to_contain_text("5 (0 to 24, lower is better, 24 of 24 answered)")
    page.get_by_label("Fill in a measure").select_option("oswestry")
    form = page.get_by_role("form", name="Oswestry Disability Index")
    expect(form).to_contain_text("its wording is not ours to print")
    expect(form.get_by_role("checkbox")).to_have_count(0)
    form.get_by_label("Total, 0 to 100").fill("32")
    form.get_by_role("button", name="Keep with this visit").click()
    expect(form).to_have_count(0)
    kept = service.get(f"people/{code}/visits/{key}/outcomes").json()["body"]
    held = {one["measure"]: one for one in kept}
    assert held["roland_morris"]["items"] == {f"q{number}": True for number in range(1, 6)}
    assert held["oswestry"]["total"] == 32
    assert len(kept) == len(visits[0].outcomes) + 1  # the Roland-Morris of before was replaced, nothing else


def test_two_windows_on_one_list_lose_nothing(open_page: Open, service: Service, eyes: Eyes) -> None:
    eyes.expect("the server responded with a status of 409")
    code = _person(service, _visits("deteriorating")[:1])
    key = service.get(f"people/{code}").json()["visits"][0]["id"]
    page = open_page(f"#/people/{code}/{key}", width=NO_BODY)
    page.get_by_label("Fill in a measure").select_option("quebec")
    page.get_by_label("Total, 0 to 100").fill("55")
    other = {"body": [{"measure": "oswestry", "total": 20}], "version": 1}
    address = f"{service.address}{API}/{code}/visits/{key}/outcomes"
    assert httpx.put(address, json=other, timeout=60).status_code == 200
    keep = page.get_by_role("button", name="Keep with this visit")
    keep.click()
    expect(page.get_by_role("alert").filter(has_text="changed in another window")).to_be_visible()
    expect(page.get_by_label("Total, 0 to 100")).to_have_value("55")
    keep.click()
    expect(keep).to_have_count(0)
    kept = service.get(f"people/{code}/visits/{key}/outcomes").json()["body"]
    assert [one["measure"] for one in kept] == ["oswestry", "quebec"]


def test_a_visit_that_is_worse_raises_the_banner_on_every_page_of_the_person(open_page: Open, service: Service) -> None:
    visits = _visits("deteriorating")
    code = _person(service, visits[:1])
    page = open_page(f"#/people/{code}", width=NO_BODY)
    banner = page.get_by_role("region", name="Urgency of this person")
    there(page)
    expect(banner).to_have_count(0)
    for visit in visits[1:]:
        raw = visit.model_dump(mode="json", exclude_defaults=True)
        _send(service, f"/{code}/visits", {"day": raw["date"], "documents": {"case": raw["case"]}})
    page.reload()
    expect(banner).to_contain_text("Emergency: act now")
    _open(page, service, f"/{code}/course")
    expect(banner).to_be_visible()
    section = page.get_by_role("region", name="Urgency in this course")
    expect(section).to_contain_text("It rose from")
    expect(section).to_contain_text("New since the visit before")
    assert page.locator("main section").first.evaluate("one => one.className") == "summary-urgency emergency"
    page.goto(f"{service.address}/#/people")
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    expect(banner).to_have_count(0)


def test_many_people_are_paged_and_searched_by_the_server(open_page: Open, service: Service) -> None:
    for number in range(120):
        _send(service, "", {"label": f"Crowd {number:03}"})
    page = open_page("#/people?q=crowd", width=NO_BODY)
    expect(page.get_by_text("1 to 50 of 120 people")).to_be_visible()
    page.get_by_role("link", name="Next 50").click()
    expect(page.get_by_text("51 to 100 of 120 people")).to_be_visible()
    page.get_by_role("link", name="Next 20").click()
    expect(page.get_by_text("101 to 120 of 120 people")).to_be_visible()
    page.get_by_label("Search by code or file number").fill("crowd 007")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_label("Search by code or file number").fill("xyzzy")
    expect(page.get_by_text("Nobody matches “xyzzy”.")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_no_serious_barrier(open_page: Open, service: Service, width: int, pictures: Path | None) -> None:
    code = _person(service, _visits("six_visits_centralizing"), label=f"File {width}")
    worse = _person(service, _visits("deteriorating"))
    key = service.get(f"people/{code}").json()["visits"][0]["id"]
    nobody = _person(service)
    places = {
        "people": "",
        "person": f"/{code}",
        "person-empty": f"/{nobody}",
        "visit": f"/{code}/{key}",
        "course": f"/{code}/course",
        "course-worse": f"/{worse}/course",
    }
    page = open_page(width=width)
    found: list[str] = []
    for name, where in places.items():
        _open(page, service, where)
        if name == "visit":
            page.get_by_label("Fill in a measure").select_option("roland_morris")
            page.get_by_text("Enter a treatment").click()
        if name == "person-empty":
            page.get_by_role("button", name="Add a visit").click()
        if name.startswith("course"):
            expect(page.locator(".trend svg").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        for colours, rules in (("light", None), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            found += barriers(page, name, rules)
            if pictures:
                page.screenshot(path=pictures / f"{name}-{width}-{colours}.png", full_page=True)
        found += beside(page, name)
    assert not found, "\n".join(found)
