"""What a plan says, as frozen records that become JSON unchanged.

Region keys carry their side: 'R:buttock.upper', 'M:back.lumbar_midline'. A plan never says more than its
records: every line carries why it is there, how good the evidence is, and where that comes from.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from legwise.assessment.model import Frozen
from legwise.knowledge.schema import Urgency
from legwise.knowledge.schema_interventions import Certainty, TimeOfDay, Verdict

Role = Literal["person", "therapist", "needling", "physician"]
Level = Literal["spine", "buttock", "thigh", "leg", "foot", "whole_body"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Reach = Literal["full", "waiting", "none"]
LeftOutBecause = Literal[
    "contraindicated", "advised_against", "no_benefit_expected", "measure_first", "not_this_role", "no_time"
]


class Trial(Frozen):
    """One result behind a line: what was measured, what came out, against what, and whether the figure was seen."""

    outcome: str
    result: str
    comparator: str
    certainty: Certainty
    seen: bool
    sources: tuple[str, ...] = ()


class Evidence(Frozen):
    """How well a treatment does for what it is meant for here.

    says: the effect in an honest sentence. grade: A to D as in the knowledge base; D is opinion.
    thin: True when no controlled trial stands behind it, or only ones of very low certainty.
    """

    verdict: Verdict
    certainty: Certainty
    grade: str
    says: str
    thin: bool
    trials: tuple[Trial, ...] = ()
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Aim(Frozen):
    """The possible source that a line is meant for, and how far it is responsible for the complaint.

    key: as in the assessment ('R:root_l5'); empty for what concerns the whole person.
    share: part of the complaint that it produced; presence: chance that it is there; word: that chance in words.
    regions: where it is treated or shown on the body, with sides. also: other sources that the same line serves.
    """

    key: str
    name: str
    plain: str
    side: str | None
    level: Level
    regions: tuple[str, ...]
    share: float
    presence: float
    word: str
    also: tuple[str, ...] = ()


class Caution(Frozen):
    """Something to mind: a relative contraindication that stands on this case, or what the place itself asks for."""

    id: str
    says: str
    because: tuple[str, ...] = ()


class SessionStep(Frozen):
    """One step of the session. `start` and `minutes` are in minutes from the beginning of the session."""

    order: int
    start: int
    minutes: int
    intervention: str
    name: str
    plain: str
    aim: Aim
    how: str
    why: str
    evidence: Evidence
    cautions: tuple[Caution, ...] = ()
    shortened: bool = False


class HomeItem(Frozen):
    """One thing to do at home, on these days at these times, for `weeks` weeks.

    minutes: each time (None where it takes no time of its own). times: the times of day; a day without a fixed
    time is 'any'. time_basis: why then, with 'opinion' where no trial compared times.
    """

    intervention: str
    name: str
    plain: str
    aim: Aim
    days: tuple[Weekday, ...]
    times: tuple[TimeOfDay, ...]
    minutes: float | None
    weeks: float | None
    dose: str
    how: str
    why: str
    time_basis: str
    evidence: Evidence
    cautions: tuple[Caution, ...] = ()


class Measurement(Frozen):
    """What to measure before and after: in the session, or over the weeks."""

    id: str
    name: str
    how: str
    when: Literal["before_and_after", "before", "weekly", "review"]
    why: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    grade: str


class AskFirst(Frozen):
    """A question whose answer could forbid or change part of the plan, and that the case does not answer."""

    id: str
    question: str
    concerns: tuple[str, ...]
    severity: Literal["absolute", "relative"]


class CareStep(Frozen):
    """A way to care that a red flag asks for: what, how soon, why."""

    id: str
    name: str
    urgency: Urgency
    action: str
    plain_action: str
    reason: str
    because: tuple[str, ...]
    grade: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Referral(Frozen):
    """Somebody to ask or something to have tested. About medicines it never says more than to ask the doctor."""

    id: str
    name: str
    kind: Literal["test", "ask_doctor", "specialist", "therapist"]
    says: str
    why: str
    aim: Aim | None
    evidence: Evidence | None = None
    cautions: tuple[Caution, ...] = ()
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    grade: str


class LeftOut(Frozen):
    """A treatment that was weighed and is not in the plan, with the reason."""

    intervention: str
    name: str
    because: LeftOutBecause
    reason: str
    aims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Change(Frozen):
    """What would change the plan: if this is seen, do that."""

    when: str
    then: str
    urgency: Urgency | None = None


class Review(Frozen):
    """When to look again, and what would change the plan before then."""

    after_days: int
    why: str
    changes: tuple[Change, ...] = ()


class Solved(Frozen):
    """How the choice was made: the integer program, its optimum and the knowledge behind it."""

    method: str
    status: str
    expected_benefit: float
    candidates: int
    chosen: int
    knowledge_version: str


class Plan(Frozen):
    """Danger first, then the session from the source outward, the weeks at home, and what was left out.

    reach: 'full'; 'waiting' while a same-day flag stands (only what carries no load); 'none' in an emergency, when
    there is the way to care and nothing else. reach_why: why it is not full.
    """

    case: str | None
    role: Role
    minutes: int
    urgency: Urgency
    reach: Reach
    reach_why: str | None = None
    care: tuple[CareStep, ...] = ()
    ask_first: tuple[AskFirst, ...] = ()
    measures: tuple[Measurement, ...] = ()
    session: tuple[SessionStep, ...] = ()
    minutes_used: int = 0
    home: tuple[HomeItem, ...] = ()
    referrals: tuple[Referral, ...] = ()
    warnings: tuple[Caution, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    review: Review | None = None
    notes: tuple[str, ...] = Field(default=())
    computed: Solved
