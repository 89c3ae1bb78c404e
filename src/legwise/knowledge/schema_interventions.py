"""Records of the interventions: what may help, for what, how much of it, for whom not, and how well it is known.

Drugs and procedures stand here as topics for a doctor only; nothing here says to start, stop or change a medicine.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from legwise.knowledge.quantity import Grade, Probability, Quantity, Record
from legwise.knowledge.schema import Urgency

Certainty = Literal["high", "moderate", "low", "very_low", "none"]
Verdict = Literal["helps", "may_help", "untested", "no_better", "advised_against"]
Provider = Literal["self", "therapist", "needling_qualified", "physician"]
Setting = Literal["session", "home", "care"]
TimeOfDay = Literal["any", "morning", "midday", "late_afternoon", "evening", "bedtime", "through_the_day", "night"]
Kind = Literal[
    "teaching", "warmth", "pressure", "massage", "needling", "lengthening", "nerve", "exercise", "self_care", "aid",
    "device", "medicine", "procedure", "referral"
]  # fmt: skip


class Use(Record):
    """What an intervention is for, and what the evidence says of that use.

    to: ids of conditions, entrapment sites or roots (L5), families as 'family:arterial', or every cause of a kind
    as 'kind:muscle'. muscles: for 'kind:muscle', only these. needs: findings or factors, one of which must be known to
    be there. says: the effect in an honest sentence.
    """

    to: tuple[str, ...] = Field(min_length=1)
    muscles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    verdict: Verdict
    certainty: Certainty
    grade: Grade
    says: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    basis: str | None = None

    @model_validator(mode="after")
    def _is_honest(self) -> Self:
        if not self.sources and not self.facts and not self.basis:
            raise ValueError("give sources, facts or the basis of the opinion")
        if self.verdict == "untested" and (self.certainty != "none" or self.grade != "D"):
            raise ValueError("an untested use has certainty none and grade D")
        if self.muscles and self.to != ("kind:muscle",):
            raise ValueError("muscles can only narrow 'kind:muscle'")
        return self


class Effect(Record):
    """One result. seen: the figure was seen in the text of a source; otherwise it is from memory."""

    outcome: str
    result: str
    comparator: str
    certainty: Certainty
    seen: bool
    n: int | None = None
    sources: tuple[str, ...] = Field(min_length=1)


class Dose(Record):
    """How much in one setting. minutes: usual length of one time; least and most: bounds within a session.

    per_week: days a week; per_day: times a day; weeks: how long before it is judged.
    """

    setting: Setting
    minutes: float | None = Field(default=None, gt=0, le=600)
    least: float | None = Field(default=None, gt=0, le=90)
    most: float | None = Field(default=None, gt=0, le=90)
    per_week: float | None = Field(default=None, gt=0, le=7)
    per_day: int = Field(default=1, ge=1, le=20)
    weeks: float | None = Field(default=None, gt=0, le=104)
    times: tuple[TimeOfDay, ...] = ()
    time_basis: str | None = None
    how: str
    grade: Grade
    sources: tuple[str, ...] = ()
    basis: str | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if not self.sources and not self.basis:
            raise ValueError("a dose needs sources or a basis")
        if not self.sources and self.grade != "D":
            raise ValueError(f"a dose without a source is grade D, not {self.grade}")
        if self.setting == "session" and (self.least is None or self.most is None or self.least > self.most):
            raise ValueError("a session dose needs least and most minutes, in this order")
        if self.times and self.time_basis is None:
            raise ValueError("a time of day needs the reason, or that it is opinion")
        return self


class Prerequisite(Record):
    """Something that must have been found first (any of `findings`), and what to do until it has.

    at_least: where a finding was measured, the number that counts, in the finding's unit.
    """

    findings: tuple[str, ...] = Field(min_length=1)
    at_least: float | None = None
    until_then: str


class Intervention(Record):
    """One treatment, exercise, aid, medicine or procedure.

    load: how much it works the tissue (deep pressure, needles and hard effort count as deep). most_places: how many
    sources it may be used on in one session. phase: order within one place (small first). while_waiting: harmless
    enough to go on with while a same-day flag is being cleared up. regions: where it is applied, when not at the
    source. whole_body: it concerns the whole person rather than a place. absolute, relative: ids of contraindications;
    notes_against: what to mind with one of them. moot_without: a factor of the context that makes it pointless when
    answered no (no wallet, nothing to take out).
    """

    id: str
    name: str
    plain: str
    what_it_does: str
    kind: Kind
    providers: tuple[Provider, ...] = Field(min_length=1)
    uses: tuple[Use, ...] = Field(min_length=1)
    effects: tuple[Effect, ...] = ()
    doses: tuple[Dose, ...] = Field(min_length=1)
    absolute: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    notes_against: dict[str, str] = Field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    only_if: Prerequisite | None = None
    load: Literal["none", "light", "deep"] = "none"
    most_places: int = Field(default=1, ge=1, le=6)
    phase: int = Field(ge=1, le=9)
    while_waiting: bool = False
    regions: tuple[str, ...] = ()
    whole_body: bool = False
    moot_without: str | None = None
    harms: str
    conflict: str | None = None
    note: str | None = None
    claims: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)


class Contraindication(Record):
    """When something stands on a case that forbids or limits treatment.

    It stands when `when` holds (what was told or found), when one of the red flags `flags` stands, or when one of
    `causes` is there with at least the chance `from_chance`. scope: 'person' forbids everywhere; 'side' only on the
    side where it was found (everywhere when no side was told). ask: what to ask when the case does not say; moot_when:
    factors of the context that make the question pointless.
    """

    id: str
    says: str
    scope: Literal["person", "side"]
    when: dict[str, Any] | None = None
    flags: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    from_chance: Probability | None = None
    ask: str
    ask_always: bool = False
    moot_when: tuple[str, ...] = ()
    grade: Grade
    basis: str

    @model_validator(mode="after")
    def _can_stand(self) -> Self:
        if bool(self.causes) != (self.from_chance is not None):
            raise ValueError("causes and from_chance belong together")
        if not (self.when or self.flags or self.causes or self.ask_always):
            raise ValueError("nothing could ever make it stand; set ask_always when the case cannot tell")
        return self


class NeedlingRisk(Record):
    """What lies under a muscle for a needle. lung, avoid: not to be needled by a plan at all."""

    id: str
    muscles: tuple[str, ...] = Field(min_length=1)
    at_risk: str
    advice: str
    lung: bool
    avoid: bool
    grade: Grade
    sources: tuple[str, ...] = ()
    basis: str | None = None


class Investigation(Record):
    """A test to have done, for which causes, and what makes it unnecessary."""

    id: str
    name: str
    kind: Literal["test", "ask_doctor", "specialist", "therapist"]
    causes: tuple[str, ...] = ()
    from_chance: Probability | None = None
    when: dict[str, Any] | None = None
    done_when: tuple[str, ...] = ()
    says: str
    why: str
    grade: Grade
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    basis: str | None = None


class Measurement(Record):
    """What to measure before and after; always, or for the causes or findings named."""

    id: str
    name: str
    how: str
    when: Literal["before_and_after", "before", "weekly", "review"]
    causes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    why: str
    grade: Grade
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    basis: str | None = None


class PlanSentence(Record):
    """What would change the plan."""

    when: str
    then: str
    urgency: Urgency | None = None


class Planning(Record):
    """Numbers and sentences of the plan itself; places: the regions over each entrapment site."""

    numbers: dict[str, Quantity] = Field(default_factory=dict)
    places: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    changes: tuple[PlanSentence, ...] = ()
