"""Published figures as data: the test, whom it was studied in, against which reference, with what result.

`data/*.yaml` hold two lists. A population is a case in the usual format (setting, context, chart, findings)
that everyone studied had in common. A figure is one published number: a sensitivity, a specificity or a
likelihood ratio. Findings and causes that have sides are written for the right side, `R:slr`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from legwise.case.model import Case
from legwise.errors import KnowledgeError, nearest
from legwise.knowledge.library import facts_library, sources_library
from legwise.knowledge.load import Knowledge, read_yaml
from legwise.network.template import template
from legwise.validation.wilson import wilson

DATA = Path(__file__).parent / "data"
Measure = Literal["sensitivity", "specificity", "lr_pos", "lr_neg"]
RATIOS = ("lr_pos", "lr_neg")
Item = TypeVar("Item", bound="Strict")


class Strict(BaseModel):
    """Frozen, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Population(Strict):
    """Whom a test was studied in.

    who: in words, as the source says it. case: what all of them had. any_of: reasons of referral, of which
    each had one at least. healthy: nothing modelled is active in them (healthy controls). basis: why this
    stands for them.
    """

    id: str
    who: str
    case: Case = Case()
    any_of: tuple[str, ...] = ()
    healthy: bool = False
    basis: str


class Figure(Strict):
    """One published number.

    positive: the test is positive when at least `at_least` of these findings are, and none of `absent` is. target:
    the reference standard is positive when any of these causes (with all their copies) or findings is there.
    against: what the test was to tell the target from; those with the target had none of these, those without
    it had one.
    population: the people studied; `controls` where those without the target were others. low, high: the
    published 95 % interval. Where the source prints none, it is Wilson's from `counts` (so many of so many), or
    from `at_most`, the size of the whole study where that of the group is not known (the true interval is
    wider), else none. fact: where the knowledge base holds the number; locator: what to look for in the source.
    built_in: a number of the knowledge base between test and target was made from this source, so that
    agreement shows that the network is consistent with it and is no independent confirmation. why: the reason
    of a miss.
    """

    id: str
    test: str
    measure: Measure
    positive: tuple[str, ...] = Field(min_length=1, max_length=10)
    at_least: int = Field(default=1, ge=1)
    absent: tuple[str, ...] = ()
    target: tuple[str, ...] = Field(min_length=1)
    against: tuple[str, ...] = ()
    reference: str
    population: str
    controls: str | None = None
    value: float = Field(ge=0.0, allow_inf_nan=False)
    low: float | None = Field(default=None, ge=0.0)
    high: float | None = Field(default=None, ge=0.0)
    counts: tuple[int, int] | None = None
    at_most: int | None = Field(default=None, ge=1)
    fact: str
    source: str
    locator: str
    built_in: bool
    why: str | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("give both ends of the interval, low and high, or neither")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value} lies outside its interval {self.low} to {self.high}")
        if self.counts is not None:
            self._check_counts(*self.counts)
        if self.at_most is not None and (self.low is not None or self.counts or self.measure in RATIOS):
            raise ValueError("at_most is for a sensitivity or specificity without counts and interval")
        if self.measure not in RATIOS and self.value > 1.0:
            raise ValueError(f"{self.measure} {self.value} must lie between 0 and 1")
        if self.at_least > len(self.positive):
            raise ValueError(f"at_least is {self.at_least}, but only {len(self.positive)} findings are named")
        return self

    def _check_counts(self, hits: int, total: int) -> None:
        if self.low is not None:
            raise ValueError("give counts or an interval, not both")
        if self.measure in RATIOS:
            raise ValueError("counts belong to a sensitivity or a specificity")
        if not 0 <= hits <= total or total == 0 or abs(hits / total - self.value) > 0.01:
            raise ValueError(f"counts {hits} of {total} do not make {self.value}")

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval: as published, or Wilson's, or none."""
        if self.counts is not None:
            return wilson(*self.counts)
        if self.at_most is not None:
            return wilson(self.value * self.at_most, self.at_most)
        return None if self.low is None or self.high is None else (self.low, self.high)


class Catalogue(Strict):
    """All figures with the populations they name."""

    populations: tuple[Population, ...]
    figures: tuple[Figure, ...]

    @cached_property
    def by_id(self) -> dict[str, Population]:
        """Populations by id."""
        return {item.id: item for item in self.populations}


def read_figures(knowledge: Knowledge, folder: Path = DATA) -> Catalogue:
    """Read and check every figure. Raises KnowledgeError naming figure, field, value and what is allowed."""
    populations: list[Population] = []
    figures: list[Figure] = []
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path)
        unknown = sorted(set(content) - {"populations", "figures"})
        if unknown:
            raise KnowledgeError(f"{path.name}: '{unknown[0]}' is not allowed; allowed: populations, figures")
        populations += _records(Population, content.get("populations"), path)
        figures += _records(Figure, content.get("figures"), path)
    if not figures:
        raise KnowledgeError(f"{folder}: holds no published figures (*.yaml)")
    for kind, ids in (("population", [p.id for p in populations]), ("figure", [f.id for f in figures])):
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice:
            raise KnowledgeError(f"{kind} {twice}: defined more than once")
    found = Catalogue(populations=tuple(populations), figures=tuple(figures))
    for figure in figures:
        _check(figure, found, knowledge)
    return found


def _records(kind: type[Item], content: Any, path: Path) -> list[Item]:
    name = kind.__name__.lower()
    if content is None:
        return []
    if not isinstance(content, list):
        raise KnowledgeError(f"{path.name}: {name}s: expected a list, found {type(content).__name__}")
    found = []
    for place, item in enumerate(content):
        known = item.get("id", f"number {place + 1}") if isinstance(item, dict) else f"number {place + 1}"
        try:
            found.append(kind.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise KnowledgeError(f"{path.name}: {name} {known}: {where or 'record'}: {first['msg']}") from error
    return found


def _check(figure: Figure, found: Catalogue, knowledge: Knowledge) -> None:
    """Every reference of a figure leads somewhere."""
    nodes = template(knowledge).index
    findings = [key for key in nodes if key.rpartition(":")[2] in knowledge.findings]
    facts, sources = facts_library(knowledge.folder), sources_library(knowledge.folder)
    named: list[tuple[str, str, Any]] = [("positive", key, findings) for key in figure.positive]
    named += [("absent", key, findings) for key in figure.absent]
    named += [("target", key, nodes) for key in figure.target] + [("against", key, nodes) for key in figure.against]
    named += [("population", figure.population, found.by_id), ("fact", figure.fact, facts)]
    named += [("source", figure.source, sources)]
    named += [("controls", figure.controls, found.by_id)] if figure.controls else []
    for name in (figure.population, figure.controls):
        named += [
            (f"any_of of {name}", key, findings) for key in (found.by_id[name].any_of if name in found.by_id else ())
        ]
    for field, value, allowed in named:
        if value not in allowed:
            raise KnowledgeError(f"figure {figure.id}: {field}: '{value}' does not exist{nearest(value, allowed)}")
    if figure.source not in facts[figure.fact].sources:
        cited = ", ".join(facts[figure.fact].sources)
        raise KnowledgeError(f"figure {figure.id}: source: fact {figure.fact} cites {cited}, not {figure.source}")
