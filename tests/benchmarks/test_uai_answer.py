"""Recognised networks answer as the sum over all states of their files' tables."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from benchmarks.uai.answer import answer
from benchmarks.uai.eliminate import buckets, eliminate
from benchmarks.uai.read import Factor, Model
from benchmarks.uai.recognise import recognise
from benchmarks.uai.reduce import reduce
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference import infer

Floats = NDArray[np.float64]


def brute_force(model: Model, evidence: dict[int, int]) -> tuple[float, list[Floats]]:
    """The sum over all states that agree with the evidence, and the marginals."""
    joint = np.ones(model.states)
    for factor in model.factors:
        axes = np.argsort(factor.scope)
        shape = [model.states[v] if v in factor.scope else 1 for v in range(len(model.states))]
        joint = joint * np.transpose(factor.table, axes).reshape(shape)
    for variable, state in evidence.items():
        mask = np.zeros(model.states[variable])
        mask[state] = 1.0
        joint = joint * mask.reshape([-1 if v == variable else 1 for v in range(len(model.states))])
    total = float(joint.sum())
    others = [tuple(u for u in range(len(model.states)) if u != v) for v in range(len(model.states))]
    return total, [joint.sum(axis=axes) / total for axes in others] if total > 0.0 else []


def agrees(model: Model, evidence: dict[int, int]) -> None:
    total, expected = brute_force(model, evidence)
    found = answer(model, evidence)
    assert found.error == 0.0
    if total == 0.0:
        assert found.log_z == -math.inf
        assert found.marginals is None
        return
    assert found.log_z == pytest.approx(math.log(total), abs=1e-10)
    assert found.marginals is not None
    for table, truth in zip(found.marginals, expected, strict=True):
        np.testing.assert_allclose(table, truth, atol=1e-10)


def or_table(leak: float, chances: list[float]) -> Floats:
    """P(child | parents), the child on the first axis."""
    off = np.full([2] * len(chances), 1.0 - leak)
    for axis, p in enumerate(chances):
        off = off * np.reshape([1.0, 1.0 - p], [2 if a == axis else 1 for a in range(len(chances))])
    return np.stack([off, 1.0 - off])


def split_network(random: np.random.Generator, *, flips: bool, certain: bool) -> tuple[Model, dict[int, int]]:
    """A random noisy-OR network as a MARKOV file: chains of small tables, scaled, shuffled, some states turned."""
    states, factors = 0, []
    nodes: list[int] = []
    for _ in range(int(random.integers(2, 5))):
        factors.append(Factor((states,), np.array([1.0, 0.0]) + float(random.uniform(0.02, 0.6)) * np.array([-1, 1])))
        nodes.append(states)
        states += 1
    for _ in range(int(random.integers(1, 4))):
        above = random.choice(nodes, size=min(len(nodes), int(random.integers(1, 5))), replace=False).tolist()
        chances = [1.0 if certain and random.random() < 0.3 else float(random.uniform(0.1, 0.95)) for _ in above]
        link = states
        factors.append(Factor((link, above[0]), or_table(0.0 if certain else 0.05, chances[:1])))
        states += 1
        for parent, p in zip(above[1:], chances[1:], strict=True):
            factors.append(Factor((states, parent, link), or_table(0.0, [p, 1.0])))
            link = states
            states += 1
        nodes.append(link)
    flip = {v for v in range(states) if flips and random.random() < 0.5}
    turned = []
    for number in random.permutation(len(factors)).tolist():
        factor = factors[number]
        table = np.flip(factor.table, tuple(k for k, v in enumerate(factor.scope) if v in flip))
        axes = random.permutation(len(factor.scope)).tolist()
        scale = float(random.uniform(0.2, 3.0))
        turned.append(Factor(tuple(factor.scope[a] for a in axes), np.transpose(table, axes) * scale))
    chosen = random.choice(states, size=min(3, states), replace=False).tolist()
    return Model("MARKOV", (2,) * states, tuple(turned)), {v: int(random.integers(2)) for v in chosen}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_split_networks_are_recognised_and_answered(seed: int, flips: bool, certain: bool) -> None:
    model, evidence = split_network(np.random.default_rng(seed), flips=flips, certain=certain)
    found = recognise(model, evidence)
    assert not found.stubborn
    agrees(model, evidence)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.0, 0.15]), st.booleans())
def test_any_small_tables_are_answered(seed: int, zeros: float, many_valued: bool) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(3, 8))
    states = tuple(int(random.integers(1, 4)) if many_valued else 2 for _ in range(count))
    factors = []
    for _ in range(int(random.integers(2, 8))):
        scope = tuple(random.choice(count, size=int(random.integers(0, 4)), replace=False).tolist())
        shape = [states[v] for v in scope]
        factors.append(Factor(scope, random.gamma(0.7, 2.0, shape) * (random.random(shape) >= zeros)))
    model = Model("MARKOV", states, tuple(factors))
    chosen = random.choice(count, size=2, replace=False).tolist()
    agrees(model, {v: int(random.integers(states[v])) for v in chosen})


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_elimination_is_exact(seed: int) -> None:
    model, evidence = split_network(np.random.default_rng(seed), flips=True, certain=True)
    total, expected = brute_force(model, evidence)
    log_z, tables = eliminate(model, evidence, buckets(model, evidence))
    if total == 0.0:
        assert log_z == -math.inf
        return
    assert log_z == pytest.approx(math.log(total), abs=1e-10)
    for table, truth in zip(tables, expected, strict=True):
        np.testing.assert_allclose(table, truth, atol=1e-12)


def chain(count: int, *, bayes: bool) -> Model:
    """One noisy-OR of `count` causes, split into a chain; the child stands last in a BAYES file."""
    factors = [Factor((v,), np.array([0.9, 0.1])) for v in range(count)]
    factors.append(Factor((count, 0), or_table(0.0, [0.5])))
    factors += [Factor((count + v, v, count + v - 1), or_table(0.0, [0.5, 1.0])) for v in range(1, count)]
    if bayes:
        factors = [Factor((*f.scope[1:], f.scope[0]), np.moveaxis(f.table, 0, -1)) for f in factors]
    return Model("BAYES" if bayes else "MARKOV", (2,) * (2 * count), tuple(factors))


def turned(model: Model, flip: set[int]) -> Model:
    """The same model with the two states of some variables exchanged."""
    tables = [np.flip(f.table, tuple(k for k, v in enumerate(f.scope) if v in flip)) for f in model.factors]
    return Model(model.kind, model.states, tuple(map(Factor, (f.scope for f in model.factors), tables)))


@pytest.mark.parametrize("bayes", [False, True])
@pytest.mark.parametrize("flip", [set(), {59}, {0, 3, 17, 40, 41, 58}, set(range(60))])
def test_a_chain_becomes_one_node(bayes: bool, flip: set[int]) -> None:
    model = turned(chain(30, bayes=bayes), flip)
    evidence = {59: int(59 not in flip)}
    found = recognise(model, evidence)
    reduced = reduce(found.leak, found.links, found.evidence)
    assert reduced.small.network.size == 31
    assert infer(reduced.small.network, reduced.small.evidence, draws=0).width <= 1
    silent = [0.95**v for v in range(31)]
    result = answer(model, evidence)
    assert result.log_z == pytest.approx(math.log(1.0 - silent[30]), abs=1e-12)
    assert result.marginals is not None
    for v in range(30):
        expected = (1.0 - silent[v + 1]) / (1.0 - silent[30])
        assert result.marginals[30 + v][int(30 + v not in flip)] == pytest.approx(expected, abs=1e-12)


def test_and_gates_are_ors_of_what_is_off() -> None:
    both = np.zeros((2, 2, 2))
    for a, b in itertools.product((0, 1), repeat=2):
        both[a & b, a, b] = 1.0
    priors = tuple(Factor((v,), np.array([0.3, 0.7])) for v in (1, 2))
    model = Model("MARKOV", (2, 2, 2), (Factor((0, 1, 2), both), *priors))
    found = recognise(model, {})
    assert not found.stubborn
    assert found.flip == {0: True, 1: True, 2: True}
    agrees(model, {0: 0})


def test_contrary_polarities_are_conditioned_on_or_eliminated() -> None:
    """x is a cause of one gate and its absence of the other; no choice of states makes both an OR."""
    gate = or_table(0.0, [1.0, 1.0])
    contrary = np.flip(gate, 1)
    priors = tuple(Factor((v,), np.array([0.6, 0.4])) for v in (0, 1, 2))
    factors = (Factor((3, 0, 1), gate), Factor((4, 0, 2), contrary), *priors)
    agrees(Model("MARKOV", (2,) * 5, factors), {3: 1, 4: 1})


def test_conditioning_gives_what_elimination_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    import benchmarks.uai.answer as module

    monkeypatch.setattr(module, "SMALL", 0.0)
    random = np.random.default_rng(5)
    for _ in range(10):
        equal = Factor((0, 1, 2), random.uniform(0.1, 1.0, (3, 2, 2)))
        zeros = Factor((1, 3), np.array([[0.0, 1.0], [0.5, 0.0]]))
        model = Model("MARKOV", (3, 2, 2, 2), (equal, zeros))
        assert "states of" in answer(model, {}).method
        agrees(model, {})
        agrees(model, {2: 1})


def test_impossible_evidence_has_no_marginals() -> None:
    result = answer(chain(3, bayes=False), {3: 1, 5: 0})
    assert result.log_z == -math.inf
    assert result.marginals is None


def test_beyond_every_method_says_so() -> None:
    """A grid of XORs has no noisy-OR, no small cutset and no small table."""
    side = 30
    even = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    factors = tuple(
        Factor((r * side + c, r * side + c + 1, (r + 1) * side + c), even)
        for r in range(side - 1)
        for c in range(side - 1)
    )

    with pytest.raises(InferenceError, match="elimination would need"):
        answer(Model("MARKOV", (2,) * side**2, factors), {})
