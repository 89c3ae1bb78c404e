"""The integer program against brute force."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legwise.plan.program import Limit, Option, benefit_of, choose


@st.composite
def options(draw: st.DrawFn) -> Option:
    least = draw(st.integers(1, 3))
    return Option(draw(st.floats(0.0, 1.0)), least, least + draw(st.integers(0, 2)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Option], list[Limit]]:
    found = draw(st.lists(options(), min_size=1, max_size=5))
    count = len(found)
    limits = [Limit(float(draw(st.integers(0, 12))), minutes=tuple((i, 1.0) for i in range(count)))]
    for _ in range(draw(st.integers(0, 3))):
        members = draw(st.sets(st.integers(0, count - 1), min_size=1))
        weighed = tuple((i, float(draw(st.integers(1, 3)))) for i in sorted(members))
        bound = float(draw(st.integers(0, 6)))
        limits.append(Limit(bound, taken=weighed) if draw(st.booleans()) else Limit(bound, minutes=weighed))
    return found, limits


def _allowed(minutes: tuple[int, ...], limits: list[Limit]) -> bool:
    return all(
        sum(w * (minutes[i] > 0) for i, w in limit.taken) + sum(w * minutes[i] for i, w in limit.minutes) <= limit.bound
        for limit in limits
    )


def _every(found: list[Option]) -> list[tuple[int, ...]]:
    return list(product(*([0, *range(option.least, option.most + 1)] for option in found)))


@settings(deadline=None, max_examples=300)
@given(problems(), st.floats(0.3, 1.0))
def test_the_choice_is_the_best_of_all_allowed(problem: tuple[list[Option], list[Limit]], first: float) -> None:
    found, limits = problem
    best = max(benefit_of(found, minutes, first_share=first) for minutes in _every(found) if _allowed(minutes, limits))
    chosen = choose(found, limits, first_share=first)
    assert chosen.minutes in _every(found)
    assert _allowed(chosen.minutes, limits)
    assert chosen.benefit == pytest.approx(best, abs=5e-6)
    assert chosen.benefit == benefit_of(found, chosen.minutes, first_share=first)


def test_nothing_to_choose_from() -> None:
    assert choose([], [], first_share=0.6).minutes == ()


def test_the_shortest_useful_time_brings_the_first_share_and_the_longest_all() -> None:
    one = [Option(2.0, 4, 9)]
    assert benefit_of(one, [4], first_share=0.6) == pytest.approx(1.2)
    assert benefit_of(one, [9], first_share=0.6) == pytest.approx(2.0)
    assert benefit_of(one, [0], first_share=0.6) == 0.0


def test_of_equal_options_the_earlier_is_taken() -> None:
    same = [Option(1.0, 5, 5)] * 4
    limit = Limit(10.0, minutes=tuple((i, 1.0) for i in range(4)))
    assert choose(same, [limit], first_share=0.6).minutes == (5, 5, 0, 0)
