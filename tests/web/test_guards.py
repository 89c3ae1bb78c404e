"""Who may ask, what a browser may do, and what is never let through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from legwise.errors import InputError
from legwise.web.guards import unsound
from legwise.web.settings import Settings
from web_service import CALF, Serving, refused

TOKEN = "a-token-of-twenty-four-c"
SAFE = {
    "content-security-policy": "script-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/case/x", "/api/v1/about", "/api/v1/nothing", "/assets/nothing.js"])
def test_every_answer_has_safe_headers(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    for name, value in SAFE.items():
        assert value in answer.headers[name]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_answers_with_patient_data_are_not_kept_by_the_browser(client: httpx.Client) -> None:
    assert client.get("/api/v1/cases").headers["cache-control"] == "no-store"
    assert client.post("/api/v1/assess", json={"case": CALF}).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "[::2]:{port}", ""]
)
def test_another_host_name_is_refused(client: httpx.Client, host: str) -> None:
    named = host.format(port=client.base_url.port)
    for path in ("/", "/api/v1/cases"):
        refused(client.get(path, headers={"Host": named}), 403, "not the one")


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}", "localhost"]
)
def test_names_of_this_machine_are_fine(client: httpx.Client, host: str) -> None:
    named = host.format(port=client.base_url.port)
    assert client.get("/api/v1/openapi.json", headers={"Host": named}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "file://", "x"])
def test_pages_of_other_sites_are_refused(client: httpx.Client, origin: str) -> None:
    refused(client.post("/api/v1/assess", json={"case": CALF}, headers={"Origin": origin}), 403, "other sites")


def test_the_apps_own_page_is_not(client: httpx.Client) -> None:
    own = str(client.base_url).rstrip("/")
    assert client.post("/api/v1/assess", json={"case": CALF}, headers={"Origin": own}).status_code == 200
    answer = client.get("/api/v1/about", headers={"Origin": own})
    assert "access-control-allow-origin" not in answer.headers


def test_a_form_of_another_page_cannot_save(client: httpx.Client) -> None:
    answer = client.put("/api/v1/cases/a", content='{"case": {}}', headers={"Content-Type": "text/plain"})
    refused(answer, 422, "application/json")


def test_beyond_this_machine_a_token_is_needed() -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "my.host"):
        with pytest.raises(InputError, match="token"):
            Settings(host=host)
        assert Settings(host=host, token=TOKEN).token
    for weak in ("short", "spaces in the token here", "x" * 300, ""):
        with pytest.raises(InputError, match="token"):
            Settings(host="0.0.0.0", token=weak)


def test_the_token_opens_by_header_or_by_cookie_set_once(serving: Serving, tmp_path: Path) -> None:
    with serving(Settings(token=TOKEN, data=tmp_path, workers=1)) as client:
        for path in ("/", "/api/v1/about", "/api/v1/body.glb", "/api/v1/openapi.json"):
            answer = client.get(path)
            refused(answer, 401, "token")
            assert answer.headers["www-authenticate"] == "Bearer"
        refused(client.get("/?token=wrong-token-of-some-length"), 401)
        refused(client.get("/", headers={"Authorization": "Bearer nonsense"}), 401)
        refused(client.get("/", headers={"Cookie": "legwise_token=nonsense"}), 401)
        refused(client.put(f"/api/v1/cases/a?token={TOKEN}", json={"case": {}}), 401)
        assert client.get("/api/v1/cases", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        first = client.get(f"/case/x?a=1&token={TOKEN}&b=ä")
        assert first.status_code == 303 and first.headers["location"] == "/case/x?a=1&b=%C3%A4"
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie
        assert client.get("/api/v1/cases").status_code == 200  # the client kept the cookie
        client.cookies.clear()
        elsewhere = client.base_url.copy_with(raw_path=f"//evil.example/?token={TOKEN}".encode())
        assert client.get(elsewhere).headers["location"] == "/evil.example/"


def test_with_a_token_and_an_open_host_any_name_may_be_used(serving: Serving, tmp_path: Path) -> None:
    open_host = replace(Settings(token=TOKEN, data=tmp_path, workers=1), host="0.0.0.0")
    with serving(open_host) as client:
        bearer = {"Host": "clinic.example", "Authorization": f"Bearer {TOKEN}"}
        assert client.get("/api/v1/cases", headers=bearer).status_code == 200
        refused(client.get("/api/v1/cases", headers={"Host": "clinic.example"}), 401)
        refused(client.get("/api/v1/cases", headers={**bearer, "Origin": "https://evil.example"}), 403)
        assert client.get("/api/v1/cases", headers={**bearer, "Origin": "https://clinic.example"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 50 + b"]" * 50, "nested"),
        (b'{"a": NaN}', "not readable"),
        (b'{"a": Infinity}', "not readable"),
        (b'{"a": "\\ud800"}', "not valid text"),
        (b'{"a": "\xff"}', "not valid text"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not readable"),
        (b'"' + b'\\"' * 500_000, "not readable"),
        (b"", "not readable"),
        (b"{'a': 1}", "not readable"),
    ],
)
def test_json_that_could_do_harm_is_not_read(body: bytes, words: str) -> None:
    assert words in (unsound(body) or "")


@pytest.mark.parametrize("body", [b"{}", b'{"a": "[[[[["}', '{"a": "\\ud83d\\ude00 ä"}'.encode(), b'{"a": "\\\\"}'])
def test_ordinary_json_is(body: bytes) -> None:
    assert unsound(body) is None
