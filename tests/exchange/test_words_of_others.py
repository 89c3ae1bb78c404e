"""What people said and wrote stays words: it cannot become markup, break a page or hide anything."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.pages import read_pdf
from exchange.test_reports import Reader, patient
from legwise.exchange.html import to_html
from legwise.exchange.letters import REGULAR, letters, plain, showable
from legwise.exchange.model import Report
from legwise.exchange.pdf import to_pdf
from legwise.exchange.report import make_report
from legwise.knowledge.load import load
from patients import changed

DAY = date(2026, 3, 14)
HOSTILE = (
    '#panic("x") *bold* _it_ $x^2$ `raw` \\ @ref <label> // /* */ #set page(fill: red)',
    "</p><script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"quoted\" 'single'",
    '#import "@preview/x:1.0.0" #read("/etc/passwd") #sys.inputs',
    "]}})--' OR 1=1; {{7*7}} ${7*7} %s %n",
)


def written(kind: str, *, title: str = "t", words: str = "w", notes: str = "n", marks: int = 1) -> Report:
    told, found = patient("rls_venlafaxine_44f")
    mark = {"regions": ["R:calf"], "qualities": ["cramp"], "words": words}
    raw = changed(told, title=title, notes=notes, chart={"marks": [mark] * marks})
    return make_report(kind, raw, found, load(), made=DAY)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u0002\ufffe\u200b]+", "", text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["summary", "clinical"])
def test_markup_is_shown_as_it_was_written(kind: str, text: str) -> None:
    made = written(kind, title=text, words=text, notes=text)
    said = squeezed(read_pdf(to_pdf(made, "a4")).words)
    assert squeezed(text) in said
    page = to_html(made, "a4").decode()
    assert squeezed(text) in squeezed("".join(Reader(page).words))
    assert not {"script", "iframe", "object"} & set(Reader(page).tags)
    assert all(not name.startswith("on") for _, attributes in Reader(page).attributes for name in attributes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80), st.text(max_size=200))
def test_no_words_change_the_tags_of_a_page(title: str, words: str) -> None:
    calm_title, calm_words = ("t" if plain(title).strip() else ""), ("w" if plain(words) else "")
    calm = Reader(to_html(written("summary", title=calm_title, words=calm_words), "a4").decode())
    wild = Reader(to_html(written("summary", title=title, words=words), "a4").decode())
    skip = {"br"}
    assert [tag for tag in wild.tags if tag not in skip] == [tag for tag in calm.tags if tag not in skip]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_no_words_stop_the_pdf(words: str) -> None:
    assert len(read_pdf(to_pdf(written("summary", title=words[:100], words=words), "a4")).text) == 1


@given(st.text())
def test_what_is_left_can_be_seen(text: str) -> None:
    left = showable(plain(text))
    assert set(left) <= letters() | {"\n", " ", "\u200b"}
    assert plain(plain(text)) == plain(text)


def test_the_letters_are_those_of_the_file() -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    assert letters() == {chr(code) for code in fonts.TTFont(REGULAR).getBestCmap()}


def test_greek_and_cyrillic_are_set_and_other_scripts_leave_a_gap_that_is_seen() -> None:
    made = written("clinical", notes="πόνος боль 痛み \u202eدرد")
    words = read_pdf(to_pdf(made, "a4")).words
    assert "πόνος" in words and "боль" in words
    assert "□□" in words and "stands for a character" in words
    page = unescape(to_html(made, "a4").decode())
    assert "痛み" in page and "درد" in page and "\u202e" not in page


def test_very_long_notes_and_very_many_marks() -> None:
    long = "It hurts. " * 4000
    many = written("clinical", notes=long, marks=400)
    found = read_pdf(to_pdf(many, "letter"))
    assert found.words.count("hurts.") == 4000
    assert len(read_pdf(to_pdf(written("summary", notes=long, marks=400, words="word " * 390), "letter")).text) == 1
    unbroken = written("clinical", title="x" * 500, words="y" * 2000, notes="z" * 5000)
    for left, _, right, _ in read_pdf(to_pdf(unbroken, "a4")).drawn:
        assert left > 20 and right < 575
