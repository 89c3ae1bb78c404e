"""The way from the spine to the toes."""

from __future__ import annotations

import numpy as np
import pytest

from legwise.anatomy.body import from_spine, load_body


def middle_of(region: str) -> float:
    return float(np.median(from_spine()[load_body().faces_of(region)]))


def test_it_begins_at_the_spine_and_ends_at_the_toes() -> None:
    body = load_body()
    assert (from_spine()[body.faces_of("back.lumbar_midline")] == 0.0).all()
    toes = np.concatenate([from_spine()[body.faces_of(f"L:foot.{toe}")] for toe in ("big_toe", "toes_plantar")])
    assert toes.max() == 1.0
    assert ((from_spine() >= 0.0) & (from_spine() <= 1.0)).all()


def test_left_mirrors_right() -> None:
    assert from_spine() == pytest.approx(from_spine()[load_body().mirror], abs=1e-12)


@pytest.mark.parametrize("side", ["L", "R"])
def test_it_grows_down_the_leg(side: str) -> None:
    down = [
        "back.lumbar",
        "buttock.upper",
        "buttock.lower",
        "thigh.posterior.upper",
        "thigh.posterior.middle",
        "thigh.posterior.lower",
        "knee.posterior",
        "leg.posterior.upper",
        "leg.posterior.middle",
        "leg.posterior.lower",
        "foot.heel",
        "foot.ball",
        "foot.toes_plantar",
    ]
    along = [middle_of(f"{side}:{region}") for region in down]
    assert along == sorted(along)


def test_neighbours_are_no_farther_apart_than_the_step_between_them() -> None:
    """A shortest way cannot jump: over one edge it changes by at most that edge's length."""
    body = load_body()
    middle = body.points[body.triangles].mean(axis=1)
    length = np.linalg.norm(middle[:, None] - middle[body.neighbours], axis=2)
    inside = (from_spine()[body.neighbours] < 1.0) & (from_spine() < 1.0)[:, None]
    difference = np.abs(from_spine()[:, None] - from_spine()[body.neighbours])
    per_metre = (difference / length)[inside].max()
    whole = 1.0 / per_metre  # metres: the way to the farthest toe is at least this long
    assert 0.9 < whole < 1.6
