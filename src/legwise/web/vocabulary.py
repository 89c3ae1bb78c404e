"""Everything a case may say, in words: qualities, times, settings, regions, findings, factors."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict

from legwise.anatomy.body.patterns import patterns
from legwise.case.model import Setting, When
from legwise.knowledge.load import Knowledge
from legwise.web import words


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Word(_Frozen):
    """An id and what it says."""

    id: str
    says: str


class RegionWord(_Frozen):
    """A region without its side."""

    id: str
    sided: bool
    says: str
    group: str


class RegionGroup(_Frozen):
    """Regions of one part of the body; its id may stand for 'somewhere in it' in a case."""

    id: str
    says: str
    regions: tuple[str, ...]


class MeasureWord(_Frozen):
    """How a number is entered; beyond `threshold` it counts as yes."""

    unit: str
    low: float
    high: float
    threshold: float
    direction: str
    other_units: tuple[str, ...]


class FindingWord(_Frozen):
    """One thing that can be asked, examined or measured."""

    id: str
    name: str
    question: str
    clinician: str
    kind: str
    group: str
    sided: bool
    who: tuple[str, ...]
    measure: MeasureWord | None


class FactorWord(_Frozen):
    """One factor of the context."""

    id: str
    name: str
    question: str
    group: str
    sided: bool


class Safety(_Frozen):
    """The danger questions, in the order in which they are asked."""

    person: tuple[str, ...]
    clinician: tuple[str, ...]


class Vocabulary(_Frozen):
    """Everything a case may say."""

    qualities: tuple[Word, ...]
    whens: tuple[str, ...]
    settings: tuple[Word, ...]
    regions: tuple[RegionWord, ...]
    groups: tuple[RegionGroup, ...]
    findings: tuple[FindingWord, ...]
    finding_groups: tuple[Word, ...]
    factors: tuple[FactorWord, ...]
    factor_groups: tuple[Word, ...]
    safety: Safety


@lru_cache(maxsize=2)
def vocabulary(knowledge: Knowledge) -> Vocabulary:
    """The vocabulary of a knowledge base."""
    regions = [
        RegionWord(id=r.id, sided=r.side == "paired", says=r.says, group=r.id.partition(".")[0])
        for r in knowledge.content.regions
    ]
    plan = knowledge.content.interview
    return Vocabulary(
        qualities=tuple(Word(id=key, says=pattern.says) for key, pattern in patterns()[0].items()),
        whens=get_args(When),
        settings=tuple(Word(id=key, says=words.SETTINGS[key]) for key in get_args(Setting)),
        regions=tuple(regions),
        groups=tuple(
            RegionGroup(id=group, says=words.REGION_GROUPS[group], regions=_in_group(regions, group))
            for group in dict.fromkeys(region.group for region in regions)
        ),
        findings=tuple(
            FindingWord(
                id=f.id,
                name=f.name,
                question=f.question,
                clinician=f.clinician,
                kind=f.kind,
                group=f.group,
                sided=f.sided,
                who=f.answered_by,
                measure=_measure(f.measure),
            )
            for f in knowledge.findings.values()
        ),
        finding_groups=tuple(Word(id=key, says=says) for key, says in words.FINDING_GROUPS.items()),
        factors=tuple(
            FactorWord(id=f.id, name=f.name, question=f.question, group=f.group, sided=f.sided)
            for f in knowledge.factors.values()
            if f.from_number is None and f.group != "sex"  # age and sex are asked as such
        ),
        factor_groups=tuple(Word(id=key, says=says) for key, says in words.FACTOR_GROUPS.items()),
        safety=Safety(person=plan.safety_person, clinician=plan.safety_clinician),
    )


def _in_group(regions: list[RegionWord], group: str) -> tuple[str, ...]:
    return tuple(region.id for region in regions if region.group == group)


def _measure(measure: Any) -> MeasureWord | None:
    if measure is None:
        return None
    return MeasureWord(
        unit=measure.unit,
        low=measure.low,
        high=measure.high,
        threshold=measure.threshold.value,
        direction=measure.threshold.direction,
        other_units=tuple(measure.other_units),
    )
