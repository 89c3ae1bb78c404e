"""The knowledge base for reading: every page, links both ways, search."""

from __future__ import annotations

import httpx
import pytest

from legwise.knowledge.load import Knowledge, quantities
from legwise.overlay import overlay
from legwise.web.knowledge import KINDS, Kind, Library, library
from legwise.web.knowledge.search import folded
from web_service import ok, refused


@pytest.fixture(scope="module")
def shelf(knowledge: Knowledge) -> Library:
    return library(knowledge)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_can_be_read_and_every_link_leads_somewhere(shelf: Library, kind: Kind) -> None:
    for name in shelf.records(kind):
        page = shelf.record(kind, name)
        assert page.title and page.fields
        labels = [field.label for field in page.fields]
        assert len(labels) == len(set(labels)), (name, labels)
        for field in page.fields:
            assert sum(part is not None for part in (field.text, field.number, field.links)) == 1
            assert field.text != "" and field.links != ()
            for link in field.links or ():
                assert link.id in shelf.records(link.kind), (name, field.label, link.id)
                assert link.label
        if page.overlay:
            assert overlay(page.overlay, shelf.knowledge).key == page.overlay


def test_links_lead_both_ways(shelf: Library) -> None:
    disc = shelf.record("conditions", "disc_l4_l5")
    (brings,) = [field for field in disc.fields if field.label == "Brings about"]
    (root,) = [link for link in brings.links or () if link.kind == "roots" and link.id == "L5"]
    assert root.number and root.number.grade
    back = shelf.record("roots", "L5")
    (from_there,) = [field for field in back.fields if field.label == "Can be brought about by"]
    (link,) = [link for link in from_there.links or () if link.id == "disc_l4_l5"]
    assert link.number == root.number


def test_numbers_carry_their_provenance_and_sources_know_their_numbers(shelf: Library, knowledge: Knowledge) -> None:
    stated = {
        (number.value, number.grade, number.basis)
        for _, number in quantities(knowledge.conditions["disc_l4_l5"])
        if number.facts
    }
    page = shelf.record("conditions", "disc_l4_l5")
    shown = [field.number for field in page.fields if field.number]
    shown += [link.number for field in page.fields for link in field.links or () if link.number]
    assert stated <= {(number.value, number.grade, number.basis) for number in shown}
    assert all(number.unit in ("chance", "odds ratio") for number in shown)
    fact = next(number.facts[0] for number in shown if number.facts)
    leading = [link.id for field in shelf.record("facts", fact).fields for link in field.links or ()]
    assert "disc_l4_l5" in leading


def test_every_number_of_the_knowledge_base_is_on_a_page(shelf: Library, knowledge: Knowledge) -> None:
    content = knowledge.content
    kinds: dict[Kind, object] = {
        "conditions": content.conditions,
        "muscles": content.muscles,
        "roots": content.roots,
        "entrapments": content.entrapments,
        "signs": content.signs,
        "factors": content.context,
        "findings": tuple(knowledge.findings.values()),
    }
    for kind, records in kinds.items():
        assert isinstance(records, tuple)
        for record in records:
            page = shelf.record(kind, record.id)
            shown = [field.number for field in page.fields if field.number]
            shown += [link.number for field in page.fields for link in field.links or () if link.number]
            values = {(number.value, number.basis) for number in shown}
            for path, number in quantities(record):
                assert (number.value, number.basis) in values, (kind, record.id, path)


@pytest.mark.parametrize(
    ("query", "kind", "first"),
    [
        ("piriformis", "muscles", "piriformis"),
        ("PIRIFORMIS", None, "piriformis"),
        ("gluteus minimus", "muscles", "gluteus_minimus_anterior"),
        ("slr", "findings", "slr"),
        ("straight leg raise", "findings", "slr"),
        ("ferritin", "findings", "ferritin"),
        ("l5", "roots", "L5"),
        ("restless legs", "conditions", "restless_legs"),
        ("meralgia", None, None),
        ("slipped disc", "conditions", None),
        ("scíatic nèrve", "nerves", "sciatic_gluteal"),
    ],
)
def test_search_finds_the_obvious_first(shelf: Library, query: str, kind: Kind | None, first: str | None) -> None:
    page = shelf.page(kind, query, 0, 5)
    assert page.total > 0
    if first:
        assert page.items[0].id.startswith(first), [item.id for item in page.items]


def test_search_needs_every_word(shelf: Library) -> None:
    every = {item.id for item in shelf.page("muscles", "gluteus", 0, 100).items}
    both = {item.id for item in shelf.page("muscles", "gluteus sole", 0, 100).items}
    assert both < every
    assert shelf.page(None, "piriformis xyzzy", 0, 5).total == 0
    assert shelf.page("muscles", "  !? ", 0, 5).total == len(shelf.records("muscles"))


def test_folding() -> None:
    assert folded("Ménière ÄÖÜ ß") == "meniere aou ss"


def test_over_http(client: httpx.Client, knowledge: Knowledge) -> None:
    first = ok(client.get("/api/v1/knowledge/muscles?limit=20"))
    rest = ok(client.get("/api/v1/knowledge/muscles?offset=20&limit=500"))
    assert first["total"] == rest["total"] == len(knowledge.muscles)
    assert [item["id"] for item in (*first["items"], *rest["items"])] == list(knowledge.muscles)
    assert ok(client.get("/api/v1/knowledge?q=piriformis"))["items"][0]["kind"] == "muscles"
    page = ok(client.get("/api/v1/knowledge/muscles/piriformis"))
    assert page["overlay"] == "R:trp_piriformis"
    refused(client.get("/api/v1/knowledge/bones"), 404, "muscles")
    refused(client.get("/api/v1/knowledge/bones/femur"), 404, "muscles")
    refused(client.get("/api/v1/knowledge/muscles/piriform"), 404, "piriformis")
    for query in ("limit=0", "limit=501", "offset=-1", "limit=x", f"q={'a' * 300}"):
        refused(client.get(f"/api/v1/knowledge/muscles?{query}"), 422)
