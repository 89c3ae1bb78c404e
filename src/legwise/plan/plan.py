"""`plan`: one case in, one plan out. An emergency gives the way to care and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from legwise.assessment.assess import Inferred, inferred
from legwise.assessment.presence import groups
from legwise.case.model import Case
from legwise.errors import InputError, nearest
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Urgency
from legwise.network.template import CAUSES
from legwise.plan.advice import care_steps, investigations, measurements, merged, review, topics
from legwise.plan.candidates import Candidate, Weighed, prescribed, weigh
from legwise.plan.causes import Cause, causes_of
from legwise.plan.eligibility import Situation, Standing, questions, standing
from legwise.plan.home import choose_home, home_items
from legwise.plan.model import AskFirst, CareStep, Caution, HomeItem, LeftOut, Plan, Referral, Role, SessionStep, Solved
from legwise.plan.session import Chosen, choose_session, measuring_minutes, steps
from legwise.triage.rules import more_urgent, most_urgent

METHOD = "integer program, HiGHS, solved to the optimum"
NO_TIME_SHOWN = 6
EMERGENCY = "While an emergency is possible there is no treatment plan. Do what stands under the way to care now."
SAME_DAY = (
    "A doctor should look at this today. Until then nothing is pressed, stretched, warmed or trained: it could do "
    "harm, hide a sign or cost time. Plan again when it is cleared up."
)


@dataclass(frozen=True)
class Picture:
    """What a plan is made from: the sources, what stands on the case, and how urgent it is."""

    case: str | None
    urgency: Urgency
    care: tuple[CareStep, ...]
    causes: tuple[Cause, ...]
    situation: Situation
    unexplained: float = 0.0


def plan(case: Case, knowledge: Knowledge, *, minutes: int = 60, role: Role = "therapist") -> Plan:
    """Plan a session of so many minutes and the weeks at home. Raises InputError, CaseError, InferenceError."""
    check_request(minutes, role, knowledge)
    return plan_from(inferred(case, knowledge), knowledge, minutes=minutes, role=role, case=case.id)


def check_request(minutes: int, role: str, knowledge: Knowledge) -> None:
    """Raises InputError when the minutes or the role are not allowed."""
    low, high = (int(knowledge.planning_number(f"minutes_{end}")) for end in ("least", "most"))
    if not low <= minutes <= high:
        raise InputError(f"minutes: {minutes} is not allowed; allowed: {low} to {high}")
    if role not in get_args(Role):
        raise InputError(
            f"role: '{role}' is not allowed{nearest(role, get_args(Role))}; allowed: {', '.join(get_args(Role))}"
        )


def plan_from(parts: Inferred, knowledge: Knowledge, *, minutes: int, role: Role, case: str | None = None) -> Plan:
    """A plan from an inference that was made already."""
    return make(picture_of(parts, knowledge, case), knowledge, minutes=minutes, role=role)


def picture_of(parts: Inferred, knowledge: Knowledge, case: str | None) -> Picture:
    """The posterior as a plan reads it."""
    causes = causes_of(parts, knowledge)
    network, reached = parts.case, parts.posterior.reached
    wanted = {name for entry in knowledge.content.contraindications for name in entry.causes}
    nodes = [i for i, node in enumerate(network.nodes) if node.kind in CAUSES and node.id in wanted and reached[i]]
    chances = {
        (network.nodes[group.chief].side, network.nodes[group.chief].id): group.presence
        for group in groups(network, parts.posterior, nodes)
    }
    seen = parts.seen
    situation = Situation(
        findings=seen.findings,
        factors=seen.factors,
        numbers=seen.numbers,
        flags=frozenset(alert.id for alert in parts.alerts),
        chances=chances,
    )
    urgency = more_urgent(most_urgent(parts.alerts), "routine")
    explained = sum(cause.share for cause in causes if cause.kind != "spread" and not cause.parents)
    return Picture(case, urgency, care_steps(parts.alerts), causes, situation, max(0.0, 1.0 - explained))


def make(picture: Picture, knowledge: Knowledge, *, minutes: int, role: Role) -> Plan:
    """A plan from a picture."""
    if picture.urgency == "emergency":
        return _bare(picture, knowledge, minutes, role, "none", EMERGENCY)
    if picture.urgency == "same_day":
        return _waiting(picture, knowledge, minutes, role)
    return _full(picture, knowledge, minutes, role)


def _bare(picture: Picture, knowledge: Knowledge, minutes: int, role: Role, reach: str, why: str) -> Plan:
    return Plan.model_validate(
        {
            "case": picture.case,
            "role": role,
            "minutes": minutes,
            "urgency": picture.urgency,
            "reach": reach,
            "reach_why": why,
            "care": picture.care,
            "computed": _solved(knowledge, 0.0, 0, 0),
        }
    )


def _waiting(picture: Picture, knowledge: Knowledge, minutes: int, role: Role) -> Plan:
    """Only what carries no load, while a same-day flag stands."""
    stands = standing(picture.situation, knowledge)
    weighed = _weigh_home(picture, stands, knowledge, role, waiting=True)
    home = home_items(choose_home(weighed.candidates, knowledge), knowledge)
    bare = _bare(picture, knowledge, minutes, role, "waiting", SAME_DAY)
    return bare.model_copy(update={"home": home, "review": review(picture.urgency, knowledge)})


def _weigh_home(
    picture: Picture, stands: dict[str, Standing], knowledge: Knowledge, role: Role, *, waiting: bool = False
) -> Weighed:
    return weigh(
        picture.causes,
        picture.situation,
        stands,
        knowledge,
        role=role,
        setting="home",
        share_from=knowledge.planning_number("source_from"),
        lead_from=knowledge.planning_number("home_from"),
        waiting=waiting,
    )


def _full(picture: Picture, knowledge: Knowledge, minutes: int, role: Role) -> Plan:
    number, causes, situation = knowledge.planning_number, picture.causes, picture.situation
    stands = standing(situation, knowledge)
    weighed = weigh(
        causes, situation, stands, knowledge, role=role, setting="session", share_from=number("source_from")
    )
    at_home = _weigh_home(picture, stands, knowledge, role)
    with_doctor = _with_doctor(picture, stands, knowledge)
    chosen, found = choose_session(weighed.candidates, minutes, knowledge)
    kept = choose_home(at_home.candidates, knowledge)
    session, home = steps(chosen, minutes, knowledge), home_items(kept, knowledge)
    referrals = (*investigations(causes, situation, knowledge), *topics(with_doctor.candidates, knowledge))
    served = _served([*(one.candidate for one in chosen), *kept])
    used = {step.intervention for step in session} | {item.intervention for item in home}
    left_out = (
        *weighed.left_out,
        *at_home.left_out,
        *with_doctor.left_out,
        *_no_time((*weighed.candidates, *at_home.candidates), used),
    )
    asked = {referral.id for referral in referrals}
    measured = measurements([c for c in causes if c.share >= number("source_from")], situation, knowledge)
    return Plan(
        case=picture.case,
        role=role,
        minutes=minutes,
        urgency=picture.urgency,
        reach="full",
        care=picture.care,
        ask_first=_ask_first(chosen, kept, situation, stands, knowledge),
        measures=measured,
        session=session,
        minutes_used=sum(step.minutes for step in session) + measuring_minutes(minutes, knowledge),
        home=home,
        referrals=referrals,
        warnings=_warnings(session, home),
        left_out=merged(
            one for one in left_out if not (one.because == "not_this_role" and one.intervention in asked | used)
        ),
        review=review(picture.urgency, knowledge),
        notes=_notes(picture, session, home, served, referrals, knowledge),
        computed=_solved(knowledge, found.benefit, len(weighed.candidates), len(session)),
    )


def _with_doctor(picture: Picture, stands: dict[str, Standing], knowledge: Knowledge) -> Weighed:
    """What only a doctor orders or does: medicines and procedures, and prescribed devices and training."""
    share_from = knowledge.planning_number("referral_from")
    found: list[Candidate] = []
    out: list[LeftOut] = []
    for setting in ("care", "home", "session"):
        weighed = weigh(
            picture.causes,
            picture.situation,
            stands,
            knowledge,
            role="physician",
            setting=setting,
            share_from=share_from,
        )
        known = {candidate.item.id for candidate in found}
        found += [c for c in weighed.candidates if (setting == "care" or prescribed(c.item)) and c.item.id not in known]
        if setting == "care":
            out += weighed.left_out
    return Weighed(tuple(found), tuple(out))


def _served(candidates: Sequence[Candidate]) -> set[str]:
    return {cause.key for candidate in candidates for cause in candidate.causes}


def _no_time(candidates: Sequence[Candidate], used: set[str]) -> list[LeftOut]:
    """The best of what was eligible and not chosen."""
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: (-one.benefit, one.item.id)):
        if candidate.item.id not in used:
            best.setdefault(candidate.item.id, candidate)
    return [
        LeftOut(
            intervention=one.item.id,
            name=one.item.name,
            because="no_time",
            reason=f"Possible, but less is to be expected of it than of what was chosen. {one.use.says}",
            aims=tuple(cause.name for cause in one.causes),
            sources=one.use.sources,
        )
        for one in list(best.values())[:NO_TIME_SHOWN]
    ]


def _ask_first(
    chosen: Sequence[Chosen],
    kept: Sequence[Candidate],
    situation: Situation,
    stands: dict[str, Standing],
    knowledge: Knowledge,
) -> tuple[AskFirst, ...]:
    items = [(c.item.name, c.item) for c in (*(one.candidate for one in chosen), *kept)]
    found = [
        AskFirst(
            id=key,
            question=knowledge.contraindications[key].ask,
            concerns=tuple(named),
            severity="absolute" if absolute else "relative",
        )
        for key, (named, absolute) in questions(items, situation, stands, knowledge).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.severity, -len(one.concerns), one.id)))


def _warnings(session: Sequence[SessionStep], home: Sequence[HomeItem]) -> tuple[Caution, ...]:
    """Every relative contraindication that stands on something in the plan, once."""
    found: dict[str, Caution] = {}
    lines: list[SessionStep | HomeItem] = [*session, *home]
    for line in lines:
        for one in line.cautions:
            if one.id != "technique":
                found.setdefault(one.id, Caution(id=one.id, says=one.says.split(":")[0] + ".", because=one.because))
    return tuple(found.values())


def _notes(
    picture: Picture,
    session: Sequence[SessionStep],
    home: Sequence[HomeItem],
    served: set[str],
    referrals: Sequence[Referral],
    knowledge: Knowledge,
) -> tuple[str, ...]:
    lines: list[SessionStep | HomeItem] = [*session, *home]
    thin = sum(line.evidence.thin for line in lines)
    notes = []
    if thin:
        notes.append(
            f"Evidence is thin: {thin} of {len(lines)} lines rest on opinion, on no trial at all, or on trials of very "
            "low certainty. Each says so."
        )
    if picture.urgency == "two_weeks":
        notes.append(
            "A doctor should see this within two weeks; the plan does not replace that and stops when signs worsen."
        )
    limit = knowledge.planning_number("named_from")
    asked = {referral.aim.key for referral in referrals if referral.aim}
    unserved = [
        cause.name
        for cause in picture.causes
        if cause.share >= limit and cause.kind != "spread" and cause.key not in served | asked
    ]
    if unserved:
        notes.append(
            f"Nothing in this plan is meant for: {'; '.join(unserved)}. The knowledge base holds no treatment for it, "
            "or none that fits this case and role."
        )
    if not session:
        notes.append("No treatment of the knowledge base fits this case and role; the session is left for examination.")
    notes.append("Nothing here is a reason to start, stop or change a medicine; ask your doctor.")
    notes.append("Decision support; it does not diagnose and does not replace an examination.")
    return tuple(notes)


def _solved(knowledge: Knowledge, benefit: float, candidates: int, chosen: int) -> Solved:
    return Solved(
        method=METHOD,
        status="optimal",
        expected_benefit=benefit,
        candidates=candidates,
        chosen=chosen,
        knowledge_version=knowledge.version,
    )
