"""Every treatment that could be used on every source: what speaks for it, and what takes it out.

A treatment of one place (pressure on a muscle) is one candidate for each source. A treatment that serves several
sources at once (an exercise for the back) is one candidate for all of them; chains of causes are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema_interventions import Dose, Intervention, Provider, Setting, Use
from legwise.plan.causes import LEVELS, Cause, level_of, own_shares
from legwise.plan.eligibility import Situation, Standing, forbidding, in_words, limiting, met, needle_refusal
from legwise.plan.model import LeftOut, LeftOutBecause, Level, Role

PROVIDERS: dict[Role, frozenset[Provider]] = {
    "person": frozenset({"self"}),
    "therapist": frozenset({"self", "therapist"}),
    "needling": frozenset({"self", "therapist", "needling_qualified"}),
    "physician": frozenset({"self", "therapist", "physician"}),
}
WORTH_TRYING = ("helps", "may_help", "untested")
BY_HAND = ("warmth", "pressure", "massage", "needling", "lengthening", "nerve")
"""Kinds that are applied to one side and one part of the body at a time."""


@dataclass(frozen=True)
class Candidate:
    """A treatment for a source. causes: all that it serves, the leading one first; use: for the leading one.

    benefit: expected, before time is shared out; limits: relative contraindications that stand.
    """

    item: Intervention
    use: Use
    causes: tuple[Cause, ...]
    benefit: float
    limits: tuple[Standing, ...] = ()

    @property
    def lead(self) -> Cause:
        """The source that it is mainly for."""
        return self.causes[0]

    @property
    def side(self) -> str | None:
        """The one side of all its sources; None when they differ or have none."""
        return common_side(self.causes)

    @property
    def regions(self) -> tuple[str, ...]:
        """Where it is applied, without sides."""
        return () if self.item.whole_body else self.item.regions or self.lead.regions

    @property
    def level(self) -> Level:
        """Where it is applied, on the way from the spine to the toes."""
        if self.item.whole_body:
            return "whole_body"
        return level_of(self.item.regions) if self.item.regions else self.lead.level

    @property
    def place(self) -> tuple[int, str, int, str, str]:
        """The order of candidates: from the source outward, then by side, phase, technique and source."""
        return (LEVELS.index(self.level), self.side or "", self.item.phase, self.item.id, self.lead.key)


@dataclass(frozen=True)
class Weighed:
    """Candidates that may be used, in the order from the spine outward, and what was taken out with the reason."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]


def common_side(causes: Iterable[Cause]) -> str | None:
    """The side that all causes share, or None."""
    sides = {cause.side for cause in causes}
    return sides.pop() if len(sides) == 1 else None


def dose_in(item: Intervention, setting: Setting) -> Dose | None:
    """The dose of a treatment in a setting, if it is used there."""
    return next((dose for dose in item.doses if dose.setting == setting), None)


def prescribed(item: Intervention) -> bool:
    """True for what a doctor orders, also when people then use it themselves."""
    return item.providers[0] == "physician"


def allowed(item: Intervention, role: Role) -> bool:
    """True when a role may do or teach a treatment."""
    if prescribed(item):
        return role == "physician"
    return bool(PROVIDERS[role] & set(item.providers))


def weigh(
    causes: Iterable[Cause],
    situation: Situation,
    stands: Mapping[str, Standing],
    knowledge: Knowledge,
    *,
    role: Role,
    setting: Setting,
    share_from: float,
    lead_from: float = 0.0,
    waiting: bool = False,
) -> Weighed:
    """All candidates of a setting for the causes that carry at least `share_from` of the complaint.

    lead_from: what the leading cause of a candidate must carry.

    waiting: only what is harmless while a same-day flag is being cleared up.
    """
    eligible = [cause for cause in causes if cause.share >= share_from and cause.kind != "spread"]
    found: list[Candidate] = []
    out: list[LeftOut] = []
    for item in knowledge.content.interventions:
        if dose_in(item, setting) is None or (waiting and not item.while_waiting):
            continue
        matched = _matches(item, eligible, situation, knowledge)
        for group in _groups(item, matched):
            judged = _judge(item, group, situation, stands, knowledge, role)
            if isinstance(judged, Candidate):
                if judged.lead.share >= lead_from:
                    found.append(judged)
            elif judged is not None:
                out.append(judged)
    return Weighed(tuple(sorted(found, key=lambda one: one.place)), tuple(out))


Match = tuple[Cause, Use]


