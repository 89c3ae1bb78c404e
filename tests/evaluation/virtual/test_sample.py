"""Forward sampling against the marginals of pyAgrum on a small knowledge base, and the shape of extents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from legwise.case.observations import Observations
from legwise.evaluation.virtual import People, World, drawn_world, people, world
from legwise.evaluation.virtual.context import Context, sample_context
from legwise.evaluation.virtual.sample import Patient, _felt, sample_given, sample_patient
from legwise.inference.network import NoisyOr, noisy_or
from legwise.knowledge.load import DATA, Knowledge, load
from legwise.network.prior import prior_of
from oracles import pyagrum_marginals
from worlds import guess, one_root, write

ADULT = Context(40, "female", {})
WITH_AGE = 0.3  # the false positive of the small world's finding in an adult
COUNT = 3000


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The small knowledge base, with the real model's numbers."""
    raw = one_root()
    for sign in ("paresis_plantarflexion", "any_trigger_point"):
        raw["signs"].append({"id": sign, "name": sign, "sided": True, "links": [], "false_positive": guess(0.1)})
    raw["findings"][0]["false_positive_by_age"] = {"age_adult": guess(WITH_AGE), "age_child": guess(0.01)}
    for file in DATA.glob("*.yaml"):
        raw["model"] = {**yaml.safe_load(file.read_text(encoding="utf-8")).get("model", {}), **raw["model"]}
    folder: Path = write(raw, tmp_path_factory.mktemp("tiny"))
    return world(load(folder))


def drawn(one: World, described: People, count: int = COUNT, context: Context = ADULT) -> list[Patient]:
    return [sample_given(context, one, described, np.random.default_rng([3, number])) for number in range(count)]


def with_places(one: World) -> NoisyOr:
    """The network with a node for every place that can be felt."""
    network, size = one.template.network, one.template.network.size
    seen = Observations(factors={"age_adult": True, "age_child": False})
    leak = network.leak.tolist()
    for cause in one.template.own_causes:
        leak[cause] = prior_of(one.template.nodes[cause], seen.setting, seen.factors, one.knowledge)
    for number, node in enumerate(one.template.nodes):
        if node.id == one.knowledge.content.findings[0].id:
            leak[number] = WITH_AGE
    links = list(zip(network.parent.tolist(), network.child.tolist(), network.p.tolist(), strict=True))
    links += [
        (cause, size + place, p)
        for cause, place, p in zip(one.felt_cause.tolist(), one.felt_place.tolist(), one.felt_p.tolist(), strict=True)
    ]
    return noisy_or(leak + [one.place_leak] * len(one.places), links)


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_nodes_and_places_come_as_often_as_the_network_says(tiny: World, correlation: float) -> None:
    described = people().with_values(extent_correlation=correlation, spread_pain=0.0)
    patients = drawn(tiny, described)
    expected, _ = pyagrum_marginals(with_places(tiny), {})
    found = np.concatenate([[p.on for p in patients], [p.felt for p in patients]], axis=1).mean(axis=0)
    p = np.asarray([expected[node] for node in range(len(found))])
    error = np.sqrt(p * (1.0 - p) / COUNT)
    assert np.all(np.abs(found - p) < 4.5 * error + 1e-9)


def test_zones_of_a_cause_go_together_as_far_as_the_correlation_says(tiny: World) -> None:
    links = np.flatnonzero(tiny.felt_cause == np.bincount(tiny.felt_cause).argmax())
    assert len(links) > 1
    cause, pair = int(tiny.felt_cause[links[0]]), links[:2]
    on = np.zeros(tiny.template.network.size, dtype=np.bool_)
    on[cause] = True
    together, random = {}, np.random.default_rng(9)
    for correlation in (0.0, 0.5, 1.0):
        described = people().with_values(extent_correlation=correlation, spread_pain=0.0)
        extents = random.standard_normal((3000, len(on)))
        fired = np.asarray([_felt(tiny, described, on, extent, random)[1][pair] for extent in extents])
        together[correlation] = float((fired[:, 0] & fired[:, 1]).mean())
        assert fired.mean(axis=0) == pytest.approx(tiny.felt_p[pair], abs=0.04)
    low, high = np.prod(tiny.felt_p[pair]), np.min(tiny.felt_p[pair])
    assert together[0.0] == pytest.approx(low, abs=0.05)
    assert together[1.0] == pytest.approx(high, abs=0.05)
    assert together[0.0] < together[0.5] < together[1.0]


def test_a_pain_spreads_only_where_something_is_felt(knowledge: Knowledge) -> None:
    one, described = world(knowledge), people().with_values(spread_pain=1.0, spread_zone=1.0)
    for number in range(20):
        patient = sample_patient(one, described, np.random.default_rng([4, number]))
        without = patient.felt_leaked.copy()
        without[one.felt_place[patient.felt_fired]] = True
        kinds = set(one.place_kind[without].tolist())
        assert set(one.place_kind[patient.felt].tolist()) == kinds
        assert patient.felt[np.isin(one.place_kind, list(kinds))].all()


def test_behaviour_comes_only_from_causes_that_are_felt(knowledge: Knowledge) -> None:
    one, described = world(knowledge), people()
    network = one.template.network
    late = one.behaviour[network.child] & ~one.behaviour[network.parent]
    seen = 0
    for number in range(30):
        patient = sample_patient(one, described, np.random.default_rng([5, number]))
        noticed = set(one.tops[one.felt_cause[patient.felt_fired]].tolist())
        noticed |= set(one.tops[network.parent[patient.fired & one.symptom[network.child]]].tolist())
        heard = one.tops[network.parent[patient.fired & late]].tolist()
        signs = {n for n, node in enumerate(one.template.nodes) if node.kind == "sign"}
        assert set(heard) - signs <= noticed
        seen += len(heard)
    assert seen


def test_context_is_possible_and_as_common_as_it_is_said_to_be(knowledge: Knowledge) -> None:
    random = np.random.default_rng(6)
    found = [sample_context(knowledge, people().ages, random) for _ in range(4000)]
    pregnant = [one for one in found if one.factors["pregnancy"]]
    assert all(one.sex == "female" and 15 <= one.age < 50 for one in pregnant)
    for name in ("pregnancy", "obesity"):
        stated = knowledge.factors[name].prevalence.value
        assert np.mean([one.factors[name] for one in found]) == pytest.approx(stated, abs=0.03)
    assert all(0 <= one.age < 120 for one in found)


def test_numbers_are_drawn_around_what_is_stated(knowledge: Knowledge) -> None:
    one = world(knowledge)
    other = drawn_world(one, np.random.default_rng(7))
    assert not np.array_equal(other.p, one.p)
    assert np.all((other.p > 0.0) == (one.p > 0.0))
    assert np.all((other.p >= 0.0) & (other.p <= 1.0))
    moves = [drawn_world(one, np.random.default_rng(n)).shift[0] for n in range(400)]
    grade = one.numbers.list[0].grade.lower()
    assert np.std(moves) == pytest.approx(knowledge.number(f"spread_grade_{grade}"), rel=0.15)
    assert abs(float(np.mean(moves))) < 0.15


def test_the_same_seed_gives_the_same_person(knowledge: Knowledge) -> None:
    one, described = world(knowledge), people()
    first, again, other = (sample_patient(one, described, np.random.default_rng(n)) for n in (8, 8, 9))
    assert first.context == again.context
    assert np.array_equal(first.on, again.on)
    assert np.array_equal(first.felt, again.felt)
    assert not np.array_equal(first.on, other.on)
