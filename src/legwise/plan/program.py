"""The choice as an integer program.

Each option i may be taken (x_i in {0, 1}) for t_i whole minutes between `least` and `most`. Its benefit b_i comes for
the most part with the shortest useful time, the rest grows evenly up to the longest:

    maximise   sum_i b_i ((f - (1 - f) l_i / (m_i - l_i)) x_i + (1 - f) / (m_i - l_i) t_i)
    subject to l_i x_i <= t_i <= m_i x_i, and for every limit:  sum of a_i x_i + c_i t_i <= bound

Session length, minutes on one region, places per technique and techniques per source are such limits. HiGHS solves it
to the optimum (no gap). Of equally good plans the one is taken whose options stand earlier in the list: every benefit
is raised by a share of at most one in a million that falls along the list.

Reference: Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Math. Prog. Comp. 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from legwise.errors import InferenceError

TIE = 1e-6  # far below any difference between benefits that means something


@dataclass(frozen=True)
class Option:
    """Something that may be done: its benefit, and its shortest and longest time in minutes."""

    benefit: float
    least: int
    most: int


@dataclass(frozen=True)
class Limit:
    """An upper bound over options: `taken` weighs whether an option is taken, `minutes` weighs its time."""

    bound: float
    taken: tuple[tuple[int, float], ...] = ()
    minutes: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Choice:
    """Minutes of every option (0: not taken) and the expected benefit of the whole."""

    minutes: tuple[int, ...]
    benefit: float


def choose(options: Sequence[Option], limits: Sequence[Limit], *, first_share: float) -> Choice:
    """The best choice. Raises InferenceError when the solver finds none (taking nothing always is one)."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    count = len(options)
    if count == 0:
        return Choice((), 0.0)
    taken, slope = _worth(options, first_share)
    scale = max(*(option.benefit for option in options), 1e-12)
    tie = 1.0 + TIE * np.arange(count, 0, -1) / count
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    low: list[float] = []
    high: list[float] = []

    def row(cells: Sequence[tuple[int, float]], lower: float, upper: float) -> None:
        for column, value in cells:
            rows.append(len(low))
            columns.append(column)
            values.append(value)
        low.append(lower)
        high.append(upper)

    for i, option in enumerate(options):
        row([(i, -option.least), (count + i, 1.0)], 0.0, np.inf)
        row([(i, -option.most), (count + i, 1.0)], -np.inf, 0.0)
    for limit in limits:
        row([*limit.taken, *((count + i, weight) for i, weight in limit.minutes)], -np.inf, limit.bound)
    found = milp(
        -np.concatenate([taken * tie, slope * tie]) / scale,
        integrality=np.ones(2 * count, dtype=np.int64),
        bounds=Bounds(np.zeros(2 * count), np.concatenate([np.ones(count), [float(o.most) for o in options]])),
        constraints=LinearConstraint(csr_array((values, (rows, columns)), shape=(len(low), 2 * count)), low, high),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise InferenceError(f"the plan could not be solved: {found.message}")
    minutes = np.rint(found.x[count:]).astype(int)
    return Choice(tuple(minutes.tolist()), benefit_of(options, minutes.tolist(), first_share=first_share))


def benefit_of(options: Sequence[Option], minutes: Sequence[int], *, first_share: float) -> float:
    """Expected benefit of a choice."""
    taken, slope = _worth(options, first_share)
    return float(sum(a + s * t for a, s, t in zip(taken, slope, minutes, strict=True) if t > 0))


def _worth(options: Sequence[Option], first_share: float) -> tuple[np.ndarray, np.ndarray]:
    """What taking an option is worth, and what each minute of it is, so that `least` brings the first share."""
    benefit = np.asarray([option.benefit for option in options])
    least = np.asarray([option.least for option in options], dtype=np.float64)
    spare = np.asarray([option.most - option.least for option in options], dtype=np.float64)
    slope = np.where(spare > 0, benefit * (1.0 - first_share) / np.maximum(spare, 1.0), 0.0)
    return np.where(spare > 0, benefit * first_share - slope * least, benefit), slope
