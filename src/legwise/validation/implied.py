"""The accuracy of a test that the network implies for a population, by exact inference.

Grounding is the one that an assessment uses: the population is a case, and the findings of the test are
entered as asked, so that the same rules decide what may produce them. Then, with S for what everyone studied
had and T for the target,

    sensitivity = P(test positive | S, T)        specificity = P(test negative | S, not T)

T ("the root, or the root from a disc, or ...") becomes a node of its own: on exactly when any of its members
is (a noisy-OR with p = 1 and no leak). A chance is a ratio of two probabilities of evidence; a test of several
findings is worked through finding by finding, stopping as soon as its outcome is settled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from legwise.case.resolve import resolve
from legwise.errors import CaseError, KnowledgeError
from legwise.inference.network import NoisyOr, from_arrays
from legwise.inference.posterior import infer
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork, build
from legwise.network.template import CAUSES
from legwise.validation.figures import Catalogue, Figure, Population

Evidence = dict[int, bool]


@dataclass(frozen=True)
class Implied:
    """What the network implies for a figure; `exact` is False when a posterior had to be sampled."""

    value: float
    exact: bool


@dataclass(frozen=True)
class _Study:
    """A population on the network: what all had, the test's findings, the nodes of target and comparison."""

    network: NoisyOr
    evidence: Evidence
    asked: tuple[int, ...]
    target: int
    against: int | None


def implied(figure: Figure, catalogue: Catalogue, knowledge: Knowledge) -> Implied:
    """The figure as the network has it. Raises KnowledgeError, InferenceError."""
    people = catalogue.by_id[figure.population]
    others = catalogue.by_id[figure.controls] if figure.controls else people
    if figure.measure == "sensitivity":
        return _sensitivity(figure, people, knowledge)
    negative = _specificity(figure, others, knowledge)
    if figure.measure == "specificity":
        return negative
    positive = _sensitivity(figure, people, knowledge)
    above, below = positive.value, 1.0 - negative.value
    if figure.measure == "lr_neg":
        above, below = 1.0 - above, 1.0 - below
    return Implied(above / below if below > 0.0 else math.inf, positive.exact and negative.exact)


def _sensitivity(figure: Figure, people: Population, knowledge: Knowledge) -> Implied:
    study = _study(figure, people, knowledge)
    evidence = {**study.evidence, study.target: True}
    if study.against is not None:
        evidence[study.against] = False
    return _positive(figure, study, evidence)


def _specificity(figure: Figure, people: Population, knowledge: Knowledge) -> Implied:
    study = _study(figure, people, knowledge)
    evidence = {**study.evidence, study.target: False}
    if study.against is not None:
        evidence[study.against] = True
    found = _positive(figure, study, evidence)
    return Implied(1.0 - found.value, found.exact)


def _positive(figure: Figure, study: _Study, evidence: Evidence) -> Implied:
    """Chance that the test is positive, given the evidence."""
    before = infer(study.network, evidence, draws=0)
    chance, exact = _at_least(figure.at_least, study, study.asked, evidence, before.log_evidence)
    return Implied(1.0 - chance if figure.negated else chance, exact and before.error == 0.0)


def _at_least(
    count: int, study: _Study, asked: tuple[int, ...], evidence: Evidence, log_before: float
) -> tuple[float, bool]:
    """Chance that at least `count` of the asked findings are on; log_before is the log of P(evidence)."""
    if count <= 0:
        return 1.0, True
    if count > len(asked):
        return 0.0, True
    first, rest = asked[0], asked[1:]
    without = infer(study.network, {**evidence, first: False}, draws=0)
    off = min(math.exp(without.log_evidence - log_before), 1.0)
    if_off, exact_off = _at_least(count, study, rest, {**evidence, first: False}, without.log_evidence)
    if off >= 1.0:
        return if_off, exact_off
    log_on = log_before + math.log1p(-off)
    if_on, exact_on = _at_least(count - 1, study, rest, {**evidence, first: True}, log_on)
    return off * if_off + (1.0 - off) * if_on, exact_off and exact_on and without.error == 0.0


def _study(figure: Figure, people: Population, knowledge: Knowledge) -> _Study:
    """Put the population on the network, with the findings of test and referral entered as asked."""
    answered = sorted({*figure.positive, *people.any_of} & set(people.case.findings))
    if answered:
        raise KnowledgeError(f"figure {figure.id}: population {people.id} already answers '{answered[0]}'")
    open_ = dict.fromkeys((*people.any_of, *figure.positive), True)
    findings = {**people.case.findings, **open_}
    try:
        seen = resolve(people.case.model_copy(update={"findings": findings}), knowledge)
    except CaseError as error:
        raise KnowledgeError(f"figure {figure.id}: population {people.id}: {error}") from error
    grounded = build(seen, knowledge)
    asked = tuple(grounded.template.index[key] for key in figure.positive)
    evidence = {node: on for node, on in grounded.evidence.items() if grounded.nodes[node].key not in open_}
    network = grounded.network
    if people.healthy:
        evidence |= {n: False for n, node in enumerate(grounded.nodes) if node.kind in CAUSES}
    if people.any_of:
        network, referred = _with_any_of(network, _members(grounded, people.any_of))
        evidence[referred] = True
    network, target = _with_any_of(network, _members(grounded, figure.target))
    against = None
    if figure.against:
        network, against = _with_any_of(network, _members(grounded, figure.against))
    return _Study(network, evidence, asked, target, against)


def _members(grounded: CaseNetwork, keys: Iterable[str]) -> list[int]:
    """The named nodes, with all their copies ('R:root_s1<R:disc_l5_s1') where the cause itself is named."""
    wanted = frozenset(keys)
    return [n for n, node in enumerate(grounded.nodes) if node.base in wanted or node.key in wanted]


def _with_any_of(network: NoisyOr, members: list[int]) -> tuple[NoisyOr, int]:
    """The network with one more node, on exactly when any of `members` is."""
    node, count = network.size, len(members)
    return from_arrays(
        np.append(network.leak, 0.0),
        np.append(network.parent, np.asarray(members, dtype=np.int64)),
        np.append(network.child, np.full(count, node)),
        np.append(network.p, np.ones(count)),
        np.append(network.tag, np.zeros(count, dtype=np.int64)),
        np.append(network.order, node),
    ), node
