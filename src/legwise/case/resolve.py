"""Check a case against the knowledge base and resolve it to observations.

Observations are what the network and the triage read: findings with a side, context factors, the
zones that are shaded, the zones that are denied. What a chart mark implies (a burning mark means
that burning is felt; numbness of the saddle is the danger sign of that name) is derived here, once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from legwise.case.model import Amount, Answer, Case, Mark
from legwise.case.places import MIDLINE, Place, places
from legwise.errors import CaseError, nearest
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Finding, Measure

ALTERED = frozenset({"numbness", "tingling"})
NOT_FELT = frozenset({"weakness", "swelling"})  # said by findings, not by where it hurts
QUALITY_FINDING = {
    "pain_aching": "quality_aching",
    "pain_sharp": "quality_sharp",
    "pain_shooting_electric": "quality_shooting",
    "urge_to_move": "urge_to_move",
}
WHEN_FINDING = {
    "morning": "worse_morning",
    "evening": "worse_evening_night",
    "night": "night_pain",
    "rest": "worse_at_rest",
    "sitting": "worse_sitting",
    "standing": "worse_standing",
    "walking": "worse_walking",
    "exercise": "worse_exercise",
    "constant": "constant_pain",
}
RECENT_DAYS = 42
LASTING_DAYS = 90
CHARTED = frozenset({"back_pain"})  # findings that the network reads off the chart
BACK = (("L", "back_low"), ("R", "back_low"), (MIDLINE, "back_midline"))

Felt = tuple[str, str, str]  # modality, side, zone


@dataclass(frozen=True)
class Somewhere:
    """A mark that names a group: felt in at least one of these zones."""

    modality: str
    zones: tuple[tuple[str, str], ...]


@dataclass
class Observations:
    """A resolved case. Keys of `findings` and `factors` carry their side: 'R:slr', 'ferritin'."""

    findings: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    factors: dict[str, bool] = field(default_factory=dict)
    felt: dict[Felt, float] = field(default_factory=dict)
    somewhere: dict[Somewhere, float] = field(default_factory=dict)
    denied: set[Felt] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    setting: str = "primary_care"
    completed: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing is known that could be assessed."""
        return not (self.findings or self.felt or self.somewhere)


