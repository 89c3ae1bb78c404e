"""Check a case against the knowledge base and resolve it to observations.

Observations are what the network and the triage read: findings with a side, context factors, the
zones that are shaded, the zones that are denied. What a chart mark implies (a burning mark means
that burning is felt; numbness of the saddle is the danger sign of that name) is derived once, in
`legwise.case.chart`.
"""

from __future__ import annotations

from legwise.case.chart import enter_chart
from legwise.case.model import Amount, Answer, Case
from legwise.case.observations import Felt, Observations, Responded, Somewhere
from legwise.errors import CaseError, nearest, shown, shown_name
from legwise.knowledge.load import Knowledge
from legwise.knowledge.schema import Finding, Measure

__all__ = [
    "CHARTED",
    "Felt",
    "Observations",
    "Responded",
    "Somewhere",
    "observe",
    "resolve",
    "sided_keys",
    "treated_keys",
]

CHARTED = frozenset({"back_pain"})  # findings that the network reads off the chart


def resolve(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case that is to be assessed. Raises CaseError with the field, the value and what is allowed."""
    seen = observe(case, knowledge)
    if seen.empty:
        raise CaseError("the case says nothing to assess; give at least one chart mark or one finding")
    return seen


def observe(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case, also one that says nothing or only what is free. Raises CaseError as `resolve` does."""
    seen = Observations(setting=case.setting, completed=case.chart.completed)
    for key, answer in case.findings.items():
        _enter_finding(seen, key, answer, knowledge)
    for key, answer in case.context.items():
        _enter_context(seen, key, answer, knowledge)
    _enter_duration(seen, case.duration_days, knowledge)
    enter_chart(seen, case, knowledge)
    for number, response in enumerate(case.responses):
        treated = treated_keys(response.treated, f"responses[{number}].treated", knowledge)
        seen.responses.append(Responded(treated, response.change == "better", response.intervention or ""))
    return seen.in_order()


def treated_keys(treated: str, origin: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The keys of a source that was treated ('B:trp_soleus' has two). Raises CaseError for what is no source."""
    name = treated.rpartition(":")[2]
    sided = knowledge.source_sides.get(name)
    if sided is None:
        raise CaseError(f"{origin}: {shown(treated)}: no such source{nearest(name, knowledge.source_sides)}")
    return tuple(sided_keys(treated, sided, origin, "source"))


def sided_keys(key: str, sided: bool, origin: str, what: str) -> list[str]:
    """Expand 'B:x' and check that the side is there when needed and only then."""
    side, colon, name = key.rpartition(":")
    if colon and side not in ("L", "R", "B"):
        raise CaseError(f"{origin}: the side must be L, R or B (both), not '{shown_name(side)}'")
    if sided and not colon:
        raise CaseError(f"{origin}: this {what} needs a side: L:{name}, R:{name} or B:{name}")
    if not sided and colon:
        raise CaseError(f"{origin}: this {what} has no side; write {name}")
    return [f"L:{name}", f"R:{name}"] if side == "B" else [key]


def _enter_finding(seen: Observations, key: str, answer: Answer, knowledge: Knowledge) -> None:
    origin = f"findings.{shown_name(key)}"
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
            _enter_number(seen, one, amount, origin)
    for one in keys:
        seen.say(one, value, origin)


def _enter_number(seen: Observations, key: str, amount: float, origin: str) -> None:
    if seen.numbers.get(key, amount) != amount:
        raise CaseError(f"{origin}: contradiction: '{key}' is said to be {seen.numbers[key]:g} and {amount:g}")
    seen.numbers[key] = amount


def _said(answer: Answer) -> str:
    """An answer as an error repeats it."""
    if isinstance(answer, Amount):
        return shown(f"{answer.value:g} {answer.unit}")
    if isinstance(answer, bool):
        return "'yes'" if answer else "'no'"
    return shown(answer)


def _measured(finding: Finding, answer: float | Amount | str, origin: str) -> float:
    """The number in the finding's own unit."""
    measure = finding.measure
    if measure is None:
        raise CaseError(f"{origin}: {_said(answer)} is not allowed; answer yes, no or unknown")
    number, unit = _number_and_unit(answer, origin, measure)
    if unit is not None and unit != measure.unit:
        if unit not in measure.other_units:
            allowed = ", ".join([measure.unit, *measure.other_units])
            raise CaseError(f"{origin}: unit {shown(unit)} is not allowed; allowed: {allowed}")
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
                f"{origin}: {_said(answer)} is not allowed; give yes, no, unknown or a number in {measure.unit}"
            ) from None
    return float(answer), None


def _enter_context(seen: Observations, key: str, answer: Answer, knowledge: Knowledge) -> None:
    origin = f"context.{shown_name(key)}"
    if key == "age":
        _enter_age(seen, answer, knowledge)
        return
    if key == "sex":
        if answer not in ("female", "male", None):
            raise CaseError(f"{origin}: {_said(answer)} is not allowed; allowed: female, male, unknown")
        if answer is not None:
            _enter_factor(seen, "sex_female", answer == "female", origin)
            _enter_factor(seen, "sex_male", answer == "male", origin)
        return
    name = key.rpartition(":")[2]
    factor = knowledge.factors.get(name)
    if factor is None or factor.from_number:
        allowed = ["age", "sex", *(f for f, x in knowledge.factors.items() if not x.from_number)]
        raise CaseError(f"{origin}: no such context factor{nearest(name, allowed)}")
    keys = sided_keys(key, factor.sided, origin, "factor")
    if answer is None:
        return
    if not isinstance(answer, bool):
        raise CaseError(f"{origin}: {_said(answer)} is not allowed; answer yes, no or unknown")
    for one in keys:
        _enter_factor(seen, one, answer, origin)


def _enter_factor(seen: Observations, key: str, value: bool, origin: str) -> None:
    if seen.factors.get(key, value) != value:
        raise CaseError(f"{origin}: contradiction: '{key}' is said to be both yes and no")
    seen.factors[key] = value


def _enter_age(seen: Observations, answer: Answer, knowledge: Knowledge) -> None:
    if answer is None:
        return
    if isinstance(answer, (bool, str, Amount)) or not 0 <= answer <= 120:
        raise CaseError(f"context.age: {_said(answer)} is not allowed; give years from 0 to 120")
    seen.numbers["age"] = float(answer)
    for factor in knowledge.factors.values():
        if factor.from_number == "age" and factor.low is not None and factor.high is not None:
            seen.factors[factor.id] = factor.low <= answer < factor.high


def _enter_duration(seen: Observations, days: float | None, knowledge: Knowledge) -> None:
    """The duration answers `onset_recent` (by its own threshold) and `duration_over_3_months`."""
    if days is None:
        return
    measure = knowledge.findings["onset_recent"].measure
    if measure is not None:
        seen.findings.setdefault("onset_recent", days <= measure.threshold.value)
    seen.findings.setdefault("duration_over_3_months", days > knowledge.number("lasting_days"))
