"""What the knowledge base may contain: the records behind the YAML files in `data/`.

The knowledge base has no sides; `sided: true` means that grounding makes a left and a right copy.
One namespace holds everything a link can point to: causes (conditions, root lesions, entrapments,
trigger points), signs (latent states that several findings read) and findings.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from legwise.knowledge.quantity import OddsRatio, Probability, Record

Urgency = Literal["emergency", "same_day", "two_weeks", "routine"]
Relation = Literal["same", "opposite", "both"]
Modality = Literal["pain", "altered"]


class Link(Record):
    """`p` is the chance that this cause, when active, produces the target by itself."""

    to: str
    p: Probability
    side: Relation = "same"
    why: str | None = None


class Felt(Record):
    """Where a cause is felt: regions (or zones) that share one probability.

    `modality` pain covers aching, sharp, burning, cramp and the like; altered covers numbness
    and tingling.
    """

    modality: Modality
    regions: tuple[str, ...]
    p: Probability
    side: Relation = "same"


class ContextEffect(Record):
    """How one factor of the context multiplies the odds of a cause."""

    factor: str
    odds_ratio: OddsRatio


class Danger(Record):
    """A cause that must not be missed: urgency once suspected, and the probability that raises it."""

    urgency: Urgency
    threshold: Probability
    reason: str
    ruled_out_by: str


class Mechanism(Record):
    """Shares of the three pain mechanisms (they need not sum to 1; the rest is unclassified)."""

    nociceptive: float = 0.0
    neuropathic: float = 0.0
    nociplastic: float = 0.0


class Condition(Record):
    """A cause that is not read off the anatomy: disease, disorder, injury, habit.

    silent: it gives signs but no complaint, and so has no share of it; nothing of it is felt.
    """

    id: str
    name: str
    plain: str
    summary: str
    labels: tuple[str, ...]
    category: str
    sided: bool
    prior: Probability
    prior_by_setting: dict[str, Probability] = Field(default_factory=dict)
    silent: bool = False
    mechanism: Mechanism = Mechanism()
    context: tuple[ContextEffect, ...] = ()
    felt: tuple[Felt, ...] = ()
    links: tuple[Link, ...] = ()
    danger: Danger | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    claims: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _silent_is_not_felt(self) -> Self:
        if self.silent and self.felt:
            raise ValueError("a silent cause is not felt anywhere")
        return self


class Sign(Record):
    """A latent state that several findings read (three tests of one neural mechanosensitivity).

    false_positive, false_positive_by_age: as of a finding.
    """

    id: str
    name: str
    sided: bool
    links: tuple[Link, ...]
    false_positive: Probability
    false_positive_by_age: dict[str, Probability] = Field(default_factory=dict)


class Threshold(Record):
    """The number beyond which a measured value counts as `yes`."""

    value: float
    direction: Literal["above", "below"]
    sources: tuple[str, ...] = ()
    basis: str | None = None


class Measure(Record):
    """How a finding that is a number is entered."""

    unit: str
    low: float
    high: float
    threshold: Threshold
    other_units: dict[str, float] = Field(default_factory=dict)


class Finding(Record):
    """One thing that can be asked, examined, measured or imaged. Yes, no, or unknown.

    false_positive: how often it is found without any of its causes, among presenters of all ages.
    false_positive_by_age: the same by band of age (factors of the group `age`, all of them or none), for what comes
    with the years by itself.
    """

    id: str
    name: str
    kind: Literal["history", "exam", "measure", "laboratory", "imaging"]
    group: str
    sided: bool
    question: str
    clinician: str
    answered_by: tuple[Literal["person", "clinician", "laboratory", "imaging"], ...]
    cost: float
    false_positive: Probability
    false_positive_by_age: dict[str, Probability] = Field(default_factory=dict)
    measure: Measure | None = None
    aliases: tuple[str, ...] = ()
    codes: dict[str, str] = Field(default_factory=dict)


class Factor(Record):
    """A factor of the context: yes/no, or a number cut into bands, each with its share of presenters."""

    id: str
    name: str
    group: str
    question: str
    prevalence: Probability
    sided: bool = False
    from_number: str | None = None
    low: float | None = None
    high: float | None = None


class Family(Record):
    """A group of diagnoses that clinicians treat as one answer ("a lumbar root")."""

    name: str
    plain: str
    labels: tuple[str, ...]


class InterviewPlan(Record):
    """What is always asked first, in order.

    pointless: a fact of the person is not asked where one of these other facts is known.
    """

    context: tuple[str, ...] = ()
    pointless: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    safety_person: tuple[str, ...] = ()
    safety_clinician: tuple[str, ...] = ()


class Reference(Record):
    """A source as it is cited. Unknown bibliographic fields stay empty; nothing is guessed."""

    id: str
    title: str
    authors: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    kind: str
    read: str


class RedFlag(Record):
    """A rule: when its condition holds on the case, the urgency stands whatever the probabilities say.

    `when` is a small tree: {finding: id}, {context: id}, {all: [...]}, {any: [...]},
    {at_least: n, of: [...]}, {not: ...}; a sided finding holds when either side does, unless the
    node says `same_side: true` around an `all`.
    """

    id: str
    name: str
    urgency: Urgency
    suspects: tuple[str, ...]
    when: dict[str, object]
    reason: str
    plain: str
    action: str
    plain_action: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    grade: Literal["A", "B", "C", "D"]


class ChangeRule(RedFlag):
    """A rule about what is new since the visit before: `when` speaks only of what was not there then.

    A finding is new when it is `yes` now and was not; a mark is new as `legwise.triage.change` says. `besides` is a
    condition on everything that is known now, new or not.
    """

    besides: dict[str, object] | None = None
