"""The published cases as a gallery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.errors import CaseError, LookupFailure, nearest, shown_name
from legwise.web.models import ExampleCard


@dataclass(frozen=True)
class Example:
    """A published case and its card."""

    card: ExampleCard
    case: Case


@lru_cache(maxsize=2)
def examples(folder: Path) -> dict[str, Example]:
    """Every example by id, in the order of their titles. A file that cannot be read is left out."""
    found: dict[str, Example] = {}
    for path in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("cases/*.yaml"))):
        try:
            case = read_case(path)
        except CaseError:
            continue
        found[path.stem] = Example(_card(path.stem, case), case)
    return dict(sorted(found.items(), key=lambda item: item[1].card.title.casefold()))


def example(key: str, folder: Path) -> Example:
    """One example. Raises LookupFailure with the nearest ids."""
    every = examples(folder)
    if key not in every:
        raise LookupFailure(f"no example '{shown_name(key)}'{nearest(key, every)}")
    return every[key]


def _card(key: str, case: Case) -> ExampleCard:
    gold: dict[str, Any] = case.gold or {}
    urgency = gold.get("urgency")
    return ExampleCard(
        id=key,
        title=case.title or key.replace("_", " "),
        what=_what(case),
        urgency=str(urgency) if urgency else None,
        citation=citation(gold.get("citation")),
    )


def _what(case: Case) -> str:
    """Who it is and how it began: 'Man, 42 years. The back pain is slight.'"""
    age, sex = case.context.get("age"), case.context.get("sex")
    grown = not isinstance(age, (int, float)) or isinstance(age, bool) or age >= 18
    who = {"female": "Woman" if grown else "Girl", "male": "Man" if grown else "Boy"}.get(str(sex), "Patient")
    years = f", {age:g} years" if isinstance(age, (int, float)) and not isinstance(age, bool) else ""
    first = (case.notes or "").strip().split(". ")[0].strip().removesuffix(".")
    return f"{who}{years}. {first}." if first else f"{who}{years}."


def citation(raw: object) -> str | None:
    """'Fekih A et al. Pan African Medical Journal 2019. doi:...'; only what is known."""
    if not isinstance(raw, dict):
        return None
    place = " ".join(str(raw[part]) for part in ("journal", "year") if raw.get(part))
    where = f"doi:{raw['doi']}" if raw.get("doi") else f"PMID {raw['pmid']}" if raw.get("pmid") else ""
    parts = [str(raw.get("authors") or ""), str(raw.get("title") or ""), place, where]
    return ". ".join(part.strip().removesuffix(".") for part in parts if part.strip()) or None
