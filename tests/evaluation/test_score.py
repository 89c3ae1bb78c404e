"""Scores against numbers reckoned by hand, and the Wilson interval against published values."""

from __future__ import annotations

import math
from typing import Any

import pytest

from legwise.evaluation import CaseResult, summarise
from legwise.evaluation.score import calibration_error, share


def judged(**fields: Any) -> CaseResult:
    """A right and urgent case, but for the named fields."""
    fixed: dict[str, Any] = {
        "id": "one",
        "primary": "R:sciatica",
        "family": "lumbar_root",
        "family_rank": 1,
        "exact_rank": 1,
        "side_right": True,
        "labels_found": 1.0,
        "gold_share": 0.5,
        "top_share": 0.5,
        "leading": ("lumbar_root",),
        "urgency": "same_day",
        "gold_urgency": "same_day",
        "flags": (),
        "mechanism": {"nociceptive": 0.2, "neuropathic": 0.7, "nociplastic": 0.1},
        "gold_mechanism": "neuropathic",
        "method": "exact",
        "patient": "real",
        "completeness": "high",
    }
    return CaseResult(**{**fixed, **fields})


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (score, no correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_is_the_published_one(count: int, total: int, low: float, high: float) -> None:
    found = share(count, total)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    assert found.value == pytest.approx(count / total)


def test_nothing_counted_leaves_everything_possible() -> None:
    assert (share(0, 0).value, share(0, 0).low, share(0, 0).high) == (0.0, 0.0, 1.0)


def test_ranks_count_within_one_three_and_five() -> None:
    total = summarise([judged(family_rank=rank, exact_rank=rank) for rank in (1, 2, 3, 5, 6, None)])
    for found in (
        (total.family_at_1, total.family_at_3, total.family_at_5),
        (total.exact_at_1, total.exact_at_3, total.exact_at_5),
    ):
        assert [s.count for s in found] == [1, 3, 4]
        assert {s.total for s in found} == {6}


def test_sides_count_only_where_there_is_one() -> None:
    total = summarise([judged(side_right=True), judged(side_right=False), judged(side_right=None)])
    assert (total.side_right.count, total.side_right.total) == (1, 2)


def test_missed_and_overcalled_urgency() -> None:
    total = summarise(
        [
            judged(urgency="emergency", gold_urgency="same_day"),  # above: not missed
            judged(urgency="two_weeks", gold_urgency="same_day"),  # urgent and missed
            judged(urgency="routine", gold_urgency="two_weeks"),  # missed, but not an urgent one
            judged(urgency="routine", gold_urgency="routine"),
            judged(urgency="two_weeks", gold_urgency="routine"),  # overcalled
            judged(urgency="routine", gold_urgency=None),  # nobody knows
        ]
    )
    assert (total.urgent_missed.count, total.urgent_missed.total) == (1, 2)
    assert (total.urgency_missed.count, total.urgency_missed.total) == (2, 5)
    assert (total.routine_overcalled.count, total.routine_overcalled.total) == (1, 2)


def test_mechanism_is_right_when_the_largest_share_is_the_true_one() -> None:
    total = summarise([judged(), judged(gold_mechanism="nociplastic"), judged(gold_mechanism=None)])
    assert (total.mechanism_right.count, total.mechanism_right.total) == (1, 2)


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    """Bin 0.8-1: stated 0.9, right 1 of 2, gap 0.4. Bin 0-0.2: stated 0.1, right 0 of 1, gap 0.1."""
    results = [
        judged(top_share=0.85, family_rank=1),
        judged(top_share=0.95, family_rank=2),
        judged(top_share=0.1, family_rank=None),
    ]
    assert calibration_error(results) == pytest.approx((0.4 * 2 + 0.1) / 3)


def test_a_share_of_one_belongs_to_the_last_bin() -> None:
    assert calibration_error([judged(top_share=1.0, family_rank=1)]) == pytest.approx(0.0)
    assert calibration_error([judged(top_share=1.0, family_rank=2)]) == pytest.approx(1.0)


def test_log_score_is_the_mean_log_share_with_a_floor() -> None:
    total = summarise([judged(gold_share=0.5), judged(gold_share=0.0)])
    assert total.log_score == pytest.approx((math.log(0.5) + math.log(0.001)) / 2)


def test_labels_found_are_averaged() -> None:
    assert summarise([judged(labels_found=1.0), judged(labels_found=0.5)]).labels_within_5 == pytest.approx(0.75)


def test_no_cases_at_all_is_no_crash() -> None:
    total = summarise([])
    assert (total.cases, total.calibration_error, total.log_score, total.labels_within_5) == (0, 0.0, 0.0, 0.0)
