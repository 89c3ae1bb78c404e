"""Random pictures for plans: sources with shares, what was told and found, flags, chances; from one seed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from legwise.knowledge.load import Knowledge, load
from legwise.network.template import template
from legwise.plan.causes import Cause, level_of_node, regions_of
from legwise.plan.eligibility import Situation


@cache
def sources() -> tuple[Cause, ...]:
    """Every cause of the knowledge base, on every side, without a share."""
    knowledge = load()
    grounded = template(knowledge)
    found = []
    for i in grounded.own_causes:
        node = grounded.nodes[i]
        where, level = regions_of(node, knowledge), level_of_node(node, knowledge)
        found.append(Cause(node.key, node.id, node.kind, node.side, node.key, node.key, 0.0, 0.0, where, level))
    return tuple(found)


def shared(cause: Cause, share: float, presence: float) -> Cause:
    return replace(cause, share=share, presence=presence)


def named(key: str, share: float, presence: float = 0.6) -> Cause:
    """One source by its key ('R:root_l5')."""
    return shared(next(cause for cause in sources() if cause.key == key), share, presence)


def random_causes(random: np.random.Generator, most: int = 8) -> tuple[Cause, ...]:
    pool = sources()
    count = int(random.integers(1, most))
    chosen = random.choice(len(pool), size=count, replace=False)
    shares = random.dirichlet(np.ones(count + 1))[:count]
    return tuple(shared(pool[int(i)], float(s), float(random.random())) for i, s in zip(chosen, shares, strict=True))


@cache
def _vocabulary(knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names that bear on a contraindication: findings and factors with their sides, flags, causes."""
    findings, factors, flags, causes = [], [], [], []
    for entry in knowledge.content.contraindications:
        for part in (entry.when or {}).get("any", ()):
            ((kind, name),) = part.items()
            record = knowledge.findings[name] if kind == "finding" else knowledge.factors[name]
            keys = [f"L:{name}", f"R:{name}"] if record.sided else [name]
            (findings if kind == "finding" else factors).extend(keys)
        flags += entry.flags
        causes += entry.causes
    return tuple(dict.fromkeys(findings)), tuple(dict.fromkeys(factors)), tuple(dict.fromkeys(flags)), tuple(causes)


def random_situation(random: np.random.Generator, knowledge: Knowledge) -> Situation:
    """Some answers yes, some no, most unknown; now and then a flag; chances around their thresholds."""
    findings, factors, flags, causes = _vocabulary(knowledge)

    def answers(names: tuple[str, ...], count: int) -> dict[str, bool]:
        chosen = random.choice(len(names), size=min(count, len(names)), replace=False)
        return {names[int(i)]: bool(random.random() < 0.5) for i in chosen}

    sided = {c.id: c.side for c in sources()}
    chances = {}
    for i in random.choice(len(causes), size=int(random.integers(0, 6)), replace=False):
        name = causes[int(i)]
        side = None if sided.get(name) is None else str(random.choice(["L", "R"]))
        chances[side, name] = float(random.random() ** 3)
    return Situation(
        findings=answers(findings, int(random.integers(0, 8))),
        factors=answers(factors, int(random.integers(0, 6))),
        flags=frozenset(str(flag) for flag in random.choice(flags, size=int(random.integers(0, 2)), replace=False)),
        chances=chances,
    )
