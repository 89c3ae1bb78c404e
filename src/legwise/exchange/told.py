"""What a case says, in words: marks of the chart, findings, the context, and the words of the person."""

from __future__ import annotations

from dataclasses import dataclass

from legwise.anatomy.body.patterns import patterns
from legwise.assessment.naming import SIDE
from legwise.case.model import Amount, Answer, Case, Mark
from legwise.knowledge.load import Knowledge

WHEN = {
    "morning": "in the morning",
    "day": "by day",
    "evening": "in the evening",
    "night": "at night",
    "rest": "at rest",
    "sitting": "when sitting",
    "standing": "when standing",
    "walking": "when walking",
    "lying": "when lying",
    "exercise": "with exercise",
    "constant": "all the time",
}
BOTH = {**SIDE, "B": "both sides"}
ANSWERED = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Marked:
    """One mark in words: what it feels like, where, how strong and when, and what the person called it."""

    feels: str
    where: str
    more: str
    words: str


def marks(case: Case, knowledge: Knowledge) -> list[Marked]:
    """Every mark that is felt."""
    return [_marked(mark, knowledge) for mark in case.chart.marks if mark.intensity != 0]


def _marked(mark: Mark, knowledge: Knowledge) -> Marked:
    known, _ = patterns()
    feels = ", ".join(known[quality].says.lower() for quality in mark.qualities or ("pain",))
    strength = [] if mark.intensity is None else [f"{mark.intensity:g} of 10"]
    return Marked(
        feels=feels[:1].upper() + feels[1:],
        where="; ".join(dict.fromkeys(place_words(reference, knowledge) for reference in mark.regions)),
        more=", ".join([*strength, *(WHEN[when] for when in mark.when)]),
        words=mark.words or "",
    )


def place_words(reference: str, knowledge: Knowledge) -> str:
    """'R:calf' as 'calf, right'; a group names a part of the body, somewhere in which it is felt."""
    side, _, name = reference.rpartition(":")
    if name in knowledge.regions:
        says = knowledge.regions[name].says
    elif name in knowledge.zones:
        says = knowledge.zones[name].says
    else:
        says = "leg" if name in ("limb", "leg") else name.replace(".", ", ").replace("_", " ")
        says = "somewhere in the lower leg" if name == "leg" else f"somewhere in the {says}"
    return f"{says}, {BOTH[side]}" if side in BOTH else says


def answered(case: Case, knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Findings that are there (with their numbers), and those that are not; unknown ones are in neither."""
    there, absent = [], []
    for key, answer in case.findings.items():
        if answer is None:
            continue
        name = finding_words(key, knowledge)
        if answer is False:
            absent.append(name)
        else:
            there.append(name if answer is True else f"{name}: {_amount(key, answer, knowledge)}")
    return there, absent


def finding_words(key: str, knowledge: Knowledge) -> str:
    """A finding by its key, with its side."""
    side, _, name = key.rpartition(":")
    found = knowledge.findings.get(knowledge.alias_of.get(name, name))
    says = found.name if found else name.replace("_", " ")
    return f"{says}, {BOTH[side]}" if side in BOTH else says


def _amount(key: str, answer: Answer, knowledge: Knowledge) -> str:
    if isinstance(answer, Amount):
        return f"{answer.value:g} {answer.unit}"
    if not isinstance(answer, float):
        return str(answer)
    name = key.rpartition(":")[2]
    found = knowledge.findings.get(knowledge.alias_of.get(name, name))
    return f"{answer:g} {found.measure.unit}" if found and found.measure else f"{answer:g}"


def person(case: Case) -> str:
    """'woman, 44 years', as far as it was told."""
    sex = {"female": "woman", "male": "man"}.get(str(case.context.get("sex")), "")
    age = case.context.get("age")
    years = f"{age:g} years" if isinstance(age, float | int) and not isinstance(age, bool) else ""
    return ", ".join(part for part in (sex, years) if part) or "age and sex not told"


def history(case: Case, knowledge: Knowledge) -> list[str]:
    """Factors of the context that were told, but for age and sex."""
    found = []
    for key, answer in case.context.items():
        if key in ("age", "sex") or not isinstance(answer, bool):
            continue
        side, _, name = key.rpartition(":")
        factor = knowledge.factors.get(name)
        says = factor.name if factor else name.replace("_", " ")
        says = f"{says}, {BOTH[side]}" if side in BOTH else says
        found.append(says if answer else f"{says}: no")
    return found


def duration(case: Case) -> str:
    """How long it lasts, or that this was not told."""
    days = case.duration_days
    if days is None:
        return "not told"
    for length, unit in ((365.25, "year"), (30.44, "month"), (7.0, "week")):
        if days >= 2 * length:
            return f"about {days / length:.0f} {unit}s"
    return f"{days:g} day{'' if days == 1 else 's'}"


def observation_words(key: str, knowledge: Knowledge) -> str:
    """What raised a flag: a finding, a factor, or a zone of the chart; '' for a probability, which its name says."""
    if " at " in key:
        return ""
    side, _, name = key.rpartition(":")
    if name in knowledge.findings:
        return finding_words(key, knowledge)
    if name in knowledge.factors:
        says = knowledge.factors[name].name
    elif name in knowledge.zones:
        says = f"mark at the {knowledge.zones[name].says}"
    else:
        says = name.replace("_", " ")
    return f"{says}, {SIDE[side]}" if side in SIDE else says
