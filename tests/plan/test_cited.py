"""What a plan cites can be looked up: sources are sources, facts are facts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from legwise.knowledge.library import facts_library, sources_library
from legwise.knowledge.load import load
from legwise.plan.model import Plan, Role
from legwise.plan.plan import Picture, make
from plan.pictures_of_people import random_causes, random_situation


def cited(plan: Plan) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Sources and facts of every part of a plan."""
    for line in (*plan.session, *plan.home):
        yield line.evidence.sources, line.evidence.facts
        yield from ((trial.sources, ()) for trial in line.evidence.trials)
    yield from ((one.sources, one.facts) for one in (*plan.measures, *plan.referrals, *plan.care))
    yield from ((one.sources, ()) for one in plan.left_out)


@pytest.mark.parametrize("role", ["person", "physician"])
def test_every_source_and_every_fact_of_a_plan_has_its_record(role: Role) -> None:
    knowledge = load()
    random = np.random.default_rng(5)
    sources: set[str] = set()
    facts: set[str] = set()
    for _ in range(40):
        picture = Picture(None, "routine", (), random_causes(random), random_situation(random, knowledge))
        for some, others in cited(make(picture, knowledge, minutes=60, role=role)):
            sources |= set(some)
            facts |= set(others)
    assert sources and facts
    assert sources <= set(sources_library())
    assert facts <= set(facts_library())
