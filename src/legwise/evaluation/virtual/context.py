"""Context of a virtual patient: every factor by how common it is among presenters.

Age is drawn from its band, sex from its share, pregnancy only where it can be. Factors are independent but
for that, as the priors assume (each is centred on its own prevalence).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from legwise.evaluation.virtual.people import Ages
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Factor


class Context(NamedTuple):
    """Age in years, sex, and every other factor (with its side where it has one) as yes or no."""

    age: int
    sex: str
    factors: dict[str, bool]


def sample_context(knowledge: Knowledge, ages: Ages, random: np.random.Generator) -> Context:
    """Draw one."""
    bands = [f for f in knowledge.factors.values() if f.from_number == "age"]
    chances = np.asarray([band.prevalence.value for band in bands])
    band = bands[int(random.choice(len(bands), p=chances / chances.sum()))]
    low, high = _ends(band, ages)
    age = int(random.integers(int(low), int(high)))
    female = random.random() < knowledge.factors["sex_female"].prevalence.value
    factors = {}
    for factor in knowledge.factors.values():
        if factor.group in ("age", "sex", "safety"):  # safety bears on treatment only; no cause reads it
            continue
        chance = factor.prevalence.value
        if factor.group == "pregnancy":
            can_be = female and ages.fertile_from.value <= age < ages.fertile_before.value
            chance = min(chance / _fertile_share(knowledge, bands, ages), 1.0) if can_be else 0.0
        for key in (f"L:{factor.id}", f"R:{factor.id}") if factor.sided else (factor.id,):
            factors[key] = bool(random.random() < chance)
    return Context(age, "female" if female else "male", factors)


def _fertile_share(knowledge: Knowledge, bands: list[Factor], ages: Ages) -> float:
    """Share of presenters who are women of an age in which pregnancy is possible."""
    share = 0.0
    for band in bands:
        low, high = _ends(band, ages)
        inside = max(min(high, ages.fertile_before.value) - max(low, ages.fertile_from.value), 0.0)
        share += band.prevalence.value * inside / (high - low)
    return share * knowledge.factors["sex_female"].prevalence.value


def _ends(band: Factor, ages: Ages) -> tuple[float, float]:
    """First and end of an age band in years, the open bands closed."""
    return max(band.low or 0.0, ages.youngest.value), min(band.high or ages.oldest.value, ages.oldest.value)
