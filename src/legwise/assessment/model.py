"""What an assessment says, as frozen records that become JSON unchanged."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from legwise.knowledge.schema import Urgency


class Frozen(BaseModel):
    """Frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(Frozen):
    """A probability with its 90 % interval over the uncertainty of the knowledge base."""

    value: float
    low: float
    high: float


class Citation(Frozen):
    """Where a number comes from: sources and facts, or the basis of an estimate."""

    grade: str
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    basis: str | None = None


class Reason(Frozen):
    """One observation for or against a source; `weight` is its own log10 likelihood ratio."""

    observation: str
    says: str
    weight: float
    citation: Citation


class Reasoning(Frozen):
    """Weights in bans (log10 odds) that add up: prior + context + reasons + others = posterior.

    `others` is what remains: competing explanations of the same findings, findings that repeat each
    other, and the pull of causes up- and downstream.
    """

    prior: float
    context: float
    reasons: tuple[Reason, ...]
    others: float
    posterior: float


class Relative(Frozen):
    """A cause that stands up- or downstream of a source, with the chance of that link being at work."""

    key: str
    name: str
    p: float


class Support(Frozen):
    """A number of the knowledge base that a source's interval rests on.

    says: what it is the chance of. raised: the value one standard deviation of its grade higher; share_change
    and presence_change: what that would add to the source's share and presence, to first order. part: the
    number's part of the variance behind the interval of the share.
    """

    says: str
    value: float
    raised: float
    estimate: bool
    citation: Citation
    share_change: float
    presence_change: float
    part: float


class Source(Frozen):
    """One possible source.

    responsibility: expected share of the complaint that it produced, itself or through what it caused.
    presence: probability that it is there at all. secondary_to: causes upstream that explain it.
    rests_on: the numbers whose uncertainty moves the share most.
    """

    key: str
    id: str
    name: str
    plain: str
    side: str | None
    kind: str
    labels: tuple[str, ...]
    families: tuple[str, ...]
    responsibility: Interval
    presence: Interval
    word: str
    secondary_to: tuple[Relative, ...] = ()
    explains: tuple[str, ...] = ()
    unexplained_by_it: tuple[str, ...] = ()
    reasoning: Reasoning
    rests_on_estimates: float
    rests_on: tuple[Support, ...] = ()
    ask_next: tuple[str, ...] = ()
    contradicted_beliefs: tuple[str, ...] = ()


class FamilyShare(Frozen):
    """Sources of one family taken together: share of the complaint, and its members' keys."""

    family: str
    name: str
    plain: str
    side: str | None
    share: float
    members: tuple[str, ...]


class Explanation(Frozen):
    """A set of sources that together account for the complaint, with its probability."""

    sources: tuple[str, ...]
    names: tuple[str, ...]
    probability: float
    standard_error: float


class Flag(Frozen):
    """A red flag that stands."""

    id: str
    name: str
    urgency: Urgency
    reason: str
    plain: str
    action: str
    plain_action: str
    because: tuple[str, ...]
    grade: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    by_probability: bool


class OpenDanger(Frozen):
    """Something dangerous that the case does not rule out, and what would."""

    id: str
    name: str
    probability: float
    urgency: Urgency
    ruled_out_by: str


class NextStep(Frozen):
    """A question or test and how much it is expected to tell."""

    finding: str
    name: str
    kind: str
    question: str
    clinician: str
    bits: float
    cost: float
    bits_per_cost: float
    separates: tuple[str, ...]


class Belief(Frozen):
    """A popular claim near this case that the evidence does not bear out."""

    id: str
    claim: str
    verdict: str
    why: str


class Computation(Frozen):
    """How the answer was computed."""

    method: str
    error: float
    effective_draws: float
    log10_evidence: float
    frontier_bits: int
    positive_findings: int
    negative_findings: int
    knowledge_version: str
    setting: str


class Assessment(Frozen):
    """Danger first, then sources, then what to do next."""

    case: str | None
    urgency: Urgency
    flags: tuple[Flag, ...]
    open_dangers: tuple[OpenDanger, ...]
    families: tuple[FamilyShare, ...]
    sources: tuple[Source, ...]
    unexplained: float
    explanations: tuple[Explanation, ...]
    mechanism: dict[str, float]
    next_steps: tuple[NextStep, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    computation: Computation
    notes: tuple[str, ...] = Field(default=())
