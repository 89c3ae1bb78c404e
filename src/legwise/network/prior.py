"""Priors of one patient: the knowledge base's prior, moved by the context, then calibrated."""

from __future__ import annotations

import math
from functools import lru_cache

from legwise.case.resolve import Observations
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Factor
from legwise.network.template import CAUSES, Node, template

CATEGORIES = ("age", "sex")  # groups of factors of which exactly one holds


def prior_of(node: Node, seen: Observations, knowledge: Knowledge) -> float:
    """Prior of a cause in this patient, calibrated; 0 for a copy, the stated leak for anything else.

    Priors estimated by judgement are too extreme; two global numbers shrink them (`prior_slope` and
    `prior_shift` in `data/model.yaml`).
    """
    if node.is_copy:
        return 0.0
    if node.kind not in CAUSES:
        return node.leak.value
    p = _prior(node, seen, knowledge)
    if not 0.0 < p < 1.0:
        return p
    slope, shift = knowledge.number("prior_slope"), knowledge.number("prior_shift")
    return 1.0 / (1.0 + math.exp(-(slope * math.log(p / (1.0 - p)) + shift)))


def _prior(node: Node, seen: Observations, knowledge: Knowledge) -> float:
    """Prior of a cause, moved by the context.

    Each factor is centred on its prevalence (its odds ratio divided by the average odds ratio among
    presenters), so that an unknown factor leaves the average where it was. Factors of one group overlap
    (running, cycling and sport), so only the strongest for and the
    strongest against count; and the context as a whole moves the odds upwards by no more than a cap.
    """
    p = node.leak.value
    if node.kind == "condition":
        by_setting = knowledge.conditions[node.id].prior_by_setting
        p = by_setting[seen.setting].value if seen.setting in by_setting else p
    if not node.context or not 0.0 < p < 1.0:
        return p
    raises: dict[str, float] = {}
    lowers: dict[str, float] = {}
    for effect in node.context:
        factor = knowledge.factors[effect.factor]
        known = None if factor.group in CATEGORIES else _known(node.side, factor, seen)
        if known is None:
            continue
        ratio = effect.odds_ratio.value
        average = 1.0 + factor.prevalence.value * (ratio - 1.0)
        shift = math.log((ratio if known else 1.0) / average)
        table = raises if shift > 0.0 else lowers
        if abs(shift) > abs(table.get(factor.group, 0.0)):
            table[factor.group] = shift
    for group in CATEGORIES:
        shift = _category_shift(node, group, seen, knowledge)
        (raises if shift > 0.0 else lowers)[group] = shift
    total = min(sum(raises.values()) + sum(lowers.values()), knowledge.number("context_cap"))
    logit = math.log(p / (1.0 - p)) + total
    return 1.0 / (1.0 + math.exp(-logit))


def _category_shift(node: Node, group: str, seen: Observations, knowledge: Knowledge) -> float:
    """Log odds against the average presenter for the band that holds; 0 when it is not known."""
    bands = _bands(node.id, group, knowledge)
    return next((shift for band, shift in bands if seen.factors.get(band)), 0.0)


@lru_cache(maxsize=4096)
def _bands(cause: str, group: str, knowledge: Knowledge) -> tuple[tuple[str, float], ...]:
    """Every band of a category with its log odds ratio against the average presenter."""
    members = [factor for factor in knowledge.factors.values() if factor.group == group]
    nodes = (node for node in template(knowledge).nodes if node.id == cause and not node.is_copy)
    ratios = {effect.factor: effect.odds_ratio.value for effect in next(nodes).context}
    if not any(factor.id in ratios for factor in members):
        return ()
    average = sum(factor.prevalence.value * ratios.get(factor.id, 1.0) for factor in members)
    return tuple((factor.id, math.log(ratios.get(factor.id, 1.0) / average)) for factor in members)


def _known(side: str | None, factor: Factor, seen: Observations) -> bool | None:
    """What the case says of a factor, on the side of the cause where the factor has sides."""
    if not factor.sided:
        return seen.factors.get(factor.id)
    if side:
        return seen.factors.get(f"{side}:{factor.id}")
    both = [seen.factors.get(f"{one}:{factor.id}") for one in ("L", "R")]
    return True if True in both else (False if both == [False, False] else None)
