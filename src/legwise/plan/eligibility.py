"""Which contraindications stand on a case, and which treatments they forbid or limit.

A contraindication stands by what was told or found, by a red flag, or by the chance of a cause. What is unknown does
not make it stand, but it is asked for before treatment (`questions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_interventions import Contraindication, Intervention, Prerequisite


@dataclass(frozen=True)
class Situation:
    """What a case says and what stands on it. Keys of findings, numbers and factors carry their side ('R:slr').

    flags: ids of standing red flags. chances: (side, cause id) -> probability that the cause is there.
    """

    findings: Mapping[str, bool] = field(default_factory=dict)
    factors: Mapping[str, bool] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    chances: Mapping[tuple[str | None, str], float] = field(default_factory=dict)

    def yes(self, name: str) -> list[str]:
        """The keys under which a finding or factor was answered yes ('falls', 'L:leg_short')."""
        keys = (name, f"L:{name}", f"R:{name}")
        return [key for key in keys if self.findings.get(key) or self.factors.get(key)]

    def answered(self, name: str) -> bool:
        """True when a finding or factor was answered at all."""
        keys = (name, f"L:{name}", f"R:{name}")
        return any(key in self.findings or key in self.factors for key in keys)


@dataclass(frozen=True)
class Standing:
    """A contraindication that stands: on these sides (None: everywhere), because of what."""

    entry: Contraindication
    sides: frozenset[str | None]
    because: tuple[str, ...]

    def concerns(self, side: str | None) -> bool:
        """True for a treatment on this side; one without a side touches both."""
        return self.entry.scope == "person" or side is None or None in self.sides or side in self.sides


def standing(situation: Situation, knowledge: Knowledge) -> dict[str, Standing]:
    """Every contraindication that stands, by id."""
    told = {
        key.rpartition(":")[2] for known in (situation.findings, situation.factors) for key, on in known.items() if on
    }
    found = (_stands(entry, situation, told) for entry in knowledge.content.contraindications)
    return {item.entry.id: item for item in found if item is not None}


def _stands(entry: Contraindication, situation: Situation, told: set[str]) -> Standing | None:
    reasons: list[tuple[str | None, str]] = []
    for part in (entry.when or {}).get("any", ()):
        ((_, name),) = part.items()
        reasons += [(_side_of(key), key) for key in (situation.yes(name) if name in told else ())]
    reasons += [(None, flag) for flag in entry.flags if flag in situation.flags]
    if entry.from_chance is not None:
        for (side, cause), p in situation.chances.items():
            if cause in entry.causes and p >= entry.from_chance.value:
                reasons.append((side, f"{side}:{cause} at {p:.0%}" if side else f"{cause} at {p:.0%}"))
    if not reasons:
        return None
    return Standing(entry, frozenset(side for side, _ in reasons), tuple(dict.fromkeys(text for _, text in reasons)))


def _side_of(key: str) -> str | None:
    side, colon, _ = key.rpartition(":")
    return side if colon else None


def in_words(key: str, knowledge: Knowledge) -> str:
    """What made a contraindication stand, as people say it: finding, factor, red flag, or cause with its chance."""
    about, _, chance = key.partition(" at ")
    side, _, name = about.rpartition(":")
    where = {"L": ", left", "R": ", right"}.get(side, "")
    if name in knowledge.findings:
        return knowledge.findings[name].name + where
    if name in knowledge.factors:
        return knowledge.factors[name].name + where
    cause = knowledge.conditions.get(name) or knowledge.entrapments.get(name)
    if cause is not None:
        return f"{cause.name}{where}: {chance} likely"
    return next((rule.name for rule in knowledge.content.red_flags if rule.id == name), name)


def forbidding(item: Intervention, side: str | None, stands: Mapping[str, Standing]) -> list[Standing]:
    """The absolute contraindications that forbid a treatment on a side."""
    return [stands[name] for name in item.absolute if name in stands and stands[name].concerns(side)]


def limiting(item: Intervention, side: str | None, stands: Mapping[str, Standing]) -> list[Standing]:
    """The relative contraindications that ask for care with a treatment on a side."""
    return [stands[name] for name in item.relative if name in stands and stands[name].concerns(side)]


def needle_refusal(muscle: str, knowledge: Knowledge) -> str | None:
    """Why a muscle is not needled by a plan, or None when it may be."""
    for risk in knowledge.content.needling_risks:
        if muscle in risk.muscles:
            return f"at risk: {risk.at_risk}; {risk.advice}" if risk.lung or risk.avoid else None
    return "the knowledge base holds no safe way to needle it"


def met(needed: Prerequisite, situation: Situation) -> bool:
    """True when one of the findings is there, or was measured and reaches the number."""
    for name in needed.findings:
        for key in (name, f"L:{name}", f"R:{name}"):
            number = situation.numbers.get(key)
            if number is not None and needed.at_least is not None:
                if number >= needed.at_least:
                    return True
            elif situation.findings.get(key):
                return True
    return False


def questions(
    chosen: Iterable[tuple[str, Intervention]],
    situation: Situation,
    stands: Mapping[str, Standing],
    knowledge: Knowledge,
) -> dict[str, tuple[list[str], bool]]:
    """Contraindications of the chosen treatments that the case does not answer.

    By id: the names of the treatments they concern, and whether one of them would be forbidden.
    """
    found: dict[str, tuple[list[str], bool]] = {}
    for name, item in chosen:
        for key in (*item.absolute, *item.relative):
            entry = knowledge.contraindications[key]
            names = [value for part in (entry.when or {}).get("any", ()) for value in part.values()]
            moot = any(situation.yes(one) for one in entry.moot_when)
            if moot or key in stands or any(situation.answered(one) for one in names):
                continue
            named, absolute = found.get(key, ([], False))
            found[key] = ([*named, name] if name not in named else named, absolute or key in item.absolute)
    return found
