"""Context of a virtual patient: every factor by how common it is among presenters.

Age is drawn from its band, sex from its share, pregnancy only where it can be. Factors are independent but
for that, as the priors assume (each is centred on its own prevalence).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Factor

FERTILE = (15, 50)  # years; pregnancy and the weeks after it
OLDEST, YOUNGEST = 95, 8  # years; ends of the open bands


class Context(NamedTuple):
    """Age in years, sex, and every other factor (with its side where it has one) as yes or no."""

    age: int
    sex: str
    factors: dict[str, bool]


def sample_context(knowledge: Knowledge, random: np.random.Generator) -> Context:
    """Draw one."""
    bands = [f for f in knowledge.factors.values() if f.from_number == "age"]
    chances = np.asarray([band.prevalence.value for band in bands])
    band = bands[int(random.choice(len(bands), p=chances / chances.sum()))]
    low, high = max(int(band.low or 0), YOUNGEST), min(int(band.high or OLDEST), OLDEST)
    age = int(random.integers(low, high))
    female = random.random() < knowledge.factors["sex_female"].prevalence.value
    factors = {}
    for factor in knowledge.factors.values():
        if factor.group in ("age", "sex", "safety"):  # safety bears on treatment only; no cause reads it
            continue
        chance = factor.prevalence.value
        if factor.group == "pregnancy":
            can_be = female and FERTILE[0] <= age < FERTILE[1]
            chance = min(chance / _fertile_share(knowledge, bands), 1.0) if can_be else 0.0
        for key in (f"L:{factor.id}", f"R:{factor.id}") if factor.sided else (factor.id,):
            factors[key] = bool(random.random() < chance)
    return Context(age, "female" if female else "male", factors)


def _fertile_share(knowledge: Knowledge, bands: list[Factor]) -> float:
    """Share of presenters who are women of an age in which pregnancy is possible."""
    share = 0.0
    for band in bands:
        low, high = max(band.low or 0.0, YOUNGEST), min(band.high or OLDEST, OLDEST)
        inside = max(min(high, FERTILE[1]) - max(low, FERTILE[0]), 0.0)
        share += band.prevalence.value * inside / (high - low)
    return share * knowledge.factors["sex_female"].prevalence.value
