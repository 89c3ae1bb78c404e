"""A single-patient trial: did the treated phases differ from the baselines, and how sure is that?

Values from one person on consecutive days resemble each other, so methods for independent values claim too much. Three
answers are given, none of which needs independent values to be honest about itself:

- **Level change.** y[t] = a + b * treated[t] + e[t] with errors of lag-1 autocorrelation r. Given r the estimate of b
  is that of generalized least squares and has a t distribution. r cannot be known from a short series, so it is not
  estimated and then believed: the t distributions are mixed over r with weights p(y | r), a flat prior on r and the
  reference prior 1/sigma on the spread (Zellner and Tiao 1964). The interval is the middle 95 % of the mixture. A
  second one adds a straight trend over the whole trial, so that an improvement that was under way before is not
  credited to the treatment; in a trial of two phases it is wide, as it must be.
- **Non-overlap of all pairs** (Parker and Vannest 2009): the share of pairs of a baseline and a treated value in which
  the treated one is better, ties half. 0.5 is no difference. It describes and claims nothing.
- **Randomization test** (Edgington 1975, Onghena 1992, Bulte and Onghena 2008): the share of all divisions into phases
  that could have been drawn with a mean difference at least as large as the observed one. Valid whatever the errors
  are, but only where the moments of switching were drawn by lot; otherwise it is left out.

Cost: grid points of r times n^2 for the first, number of divisions for the last.

References. Zellner A, Tiao GC. J Am Stat Assoc 1964;59:763-778. Parker RI, Vannest K. Behav Ther 2009;40:357-367.
Onghena P. Behav Assess 1992;14:153-171. Bulte I, Onghena P. Behav Res Methods 2008;40:467-478.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.course.model import Trial
from legwise.course.outcomes import measure_of
from legwise.course.result import Effect, TrialResult
from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge

Floats = NDArray[np.float64]

GRID = np.linspace(-0.95, 0.95, 77)  # autocorrelations; the prior on them is flat
FEWEST = 3  # values in the baselines and in the treated phases, below which nothing is estimated
MOST_DIVISIONS = 200_000
SURE = 0.95


@dataclass(frozen=True)
class Mixture:
    """A mixture of t distributions: location, scale and weight of each, and their degrees of freedom."""

    location: Floats
    scale: Floats
    weight: Floats
    freedom: int

    @property
    def mean(self) -> float:
        """Its mean; there are at least two degrees of freedom."""
        return float(self.location @ self.weight)

    def below(self, value: float) -> float:
        """P(b < value)."""
        from scipy.special import stdtr

        return float(stdtr(self.freedom, (value - self.location) / self.scale) @ self.weight)

    def quantile(self, p: float) -> float:
        """The value below which b lies with chance p."""
        from scipy.optimize import brentq

        width = float(self.scale.max()) * 60.0 + float(np.ptp(self.location)) + 1e-12
        low, high = float(self.location.min()) - width, float(self.location.max()) + width
        while self.below(low) > p:
            low -= width
        while self.below(high) < p:
            high += width
        return float(brentq(lambda value: self.below(value) - p, low, high, xtol=1e-10))


def level_change(times: Floats, values: Floats, treated: Floats, *, trend: bool) -> tuple[Mixture, float] | None:
    """Posterior of the level change b, and the mean autocorrelation; shapes (n,), missing values left out.

    times are whole steps; the errors of values k steps apart correlate by r**k. None when b cannot be told (too few
    values, or values that the model fits without any error).
    """
    columns = [treated, np.ones_like(values)] + ([times - times.mean()] if trend else [])
    design = np.stack(columns, axis=1)
    freedom = len(values) - design.shape[1]
    if freedom < 2 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    apart = np.abs(times[:, None] - times[None, :])
    location, scale, weight = np.empty((3, len(GRID)))
    for place, r in enumerate(GRID.tolist()):
        root = np.linalg.cholesky(np.sign(r) ** apart * abs(r) ** apart if r else np.eye(len(values)))
        x, y = np.linalg.solve(root, design), np.linalg.solve(root, values)
        inner = np.linalg.inv(x.T @ x)
        estimate = inner @ x.T @ y
        squares = float(((y - x @ estimate) ** 2).sum())
        if squares <= 1e-12 * max(float(y @ y), 1e-300):
            return None
        location[place], scale[place] = estimate[0], math.sqrt(squares / freedom * inner[0, 0])
        weight[place] = (
            -np.log(np.diag(root)).sum() + 0.5 * np.linalg.slogdet(inner)[1] - freedom / 2 * math.log(squares)
        )
    weight = np.exp(weight - weight.max())
    weight /= weight.sum()
    return Mixture(location, scale, weight, freedom), float(GRID @ weight)


def nonoverlap(baseline: Floats, treated: Floats, *, lower_is_better: bool) -> float:
    """Share of pairs in which the treated value is better, ties half."""
    difference = baseline[:, None] - treated[None, :]
    better = difference > 0 if lower_is_better else difference < 0
    return float(better.mean() + 0.5 * (difference == 0).mean())


def divisions(length: int, phases: int, shortest: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut `length` values into phases of at least `shortest`, as the places of the cuts."""

    def cut(start: int, left: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield ()
            return
        for place in range(start + shortest, length - shortest * left + 1):
            yield from ((place, *rest) for rest in cut(place, left - 1))

    return cut(0, phases - 1)


def randomization(
    values: Floats, phases: tuple[int, ...], shortest: int, *, lower_is_better: bool
) -> tuple[float, int]:
    """The share of possible divisions with a mean difference as good as the observed one, and how many there are.

    values: with nan where missing; phases: the lengths of the observed ones. Raises ValueError when the observed
    division could not have been drawn.
    """
    length, count = len(values), len(phases)
    free = length - shortest * count
    if min(phases) < shortest or math.comb(free + count - 1, count - 1) > MOST_DIVISIONS:
        raise ValueError(
            "the phases are shorter than shortest_phase"
            if min(phases) < shortest
            else f"more than {MOST_DIVISIONS:,} divisions are possible; give a larger shortest_phase"
        )
    sign = -1.0 if lower_is_better else 1.0
    known = ~np.isnan(values)
    total, number = np.append(0.0, np.cumsum(np.where(known, values, 0.0))), np.append(0, np.cumsum(known))

    def difference(cuts: tuple[int, ...]) -> float:
        edges = (0, *cuts, length)
        spans = list(itertools.pairwise(edges))
        means = []
        for part in (spans[1::2], spans[::2]):
            there = sum(int(number[b] - number[a]) for a, b in part)
            means.append(sum(float(total[b] - total[a]) for a, b in part) / there if there else math.nan)
        return sign * (means[0] - means[1])

    observed = difference(tuple(np.cumsum(phases)[:-1].tolist()))
    drawn = [difference(cuts) for cuts in divisions(length, count, shortest)]
    usable = [one for one in drawn if not math.isnan(one)]
    return sum(one >= observed - 1e-12 for one in usable) / len(usable), len(usable)


def analyse(trial: Trial, knowledge: Knowledge, origin: str = "trial") -> TrialResult:
    """Analyse a trial. Raises CaseError for an unknown measure, an impossible value, or phases without any value."""
    measure = measure_of(trial.measure, origin, knowledge)
    values, treated = _series(trial)
    for value in values[~np.isnan(values)].tolist():
        if not measure.low <= value <= measure.high:
            raise CaseError(
                f"{origin}.phases: {value:g} is impossible for {measure.name}; "
                f"allowed: {measure.low:g} to {measure.high:g}"
            )
    known = ~np.isnan(values)
    base, after = values[known & (treated == 0)], values[known & (treated == 1)]
    if not len(base) or not len(after):
        raise CaseError(f"{origin}.phases: give at least one value without and one with the treatment")
    lower = measure.better == "lower"
    notes: list[str] = []
    found, beyond_trend = (_effect(values, treated, known, trend=trend, lower=lower) for trend in (False, True))
    effect, beyond = found and found[0], beyond_trend and beyond_trend[0]
    if found is None:
        notes.append("Too few values, or values that do not vary: no interval can be given.")
    p, possible = _drawn(trial, values, lower=lower, origin=origin)
    if trial.shortest_phase is None:
        notes.append("When to switch was not drawn by lot, so there is no randomization test.")
    important = measure.important.value if measure.important else None
    return TrialResult(
        measure=measure.id,
        of=trial.of,
        treatment=trial.treatment,
        baseline_values=len(base),
        treatment_values=len(after),
        missing=int((~known).sum()),
        improvement=effect,
        improvement_beyond_trend=beyond,
        autocorrelation=found[1] if found else None,
        nonoverlap=nonoverlap(base, after, lower_is_better=lower),
        randomization_p=p,
        divisions=possible,
        verdict=_verdict(effect, beyond, important),
        notes=tuple(notes),
    )


def _series(trial: Trial) -> tuple[Floats, Floats]:
    """Values (nan where missing) and 1 where treated."""
    values = [math.nan if v is None else float(v) for phase in trial.phases for v in phase.values]
    treated = [float(phase.kind == "treatment") for phase in trial.phases for _ in phase.values]
    return np.asarray(values), np.asarray(treated)


def _effect(
    values: Floats, treated: Floats, known: NDArray[np.bool_], *, trend: bool, lower: bool
) -> tuple[Effect, float] | None:
    """Improvement with its interval, and the autocorrelation."""
    if min(int((known & (treated == kind)).sum()) for kind in (0, 1)) < FEWEST:
        return None
    times = np.flatnonzero(known).astype(np.float64)
    found = level_change(times, -values[known] if lower else values[known], treated[known], trend=trend)
    if found is None:
        return None
    mixture, autocorrelation = found
    low, high = (mixture.quantile(p) for p in ((1 - SURE) / 2, (1 + SURE) / 2))
    return Effect(value=mixture.mean, low=low, high=high), autocorrelation


def _drawn(trial: Trial, values: Floats, *, lower: bool, origin: str) -> tuple[float | None, int | None]:
    if trial.shortest_phase is None:
        return None, None
    lengths = tuple(len(phase.values) for phase in trial.phases)
    try:
        return randomization(values, lengths, trial.shortest_phase, lower_is_better=lower)
    except ValueError as error:
        raise CaseError(f"{origin}.shortest_phase: {trial.shortest_phase}: {error}") from None


def _verdict(effect: Effect | None, beyond: Effect | None, important: float | None) -> str:
    """What the intervals allow to say, in one sentence."""
    if effect is None:
        return "Too little to say whether it helped."
    if effect.low > 0:
        size = " by an amount that matters" if important is not None and effect.low >= important else ""
        said = f"Better in the treated phases{size}"
        if beyond is None or beyond.low <= 0:
            return f"{said}, but an improvement that was under way anyway would explain it as well."
        return f"{said}, and not only because of a steady trend."
    if effect.high < 0:
        return "Worse in the treated phases."
    if important is not None and effect.high < important:
        return (
            "No step that matters where treatment began or ended; "
            "an improvement that came slowly cannot be told from drift here."
        )
    return "The trial is open: it neither shows nor excludes an improvement that matters."
