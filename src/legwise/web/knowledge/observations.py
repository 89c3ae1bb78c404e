"""Pages of findings, signs and factors of the context."""

from __future__ import annotations

from legwise.knowledge.schema import Factor, Finding, Sign
from legwise.web.knowledge.writer import Writer
from legwise.web.words import FACTOR_GROUPS, FINDING_GROUPS, FINDING_KINDS, WHO


def finding(record: Finding, out: Writer) -> None:
    """One thing that can be asked, examined, measured or imaged."""
    out.text("Kind", f"{FINDING_KINDS[record.kind]}; {FINDING_GROUPS[record.group].lower()}")
    out.text("Question", record.question)
    out.text("How it is done", record.clinician)
    out.text("Answered by", [WHO[one] for one in record.answered_by])
    out.text("Left and right apart", "yes" if record.sided else "no")
    measure = record.measure
    if measure is not None:
        limit = measure.threshold
        units = ", ".join([measure.unit, *measure.other_units])
        out.text("Entered in", f"{units}; possible: {measure.low:g} to {measure.high:g} {measure.unit}")
        out.text("Counts as yes", f"{limit.direction} {limit.value:g} {measure.unit}")
        out.text("Why this limit", limit.basis)
        out.provenance(limit.sources)
    out.number("Found without any of the causes", record.false_positive)
    _by_age(record, out)
    out.text("Effort of asking (minutes)", f"{record.cost:g}")
    out.text("Also called", record.aliases)
    out.text("Codes", [f"{system.upper()} {code}" for system, code in record.codes.items()])
    if record.id.startswith("trigger_point."):
        out.named("Muscle", "Examined by", [record.id.removeprefix("trigger_point.")])


def sign(record: Sign, out: Writer) -> None:
    """A hidden state that several findings read."""
    out.text("What it is", "A state of the body that several tests read; they count once, not each for itself")
    out.text("Left and right apart", "yes" if record.sided else "no")
    out.number("There without any of the causes", record.false_positive)
    _by_age(record, out)
    out.effects(record.links)


def factor(record: Factor, out: Writer) -> None:
    """Something about the person that makes causes more or less likely."""
    out.text("Group", FACTOR_GROUPS[record.group])
    out.text("Question", record.question)
    if record.low is not None and record.high is not None:
        out.text("Holds", f"from {record.low:g} to under {record.high:g} years")
    out.number("How common among people who come", record.prevalence)


def _by_age(record: Finding | Sign, out: Writer) -> None:
    """What comes with the years by itself."""
    for band, chance in record.false_positive_by_age.items():
        out.number(f"... {out.names.knowledge.factors[band].name.lower()}", chance)
