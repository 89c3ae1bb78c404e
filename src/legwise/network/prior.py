"""What the context makes of one patient: priors of the causes, and how often findings come with age alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from legwise.case.model import Setting
from legwise.case.resolve import Observations
from legwise.knowledge.load import Knowledge
from legwise.knowledge.quantity import Probability
from legwise.network.template import Node, template

CATEGORIES = ("age", "sex")  # groups of factors of which exactly one holds


class Push(NamedTuple):
    """How far one factor moves a cause, in log odds against the average presenter, when it holds and when not."""

    factor: str
    sided: bool
    group: str
    yes: float
    no: float


def priors(seen: Observations, knowledge: Knowledge) -> tuple[float, ...]:
    """The prior of each of the template's own causes; kept, since the context seldom changes between two answers."""
    return _priors(knowledge, seen.setting, frozenset(seen.factors.items()))


@lru_cache(maxsize=256)
def _priors(knowledge: Knowledge, setting: Setting, factors: frozenset[tuple[str, bool]]) -> tuple[float, ...]:
    known, grounded = dict(factors), template(knowledge)
    return tuple(prior_of(grounded.nodes[cause], setting, known, knowledge) for cause in grounded.own_causes)


def prior_of(node: Node, setting: Setting, factors: Mapping[str, bool], knowledge: Knowledge) -> float:
    """Prior of a cause that is no copy, in this patient: moved by the context, then calibrated.

    Each factor is centred on its prevalence (its odds ratio divided by the average odds ratio among
    presenters), so that an unknown factor leaves the average where it was. Factors of one group overlap
    (running, cycling and sport), so only the strongest for and the strongest against count; and the
    context as a whole moves the odds upwards by no more than a cap. Priors estimated by judgement are too
    extreme; two global numbers shrink them (`prior_slope` and `prior_shift` in `data/calibration.yaml`).
    """
    p = node.leak.value
    if node.kind == "condition":
        by_setting = knowledge.conditions[node.id].prior_by_setting
        p = by_setting[setting].value if setting in by_setting else p
    if not 0.0 < p < 1.0:
        return p
    total = min(_moved(node, factors, knowledge), knowledge.number("context_cap"))
    logit = math.log(p / (1.0 - p)) + total
    return 1.0 / (1.0 + math.exp(-(knowledge.number("prior_slope") * logit + knowledge.number("prior_shift"))))


def with_age(factors: Mapping[str, bool], knowledge: Knowledge) -> tuple[tuple[int, Probability], ...]:
    """Nodes of findings and signs that come with age by themselves, with how often at this one; none if unknown."""
    by_band = _with_age(knowledge)
    return next((nodes for band, nodes in by_band.items() if factors.get(band)), ())


@lru_cache(maxsize=4)
def _with_age(knowledge: Knowledge) -> dict[str, tuple[tuple[int, Probability], ...]]:
    """The same for every band of age."""
    by_age = {key: record.false_positive_by_age for key, record in knowledge.comes_with_age.items()}
    nodes = [(number, by_age[node.id]) for number, node in enumerate(template(knowledge).nodes) if node.id in by_age]
    bands = [factor.id for factor in knowledge.factors.values() if factor.group == "age"]
    return {band: tuple((number, chances[band]) for number, chances in nodes) for band in bands}


def _moved(node: Node, factors: Mapping[str, bool], knowledge: Knowledge) -> float:
    """Log odds that the context adds to a cause."""
    raises: dict[str, float] = {}
    lowers: dict[str, float] = {}
    pushes, categories = _pushes(knowledge)[node.id]
    for factor, sided, group, yes, no in pushes:
        if not sided and factor not in factors:
            continue
        known = _on_side(factor, node.side, factors) if sided else factors.get(factor)
        if known is None:
            continue
        shift = yes if known else no
        table = raises if shift > 0.0 else lowers
        if abs(shift) > abs(table.get(group, 0.0)):
            table[group] = shift
    bands = (next((shift for band, shift in category if factors.get(band)), 0.0) for category in categories)
    return sum(raises.values()) + sum(lowers.values()) + sum(bands)


def _on_side(factor: str, side: str | None, factors: Mapping[str, bool]) -> bool | None:
    """What the case says of a factor that has sides, on the side of the cause."""
    if side:
        return factors.get(f"{side}:{factor}")
    both = [factors.get(f"{one}:{factor}") for one in ("L", "R")]
    return True if True in both else (False if both == [False, False] else None)


Bands = tuple[tuple[str, float], ...]


@lru_cache(maxsize=4)
def _pushes(knowledge: Knowledge) -> dict[str, tuple[tuple[Push, ...], tuple[Bands, ...]]]:
    """For every cause: its factors, and its bands of age and sex where it has such."""
    return {
        node.id: (_factors(node, knowledge), tuple(_bands(node, group, knowledge) for group in CATEGORIES))
        for node in template(knowledge).nodes
        if not node.is_copy
    }


def _factors(node: Node, knowledge: Knowledge) -> tuple[Push, ...]:
    found = []
    for effect in node.context:
        factor, ratio = knowledge.factors[effect.factor], effect.odds_ratio.value
        if factor.group not in CATEGORIES:
            average = 1.0 + factor.prevalence.value * (ratio - 1.0)
            found.append(Push(factor.id, factor.sided, factor.group, math.log(ratio / average), -math.log(average)))
    return tuple(found)


def _bands(node: Node, group: str, knowledge: Knowledge) -> Bands:
    """Every band of a category with its log odds ratio against the average presenter."""
    members = [factor for factor in knowledge.factors.values() if factor.group == group]
    ratios = {effect.factor: effect.odds_ratio.value for effect in node.context}
    if not any(factor.id in ratios for factor in members):
        return ()
    average = sum(factor.prevalence.value * ratios.get(factor.id, 1.0) for factor in members)
    return tuple((factor.id, math.log(ratios.get(factor.id, 1.0) / average)) for factor in members)
