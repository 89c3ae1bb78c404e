"""The app as its users have it: the real service, the built front end and Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from browser.eyes import Eyes
from browser.service import Service
from legwise.web.settings import HERE

NO_BODY = 900  # pixels: too narrow for the body beside the questions, which spares drawing it
PATIENCE = 20_000  # ms, for a machine that is busy with other things
DRAWN_BY_SOFTWARE = ["--enable-unsafe-swiftshader"]  # allow WebGL; Chromium puts the page together on the processor
NO_WEBGL = ["--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer"]

Open = Callable[..., Page]


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail(
            "the tests in the browser need Chromium on PATH: 'tools/need.sh chromium' installs it", pytrace=False
        )
    return found


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=chromium(), args=DRAWN_BY_SOFTWARE)
    yield found
    found.close()


@pytest.fixture
def browser_without_webgl(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=chromium(), args=NO_WEBGL)
    yield found
    found.close()


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests that neither stop it nor spoil its files."""
    if not (HERE / "static" / "index.html").exists():
        pytest.fail("the app is not built: 'make app' builds it", pytrace=False)
    found = Service(tmp_path_factory.mktemp("data")).start()
    yield found
    found.kill()


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Service]:
    """A service that the test may kill, with a data folder that it may spoil."""
    found = Service(tmp_path / "data").start()
    yield found
    found.kill()


@pytest.fixture
def eyes(request: pytest.FixtureRequest) -> Iterator[Eyes]:
    """Fails the test on any console error, uncaught error or request to another host."""
    name = "own_service" if "own_service" in request.fixturenames else "service"
    found = Eyes(request.getfixturevalue(name).address)
    yield found
    assert found.complaints() == []


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (a fresh profile each), as wide as wanted; closed after the test."""
    made: list[BrowserContext] = []

    def make(width: int = 1440, height: int = 900, within: Browser | None = None, **options: object) -> BrowserContext:
        chosen = within or request.getfixturevalue("browser")
        options = {"reduced_motion": "reduce", "locale": "en-GB", **options}
        found: BrowserContext = chosen.new_context(viewport={"width": width, "height": height}, **options)
        found.set_default_timeout(PATIENCE)
        made.append(found)
        return found

    yield make
    for one in made:
        one.close()


@pytest.fixture
def open_page(context: Callable[..., BrowserContext], eyes: Eyes) -> Open:
    """Opens a watched page at an address of the app, in a context of its own."""

    def make(where: str = "#/", width: int = 1440, height: int = 900, **options: object) -> Page:
        return visit(context(width, height, **options), eyes, where)

    return make


def visit(context: BrowserContext, eyes: Eyes, where: str = "#/") -> Page:
    """A watched page in this context."""
    page = context.new_page()
    eyes.watch(page)
    page.goto(f"{eyes.home}/{where}")
    return page


@pytest.fixture
def page(open_page: Open) -> Page:
    """The start of the app on a wide screen."""
    return open_page()


@pytest.fixture(scope="package")
def pictures() -> Path | None:
    """Where a picture of every page goes, to be looked at: the folder `LEGWISE_SCREENSHOTS`, if it is given."""
    told = os.environ.get("LEGWISE_SCREENSHOTS")
    if not told:
        return None
    folder = Path(told)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
