"""The accuracy of a test that the network implies for a population, by exact inference.

Grounding is the one that an assessment uses: the population is a case, and the findings of the test are
entered as asked, so that the same rules decide what may produce them. Then, with S for what everyone studied
had and T for the target ("the root, or the root from a disc, or ..."),

    sensitivity = P(test positive | S, T)        specificity = P(test negative | S, not T)
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from legwise.case.resolve import resolve
from legwise.errors import CaseError, KnowledgeError
from legwise.inference.network import NoisyOr
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork, build
from legwise.network.template import CAUSES
from legwise.validation.chances import Chance, at_least, with_any_of
from legwise.validation.figures import Catalogue, Figure, Population


@dataclass(frozen=True)
class _Study:
    """A population on the network: what all had, findings a positive test has and lacks, target and alternative."""

    network: NoisyOr
    evidence: dict[int, bool]
    asked: tuple[int, ...]
    absent: tuple[int, ...]
    target: int
    against: int | None

    def given(self, present: bool) -> dict[int, bool]:
        """The evidence for those with or without the target; the alternative is there in the others only."""
        found = {**self.evidence, self.target: present}
        return found if self.against is None else {**found, self.against: not present}


def implied(figure: Figure, catalogue: Catalogue, knowledge: Knowledge) -> Chance:
    """The figure as the network has it. Raises KnowledgeError, InferenceError."""
    people = catalogue.by_id[figure.population]
    others = catalogue.by_id[figure.controls] if figure.controls else people
    if figure.measure == "sensitivity":
        return _positive(figure, people, True, knowledge)
    false = _positive(figure, others, False, knowledge)
    if figure.measure == "specificity":
        return Chance(1.0 - false.value, false.exact)
    true = _positive(figure, people, True, knowledge)
    above, below = true.value, false.value
    if figure.measure == "lr_neg":
        above, below = 1.0 - above, 1.0 - below
    return Chance(above / below if below > 0.0 else math.inf, true.exact and false.exact)


def _positive(figure: Figure, people: Population, present: bool, knowledge: Knowledge) -> Chance:
    """Chance that the test is positive in those of a population who have the target, or have it not."""
    study = _study(figure, people, knowledge)
    evidence = study.given(present)
    if not study.absent:
        return at_least(figure.at_least, study.network, study.asked, evidence)
    any_present = at_least(1, study.network, study.absent, evidence)
    if any_present.value >= 1.0:
        return Chance(0.0, any_present.exact)
    without = {**evidence, **dict.fromkeys(study.absent, False)}
    enough = at_least(figure.at_least, study.network, study.asked, without)
    return Chance((1.0 - any_present.value) * enough.value, any_present.exact and enough.exact)


def _study(figure: Figure, people: Population, knowledge: Knowledge) -> _Study:
    """Put the population on the network, with the findings of test and referral entered as asked."""
    open_ = dict.fromkeys((*people.any_of, *figure.positive, *figure.absent), True)
    answered = sorted(set(open_) & set(people.case.findings))
    if answered:
        raise KnowledgeError(f"figure {figure.id}: population {people.id} already answers '{answered[0]}'")
    try:
        seen = resolve(people.case.model_copy(update={"findings": {**people.case.findings, **open_}}), knowledge)
    except CaseError as error:
        raise KnowledgeError(f"figure {figure.id}: population {people.id}: {error}") from error
    grounded = build(seen, knowledge)
    evidence = {node: on for node, on in grounded.evidence.items() if grounded.nodes[node].key not in open_}
    if people.healthy:
        evidence |= {n: False for n, node in enumerate(grounded.nodes) if node.kind in CAUSES}
    network, against = grounded.network, None
    if people.any_of:
        network, referred = with_any_of(network, _members(grounded, people.any_of))
        evidence[referred] = True
    network, target = with_any_of(network, _members(grounded, figure.target))
    if figure.against:
        network, against = with_any_of(network, _members(grounded, figure.against))
    asked, absent = (tuple(grounded.template.index[key] for key in keys) for keys in (figure.positive, figure.absent))
    return _Study(network, evidence, asked, absent, target, against)


def _members(grounded: CaseNetwork, keys: Iterable[str]) -> list[int]:
    """The named nodes, with all their copies ('R:root_s1<R:disc_l5_s1') where the cause itself is named."""
    wanted = frozenset(keys)
    return [n for n, node in enumerate(grounded.nodes) if node.base in wanted or node.key in wanted]
