"""Records of the interventions: what may help, for what, how much of it, for whom not, and how well it is known.

Drugs and procedures stand here as topics for a doctor only; nothing here says to start, stop or change a medicine.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from legwise.knowledge.quantity import Grade, Probability, Quantity, Record

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
    as 'kind:muscle'. muscles: for 'kind:muscle', only these. says: the effect in an honest sentence.
    """

    to: tuple[str, ...] = Field(min_length=1)
    muscles: tuple[str, ...] = ()
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


class Against(Record):
    """A contraindication of one intervention, by the id of its entry in `contraindications`."""

    id: str
    severity: Literal["absolute", "relative"]
    note: str | None = None


class Condition(Record):
    """Something to be known first: a condition like that of a red flag, and what to do until it is known."""

    when: dict[str, Any]
    until_then: str


class Intervention(Record):
    """One treatment, exercise, aid, medicine or procedure.

    load: how much it works the tissue (deep pressure, needles and hard effort count as deep). most_places: how many
    sources it may be used on in one session. phase: order within one place (small first). while_waiting: harmless
    enough to go on with while a same-day flag is being cleared up. regions: where it is applied, when not at the source.
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
    against: tuple[Against, ...] = ()
    cautions: tuple[str, ...] = ()
    only_if: Condition | None = None
    load: Literal["none", "light", "deep"] = "none"
    most_places: int = Field(default=1, ge=1, le=6)
    phase: int = Field(ge=1, le=9)
    while_waiting: bool = False
    regions: tuple[str, ...] = ()
    harms: str
    conflict: str | None = None
    note: str | None = None
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)


class Contraindication(Record):
    """When something stands on a case that forbids or limits treatment.

    It stands when `when` holds (what was told or found), when one of the red flags `flags` stands, or when one of
    `causes` is there with at least the chance `from_chance`. scope: 'person' forbids everywhere; 'side' only on the
    side where it was found (everywhere when no side was told). ask: what to ask when the case does not say.
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

    @model_validator(mode="after")
    def _can_stand(self) -> Self:
        if bool(self.causes) != (self.from_chance is not None):
            raise ValueError("causes and from_chance belong together")
        if not (self.when or self.flags or self.causes or self.ask_always):
            raise ValueError("nothing could ever make it stand; set ask_always when the case cannot tell")
        return self


class NeedlingRisk(Record):
    """What lies under a muscle for a needle. avoid: not to be needled by this plan at all."""

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


class Measure(Record):
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
    urgency: Literal["emergency", "same_day", "two_weeks", "routine"] | None = None
    causes: tuple[str, ...] = ()


class Planning(Record):
    """Numbers and sentences of the plan itself."""

    numbers: dict[str, Quantity] = Field(default_factory=dict)
    changes: tuple[PlanSentence, ...] = ()
