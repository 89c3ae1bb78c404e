"""Prove the interventions sound: what they are for, what forbids them, what they cite, how they are dosed."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_interventions import Certainty, Verdict

KINDS = ("kind:muscle", "kind:root", "kind:entrapment")


def intervention_problems(knowledge: Knowledge) -> list[str]:
    """Everything wrong with interventions, contraindications, tests, measures and the numbers of a plan.

    A knowledge base without interventions has nothing to be wrong.
    """
    if not knowledge.content.interventions:
        return []
    return [
        *_duplicates(knowledge),
        *_targets(knowledge),
        *_contraindications(knowledge),
        *_thresholds(knowledge),
        *_citations(knowledge),
        *_grades(knowledge),
        *_doses(knowledge),
        *_numbers(knowledge),
    ]


def cause_ids(knowledge: Knowledge) -> set[str]:
    """Everything that a treatment, a test or a measure may be for."""
    causes = {*knowledge.conditions, *knowledge.entrapments, *knowledge.roots}
    causes |= {f"trp_{muscle}" for muscle in knowledge.muscles}
    causes |= {f"family:{family}" for family in knowledge.content.families}
    return causes | set(KINDS)


def _duplicates(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    tables = {
        "intervention": [item.id for item in content.interventions],
        "contraindication": [item.id for item in content.contraindications],
        "investigation": [item.id for item in content.investigations],
        "measurement": [item.id for item in content.measurements],
        "needling risk of muscle": [m for item in content.needling_risks for m in item.muscles],
    }
    return [
        f"{t} '{key}' is defined {n} times" for t, ids in tables.items() for key, n in Counter(ids).items() if n > 1
    ]


def _targets(knowledge: Knowledge) -> list[str]:
    content, known = knowledge.content, cause_ids(knowledge)
    observed = {*knowledge.findings, *knowledge.factors}
    found = []
    for item in content.interventions:
        for use in item.uses:
            found += [f"{item.id}: for unknown cause '{c}'" for c in use.to if c not in known]
            found += [f"{item.id}: for unknown muscle '{m}'" for m in use.muscles if m not in knowledge.muscles]
            found += [f"{item.id}: needs unknown finding or factor '{f}'" for f in use.needs if f not in observed]
        found += [f"{item.id}: unknown region '{r}'" for r in item.regions if r not in knowledge.regions]
        if item.only_if:
            wanted = item.only_if.findings
            found += [f"{item.id}: only_if unknown finding '{f}'" for f in wanted if f not in knowledge.findings]
        if item.moot_without and item.moot_without not in knowledge.factors:
            found.append(f"{item.id}: moot_without unknown factor '{item.moot_without}'")
    for test in content.investigations:
        found += [f"{test.id}: for unknown cause '{c}'" for c in test.causes if c not in known]
        found += [f"{test.id}: done_when unknown finding '{f}'" for f in test.done_when if f not in knowledge.findings]
        found += [f"{test.id}: {problem}" for problem in _names(test.when, knowledge)]
    for measure in content.measurements:
        found += [f"{measure.id}: for unknown cause '{c}'" for c in measure.causes if c not in known]
        found += [f"{measure.id}: unknown finding '{f}'" for f in measure.findings if f not in knowledge.findings]
    places = content.planning.places
    found += [f"planning: no place for {e}" for e in knowledge.entrapments if e not in places]
    for site, regions in places.items():
        found += [] if site in knowledge.entrapments else [f"planning: a place for unknown entrapment '{site}'"]
        found += [f"planning: {site}: unknown region '{r}'" for r in regions if r not in knowledge.regions]
    for risk in content.needling_risks:
        found += [f"needling risks: unknown muscle '{m}'" for m in risk.muscles if m not in knowledge.muscles]
    return found


def _names(when: dict[str, Any] | None, knowledge: Knowledge) -> list[str]:
    """Problems of a condition `{any: [{finding: ...}, {context: ...}]}`, the only shape allowed here."""
    if when is None:
        return []
    if set(when) != {"any"} or not when["any"]:
        return ["when: expected {any: [...]}"]
    found = []
    for part in when["any"]:
        ((kind, name),) = part.items()
        known = set(knowledge.findings) if kind == "finding" else set(knowledge.factors) if kind == "context" else set()
        found += [] if name in known else [f"when: unknown {kind} '{name}'"]
    return found


def _contraindications(knowledge: Knowledge) -> list[str]:
    content = knowledge.content
    flags = {rule.id for rule in content.red_flags}
    causes = {*knowledge.conditions, *knowledge.entrapments}
    found, used = [], set()
    for item in content.interventions:
        named = (*item.absolute, *item.relative)
        used |= set(named)
        found += [f"{item.id}: unknown contraindication '{c}'" for c in named if c not in knowledge.contraindications]
        found += [f"{item.id}: contraindication '{c}' is named {n} times" for c, n in Counter(named).items() if n > 1]
        found += [
            f"{item.id}: a note about '{c}', which it does not name" for c in item.notes_against if c not in named
        ]
    for entry in content.contraindications:
        found += [f"contraindication {entry.id}: unknown red flag '{f}'" for f in entry.flags if f not in flags]
        found += [f"contraindication {entry.id}: unknown cause '{c}'" for c in entry.causes if c not in causes]
        moot = [name for name in entry.moot_when if name not in knowledge.factors]
        found += [f"contraindication {entry.id}: moot_when unknown factor '{name}'" for name in moot]
        found += [f"contraindication {entry.id}: {problem}" for problem in _names(entry.when, knowledge)]
        if entry.id not in used:
            found.append(f"contraindication {entry.id}: no intervention names it")
    return found


def _thresholds(knowledge: Knowledge) -> list[str]:
    """A treatment must be forbidden no later than the cause raises its alarm."""
    found = []
    for entry in knowledge.content.contraindications:
        for cause in entry.causes:
            record = knowledge.conditions.get(cause) or knowledge.entrapments.get(cause)
            if record and record.danger and entry.from_chance:
                alarm, limit = record.danger.threshold.value, entry.from_chance.value
                if limit > alarm:
                    found.append(
                        f"contraindication {entry.id}: from {limit:g}, but {cause} raises its alarm at {alarm:g}"
                    )
    return found


def _citations(knowledge: Knowledge) -> list[str]:
    sources, facts = sources_library(knowledge.folder), facts_library(knowledge.folder)
    claims = {claim.id for claim in claims_library(knowledge.folder)}
    content = knowledge.content
    named: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for item in content.interventions:
        named.append((item.id, item.sources, item.facts))
        named += [(item.id, use.sources, use.facts) for use in item.uses]
        named += [(item.id, effect.sources, ()) for effect in item.effects]
        named += [(item.id, dose.sources, ()) for dose in item.doses]
    named += [(test.id, test.sources, test.facts) for test in content.investigations]
    named += [(measure.id, measure.sources, measure.facts) for measure in content.measurements]
    named += [("needling risks", risk.sources, ()) for risk in content.needling_risks]
    found = [f"{name}: unknown source '{s}'" for name, cited, _ in named for s in cited if s not in sources]
    found += [f"{name}: unknown fact '{f}'" for name, _, cited in named for f in cited if f not in facts]
    found += [f"{i.id}: unknown claim '{c}'" for i in content.interventions for c in i.claims if c not in claims]
    about = [(c.id, i) for c in claims_library(knowledge.folder) for i in c.interventions]
    return found + [f"claim {c}: unknown intervention '{i}'" for c, i in about if i not in knowledge.interventions]


def _grades(knowledge: Knowledge) -> list[str]:
    """Only a source or a fact earns a grade better than D; a textbook that nobody opened earns none."""
    content, sources = knowledge.content, sources_library(knowledge.folder)
    cited = [(f"{i.id}, use", u.grade, u.sources, u.facts) for i in content.interventions for u in i.uses]
    cited += [(f"{i.id}, dose", d.grade, d.sources, ()) for i in content.interventions for d in i.doses]
    cited += [(t.id, t.grade, t.sources, t.facts) for t in content.investigations]
    cited += [(m.id, m.grade, m.sources, m.facts) for m in content.measurements]
    cited += [("needling risks", r.grade, r.sources, ()) for r in content.needling_risks]
    found = []
    for name, grade, by, facts in cited:
        if grade != "D" and not by and not facts:
            found.append(f"{name}: grade {grade} without a source or fact; only D may rest on a basis alone")
        if grade == "A" and by and not facts and not _reviewed(by, sources):
            found.append(f"{name}: grade A, but none of its sources is a systematic review or guideline")
    return found


def _reviewed(names: tuple[str, ...], sources: Any) -> bool:
    return any(sources[n].kind in ("systematic_review", "guideline", "consensus") for n in names if n in sources)


def _doses(knowledge: Knowledge) -> list[str]:
    low, high = knowledge.planning_number("minutes_least"), knowledge.planning_number("minutes_most")
    found = [] if 0 < low < high else [f"planning: sessions from {low:g} to {high:g} minutes"]
    for item in knowledge.content.interventions:
        settings = [dose.setting for dose in item.doses]
        found += [f"{item.id}: {n} doses for {s}" for s, n in Counter(settings).items() if n > 1]
        if item.kind in ("medicine", "procedure") and set(settings) != {"care"}:
            found.append(f"{item.id}: a {item.kind} is dosed by a doctor only (setting care)")
        if item.kind not in ("medicine", "procedure") and "care" in settings:
            found.append(f"{item.id}: setting care is for medicines and procedures")
        for dose in item.doses:
            if dose.setting == "session" and not dose.least <= (dose.minutes or 0) <= dose.most:  # type: ignore[operator]
                found.append(f"{item.id}: {dose.minutes} minutes lie outside {dose.least} to {dose.most}")
            if dose.setting == "home" and dose.per_week is None:
                found.append(f"{item.id}: a home dose needs per_week")
            if len(dose.times) > 1 and dose.per_day != len(dose.times):
                found.append(f"{item.id}: {dose.per_day} times a day, but {len(dose.times)} times are named")
    return found


def _numbers(knowledge: Knowledge) -> list[str]:
    wanted = [f"benefit_{v}" for v in get_args(Verdict) if v not in ("no_better", "advised_against")]
    wanted += [f"certainty_{c}" for c in get_args(Certainty)]
    numbers = knowledge.content.planning.numbers
    return [f"planning: the number '{name}' is missing" for name in wanted if name not in numbers]
