"""Fit the global calibration of priors on published cases, judged by cross-validation.

Log odds used = slope * log odds + shift, for all causes alike. Only the slope is fitted. The shift follows from
it: the expected number of active causes in an average presenter stays what the priors say without calibration,
because case reports tell of people with a rare cause and say nothing of how many causes people have.

Each slope of a grid is scored on every case (natural log of the share of the complaint given to the true family,
as in `score`). Then folds: the slope that scores best on the other folds is scored on the fold left out. The mean
of these held-out scores against that of slope 1 is the gain that a new case may expect; the in-sample maximum
flatters. Folds are drawn anew many times so that the answer does not hang on one split [1].

1. Stone M. Cross-validatory choice and assessment of statistical predictions. J R Stat Soc B 1974;36:111-147.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InputError
from legwise.evaluation.evaluate import CaseResult, evaluate_folder
from legwise.evaluation.score import summarise
from legwise.knowledge.load import Knowledge
from legwise.network.template import template
from legwise.validation.wilson import Z95

Floats = NDArray[np.float64]


class Pair(NamedTuple):
    """The two global numbers."""

    slope: float
    shift: float


PLAIN = Pair(1.0, 0.0)  # no calibration
SLOPES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Fit:
    """What cross-validation says.

    chosen: best on all cases. before, in_sample, held_out: mean log score of the plain pair, of the chosen one
    on the cases that chose it, and held out. gain, low, high: held out minus before, 95 % interval over cases.
    picked: how often each pair won on training folds. folds, repeats: how it was cut.
    """

    chosen: Pair
    before: float
    in_sample: float
    held_out: float
    gain: float
    low: float
    high: float
    picked: dict[Pair, float]
    cases: int
    folds: int
    repeats: int


def with_numbers(knowledge: Knowledge, values: Mapping[str, float]) -> Knowledge:
    """The same knowledge with some numbers of the model replaced. Raises InputError for an unknown name."""
    model = dict(knowledge.content.model)
    for name, value in values.items():
        if name not in model:
            raise InputError(f"model: no number '{name}'")
        model[name] = model[name].model_copy(update={"value": value})
    return replace(knowledge, content=knowledge.content.model_copy(update={"model": model}))


def balanced(slope: float, knowledge: Knowledge) -> Pair:
    """The slope with the shift that keeps the expected number of active causes; by bisection, to 1e-3."""
    grounded = template(knowledge)
    priors = np.asarray([grounded.leaks[cause] for cause in grounded.own_causes])
    priors = priors[(priors > 0.0) & (priors < 1.0)]
    logits = np.log(priors / (1.0 - priors))
    low, high = -20.0, 20.0
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        more = float((1.0 / (1.0 + np.exp(-(slope * logits + middle)))).sum()) > float(priors.sum())
        low, high = (low, middle) if more else (middle, high)
    return Pair(slope, round(0.5 * (low + high), 3) + 0.0)


def scored(folder: Path, knowledge: Knowledge, grid: Sequence[Pair]) -> Iterator[tuple[Pair, list[CaseResult]]]:
    """Judge the folder once for each pair, without investigations. Raises InputError for a folder without cases."""
    for pair in grid:
        moved = with_numbers(knowledge, {"prior_slope": pair.slope, "prior_shift": pair.shift})
        found = evaluate_folder(folder, moved, investigations=False)
        yield pair, [one for one in found if isinstance(one, CaseResult)]


def log_scores(results: Sequence[CaseResult]) -> Floats:
    """Log score of every case, in order of their names."""
    return np.asarray([summarise([one]).log_score for one in sorted(results, key=lambda one: one.id)])


def cross_validate(table: Mapping[Pair, Floats], *, folds: int = 5, repeats: int = 100, seed: int = 1) -> Fit:
    """Choose a pair and say what the choice gains on cases it has not seen.

    table: pair -> log scores, shape (cases,), the cases in the same order; the plain pair must be among them.
    Raises InputError when it is not, or when there are fewer cases than folds.
    """
    pairs = list(table)
    if PLAIN not in table:
        raise InputError("calibration: the grid must hold slope 1, shift 0")
    scores = np.stack([table[pair] for pair in pairs])
    cases = scores.shape[1]
    if cases < folds:
        raise InputError(f"calibration: {cases} cases are too few for {folds} folds")
    random = np.random.default_rng(seed)
    held_out = np.zeros(cases)
    picked: Counter[Pair] = Counter()
    for _ in range(repeats):
        fold = random.permutation(cases) % folds
        for one in range(folds):
            best = int(scores[:, fold != one].mean(axis=1).argmax())
            picked[pairs[best]] += 1
            held_out[fold == one] += scores[best, fold == one] / repeats
    before = table[PLAIN]
    difference = held_out - before
    half = Z95 * float(difference.std(ddof=1)) / math.sqrt(cases)
    chosen = pairs[int(scores.mean(axis=1).argmax())]
    gain = float(difference.mean())
    return Fit(
        chosen=chosen,
        before=float(before.mean()),
        in_sample=float(table[chosen].mean()),
        held_out=float(held_out.mean()),
        gain=gain,
        low=gain - half,
        high=gain + half,
        picked={pair: count / (folds * repeats) for pair, count in picked.most_common()},
        cases=cases,
        folds=folds,
        repeats=repeats,
    )
