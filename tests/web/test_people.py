"""People and visits over HTTP: versions, erasure, exports, records that cannot be opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legwise.records.database import create_database
from legwise.web.settings import Settings
from records_content import SECRET, documents
from records_places import emptied
from web_service import CALF, SADDLE, Serving, ok, refused

BASE = "/api/v1/people"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, serving: Serving) -> Iterator[httpx.Client]:
    """A service with records of its own, of each kind in turn."""
    database = None
    if request.param == "postgresql":
        database = emptied(request.getfixturevalue("postgres"))
        create_database(database).close()
    with serving(Settings(data=tmp_path, database=database, workers=1)) as client:
        yield client


def _person(desk: httpx.Client, label: str | None = None) -> str:
    return str(ok(desk.post(BASE, json={"label": label}), 201)["code"])


def test_from_the_first_person_to_the_last_erasure(desk: httpx.Client) -> None:
    assert ok(desk.get(BASE)) == {"total": 0, "offset": 0, "people": []}
    code = _person(desk, "File 7")
    at = f"{BASE}/{code}"
    visit = ok(desk.post(f"{at}/visits", json={"day": "2026-11-20", "documents": documents("same_day")}), 201)
    assert {kind: held["body"] for kind, held in visit["documents"].items()} == documents("same_day")
    (card,) = ok(desk.get(BASE, params={"q": "file"}))["people"]
    assert (card["code"], card["visits"], card["urgency"], card["last_visit"]) == (code, 1, "same_day", "2026-11-20")
    person = ok(desk.get(f"{BASE}/{code.lower()}"))
    assert person["visits"][0]["documents"] == list(documents())
    assert ok(desk.put(at, json={"label": None, "version": 1})) == {"version": 2}
    here = f"{at}/visits/{visit['id']}"
    assert ok(desk.put(here, json={"day": "2026-11-21", "version": 1})) == {"version": 2}
    assert ok(desk.put(f"{here}/plan", json={"body": {"minutes": 30}, "version": 1})) == {"version": 2}
    assert ok(desk.get(f"{here}/plan"))["body"] == {"minutes": 30}
    assert ok(desk.get(here))["day"] == "2026-11-21"
    answer = desk.get(f"{at}/export")
    assert json.loads(answer.text)["visits"][0]["id"] == visit["id"]
    assert answer.headers["content-disposition"] == f'attachment; filename="legwise-{code}.json"'
    assert [row["what"] for row in ok(desk.get(f"{at}/trail"))][:3] == ["export", "change", "change"]
    assert desk.delete(here, params={"version": 2}).status_code == 204
    refused(desk.get(here), 404, visit["id"])
    assert desk.delete(at).status_code == 204
    refused(desk.get(at), 404, code)
    assert ok(desk.get(f"{at}/trail"))[0]["what"] == "erase"


def test_records_are_made_when_they_are_first_needed(serving: Serving, tmp_path: Path) -> None:
    with serving(Settings(data=tmp_path, workers=1)) as client:
        ok(client.get("/api/v1/about"))
        assert not (tmp_path / "records.sqlite").exists()
        assert ok(client.get(BASE))["total"] == 0
        assert (tmp_path / "records.sqlite").stat().st_mode & 0o077 == 0


def test_two_tabs_never_overwrite_each_other(desk: httpx.Client) -> None:
    at = f"{BASE}/{_person(desk, 'one')}"
    visit = ok(desk.post(f"{at}/visits", json={"day": "2026-11-20", "documents": {"plan": {"tab": 0}}}), 201)
    here = f"{at}/visits/{visit['id']}"
    ok(desk.put(f"{here}/plan", json={"body": {"tab": 1}, "version": 1}))
    late = desk.put(f"{here}/plan", json={"body": {"tab": 2}, "version": 1})
    refused(late, 409, "changed meanwhile")
    assert late.json()["current"]["version"] == 2 and late.json()["current"]["body"] == {"tab": 1}
    refused(desk.put(f"{here}/plan", json={"body": {"tab": 2}}), 409)
    none = desk.put(f"{here}/outcomes", json={"body": [], "version": 1})
    refused(none, 409)
    assert none.json()["current"] is None
    ok(desk.put(at, json={"label": "two", "version": 1}))
    late = desk.put(at, json={"label": "three", "version": 1})
    refused(late, 409)
    assert late.json()["current"]["label"] == "two"
    ok(desk.put(here, json={"day": "2026-01-01", "version": 1}))
    refused(desk.put(here, json={"day": "2026-01-02", "version": 1}), 409)
    refused(desk.delete(here, params={"version": 1}), 409)
    assert ok(desk.get(here))["day"] == "2026-01-01"


def test_a_visit_takes_over_a_saved_case(desk: httpx.Client) -> None:
    ok(desk.put("/api/v1/cases/anna", json={"case": {**SADDLE, "title": "Anna"}}))
    at = f"{BASE}/{_person(desk)}"
    visit = ok(desk.post(f"{at}/visits", json={"day": "2026-11-20", "saved_case": "anna"}), 201)
    assert visit["documents"]["case"]["body"] == {**SADDLE, "title": "Anna"}
    assert ok(desk.get(at))["visits"][0]["title"] == "Anna"
    refused(desk.post(f"{at}/visits", json={"day": "2026-11-20", "saved_case": "nobody"}), 404)
    both = {"day": "2026-11-20", "saved_case": "anna", "documents": {"case": CALF}}
    assert desk.post(f"{at}/visits", json=both).json()["error"]["field"] == "saved_case"
    assert len(ok(desk.get(at))["visits"]) == 1


def test_a_real_assessment_is_kept_with_its_knowledge_version(desk: httpx.Client) -> None:
    found = ok(desk.post("/api/v1/assess", json={"case": SADDLE}))["assessment"]
    at = f"{BASE}/{_person(desk)}"
    given = {"case": SADDLE, "assessment": found}
    visit = ok(desk.post(f"{at}/visits", json={"day": "2026-11-20", "documents": given}), 201)
    assert visit["documents"]["assessment"]["body"] == found
    (card,) = ok(desk.get(at))["visits"]
    assert (card["urgency"], card["knowledge_version"]) == ("emergency", found["computation"]["knowledge_version"])


def test_what_cannot_be_used_is_refused_plainly(desk: httpx.Client) -> None:
    code = _person(desk)
    at = f"{BASE}/{code}"
    refused(desk.post(BASE, json={"label": "a note: with words"}), 422, "label")
    refused(desk.post(BASE, json={"name": "Anna"}), 422, "name")
    refused(desk.get(f"{BASE}/nobody"), 404, "no person")
    refused(desk.get(f"{at}/visits/none"), 404, "no visit")
    refused(desk.get(BASE, params={"limit": 1000}), 422, "limit")
    refused(desk.get(BASE, params={"offset": -1}), 422, "offset")
    refused(desk.get(BASE, params={"q": "x" * 101}), 422, "q")
    refused(desk.get(BASE, params={"q": "\0"}), 422, "q")
    refused(desk.post(f"{at}/visits", json={"day": "tomorrow"}), 422, "day")
    refused(desk.post(f"{at}/visits", json={"day": "1000-01-01"}), 422, "day")
    refused(desk.post(f"{at}/visits", json={"day": "2026-11-20", "documents": {"photo": {}}}), 422)
    wrong = {"case": {"findigs": {}}}
    refused(desk.post(f"{at}/visits", json={"day": "2026-11-20", "documents": wrong}), 422, "did you mean findings")
    large = {"day": "2026-11-20", "documents": {"plan": {"x": "y" * 2_100_000}}}
    refused(desk.post(f"{at}/visits", json=large), 413)
    assert ok(desk.get(at))["visits"] == []


def test_records_that_cannot_be_opened_are_said_and_tried_again(serving: Serving, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'other.sqlite'}"
    (tmp_path / "other.sqlite").write_bytes(b"\x8f" * 8192)
    with serving(Settings(data=tmp_path, database=address, workers=1)) as client:
        refused(client.get(BASE), 503, "encrypted, or no SQLite file")
        ok(client.get("/api/v1/cases"))  # what does not need the records goes on
        (tmp_path / "other.sqlite").unlink()
        create_database(address).close()
        assert ok(client.get(BASE))["total"] == 0


def test_encrypted_records(serving: Serving, tmp_path: Path) -> None:
    own = Settings(data=tmp_path, workers=1, key="a key that is long enough")
    assert "long enough" not in repr(own)
    for _ in range(2):
        with serving(own) as client:
            at = f"{BASE}/{_person(client)}"
            ok(client.post(f"{at}/visits", json={"day": "2026-11-20", "documents": documents()}), 201)
    assert all(SECRET.encode() not in path.read_bytes() for path in tmp_path.glob("records.sqlite*"))
    with serving(Settings(data=tmp_path, workers=1, key="another key, long enough")) as client:
        refused(client.get(BASE), 503, "key does not fit")


def test_a_token_guards_people_too(serving: Serving, tmp_path: Path) -> None:
    token = "a-token-of-twenty-four-c"
    with serving(Settings(data=tmp_path, workers=1, token=token)) as client:
        refused(client.get(BASE), 401)
        assert ok(client.get(BASE, headers={"Authorization": f"Bearer {token}"}))["total"] == 0


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
KEYS = st.sampled_from(["label", "version", "day", "documents", "case", "assessment", "plan", "body", "saved_case"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
SHAPES: list[Any] = [
    lambda x: x,
    lambda x: {"label": x},
    lambda x: {"label": None, "version": x},
    lambda x: {"day": x},
    lambda x: {"day": "2026-11-20", "documents": x},
    lambda x: {"day": "2026-11-20", "documents": {"plan": x, "case": x}},
    lambda x: {"body": x},
    lambda x: {"body": {"urgency": "routine", "computation": x}, "version": x},
]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, shape=st.sampled_from(SHAPES))
def test_whatever_is_sent_gets_a_plain_answer(client: httpx.Client, value: Any, shape: Any) -> None:
    found = client.get(BASE).json()["people"]
    code = found[0]["code"] if found else _person(client)
    visits = client.get(f"{BASE}/{code}").json()["visits"]
    visit = visits[0]["id"] if visits else "0" * 16
    body = json.dumps(shape(value)).encode("utf-8", "surrogatepass")
    here = f"{BASE}/{code}/visits"
    for method, path in (
        ("POST", BASE),
        ("PUT", f"{BASE}/{code}"),
        ("POST", here),
        ("PUT", f"{here}/{visit}"),
        ("PUT", f"{here}/{visit}/plan"),
        ("PUT", f"{here}/{visit}/assessment"),
    ):
        answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert set(answer.json()["error"]) == {"field", "message"}