def resolve(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case. Raises CaseError with the field, the value and what is allowed."""
    seen = Observations(setting=case.setting, completed=case.chart.completed)
    for key, answer in case.findings.items():
        _enter_finding(seen, key, answer, knowledge)
    for key, answer in case.context.items():
        _enter_context(seen, key, answer, knowledge)
    for number, mark in enumerate(case.chart.marks):
        _enter_mark(seen, mark, f"chart.marks[{number}]", knowledge)
    for number, absent in enumerate(case.chart.absent):
        _enter_absent(seen, absent.regions, absent.qualities, f"chart.absent[{number}]", knowledge)
    _enter_duration(seen, case.duration_days)
    _enter_back_pain(seen)
    _derive_both_legs(seen)
    if case.chart.completed:
        _deny_unshaded(seen, knowledge)
    if seen.empty:
        raise CaseError("the case says nothing to assess; give at least one chart mark or one finding")
    return seen


def _set(seen: Observations, key: str, value: bool, origin: str) -> None:
    if seen.findings.get(key, value) != value:
        raise CaseError(f"{origin}: contradiction: '{key}' is said to be both yes and no")
    seen.findings[key] = value


def _derive(seen: Observations, key: str, value: bool, origin: str, knowledge: Knowledge) -> None:
    if key.rpartition(":")[2] in knowledge.findings:
        _set(seen, key, value, origin)
        seen.derived.add(key)


def sided_keys(key: str, sided: bool, origin: str, what: str) -> list[str]:
    """Expand 'B:x' and check that the side is there when needed and only then."""
    side, colon, name = key.rpartition(":")
    if colon and side not in ("L", "R", "B"):
        raise CaseError(f"{origin}: the side must be L, R or B (both), not '{side}'")
    if sided and not colon:
        raise CaseError(f"{origin}: this {what} needs a side: L:{name}, R:{name} or B:{name}")
    if not sided and colon:
        raise CaseError(f"{origin}: this {what} has no side; write {name}")
    return [f"L:{name}", f"R:{name}"] if side == "B" else [key]


def _enter_finding(seen: Observations, key: str, answer: Answer, knowledge: Knowledge) -> None:
    origin = f"findings.{key}"
    side, colon, name = key.rpartition(":")
    name = knowledge.alias_of.get(name, name)
    finding = knowledge.findings.get(name)
    if finding is None:
        raise CaseError(f"{origin}: no such finding{nearest(name, [*knowledge.findings, *knowledge.alias_of])}")
    keys = sided_keys(f"{side}{colon}{name}", finding.sided, origin, "finding")
    if answer is None:
        return
    value: bool
    if isinstance(answer, bool):
        value = answer
    else:
        amount = _measured(finding, answer, origin)
        assert finding.measure is not None
        limit = finding.measure.threshold
        value = amount > limit.value if limit.direction == "above" else amount < limit.value
        for one in keys:
            seen.numbers[one] = amount
    for one in keys:
        _set(seen, one, value, origin)


def _measured(finding: Finding, answer: float | Amount | str, origin: str) -> float:
    """The number in the finding's own unit."""
    measure = finding.measure
    if measure is None:
        raise CaseError(f"{origin}: {answer!r} is not allowed; answer yes, no or unknown")
    number, unit = _number_and_unit(answer, origin, measure)
    if unit is not None and unit != measure.unit:
        if unit not in measure.other_units:
            allowed = ", ".join([measure.unit, *measure.other_units])
            raise CaseError(f"{origin}: unit '{unit}' is not allowed; allowed: {allowed}")
        number *= measure.other_units[unit]
    if not measure.low <= number <= measure.high:
        raise CaseError(
            f"{origin}: {number:g} {measure.unit} is impossible; allowed: {measure.low:g} to {measure.high:g}"
        )
    return number


def _number_and_unit(answer: float | Amount | str, origin: str, measure: Measure) -> tuple[float, str | None]:
    if isinstance(answer, Amount):
        return answer.value, answer.unit
    if isinstance(answer, str):
        head, _, unit = answer.strip().partition(" ")
        try:
            return float(head), unit.strip() or None
        except ValueError:
            raise CaseError(
                f"{origin}: '{answer}' is not allowed; give yes, no, unknown or a number in {measure.unit}"
            ) from None
    return float(answer), None


def _enter_context(seen: Observations, key: str, answer: Answer, knowledge: Knowledge) -> None:
    origin = f"context.{key}"
    if key == "age":
        _enter_age(seen, answer, knowledge)
        return
    if key == "sex":
        if answer not in ("female", "male", None):
            raise CaseError(f"{origin}: {answer!r} is not allowed; allowed: female, male, unknown")
        if answer is not None:
            seen.factors["sex_female"] = answer == "female"
            seen.factors["sex_male"] = answer == "male"
        return
    name = key.rpartition(":")[2]
    factor = knowledge.factors.get(name)
    if factor is None or factor.from_number:
        allowed = ["age", "sex", *(f for f, x in knowledge.factors.items() if not x.from_number)]
        raise CaseError(f"{origin}: no such context factor{nearest(name, allowed)}")
    if answer is None:
        return
    if not isinstance(answer, bool):
        raise CaseError(f"{origin}: {answer!r} is not allowed; answer yes, no or unknown")
    for one in sided_keys(key, factor.sided, origin, "factor"):
        seen.factors[one] = answer


def _enter_age(seen: Observations, answer: Answer, knowledge: Knowledge) -> None:
    if answer is None:
        return
    if isinstance(answer, (bool, str, Amount)) or not 0 <= answer <= 120:
        raise CaseError(f"context.age: {answer!r} is not allowed; give years from 0 to 120")
    seen.numbers["age"] = float(answer)
    for factor in knowledge.factors.values():
        if factor.from_number == "age" and factor.low is not None and factor.high is not None:
            seen.factors[factor.id] = factor.low <= answer < factor.high


def _enter_mark(seen: Observations, mark: Mark, origin: str, knowledge: Knowledge) -> None:
    found = [p for reference in mark.regions for p in places(reference, f"{origin}.regions", knowledge)]
    strength = 1.0 if mark.intensity is None else mark.intensity / 10.0
    if mark.intensity == 0:
        _enter_absent(seen, mark.regions, mark.qualities, origin, knowledge)
        return
    modalities = {("altered" if q in ALTERED else "pain") for q in mark.qualities if q not in NOT_FELT}
    if not mark.qualities:
        modalities = {"pain"}
    for modality in sorted(modalities):
        for place in found:
            _enter_place(seen, modality, place, strength, origin)
    for quality in mark.qualities:
        _derive_from_quality(seen, quality, found, origin, knowledge)
    for when in mark.when:
        if when in WHEN_FINDING:
            _derive(seen, WHEN_FINDING[when], True, origin, knowledge)


def _enter_place(seen: Observations, modality: str, place: Place, strength: float, origin: str) -> None:
    keys = [(modality, side, zone) for side, zone in place.zones]
    if place.somewhere:
        group = Somewhere(modality, place.zones)
        seen.somewhere[group] = max(seen.somewhere.get(group, 0.0), strength)
        return
    for key in keys:
        if key in seen.denied:
            raise CaseError(f"{origin}: contradiction: {key[1]}:{key[2]} is both marked and said to be free")
        seen.felt[key] = max(seen.felt.get(key, 0.0), strength)


def _derive_from_quality(
    seen: Observations, quality: str, found: list[Place], origin: str, knowledge: Knowledge
) -> None:
    zones = [pair for place in found for pair in place.zones]
    if quality not in ("swelling", "pain"):
        _derive(seen, QUALITY_FINDING.get(quality, f"quality_{quality}"), True, origin, knowledge)
    if quality in ("burning", "pain_shooting_electric"):
        _derive(seen, "quality_burning_or_shooting", True, origin, knowledge)
    if quality in ALTERED and (MIDLINE, "saddle") in zones and not any(p.somewhere for p in found):
        _derive(seen, "saddle_numbness", True, origin, knowledge)
    segments = {(side, knowledge.zones[zone].segment) for side, zone in zones}
    for side in sorted({side for side, _ in segments} - {MIDLINE}):
        here = {segment for one, segment in segments if one == side}
        if quality == "weakness" and here - {"elsewhere"}:
            _derive(seen, f"{side}:leg_weakness_felt", True, origin, knowledge)
        if quality == "swelling" and here & {"calf", "shin", "leg_inner", "leg_outer", "thigh_front", "thigh_back"}:
            _derive(seen, f"{side}:calf_swelling", True, origin, knowledge)
        if quality == "swelling" and here == {"knee"}:
            _derive(seen, f"{side}:knee_swelling", True, origin, knowledge)
        if quality == "cold" and here & {"foot_top", "foot_sole"}:
            _derive(seen, f"{side}:cold_pale_foot", True, origin, knowledge)


def _enter_absent(
    seen: Observations, regions: tuple[str, ...], qualities: tuple[str, ...], origin: str, knowledge: Knowledge
) -> None:
    modalities = {("altered" if q in ALTERED else "pain") for q in qualities if q not in NOT_FELT}
    if not qualities:
        modalities = {"pain", "altered"}
    for reference in regions:
        for place in places(reference, f"{origin}.regions", knowledge):
            for side, zone in place.zones:
                for modality in modalities:
                    key = (modality, side, zone)
                    if key in seen.felt:
                        raise CaseError(f"{origin}: contradiction: {side}:{zone} is both marked and said to be free")
                    seen.denied.add(key)
                if "weakness" in qualities and side != MIDLINE:
                    _derive(seen, f"{side}:leg_weakness_felt", False, origin, knowledge)


def _enter_duration(seen: Observations, days: float | None) -> None:
    if days is None:
        return
    for key, value in (("onset_recent", days <= RECENT_DAYS), ("duration_over_3_months", days > LASTING_DAYS)):
        seen.findings.setdefault(key, value)


def _enter_back_pain(seen: Observations) -> None:
    """`back_pain` and a mark over the low back are one witness: the network reads the mark only."""
    answer = seen.findings.get("back_pain")
    keys = [("pain", side, zone) for side, zone in BACK]
    if answer is True and not any(key in seen.felt for key in keys):
        seen.somewhere[Somewhere("pain", BACK)] = 1.0
    if answer is False:
        if any(key in seen.felt for key in keys):
            raise CaseError("findings.back_pain: contradiction: 'no', but the chart marks the low back")
        seen.denied.update(keys)
    if answer is None and any(key in seen.felt for key in keys):
        seen.findings["back_pain"] = True
        seen.derived.add("back_pain")


def _derive_both_legs(seen: Observations) -> None:
    """Marks below the back on both sides mean both legs; a completed chart with one side means not."""
    if "both_legs" in seen.findings:
        return
    zones = {(s, z) for _, s, z in seen.felt} | {p for group in seen.somewhere for p in group.zones}
    below = {side for side, zone in zones if not zone.startswith(("back", "flank", "iliac", "sacr"))}
    if {"L", "R"} <= below:
        seen.findings["both_legs"] = True
        seen.derived.add("both_legs")
    elif seen.completed and below & {"L", "R"}:
        seen.findings["both_legs"] = False
        seen.derived.add("both_legs")


def _deny_unshaded(seen: Observations, knowledge: Knowledge) -> None:
    """A completed chart makes every unshaded zone negative, unless a group mark leaves it open."""
    open_zones = {(group.modality, *pair) for group in seen.somewhere for pair in group.zones}
    for zone in knowledge.zones.values():
        midline = knowledge.regions[zone.regions[0]].side == "midline"
        for side in (MIDLINE,) if midline else ("L", "R"):
            for modality in ("pain", "altered"):
                key = (modality, side, zone.id)
                if key not in seen.felt and key not in open_zones:
                    seen.denied.add(key)
