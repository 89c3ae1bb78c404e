"""What every kind of report shares: the banner of the urgency, the bars of sources, the foot of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from legwise.assessment.model import Assessment, Flag, Source
from legwise.assessment.words import URGENCY_WORDS, share_words
from legwise.case.model import Case
from legwise.exchange.followed import Followed
from legwise.exchange.model import Banner, Bar, Point
from legwise.exchange.told import observation_words
from legwise.knowledge.load import Knowledge
from legwise.plan.model import Plan

NO_FLAG = "No red flag in what was said. Most red flags are insensitive: their absence proves nothing."
NO_FLAG_PLAIN = (
    "That is not an all-clear: many dangers give no early sign. See a doctor if something feels wrong or gets worse."
)
PLAIN_URGENCY = {
    "emergency": "Get help now",
    "same_day": "See a doctor today",
    "two_weeks": "See a doctor within two weeks",
    "routine": "No danger sign in what was told",
}
# Plain words for the red-flag rules that a person can notice, with the rules that they stand for.
WATCH: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "numbness between the legs, trouble passing or holding urine, or loss of bowel control",
        ("rf_saddle_numbness_alone", "rf_ces_retention", "rf_ces_bowel"),
    ),
    ("weakness of both legs that is getting worse", ("rf_bilateral_progressive_weakness", "rf_gbs_ascending")),
    ("a leg that suddenly turns cold or pale", ("rf_acute_limb_ischaemia",)),
    ("breathlessness or chest pain with a swollen or sore leg", ("rf_pulmonary_embolism",)),
    ("fever with back pain and weakness or numbness, or with a hot swollen knee or a hip you cannot move",
     ("rf_spinal_infection_neuro", "rf_septic_knee", "rf_septic_hip")),
)  # fmt: skip
LONGEST_STRIP = 88  # characters that fit on one line at the head of a page
DECISION_SUPPORT = "Decision support, not a diagnosis; it does not replace an examination."


@dataclass(frozen=True)
class Matter:
    """What a report is made from: the case, what was found, the plan where there is one, and the day it bears."""

    case: Case
    found: Assessment
    plan: Plan | None
    knowledge: Knowledge
    made: date
    followed: Followed | None = None

    @property
    def subject(self) -> str:
        """What the case is called."""
        return self.case.title or self.case.id or "Case without a name"

    @property
    def is_emergency(self) -> bool:
        """True when there is nothing to plan but the way to care; the plan may know of one more than the assessment."""
        return "emergency" in (self.found.urgency, self.plan.urgency if self.plan else None)


def banner(matter: Matter, *, plain: bool = False) -> Banner:
    """The urgency and every flag that stands, for a person in plain words."""
    found = matter.found
    items = _plain_flags(found) if plain else tuple(_flag(flag, matter.knowledge) for flag in found.flags)
    word = PLAIN_URGENCY[found.urgency] if plain else URGENCY_WORDS[found.urgency].capitalize()
    return Banner(
        urgency=found.urgency,
        word=word,
        items=items,
        remark="" if items else NO_FLAG_PLAIN if plain else NO_FLAG,
        short="" if not items else word if plain else f"{word}: {_names(found.flags)}",
    )


def _flag(flag: Flag, knowledge: Knowledge) -> Point:
    because = ", ".join(filter(None, (observation_words(key, knowledge) for key in flag.because)))
    cited = ", ".join((*flag.facts, *flag.sources))
    grade = "opinion" if flag.grade == "D" else f"grade {flag.grade}"
    notes = [f"Because of: {because}." if because else "", f"Evidence: {grade}{f' ({cited})' if cited else ''}."]
    return Point(
        lead=f"{flag.name} ({URGENCY_WORDS[flag.urgency]}).",
        words=f"{flag.reason} Do: {flag.action}",
        note=" ".join(filter(None, notes)),
    )


def _plain_flags(found: Assessment) -> tuple[Point, ...]:
    """What to do, and why; the same advice is given once.

    A flag that may wait longer does not say so beside one that may not.
    """
    points, told = [], set()
    for flag in found.flags:
        lead = flag.plain_action if flag.urgency == found.urgency else "Also:"
        points.append(Point(lead="" if lead in told else lead, words=flag.plain))
        told.add(lead)
    return tuple(points)


def _names(flags: tuple[Flag, ...]) -> str:
    """The names of flags on one line, with how many more there are."""
    text = shortened(flags[0].name, LONGEST_STRIP)
    for number, flag in enumerate(flags[1:], 1):
        if len(text) + len(flag.name) > LONGEST_STRIP:
            return f"{text}; and {len(flags) - number} more"
        text += f"; {flag.name}"
    return text


def foot(matter: Matter) -> str:
    """What stands at the end of every page."""
    return f"{DECISION_SUPPORT} Legwise knowledge {matter.found.computation.knowledge_version}."


def source_bars(sources: Iterable[Source], *, plain: bool = False) -> tuple[Bar, ...]:
    """The sources' shares of the complaint with their intervals."""
    return tuple(_bar(source, plain) for source in sources)


def _bar(source: Source, plain: bool) -> Bar:
    share = source.responsibility
    parents = ", ".join(f"{one.name} ({one.p:.0%})" for one in source.secondary_to[:2])
    return Bar(
        name=first_upper(source.plain) if plain else source.name,
        value=share.value,
        low=share.low,
        high=share.high,
        says=share_words(source),
        word=(source.word if share.value else f"{source.word} there")
        if plain
        else f"{source.word}, {source.presence.value:.0%} there",
        note="" if plain or not parents else f"secondary to {parents}",
    )


def watch_points() -> tuple[Point, ...]:
    """What to go to an emergency department for, in plain words."""
    return tuple(Point(words=first_upper(says)) for says, _ in WATCH)


def first_upper(text: str) -> str:
    """With a capital letter at the start."""
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head) + "…"
