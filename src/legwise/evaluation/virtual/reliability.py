"""Reliability of stated probabilities: bins, intervals, and the calibration error with what chance alone gives.

Stated probabilities are put into bins; in a calibrated model what happened agrees with what was stated, in
every bin, up to chance. The expected calibration error (ECE) is the mean gap, weighted by how many fall into
the bins [1, 2]. It is never 0 in a finite sample: `by_chance` says how large it would be on average, and
`chance_limit` how large in 95 % of samples, if the stated probabilities were right. Several statements about
one patient are not independent, so the variance in a bin is that of the patients' sums (clusters).

Only sums are kept: memory does not grow with the number of patients.

1. Naeini MP, Cooper GF, Hauskrecht M. Obtaining well calibrated probabilities using Bayesian binning. AAAI 2015.
2. Guo C, Pleiss G, Sun Y, Weinberger KQ. On calibration of modern neural networks. ICML 2017.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legwise.validation.wilson import Z95

Floats = NDArray[np.float64]
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class Point(NamedTuple):
    """One bin: how many, what was stated and what happened on average, 95 % interval of what happened."""

    statements: int
    stated: float
    happened: float
    low: float
    high: float


@dataclass
class Reliability:
    """Running sums over bins; `floor` leaves out what was stated below it."""

    floor: float = 0.0
    count: Floats = field(default_factory=lambda: np.zeros(len(EDGES) - 1))
    stated: Floats = field(default_factory=lambda: np.zeros(len(EDGES) - 1))
    happened: Floats = field(default_factory=lambda: np.zeros(len(EDGES) - 1))
    squares: Floats = field(default_factory=lambda: np.zeros(len(EDGES) - 1))

    def add(self, stated: ArrayLike, happened: ArrayLike) -> None:
        """Enter one patient: stated probabilities (or shares) and what happened (0 or 1, or a share)."""
        p, y = np.asarray(stated, dtype=np.float64), np.asarray(happened, dtype=np.float64)
        kept = p >= self.floor
        p, y = p[kept], y[kept]
        bins = len(self.count)
        place = np.clip(np.searchsorted(EDGES, p, side="right") - 1, 0, bins - 1)
        self.count += np.bincount(place, minlength=bins)
        self.stated += np.bincount(place, p, minlength=bins)
        self.happened += np.bincount(place, y, minlength=bins)
        self.squares += np.bincount(place, y - p, minlength=bins) ** 2

    @property
    def total(self) -> int:
        """Number of statements."""
        return int(self.count.sum())

    @property
    def bias(self) -> float:
        """Mean of happened minus stated: above 0 when too little was stated."""
        return float((self.happened - self.stated).sum() / max(self.total, 1))

    @property
    def error(self) -> float:
        """Expected calibration error."""
        return float(np.abs(self.happened - self.stated).sum() / max(self.total, 1))

    @property
    def by_chance(self) -> float:
        """Mean ECE of a calibrated model in a sample of this size (half-normal gaps)."""
        return float(math.sqrt(2.0 / math.pi) * np.sqrt(self.squares).sum() / max(self.total, 1))

    @property
    def chance_limit(self) -> float:
        """ECE below which 95 % of samples of a calibrated model lie (normal sum of half-normal gaps)."""
        deviation = math.sqrt((1.0 - 2.0 / math.pi) * float(self.squares.sum())) / max(self.total, 1)
        return self.by_chance + 1.645 * deviation

    def points(self) -> list[Point]:
        """The reliability curve."""
        filled = np.flatnonzero(self.count > 0).tolist()
        return [self._point(number) for number in filled]

    def _point(self, number: int) -> Point:
        count = float(self.count[number])
        stated, happened = self.stated[number] / count, self.happened[number] / count
        half = Z95 * max(math.sqrt(float(self.squares[number])), 1.0) / count
        return Point(int(count), float(stated), float(happened), max(happened - half, 0.0), min(happened + half, 1.0))
