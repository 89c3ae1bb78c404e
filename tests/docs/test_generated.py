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
CASE = re.compile(r"examples/[\w/]+\.yaml")


def _tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "docs" / "make_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    ["red-flags.md", "commands.md", *(f"schema/{s}.schema.json" for s in ("case", "assessment", "knowledge"))],
)
def test_generated_page_is_up_to_date(name: str) -> None:
    made = {path.relative_to(ROOT / "docs").as_posix(): text for path, text in _tables().pages().items()}
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == made[name], f"docs/{name} is out of date; run: python docs/make_tables.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("page", [*PAGES, ROOT / "Makefile"], ids=lambda page: page.name)
def test_every_example_named_exists(page: Path) -> None:
    named = set(CASE.findall(page.read_text(encoding="utf-8")))
    assert not {path for path in named if not (ROOT / path).exists()}


def test_a_generated_schema_is_json_with_a_title() -> None:
    for path in sorted((ROOT / "docs" / "schema").glob("*.json")):
        assert json.loads(path.read_text(encoding="utf-8"))["title"]
