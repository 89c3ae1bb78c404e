"""Pages of the library: claims, facts, sources."""

from __future__ import annotations

from legwise.knowledge.library import Claim, Fact
from legwise.knowledge.quantity import GRADE_MEANING
from legwise.knowledge.schema import Reference
from legwise.web.knowledge.writer import Writer

READ = {
    "full_text": "the full text",
    "abstract": "the abstract",
    "excerpt": "an excerpt",
    "memory": "from memory only",
}


def claim(record: Claim, out: Writer) -> None:
    """What popular texts say, and what the evidence says of it."""
    out.text("Verdict", record.verdict)
    out.text("Why", record.why)
    out.text("Grade of the evidence", f"{record.grade}: {GRADE_MEANING[record.grade]}")
    out.text("Note", record.note)
    out.provenance(record.sources, record.evidence)


def fact(record: Fact, out: Writer) -> None:
    """One statement with its source."""
    out.text("Statement", record.statement)
    out.text("Topic", record.topic.replace("_", " "))
    out.text("Grade", f"{record.grade}: {GRADE_MEANING[record.grade]}")
    how = "yes, in the text of a source" if record.verified else "no, from memory or second hand"
    out.text("Was the figure seen", "it is an estimate" if record.estimate else how)
    out.text("Rests on", record.rests_on)
    out.text("Other sources disagree", record.conflict)
    out.text("Note", record.note)
    out.text("Numbers", [f"{key.replace('_', ' ')}: {value}" for key, value in record.numbers.items()])
    out.provenance(record.sources)


def source(record: Reference, out: Writer) -> None:
    """A source as it is cited."""
    out.text("Title", record.title)
    out.text("Authors", record.authors)
    out.text("Year", record.year)
    out.text("Journal", record.journal)
    out.text("Kind", record.kind.replace("_", " "))
    out.text("What was read of it", READ.get(record.read, record.read.replace("_", " ")))
    out.text("DOI", record.doi)
    out.text("PubMed", record.pmid)
    out.text("Address", record.url)