def _matches(item: Intervention, causes: Iterable[Cause], situation: Situation, knowledge: Knowledge) -> list[Match]:
    """The causes that a treatment is for, each with the first use that names it."""
    found = []
    for cause in causes:
        fitting = _uses_for(knowledge, cause.id, cause.kind, cause.families).get(item.id, ())
        use = next((u for u in fitting if not u.needs or any(situation.yes(name) for name in u.needs)), None)
        if use is not None:
            found.append((cause, use))
    return found


@lru_cache(maxsize=4096)
def _uses_for(knowledge: Knowledge, name: str, kind: str, families: tuple[str, ...]) -> dict[str, tuple[Use, ...]]:
    """For every treatment the uses that name a cause; the same for every case."""
    found = {
        item.id: tuple(use for use in item.uses if serves(use, name, kind, families))
        for item in knowledge.content.interventions
    }
    return {key: uses for key, uses in found.items() if uses}


def serves(use: Use, name: str, kind: str, families: Iterable[str]) -> bool:
    """True when a use names a cause: by id, by family, or by kind."""
    names = {name, f"kind:{kind}", *(f"family:{family}" for family in families)}
    if kind == "root":
        names.add(name.removeprefix("root_").upper())
    if not names & set(use.to):
        return False
    return not use.muscles or name.removeprefix("trp_") in use.muscles


def _groups(item: Intervention, matches: list[Match]) -> list[list[Match]]:
    """Sources that one use of the treatment serves together, apart by whether it is worth trying."""
    groups: dict[object, list[Match]] = {}
    for cause, use in matches:
        key: tuple[object, ...] = (use.verdict in WORTH_TRYING,)
        if not item.whole_body and not item.regions:
            key += (cause.key if cause.kind == "muscle" and item.kind in BY_HAND else cause.level,)
        if item.kind in BY_HAND:
            key += (cause.side,)
        groups.setdefault(key, []).append((cause, use))
    return list(groups.values())


def _judge(
    item: Intervention,
    group: list[Match],
    situation: Situation,
    stands: Mapping[str, Standing],
    knowledge: Knowledge,
    role: Role,
) -> Candidate | LeftOut | None:
    """The candidate of a group, or why there is none. Evidence speaks first, then danger, then what is not known."""
    own = own_shares(cause for cause, _ in group)
    worth = {cause.key: own[cause.key] * weight_of(use, knowledge) for cause, use in group}
    order = sorted(group, key=lambda match: (-worth[match[0].key], -match[0].share, match[0].key))
    causes, use = tuple(cause for cause, _ in order), order[0][1]
    side = common_side(causes)
    names = tuple(cause.name for cause in causes)

    def out(because: LeftOutBecause, reason: str, sources: tuple[str, ...] = ()) -> LeftOut:
        return LeftOut(
            intervention=item.id, name=item.name, because=because, reason=reason, aims=names, sources=sources
        )

    if use.verdict == "advised_against":
        return out("advised_against", use.says, use.sources)
    if use.verdict == "no_better":
        return out("no_benefit_expected", use.says, use.sources)
    if item.moot_without and not situation.yes(item.moot_without) and situation.answered(item.moot_without):
        return None
    forbidden = forbidding(item, side, stands)
    if forbidden:
        return out("contraindicated", "; ".join(_forbids(item, one, knowledge) for one in forbidden))
    if item.kind == "needling" and causes[0].kind == "muscle":
        refusal = needle_refusal(causes[0].id.removeprefix("trp_"), knowledge)
        if refusal:
            return out("contraindicated", refusal)
    if item.only_if and not met(item.only_if, situation):
        return out("measure_first", item.only_if.until_then, item.sources)
    if not allowed(item, role):
        return out("not_this_role", _who(item), item.sources)
    limits = tuple(limiting(item, side, stands))
    benefit = sum(worth.values()) * (knowledge.planning_number("relative_share") if limits else 1.0)
    return Candidate(item, use, causes, benefit, limits)


def _forbids(item: Intervention, one: Standing, knowledge: Knowledge) -> str:
    note = item.notes_against.get(one.entry.id)
    because = "; ".join(in_words(key, knowledge) for key in one.because[:3])
    return one.entry.says + (f": {note}" if note else "") + f" (because of: {because})"


def _who(item: Intervention) -> str:
    if prescribed(item):
        return "A doctor orders or does it."
    if "needling_qualified" in item.providers:
        return "Only by somebody qualified for needling."
    return "A therapist or doctor measures, does or fits it."


def weight_of(use: Use, knowledge: Knowledge) -> float:
    """How much a use counts: by its verdict and the certainty of the evidence; nothing for what does not help."""
    if use.verdict not in WORTH_TRYING:
        return 0.0
    number = knowledge.planning_number
    return number(f"benefit_{use.verdict}") * number(f"certainty_{use.certainty}")
