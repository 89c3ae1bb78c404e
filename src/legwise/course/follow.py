"""`follow`: a course in, every visit assessed and compared with the one before."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from legwise.assessment.assess import Inferred, flag_of, inferred
from legwise.assessment.naming import cause_names
from legwise.assessment.presence import groups
from legwise.assessment.sources import ranked_groups
from legwise.case.model import Case, Response
from legwise.case.resolve import Observations, observe, treated_keys
from legwise.course.chart import Measured, measure
from legwise.course.compare import Seen, grown, step
from legwise.course.model import Course, Visit
from legwise.course.outcomes import score
from legwise.course.result import CourseReport, SourceNow, Standing, VisitState
from legwise.course.trial import analyse
from legwise.errors import CaseError, InferenceError
from legwise.knowledge.load import Knowledge
from legwise.triage.change import carried, change_alerts
from legwise.triage.rules import URGENCIES, alerts

SOURCES_SHOWN = 5


def follow(course: Course, knowledge: Knowledge) -> CourseReport:
    """Follow a course. Raises CaseError or InferenceError naming the visit."""
    past = _Past()
    seen = []
    for number, visit in enumerate(course.visits):
        try:
            seen.append(_visit(visit, number, course.visits[0].date, past, knowledge))
        except InferenceError as error:
            raise InferenceError(f"visits[{number}].case: {error}") from None
    steps = tuple(step(before, after, knowledge) for before, after in itertools.pairwise(seen))
    return CourseReport(
        person=course.person,
        title=course.title,
        simulated=course.simulated,
        urgency=seen[-1].state.urgency,
        visits=tuple(one.state for one in seen),
        steps=steps,
        overall=step(seen[0], seen[-1], knowledge) if len(seen) > 2 else None,
        trials=tuple(analyse(trial, knowledge, f"trials[{n}]") for n, trial in enumerate(course.trials)),
        knowledge_version=knowledge.version,
        notes=_notes(seen),
    )


@dataclass
class _Past:
    """What earlier visits leave behind: what was known to be there, when each flag was last told, what was treated."""

    known: Observations | None = None
    chart: tuple[Case, Measured] | None = None
    told: dict[str, datetime.date] = field(default_factory=dict)
    responses: tuple[Response, ...] = ()


def _visit(visit: Visit, number: int, first: datetime.date, past: _Past, knowledge: Knowledge) -> Seen:
    origin = f"visits[{number}]"
    past.responses += tuple(_responses(visit, origin, knowledge))
    case = visit.case.model_copy(update={"responses": (*visit.case.responses, *past.responses)})
    try:
        observed, measured = observe(case, knowledge), measure(case, knowledge)
    except CaseError as error:
        raise CaseError(f"{origin}.case: {error}") from None
    parts = None if observed.empty else inferred(case, knowledge)
    standing = _standing(visit, observed, measured, parts, past, knowledge)
    notes = [] if parts else ["The case says nothing that could be assessed: no sources are shown."]
    if measured.left_out:
        notes.append(f"{measured.left_out} marks name a whole group and are left out of area and reach.")
    state = VisitState(
        number=number + 1,
        date=visit.date,
        day=(visit.date - first).days,
        areas=measured.areas(),
        area_basis=measured.basis,
        reach=measured.reach(knowledge),
        intensity=measured.intensity,
        scores=tuple(score(one, knowledge, f"{origin}.outcomes[{n}]") for n, one in enumerate(visit.outcomes)),
        treated=visit.treated,
        urgency=min((one.flag.urgency for one in standing), key=URGENCIES.index, default="routine"),
        flags=standing,
        sources=_sources(case, parts, knowledge) if parts else (),
        notes=tuple(notes),
    )
    past.known = observed if past.known is None else carried(past.known, observed)
    past.chart = (case, measured)
    return Seen(state, case, measured, observed)


def _responses(visit: Visit, origin: str, knowledge: Knowledge) -> Iterable[Response]:
    """What treatment did, as the case format says it."""
    for number, one in enumerate(visit.treated):
        treated_keys(one.source, f"{origin}.treated[{number}].source", knowledge)
        if one.change is not None:
            yield Response(treated=one.source, change=one.change, intervention=one.intervention)


def _standing(
    visit: Visit, now: Observations, chart: Measured, parts: Inferred | None, past: _Past, knowledge: Knowledge
) -> tuple[Standing, ...]:
    """Every flag of a visit: by rule, by probability, by what is new, and by what was told and not answered since."""
    by_now = parts.alerts if parts else alerts(now, knowledge)
    found = [Standing(flag=flag_of(a), how="probability" if a.by_probability else "told_now") for a in by_now]
    past.told |= {alert.id: visit.date for alert in by_now if not alert.by_probability}
    if past.known is not None and past.chart is not None:
        spread = grown(past.chart, (visit.case, chart), knowledge)
        news = change_alerts(past.known, now, knowledge, spread)
        found += [Standing(flag=flag_of(alert), how="change") for alert in news]
        there = {alert.id for alert in by_now}
        for alert in alerts(carried(past.known, now), knowledge):
            if alert.id not in there:
                since = past.told.setdefault(alert.id, visit.date)
                found.append(Standing(flag=flag_of(alert), how="told_before", since=since))
    return tuple(sorted(found, key=lambda one: (URGENCIES.index(one.flag.urgency), one.how != "change", one.flag.id)))


def _sources(case: Case, parts: Inferred, knowledge: Knowledge) -> tuple[SourceNow, ...]:
    """The leading sources and those that were treated, with what the responses did to them."""
    treated = {key for one in parts.seen.responses for key in one.treated}
    ranked = ranked_groups(parts.case, parts.posterior, parts.credit)
    shown = [pair for place, pair in enumerate(ranked) if place < SOURCES_SHOWN or pair[0].base in treated]
    without: dict[str, float] = {}
    if treated:
        missing = treated - {group.base for group, _ in shown}
        nodes = [n for n, node in enumerate(parts.case.template.nodes) if node.base in missing]
        shown += [(group, 0.0) for group in groups(parts.case, parts.posterior, nodes)]
        bare = inferred(case.model_copy(update={"responses": ()}), knowledge)
        nodes = [node for group, _ in shown for node in group.nodes]  # both networks begin with the template's nodes
        without = {group.base: group.presence for group in groups(bare.case, bare.posterior, nodes)}
    return tuple(
        SourceNow(
            key=group.base,
            name=cause_names(parts.case.nodes[group.chief], knowledge)[0],
            share=share,
            presence=group.presence,
            without_responses=without.get(group.base),
        )
        for group, share in shown
    )


def _notes(seen: list[Seen]) -> tuple[str, ...]:
    incomplete = [str(one.state.number) for one in seen if not one.case.chart.completed]
    if not incomplete:
        return ()
    which = f"visit{'s' if len(incomplete) > 1 else ''} {', '.join(incomplete)}"
    return (f"The chart of {which} was not declared complete: what is not marked there is unknown, not free.",)
