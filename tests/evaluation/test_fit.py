"""Cross-validation: a true gain is found, a lucky one is not believed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from legwise.errors import InputError
from legwise.evaluation.fit import PLAIN, Pair, cross_validate, log_scores, scored, with_numbers
from legwise.knowledge.load import Knowledge
from patients import EXAMPLES

BETTER = Pair(0.8, -0.8)


def test_a_pair_that_is_better_on_every_case_is_chosen_and_its_gain_is_held_out() -> None:
    plain = np.random.default_rng(1).normal(-2.0, 1.0, 60)
    found = cross_validate({PLAIN: plain, BETTER: plain + 0.2, Pair(1.2, 0.0): plain - 0.3})
    assert found.chosen == BETTER
    assert found.picked == {BETTER: 1.0}
    assert found.gain == pytest.approx(0.2)
    assert (found.held_out, found.before) == (pytest.approx(plain.mean() + 0.2), pytest.approx(plain.mean()))


def test_luck_is_not_believed() -> None:
    random = np.random.default_rng(2)
    gains, in_sample = [], []
    for _ in range(40):
        table = {Pair(1.0 + n / 10.0, 0.0): random.normal(-2.0, 1.0, 50) for n in range(8)}
        found = cross_validate(table, repeats=5)
        gains.append(found.gain)
        in_sample.append(found.in_sample - found.before)
    assert np.mean(in_sample) > 0.1
    assert abs(float(np.mean(gains))) < 0.07


def test_the_interval_of_the_gain_is_that_of_paired_differences() -> None:
    random = np.random.default_rng(3)
    plain = random.normal(-2.0, 1.0, 80)
    moved = plain + random.normal(0.5, 0.4, 80)
    found = cross_validate({PLAIN: plain, BETTER: moved})
    half = norm.ppf(0.975) * (moved - plain).std(ddof=1) / np.sqrt(80)
    assert (found.low, found.high) == (pytest.approx(found.gain - half), pytest.approx(found.gain + half))


def test_wrong_input_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="slope 1, shift 0"):
        cross_validate({BETTER: np.zeros(10)})
    with pytest.raises(InputError, match="3 cases are too few"):
        cross_validate({PLAIN: np.zeros(3)})
    with pytest.raises(InputError, match="no number 'prior_slop'"):
        with_numbers(knowledge, {"prior_slop": 1.0})


def test_pairs_are_scored_on_the_cases_and_leave_the_knowledge_alone(tmp_path: Path, knowledge: Knowledge) -> None:
    for name in ("fibular_nerve_cyst_foot_drop_42m", "gardener_32m_mower"):
        (tmp_path / f"{name}.yaml").write_bytes((EXAMPLES / f"{name}.yaml").read_bytes())
    before = knowledge.number("prior_slope")
    found = {pair: log_scores(results) for pair, results in scored(tmp_path, knowledge, [PLAIN, Pair(0.5, -3.0)])}
    assert {len(scores) for scores in found.values()} == {2}
    assert not np.allclose(found[PLAIN], found[Pair(0.5, -3.0)])
    assert knowledge.number("prior_slope") == before
