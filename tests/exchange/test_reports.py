"""Every kind of report as files: sizes, words, type, and what an emergency leaves out."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from exchange.pages import SIZES, Pages, read_pdf
from exchange.plans import small_plan
from legwise.assessment import Assessment, assess
from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.errors import InputError
from legwise.exchange.html import to_html
from legwise.exchange.kinds.common import PLAIN_URGENCY, WATCH
from legwise.exchange.model import Report
from legwise.exchange.pdf import to_pdf
from legwise.exchange.report import KINDS, NEEDS_PLAN, make_report
from legwise.knowledge.load import Knowledge, load
from patients import EXAMPLES, case

DAY = date(2026, 3, 14)
EMERGENCY = "leg_ischaemia_iliac_aneurysm_85f"
PATIENTS = (EMERGENCY, "treated_woman", "rls_venlafaxine_44f", "no_chart")


@cache
def patient(name: str) -> tuple[Case, Assessment]:
    if name == "no_chart":
        found = case(R_slr=True, back_pain=True, context={"age": 44, "sex": "male"})
    else:
        found = read_case((EXAMPLES.parent if name == "treated_woman" else EXAMPLES) / f"{name}.yaml")
    return found, assess(found, load())


@cache
def report(kind: str, name: str) -> Report:
    told, found = patient(name)
    plan = small_plan(urgency=found.urgency) if kind in NEEDS_PLAN or kind == "clinical" else None
    return make_report(kind, told, found, load(), made=DAY, plan=plan)


@cache
def pages(kind: str, name: str, paper: Any) -> Pages:
    return read_pdf(to_pdf(report(kind, name), paper))


@cache
def html(kind: str, name: str) -> str:
    return to_html(report(kind, name), "a4").decode()


class Reader(HTMLParser):
    """The words of a page outside of styles, its tags, and images without words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "title"):
            self.words.append(data)


def said(text: str) -> str:
    return " ".join(" ".join(Reader(text).words).split())


ALL = [(kind, name, "letter" if n % 2 else "a4") for kind in KINDS for n, name in enumerate(PATIENTS)]
SWAPPED = [(kind, "treated_woman", "a4") for kind in KINDS]


@pytest.mark.parametrize(("kind", "name", "paper"), [*ALL, *SWAPPED])
def test_a_pdf_is_whole(kind: str, name: str, paper: str) -> None:
    made = pages(kind, name, paper)
    _, found = patient(name)
    width, height = SIZES[paper]
    for size, (left, low, right, high) in zip(made.size, made.drawn, strict=True):
        assert size == pytest.approx((width, height), abs=0.5)
        assert left >= 20 and low >= 15 and right <= width - 20 and high <= height - 15
    assert made.fonts and all(made.fonts.values())
    assert all("SourceSans3" in font for font in made.fonts)
    assert kind != "summary" or len(made.text) == 1
    word = report(kind, name).banner.word
    assert word in made.words[:400]
    for flag in found.flags:
        assert " ".join((flag.plain if kind in ("summary", "home") else flag.name).split()) in made.words
    for page in made.text if found.flags else ():
        assert word in page.replace("\r\n", " ")[:200]
    assert "□" not in made.words


@pytest.mark.parametrize("name", PATIENTS)
def test_the_leading_source_is_named_where_sources_are(name: str, knowledge: Knowledge) -> None:
    _, found = patient(name)
    for kind in ("clinical", "referral"):
        assert found.sources[0].name in pages(kind, name, "a4").words
    words = pages("summary", name, "a4").words
    assert ("Where it may come from" in words) == (found.urgency != "emergency")
    assert found.urgency == "emergency" or found.sources[0].plain[1:] in words


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PATIENTS)
def test_pdf_and_html_say_the_same(kind: str, name: str) -> None:
    paper = next(p for k, n, p in ALL if (k, n) == (kind, name))
    on_paper = set(re.findall(r"\w{4,}", pages(kind, name, paper).words))
    on_screen = set(re.findall(r"\w{4,}", said(html(kind, name))))
    assert on_screen - on_paper <= {"Page"} | _broken(on_screen - on_paper, pages(kind, name, paper).words)


def _broken(words: set[str], text: str) -> set[str]:
    """Words that a line break on paper has parted."""
    joined = re.sub(r"[\s\u00ad\ufffe\u0002-]+", "", text)
    return {word for word in words if word in joined}


@pytest.mark.parametrize("kind", KINDS)
def test_an_emergency_shows_the_way_to_care_and_no_plan(kind: str) -> None:
    for words in (pages(kind, EMERGENCY, "a4").words, said(html(kind, EMERGENCY))):
        for planned in ("Pressure release", "Stretch", "Dry needling", "Iron status", "draw the knee"):
            assert planned not in words
        assert "emergency" in words.lower()
    if kind in NEEDS_PLAN:
        assert "No treatment is planned" in pages(kind, EMERGENCY, "a4").words


def test_without_an_emergency_the_plan_is_there() -> None:
    for kind in (*NEEDS_PLAN, "clinical"):
        words = pages(kind, "rls_venlafaxine_44f", "a4").words
        assert ("Pressure release 2" in words) == (kind != "home")
        assert ("draw the knee" in words) == (kind == "home")


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_can_be_read_aloud(kind: str) -> None:
    content = to_pdf(report(kind, "treated_woman"), "a4")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid", b"/ViewerPreferences", b"/Alt"):
        assert mark in content, mark


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_aloud(kind: str) -> None:
    page = Reader(html(kind, "treated_woman"))
    assert ("html", {"lang": "en"}) in page.attributes
    assert page.tags.count("h1") == 1 and "main" in page.tags
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all("alt" in attributes for tag, attributes in page.attributes if tag == "img")
    assert any(attributes.get("alt") for tag, attributes in page.attributes if tag == "img")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_nothing(kind: str) -> None:
    text = html(kind, "treated_woman")
    for _, attributes in Reader(text).attributes:
        for name in ("src", "href", "data", "srcset"):
            assert (attributes.get(name) or "data:").startswith("data:")
    assert not re.search(r"url\((?!data:)|@import|<script|<link", text)


@pytest.mark.parametrize("kind", ["summary", "home"])
def test_the_same_report_is_the_same_file(kind: str) -> None:
    told, found = patient("rls_venlafaxine_44f")
    again = make_report(kind, told, found, load(), made=DAY, plan=small_plan())
    assert to_pdf(again, "a4") == to_pdf(again, "a4")
    assert to_html(again, "a4") == to_html(again, "a4")
    later = make_report(kind, told, found, load(), made=date(2026, 3, 15), plan=small_plan())
    assert to_pdf(later, "a4") != to_pdf(again, "a4")


def test_a_kind_that_does_not_exist_is_refused() -> None:
    told, found = patient("no_chart")
    with pytest.raises(InputError, match=r"clinic.*did you mean clinical.*allowed: summary"):
        make_report("clinic", told, found, load(), made=DAY)
    with pytest.raises(InputError, match="needs a plan"):
        make_report("session", told, found, load(), made=DAY)


def test_what_to_watch_for_stands_on_rules_that_are_emergencies(knowledge: Knowledge) -> None:
    rules = {rule.id: rule for rule in knowledge.content.red_flags}
    assert {rules[name].urgency for _, names in WATCH for name in names} == {"emergency"}
    assert set(PLAIN_URGENCY) == {rule.urgency for rule in rules.values()} | {"routine"}
