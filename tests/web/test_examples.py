"""The gallery of published cases."""

from __future__ import annotations

import httpx

from patients import EXAMPLES
from web_service import ok, refused


def test_every_published_case_has_a_card_and_opens(client: httpx.Client) -> None:
    cards = ok(client.get("/api/v1/examples"))
    assert {card["id"] for card in cards} >= {path.stem for path in EXAMPLES.glob("*.yaml")}
    for card in cards[::12]:
        told = ok(client.get(f"/api/v1/examples/{card['id']}"))
        assert "gold" not in told["case"]  # what it turned out to be stays beside the case
        assert told["gold"]["citation"]
        assert card["title"] and card["what"] and card["citation"]
        ok(client.post("/api/v1/assess", json={"case": told["case"]}))


def test_an_unknown_example_names_the_nearest(client: httpx.Client) -> None:
    refused(client.get("/api/v1/examples/fibromyalgia_35"), 404, "fibromyalgia_35f")
    refused(client.get("/api/v1/examples/..%2fpyproject"), 404)
