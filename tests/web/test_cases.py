"""Kept cases over HTTP: revisions, two tabs, damage, names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from legwise.web.settings import Settings
from web_service import CALF, SADDLE, Serving, ok, refused

BASE = "/api/v1/cases"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def shelf(folder: Path, serving: Serving) -> Iterator[httpx.Client]:
    """A service with a folder of its own."""
    with serving(Settings(data=folder, workers=1)) as client:
        yield client


def test_keep_open_change_list(shelf: httpx.Client) -> None:
    assert ok(shelf.get(BASE)) == []
    assert ok(shelf.put(f"{BASE}/anna", json={"case": {**CALF, "title": "Anna"}, "revision": None})) == {"revision": 1}
    assert ok(shelf.put(f"{BASE}/anna", json={"case": {**SADDLE, "title": "Änna"}, "revision": 1})) == {"revision": 2}
    told = ok(shelf.get(f"{BASE}/anna"))
    assert told == {"case": {**SADDLE, "title": "Änna"}, "revision": 2}
    (card,) = ok(shelf.get(BASE))
    assert (card["id"], card["title"], card["revision"], card["problem"]) == ("anna", "Änna", 2, None)


def test_an_unfinished_case_can_be_kept(shelf: httpx.Client) -> None:
    ok(shelf.put(f"{BASE}/empty", json={"case": {}}))
    assert ok(shelf.get(f"{BASE}/empty"))["case"] == {}
    unknown = {"findings": {"fever": None}, "context": {"age": None}}
    ok(shelf.put(f"{BASE}/unknown", json={"case": unknown}))
    assert ok(shelf.get(f"{BASE}/unknown"))["case"] == unknown


def test_two_tabs_never_overwrite_each_other(shelf: httpx.Client) -> None:
    ok(shelf.put(f"{BASE}/a", json={"case": CALF}))
    ok(shelf.put(f"{BASE}/a", json={"case": {**CALF, "title": "tab one"}, "revision": 1}))
    answer = shelf.put(f"{BASE}/a", json={"case": {**CALF, "title": "tab two"}, "revision": 1})
    refused(answer, 409, "another tab")
    assert answer.json()["current"] == {"case": {**CALF, "title": "tab one"}, "revision": 2}
    refused(shelf.put(f"{BASE}/a", json={"case": SADDLE}), 409)  # nor does a new case of the same name
    assert ok(shelf.get(f"{BASE}/a"))["revision"] == 2


def test_a_save_whose_answer_was_lost_can_be_repeated(shelf: httpx.Client) -> None:
    for _ in range(2):
        assert ok(shelf.put(f"{BASE}/a", json={"case": CALF})) == {"revision": 1}


def test_what_was_deleted_elsewhere_is_said_and_can_be_saved_anew(shelf: httpx.Client, folder: Path) -> None:
    ok(shelf.put(f"{BASE}/a", json={"case": CALF}))
    assert shelf.delete(f"{BASE}/a").status_code == 204
    assert len(list((folder / "trash").glob("*case-a.json"))) == 1
    answer = shelf.put(f"{BASE}/a", json={"case": SADDLE, "revision": 1})
    refused(answer, 409, "deleted")
    assert answer.json()["current"] is None
    assert ok(shelf.put(f"{BASE}/a", json={"case": SADDLE})) == {"revision": 1}


def test_duplicate(shelf: httpx.Client) -> None:
    ok(shelf.put(f"{BASE}/a", json={"case": {**CALF, "title": "Anna"}}))
    copy = ok(shelf.post(f"{BASE}/a/duplicate"), 201)
    assert ok(shelf.get(f"{BASE}/{copy['id']}")) == {"case": {**CALF, "title": "Copy of Anna"}, "revision": 1}


def test_what_is_not_there(shelf: httpx.Client) -> None:
    refused(shelf.get(f"{BASE}/nobody"), 404, "nobody")
    refused(shelf.delete(f"{BASE}/nobody"), 404, "nobody")
    refused(shelf.post(f"{BASE}/nobody/duplicate"), 404, "nobody")


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "..%2f..%2fsecret",
        "%2e%2e",
        "a%2fb",
        "A",
        "a.json",
        "a%00",
        "a b",
        "ä",
        "-a",
        "a" * 65,
        "%5c..%5ca",
        "%2e",
    ],
)
def test_a_name_cannot_leave_the_folder(shelf: httpx.Client, folder: Path, name: str) -> None:
    (folder.parent / "case-secret.json").write_text("{}")
    for answer in (
        shelf.get(f"{BASE}/{name}"),
        shelf.put(f"{BASE}/{name}", json={"case": CALF}),
        shelf.delete(f"{BASE}/{name}"),
        shelf.post(f"{BASE}/{name}/duplicate"),
    ):
        assert answer.status_code in (404, 405, 422), answer.text
        assert answer.json()["error"]["message"]
    assert {path.name for path in folder.parent.rglob("*.json")} == {"case-secret.json"}


@pytest.mark.parametrize("body", [{"case": CALF, "revision": 0}, {"case": CALF, "revision": "x"}, {"revision": 1}, {}])
def test_a_bad_save_is_refused(shelf: httpx.Client, body: object) -> None:
    refused(shelf.put(f"{BASE}/a", json=body), 422)
    assert ok(shelf.get(BASE)) == []


def test_a_damaged_file_is_set_aside_and_said(shelf: httpx.Client, folder: Path) -> None:
    ok(shelf.put(f"{BASE}/good", json={"case": CALF}))
    ok(shelf.put(f"{BASE}/bad", json={"case": CALF}))
    ok(shelf.put(f"{BASE}/bad", json={"case": SADDLE, "revision": 1}))
    path = folder / "cases" / "case-bad.json"
    half = path.read_bytes()[:40]
    path.write_bytes(half)
    for _ in range(2):  # the second time the file has been set aside already
        refused(shelf.get(f"{BASE}/bad"), 422, "damaged", "case-bad.json.corrupt", "not deleted")
    assert path.with_name("case-bad.json.corrupt").read_bytes() == half
    cards = {card["id"]: card for card in ok(shelf.get(BASE))}
    assert cards["good"]["problem"] is None and "damaged" in cards["bad"]["problem"]
    assert (folder / "previous" / "case-bad.json").exists()
    assert ok(shelf.put(f"{BASE}/bad", json={"case": SADDLE, "revision": 2})) == {"revision": 3}  # a tab still had it
    assert ok(shelf.get(f"{BASE}/bad"))["case"] == SADDLE


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b"{}", b"null", b'{"format": 1, "revision": 1, "updated": "x", "case": 5}']
)
def test_any_damage_is_set_aside(shelf: httpx.Client, folder: Path, content: bytes) -> None:
    ok(shelf.put(f"{BASE}/a", json={"case": CALF}))
    (folder / "cases" / "case-a.json").write_bytes(content)
    refused(shelf.get(f"{BASE}/a"), 422, "damaged")
    assert (folder / "cases" / "case-a.json.corrupt").read_bytes() == content


def test_a_disk_that_refuses_is_said(shelf: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("legwise.web.store._write_durably", full)
    refused(shelf.put(f"{BASE}/a", json={"case": CALF}), 507, "No space left")
