"""The front end as files: caching, compression, client routes, nothing beyond the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from legwise.web.settings import Settings
from web_service import Serving, refused

SCRIPT = "console.log('x');\n" * 500


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Legwise</title>")
    (folder / "assets" / "index-abc.js").write_text(SCRIPT)
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def app(site: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(Settings(static=site, data=site.parent / "data", workers=1)) as client:
        yield client


def test_hashed_files_are_kept_for_ever_and_the_page_is_checked(app: httpx.Client) -> None:
    script = app.get("/assets/index-abc.js")
    assert script.text == SCRIPT
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")
    page = app.get("/")
    assert page.headers["cache-control"] == "no-cache" and page.headers["content-type"].startswith("text/html")
    assert app.get("/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304


def test_files_are_sent_compressed(app: httpx.Client) -> None:
    packed = app.get("/assets/index-abc.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip" and packed.text == SCRIPT
    assert int(packed.headers["content-length"]) < len(SCRIPT) / 10
    plain = app.get("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/case/1234", "/knowledge/muscles/piriformis", "/examples", "/index.html"])
def test_client_routes_show_the_app(app: httpx.Client, path: str) -> None:
    assert "<title>Legwise</title>" in app.get(path).text


@pytest.mark.parametrize("path", ["/assets/old-hash.js", "/missing.png", "/api/v2/about", "/api/nothing"])
def test_missing_files_are_missing(app: httpx.Client, path: str) -> None:
    refused(app.get(path), 404, "nothing at this address")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/link.txt"]
)
def test_nothing_beyond_the_folder_is_served(app: httpx.Client, path: str) -> None:
    assert "secret" not in app.get(path).text


def test_strange_paths_do_no_harm(app: httpx.Client) -> None:
    for path in ("/%00", "/" + "a" * 5000, "/%ff", "/con", "/a/b/c/../../..%5c..%5csecret.txt"):
        assert app.get(path).status_code in (200, 404)


def test_other_methods_are_refused(app: httpx.Client) -> None:
    refused(app.post("/", json={}), 405)
    refused(app.delete("/assets/index-abc.js"), 405)
    assert app.head("/").status_code == 200


def test_a_rebuilt_file_is_read_again(app: httpx.Client, site: Path) -> None:
    page = site / "index.html"
    before = page.read_text()
    page.write_text("<!doctype html><title>Legwise</title>newer")
    assert "newer" in app.get("/").text
    page.write_text(before)


def test_without_a_build_the_page_says_how_to_make_one(serving: Serving, tmp_path: Path) -> None:
    with serving(Settings(static=tmp_path / "none", data=tmp_path, workers=1)) as client:
        answer = client.get("/")
        assert answer.status_code == 503 and "make app" in answer.text
        assert client.get("/api/v1/openapi.json").status_code == 200
