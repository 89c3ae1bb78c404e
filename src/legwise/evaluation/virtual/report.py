"""The outcome of a check as plain values, ready for JSON and for the documentation."""

from __future__ import annotations

from typing import Any

from legwise.evaluation.virtual.intervals import Coverage
from legwise.evaluation.virtual.reliability import Reliability
from legwise.evaluation.virtual.study import Calibration


def report(found: Calibration, coverage: Coverage, seed: int) -> dict[str, Any]:
    """Everything that was counted."""
    return {
        "seed": seed,
        "patients": found.patients,
        "exact": found.exact,
        "unanswered": found.unanswered,
        "positive_findings": {str(key): found.positive[key] for key in sorted(found.positive)},
        "all_causes": curve(found.all_causes),
        "shown_causes": curve(found.shown),
        "leading_family_share": curve(found.leading_share),
        "by_family": {name: curve(one) for name, one in sorted(found.by_family.items()) if one.total},
        "with_a_modelled_source": found.with_source,
        "family_ranks": {str(rank): found.family_ranks[rank] for rank in sorted(found.family_ranks)},
        "source_ranks": {str(rank): found.source_ranks[rank] for rank in sorted(found.source_ranks)},
        "intervals": {
            "patients": coverage.patients,
            "sources": coverage.sources,
            "coverage": {f"{level:g}": point._asdict() for level, point in coverage.points().items()},
        },
    }


def curve(one: Reliability) -> dict[str, Any]:
    """One reliability curve."""
    return {
        "statements": one.total,
        "error": one.error,
        "by_chance": one.by_chance,
        "chance_limit": one.chance_limit,
        "bias": one.bias,
        "points": [point._asdict() for point in one.points()],
    }
