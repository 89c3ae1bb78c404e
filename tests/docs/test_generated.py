"""The generated pages are up to date, links in the documentation lead somewhere, commands shown exist."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PICTURE = re.compile(r'<img src="([^"]+)"')
LARGEST_PICTURE = 250_000  # bytes, of those taken of the app
CASE = re.compile(r"examples/[\w/]+\.yaml")


def _tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "docs" / "make_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "red-flags.md",
        "commands.md",
        *(f"schema/{s}.schema.json" for s in ("case", "assessment", "course", "knowledge")),
    ],
)
def test_generated_page_is_up_to_date(name: str) -> None:
    made = {path.relative_to(ROOT / "docs").as_posix(): text for path, text in _tables().pages().items()}
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == made[name], f"docs/{name} is out of date; run: python docs/make_tables.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    missing = [target for target in _targets(page) if not (page.parent / target).exists()]
    assert not missing


def _targets(page: Path) -> list[str]:
    """Files that a page links or shows."""
    text = page.read_text(encoding="utf-8")
    return [target for target in (*LINK.findall(text), *PICTURE.findall(text)) if "://" not in target]


def test_every_picture_of_the_app_is_shown_somewhere_and_is_small() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in _targets(page)}
    taken = sorted((ROOT / "docs" / "pictures").glob("app_*"))
    assert taken
    assert [path.name for path in taken if path.resolve() not in shown] == []
    assert [path.name for path in taken if not 2_000 < path.stat().st_size <= LARGEST_PICTURE] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "Makefile"], ids=lambda page: page.name)
def test_every_example_named_exists(page: Path) -> None:
    named = set(CASE.findall(page.read_text(encoding="utf-8")))
    assert not {path for path in named if not (ROOT / path).exists()}


def test_a_generated_schema_is_json_with_a_title() -> None:
    for path in sorted((ROOT / "docs" / "schema").glob("*.json")):
        assert json.loads(path.read_text(encoding="utf-8"))["title"]
