"""Single-patient trials: against independent answers, and by simulation."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from legwise.course import Trial
from legwise.course.trial import GRID, Mixture, analyse, divisions, level_change, nonoverlap, randomization
from legwise.errors import CaseError
from legwise.knowledge.load import load

ABAB = np.repeat([0.0, 1.0, 0.0, 1.0], 7)


def series(random: np.random.Generator, treated: np.ndarray[Any, Any], r: float, effect: float) -> np.ndarray[Any, Any]:
    errors = np.empty(len(treated))
    errors[0] = random.normal() / math.sqrt(1.0 - r * r)
    for place in range(1, len(treated)):
        errors[place] = r * errors[place - 1] + random.normal()
    return 5.0 + errors + effect * treated


def estimated(values: np.ndarray[Any, Any], treated: np.ndarray[Any, Any], *, trend: bool) -> Mixture:
    found = level_change(np.arange(len(values), dtype=float), values, treated, trend=trend)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("trend", [False, True])
def test_the_interval_is_that_of_a_grid_over_every_unknown(trend: bool) -> None:
    """An independent answer: the posterior over level, effect, trend, spread and r, summed by importance sampling.

    Draws of (r, sigma) from wide proposals; coefficients are integrated by the multivariate normal density of the
    values alone, with a wide normal prior in place of the flat one. No formula of the module is used.
    """
    random = np.random.default_rng(7)
    treated = ABAB[:16]
    values = series(random, treated, 0.4, 1.5)
    n = len(values)
    columns = [treated, np.ones(n)] + ([np.arange(n) - (n - 1) / 2] if trend else [])
    design = np.stack(columns, axis=1)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    wide = np.diag([400.0, 400.0, 4.0][: design.shape[1]])
    means, spreads, weights = [], [], []
    for r in GRID.tolist():
        base = np.where(apart == 0, 1.0, np.sign(r) ** apart * abs(r) ** apart) if r else np.eye(n)
        for log_sigma in np.linspace(-1.2, 2.2, 69).tolist():
            # flat in log sigma is the prior 1/sigma; the errors have variance sigma^2
            noise = math.exp(2 * log_sigma) * base
            whole = noise + design @ wide @ design.T
            weights.append(stats.multivariate_normal(np.zeros(n), whole, allow_singular=False).logpdf(values))
            gain = wide @ design.T @ np.linalg.inv(whole)
            means.append(float((gain @ values)[0]))
            spreads.append(math.sqrt(float((wide - gain @ design @ wide)[0, 0])))
    weight = np.exp(np.asarray(weights) - max(weights))
    weight /= weight.sum()
    found = estimated(values, treated, trend=trend)
    for place in (-0.5, 0.5, 1.0, 2.0, 3.0):
        expected = float(stats.norm.cdf((place - np.asarray(means)) / np.asarray(spreads)) @ weight)
        assert found.below(place) == pytest.approx(expected, abs=0.004)
    assert found.mean == pytest.approx(float(np.asarray(means) @ weight), abs=0.01)


@pytest.mark.parametrize(("r", "trend"), [(0.0, False), (0.3, False), (0.6, False), (0.3, True)])
def test_intervals_cover_what_they_say(r: float, trend: bool) -> None:
    """The middle 95 % holds the truth in 95 of 100 simulated trials, within the simulation's own error."""
    random = np.random.default_rng(int(10 * r) + 100 * trend)
    runs, hit = 120, 0
    for _ in range(runs):
        found = estimated(series(random, ABAB, r, -1.0), ABAB, trend=trend)
        hit += 0.025 < found.below(-1.0) < 0.975
    assert hit >= stats.binom.ppf(0.001, runs, 0.92), hit


def test_least_squares_would_claim_too_much() -> None:
    """Why autocorrelation is allowed for: an ordinary t interval covers far less at r = 0.6."""
    random = np.random.default_rng(3)
    treated = np.repeat([0.0, 1.0], 14)
    hit = 0
    for _ in range(400):
        values = series(random, treated, 0.6, 0.0)
        low, high = stats.ttest_ind(values[14:], values[:14]).confidence_interval(0.95)
        hit += low < 0.0 < high
    assert hit < 300


@given(
    st.lists(st.integers(0, 10), min_size=1, max_size=12),
    st.lists(st.integers(0, 10), min_size=1, max_size=12),
)
def test_nonoverlap_is_mann_whitney(before: list[int], after: list[int]) -> None:
    a, b = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    expected = stats.mannwhitneyu(a, b).statistic / (len(a) * len(b))
    assert nonoverlap(a, b, lower_is_better=True) == pytest.approx(expected)
    assert nonoverlap(a, b, lower_is_better=False) == pytest.approx(1.0 - expected)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=8, max_size=13), st.integers(1, 3), st.integers(2, 4))
