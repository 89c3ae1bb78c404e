"""Pages of conditions and of red-flag rules."""

from __future__ import annotations

from legwise.knowledge.schema import Condition, Danger, RedFlag
from legwise.triage.words import condition_words
from legwise.web.knowledge.writer import Writer
from legwise.web.words import SETTINGS, URGENCIES


def condition(record: Condition, out: Writer) -> None:
    """A disease, disorder, injury or habit."""
    known = out.names.knowledge
    out.text("In short", record.summary)
    families = [known.content.families[known.family_of[one]].plain for one in record.labels if one in known.family_of]
    out.text("Belongs to", list(dict.fromkeys(families)))
    danger(record.danger, out)
    sided = ", each side" if record.sided else ""
    out.number(f"How often among people who come with such symptoms{sided}", record.prior)
    for setting, prior in record.prior_by_setting.items():
        out.number(f"How often, {SETTINGS[setting].lower()}{sided}", prior)
    shares = {
        "from tissue": record.mechanism.nociceptive,
        "from nerves": record.mechanism.neuropathic,
        "from altered processing": record.mechanism.nociplastic,
    }
    out.text("Kind of pain (estimate)", [f"{name} {share:.0%}" for name, share in shares.items() if share > 0.0])
    out.context(record.context)
    out.felt(record.felt)
    out.effects(record.links)
    out.claims("Popular claims about it", record.claims)
    out.text("Codes", [f"{system.upper()} {code}" for system, code in record.codes.items()])


def danger(record: Danger | None, out: Writer) -> None:
    """Why a cause must not be missed."""
    if record is None:
        return
    out.text("Must not be missed", f"{URGENCIES[record.urgency]}: {record.reason}")
    out.text("Ruled out by", record.ruled_out_by)
    out.number("Raises a flag from a chance of", record.threshold)


def red_flag(record: RedFlag, out: Writer) -> None:
    """A rule that stands whatever the probabilities say."""
    out.text("Urgency", URGENCIES[record.urgency])
    out.text("Stands when", condition_words(record.when, out.names.knowledge))
    out.text("Why", record.reason)
    out.text("What to do", record.action)
    out.text("In plain words", f"{record.plain} {record.plain_action}")
    out.named("Suspects", "Red flags", record.suspects)
    out.named("Reads", "Part of the red flag", sorted(set(_read_by(record.when))))
    out.text("Grade", record.grade)
    out.provenance(record.sources, record.facts)


def _read_by(when: object) -> list[str]:
    """Ids of the findings and factors that a rule reads."""
    if isinstance(when, dict):
        own = [str(when[key]) for key in ("finding", "context", "not_context") if key in when]
        return own + [name for part in when.values() for name in _read_by(part)]
    if isinstance(when, list):
        return [name for part in when for name in _read_by(part)]
    return []
