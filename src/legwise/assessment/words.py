"""Words used wherever an assessment is shown, defined once."""

from __future__ import annotations

from legwise.assessment.model import Citation, Source, Support

URGENCY_WORDS = {
    "emergency": "emergency now",
    "same_day": "same day",
    "two_weeks": "within two weeks",
    "routine": "routine",
}
MECHANISM_NOTE = (
    "By the sources that carry the complaint; clinical criteria for pain mechanisms are only moderately reliable."
)


def grade_words(citation: Citation) -> str:
    """'grade B', or 'opinion' for grade D (an estimate without a source says so)."""
    if citation.grade != "D":
        return f"grade {citation.grade}"
    return "opinion" if citation.sources or citation.facts else "estimate"


def cited_words(citation: Citation) -> str:
    """The grade with the facts and sources behind a number, or what an estimate rests on."""
    named = ", ".join((*citation.facts, *citation.sources))
    return f"{grade_words(citation)}: {named or citation.basis or 'no basis given'}"


def share_words(source: Source) -> str:
    """'73% (49% to 88%)', or 'no part of it' for a cause that gives signs but no complaint."""
    share = source.responsibility
    if share.value == 0.0:
        return "no part of it"
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"


def support_words(support: Support) -> str:
    """'L5 root irritation, right brings on '...': 0.80; at 0.87 the share would be +3 %, the presence +5 %'."""
    return (
        f"{support.says}: {support.value:.2g} ({cited_words(support.citation)}); at {support.raised:.2g} the share "
        f"would change by {support.share_change:+.1%}, the presence by {support.presence_change:+.1%}"
    )
