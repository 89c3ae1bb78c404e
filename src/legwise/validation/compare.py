"""Published against implied: which figures the network reproduces.

A figure is reproduced when the implied value lies within the published 95 % interval, or close to the
published value: within 0.10 for sensitivity and specificity, within a factor of 1.5 either way for likelihood
ratios (0.10 off a specificity of 0.90 would let a ratio halve or grow without limit; the factor is stricter).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from legwise.knowledge.load import Knowledge
from legwise.validation.chances import Chance
from legwise.validation.figures import RATIOS, Catalogue, Figure
from legwise.validation.implied import implied

NEAR = 0.10  # largest difference of a sensitivity or specificity that counts as reproduced
FACTOR = 1.5  # largest factor between likelihood ratios that counts as reproduced

Verdict = Literal["within interval", "close", "missed"]


@dataclass(frozen=True)
class Comparison:
    """One figure with what the network implies."""

    figure: Figure
    implied: Chance
    verdict: Verdict

    @property
    def reproduced(self) -> bool:
        """True when the implied value is within the interval or close."""
        return self.verdict != "missed"


@dataclass(frozen=True)
class Totals:
    """How many figures were compared and reproduced."""

    figures: int
    within_interval: int
    reproduced: int


def validate(catalogue: Catalogue, knowledge: Knowledge) -> Iterator[Comparison]:
    """Compare every figure, in the order of the data."""
    for figure in catalogue.figures:
        found = implied(figure, catalogue, knowledge)
        yield Comparison(figure, found, compare(figure, found.value))


def compare(figure: Figure, value: float) -> Verdict:
    """The verdict on an implied value."""
    ends = figure.interval
    if ends is not None and ends[0] <= value <= ends[1]:
        return "within interval"
    if figure.measure in RATIOS:
        near = value > 0.0 and figure.value > 0.0 and abs(math.log(value / figure.value)) <= math.log(FACTOR)
    else:
        near = abs(value - figure.value) <= NEAR
    return "close" if near else "missed"


def between_studies(figures: Iterable[Figure]) -> tuple[int, int]:
    """How often one study's value would be reproduced by another's: pairs that are, and all pairs.

    A pair is two figures of different sources with the same measure of the same test and target, taken in both
    directions; the people and the reference standard may differ, as they do between studies. No network can meet
    figures that contradict each other, so this is what to hold its own share against.
    """
    found = list(figures)
    pairs = [
        (one, other)
        for one in found
        for other in found
        if one.source != other.source and _same_question(one) == _same_question(other)
    ]
    return sum(compare(one, other.value) != "missed" for one, other in pairs), len(pairs)


def _same_question(figure: Figure) -> tuple[object, ...]:
    findings = (frozenset(figure.positive), figure.at_least, frozenset(figure.absent))
    return figure.measure, *findings, frozenset(figure.target), frozenset(figure.against)


def totals(comparisons: Iterable[Comparison]) -> Totals:
    """Count figures and those reproduced."""
    found = list(comparisons)
    return Totals(
        figures=len(found),
        within_interval=sum(c.verdict == "within interval" for c in found),
        reproduced=sum(c.reproduced for c in found),
    )
