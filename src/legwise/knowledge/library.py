"""The library behind the numbers: sources, facts and the claims ledger. Read only when asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from legwise.errors import KnowledgeError
from legwise.knowledge.load import DATA, LIBRARY, checksum, read_yaml, through_cache
from legwise.knowledge.quantity import Grade, Record
from legwise.knowledge.schema import Reference


class Fact(Record):
    """One sourced statement; `verified` means that the figure was seen in the text of a source."""

    id: str
    topic: str
    statement: str
    grade: Grade
    verified: bool
    sources: tuple[str, ...]
    estimate: bool = False
    rests_on: str | None = None
    conflict: str | None = None
    note: str | None = None
    numbers: dict[str, Any] = Field(default_factory=dict)


class Claim(Record):
    """A claim of a popular text with the verdict of the evidence."""

    id: str
    claim: str
    verdict: Literal["supported", "partly", "unsupported", "contradicted"]
    grade: Grade
    sources: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    why: str | None = None
    note: str | None = None
    seed: str | None = None


Item = TypeVar("Item", bound=Record)
Listed = TypeVar("Listed", Reference, Fact)


def _read(folder: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted((folder / key).glob("*.yaml")):
        content = read_yaml(path)
        if set(content) != {key} or not isinstance(content[key], list):
            raise KnowledgeError(f"{path.name}: expected one list called '{key}', found {', '.join(map(str, content))}")
        found += content[key]
    return found


@lru_cache(maxsize=4)
def sources_library(folder: Path = DATA) -> dict[str, Reference]:
    """Every source by id."""
    return _by_id(_shelf(folder).sources)


@lru_cache(maxsize=4)
def facts_library(folder: Path = DATA) -> dict[str, Fact]:
    """Every fact by id."""
    return _by_id(_shelf(folder).facts)


def claims_library(folder: Path = DATA) -> tuple[Claim, ...]:
    """The claims ledger."""
    return _shelf(folder).claims


class Shelf(Record):
    """The whole library."""

    sources: tuple[Reference, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims: tuple[Claim, ...] = ()


@lru_cache(maxsize=4)
def _shelf(folder: Path) -> Shelf:
    """The library, from its YAML files or as an earlier run left it in the cache."""
    files = sorted(path for key in LIBRARY for path in (folder / key).glob("*.yaml"))

    def build() -> Shelf:
        return Shelf(
            sources=tuple(_validated(Reference, item) for item in _read(folder, "sources")),
            facts=tuple(_validated(Fact, item) for item in _read(folder, "facts")),
            claims=tuple(_validated(Claim, item) for item in _read(folder, "claims")),
        )

    return through_cache(f"library-{checksum(files, folder)}.json", Shelf, build)


def _validated(kind: type[Item], item: dict[str, Any]) -> Item:
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        raise KnowledgeError(f"{kind.__name__.lower()} {item.get('id')}: {error.errors()[0]['msg']}") from error


def _by_id(items: tuple[Listed, ...]) -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for item in items:
        if item.id in found:
            raise KnowledgeError(f"duplicate id '{item.id}' in the library")
        found[item.id] = item
    return found
