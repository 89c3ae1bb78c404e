"""What a visit brings out of a virtual patient: an ordinary case, with gaps and slips.

The chart is always there, completed or not; someone whose chart is not completed tells of some places only,
and perhaps of the worse leg only. Danger questions, the complaint's behaviour, other history, and a
therapist's tests on the painful side come each with their chance. A few answers are wrong. What the chart
says by itself (numb, both legs, back pain, where) is not asked again. Nothing else of the patient reaches
the case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.case.chart import ABOVE_THE_LEG
from legwise.case.model import Answer, Case, Chart, Mark
from legwise.case.observations import Observations
from legwise.case.resolve import CHARTED, resolve
from legwise.errors import CaseError
from legwise.evaluation.virtual.people import (
    ALWAYS_ASKED,
    COMPLAINT_GROUPS,
    USUAL_GROUPS,
    USUAL_TESTS,
    People,
)
from legwise.evaluation.virtual.sample import Patient
from legwise.evaluation.virtual.world import World
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Finding

Bools = NDArray[np.bool_]
SAID_BY_CHART = CHARTED | {"both_legs", "quality_numbness", "quality_tingling"}
WHERE = "where"  # group of questions that the chart answers


@dataclass(frozen=True)
class Visit:
    """One visit: the case, and how the parts of it came about.

    told: places of the world that were told (mask). slips: findings with a wrong answer.
    """

    case: Case
    told: Bools
    slips: frozenset[str]


def observe(patient: Patient, world: World, people: People, random: np.random.Generator) -> Visit | None:
    """See a patient once; None for somebody without a complaint, who would not have come."""
    completed = bool(random.random() < people.chart_completed.value)
    told = patient.felt if completed else _part_of_it(patient, world, people, random)
    findings, slips = _answers(patient, world, told, people, random)
    complains = told.any() or any(findings.get(key) for key in _sided(ALWAYS_ASKED, world.knowledge))
    if not complains:
        return None
    chart = Chart(completed=completed, marks=_marks(patient, world, told))
    case = Case(context=_context(patient, people, random), chart=chart)
    said = _said(case, world.knowledge)
    kept = {key: answer for key, answer in findings.items() if key not in said}
    return Visit(case.model_copy(update={"findings": kept}), told, frozenset(slips & kept.keys()))


def _part_of_it(patient: Patient, world: World, people: People, random: np.random.Generator) -> Bools:
    """What is told without a completed chart: some of the places, and by some of the worse leg only."""
    told = patient.felt & (random.random(len(patient.felt)) < people.place_told.value)
    sides = _leg_sides(world)
    count = {side: int(patient.felt[sides == side].sum()) for side in ("L", "R")}
    tells_both = random.random() < world.knowledge.number("other_leg_told")
    if tells_both or not all(count.values()):
        return told
    worse: Bools = sides != ("L" if count["L"] < count["R"] else "R")
    return told & worse


def _leg_sides(world: World) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Side of every place below the back; empty for the others."""
    zones = world.knowledge.zones
    return np.asarray(
        [side if side != "M" and zones[zone].segment not in ABOVE_THE_LEG else "" for _, side, zone in world.places]
    )


def _marks(patient: Patient, world: World, told: Bools) -> tuple[Mark, ...]:
    """One mark a place; a place of altered feeling is numb or tingles, as the person says of the whole."""
    numb = patient.on[world.template.index["quality_numbness"]]
    marks = []
    for number in np.flatnonzero(told).tolist():
        modality, side, zone = world.places[number]
        region = world.knowledge.zones[zone].regions[0]
        reference = region if side == "M" else f"{side}:{region}"
        quality = "pain" if modality == "pain" else ("numbness" if numb else "tingling")
        marks.append(Mark(regions=(reference,), qualities=(quality,)))  # type: ignore[arg-type]
    return tuple(marks)


def _answers(
    patient: Patient,
    world: World,
    told: Bools,
    people: People,
    random: np.random.Generator,
) -> tuple[dict[str, Answer], set[str]]:
    """Answers to what was asked or tested, and which of them are wrong."""
    knowledge, index = world.knowledge, world.template.index
    sides = _leg_sides(world)
    painful = {side for side in ("L", "R") if told[sides == side].any()} or {"L", "R"}
    examined = random.random() < people.examined.value
    safety = {*knowledge.content.interview.safety_person}
    answers: dict[str, Answer] = {}
    slips: set[str] = set()
    for finding in knowledge.findings.values():
        if finding.id in SAID_BY_CHART or finding.group == WHERE:
            continue
        for side in ("L", "R") if finding.sided else (None,):
            chance = _chance(finding, side is None or side in painful, examined, finding.id in safety, people)
            asked, slip = random.random() < chance, random.random()
            if not asked:
                continue
            key = f"{side}:{finding.id}" if side else finding.id
            so = bool(patient.on[index[key]])
            wrong = slip < (people.wrong_no.value if so else people.wrong_yes.value)
            answers[key] = so != wrong
            if wrong:
                slips.add(key)
    return answers, slips


def _chance(finding: Finding, here: bool, examined: bool, safety: bool, people: People) -> float:
    """Chance that a finding is asked or tested; `here`: on the painful side, or without a side."""
    if finding.id in ALWAYS_ASKED:
        return 1.0
    if safety:
        return people.safety_asked.value
    if finding.kind == "history":
        asked = people.complaint_asked if finding.group in COMPLAINT_GROUPS else people.history_asked
        return asked.value
    if not examined and finding.kind in ("exam", "measure"):
        return 0.0
    if finding.group not in USUAL_GROUPS and finding.id not in USUAL_TESTS:
        return people.rare_test_done.value
    return people.test_done.value * (1.0 if here else people.other_side_tested.value)


def _context(patient: Patient, people: People, random: np.random.Generator) -> dict[str, Answer]:
    """Age and sex always, every other factor with a chance."""
    context = patient.context
    known = {key: value for key, value in context.factors.items() if random.random() < people.factor_known.value}
    return {"age": float(context.age), "sex": context.sex, **known}


def _said(case: Case, knowledge: Knowledge) -> set[str]:
    """Findings that the chart says by itself."""
    try:
        seen: Observations = resolve(case, knowledge)
    except CaseError:  # a chart without marks says nothing
        return set()
    return set(seen.findings)


def _sided(names: frozenset[str], knowledge: Knowledge) -> list[str]:
    """Finding ids with their sides."""
    sided = [name for name in names if knowledge.findings[name].sided]
    return [*(names - set(sided)), *(f"{side}:{name}" for name in sided for side in ("L", "R"))]