def test_randomization_counts_every_division(values: list[int], shortest: int, phases: int) -> None:
    length = len(values)
    if length < shortest * phases:
        return
    every = [
        cuts
        for cuts in itertools.combinations(range(1, length), phases - 1)
        if all(b - a >= shortest for a, b in itertools.pairwise((0, *cuts, length)))
    ]
    assert list(divisions(length, phases, shortest)) == every
    observed = every[len(every) // 2]
    lengths = tuple(b - a for a, b in itertools.pairwise((0, *observed, length)))

    def gain(cuts: tuple[int, ...]) -> float:
        label = np.zeros(length, dtype=bool)
        for a, b in list(itertools.pairwise((0, *cuts, length)))[1::2]:
            label[a:b] = True
        y = np.asarray(values, dtype=float)
        return float(y[~label].mean() - y[label].mean())

    better = sum(gain(cuts) >= gain(observed) - 1e-9 for cuts in every)
    p, count = randomization(np.asarray(values, dtype=float), lengths, shortest, lower_is_better=True)
    assert (p, count) == (pytest.approx(better / len(every)), len(every))


def test_randomization_holds_its_level() -> None:
    """Drawn switches and no effect, errors as correlated as may be: p below 0.1 in at most a tenth of trials."""
    random = np.random.default_rng(11)
    cuts = list(divisions(24, 2, 4))
    below = 0
    for _ in range(400):
        (cut,) = cuts[random.integers(len(cuts))]
        values = series(random, np.zeros(24), 0.8, 0.0)
        below += randomization(values, (cut, 24 - cut), 4, lower_is_better=True)[0] <= 0.1
    assert below <= stats.binom.ppf(0.999, 400, 0.1)


def trial(*phases: list[Any], **more: Any) -> Trial:
    kinds = ("baseline", "treatment")
    made = [{"kind": kinds[n % 2], "values": values} for n, values in enumerate(phases)]
    return Trial.model_validate({"measure": "numeric_rating", "phases": made, **more})


def test_a_clear_trial_is_clear_and_turned_round_it_is_worse() -> None:
    high, low = [7, 8, 7, 6, 7, 8], [2, 3, 2, 3, 2, 2]
    good = analyse(trial(high, low, high, low, shortest_phase=4), load())
    assert good.improvement is not None and good.improvement.low > 2.0
    assert good.verdict.startswith("Better in the treated phases") and good.nonoverlap == 1.0
    assert good.randomization_p is not None and good.randomization_p < 0.05
    bad = analyse(trial(low, high, low, high), load())
    assert bad.improvement is not None and bad.improvement.high < 0.0 and bad.verdict.startswith("Worse")
    assert bad.randomization_p is None and any("by lot" in note for note in bad.notes)


def test_a_steady_improvement_is_not_credited_to_the_treatment() -> None:
    found = analyse(trial([9, 9, 8, 8, 8, 7, 7], [6, 6, 5, 5, 5, 4, 4]), load())
    assert found.improvement_beyond_trend is not None and found.improvement_beyond_trend.low < 0.0
    assert "and not only because" not in found.verdict


@pytest.mark.parametrize("phases", [([5], [4]), ([5, 5, 5, 5], [3, 3, 3, 3]), ([5, None, 4], [3, 2, None])])
def test_too_little_says_so(phases: tuple[list[Any], ...]) -> None:
    found = analyse(trial(*phases), load())
    assert found.improvement is None and found.verdict == "Too little to say whether it helped."
    assert found.notes


def test_missing_days_keep_their_place() -> None:
    treated = ABAB
    values = series(np.random.default_rng(5), treated, 0.5, -2.0)
    keep = np.ones(28, dtype=bool)
    keep[[3, 4, 17]] = False
    times = np.flatnonzero(keep).astype(float)
    gap = level_change(times, values[keep], treated[keep], trend=False)
    closed = level_change(np.arange(25.0), values[keep], treated[keep], trend=False)
    assert gap is not None and closed is not None
    assert gap[0].mean != closed[0].mean
    shifted = level_change(times + 100.0, values[keep], treated[keep], trend=False)
    assert shifted is not None and shifted[0].mean == pytest.approx(gap[0].mean, abs=1e-12)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (trial([5, 11], [3]), "trial.phases: 11 is impossible"),
        (trial([None], [3]), "at least one value without and one with"),
        (trial([5, 5], [3, 3], shortest_phase=3), "trial.shortest_phase: 3: the phases are shorter"),
        (trial([5, 5], [3, 3], measure="nrs"), "trial.measure: 'nrs': no such measure"),
    ],
)
def test_what_cannot_be_analysed_is_refused(made: Trial, words: str) -> None:
    with pytest.raises(CaseError) as error:
        analyse(made, load())
    assert words in str(error.value)
