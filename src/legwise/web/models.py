"""What requests and answers look like; cases, assessments and questions are the library's own."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from legwise.assessment.model import Assessment
from legwise.case.model import Case
from legwise.case.read import case_from_mapping
from legwise.errors import CaseError
from legwise.exchange.model import Format, Kind, Paper
from legwise.plan.model import Role as PlanRole

MOST_SKIPPED = 2000
SHORTEST_SESSION, LONGEST_SESSION = 1, 24 * 60  # minutes; what is sensible stands in the knowledge base


def _case(value: object) -> Case:
    """Check a case the way a case file is checked, with the same sentences. Raises CaseError."""
    if isinstance(value, Case):
        return value
    if not isinstance(value, dict):
        raise CaseError("case: must be a mapping of fields, as in a case file")
    return case_from_mapping(value)


CaseIn = Annotated[Case, BeforeValidator(_case)]
Role = Literal["person", "clinician"]
Skipped = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST_SKIPPED)]


class Said(BaseModel):
    """Base of requests and answers: frozen; unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Failure(Said):
    """What went wrong, in a plain sentence; `field` names the part of the request, where there is one."""

    field: str | None
    message: str


class ErrorAnswer(Said):
    """The body of every failure."""

    error: Failure


class MeasureModel(Said):
    """How a number is entered."""

    unit: str
    low: float
    high: float


class QuestionModel(BaseModel):
    """One thing to ask. `sided`: answer left, right, both or no. `measure`: a number may be given."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["age", "sex", "context", "finding", "chart"]
    key: str = Field(max_length=200)
    text: str = ""
    how: str = ""
    why: str = ""
    bits: float = 0.0
    sided: bool = False
    measure: MeasureModel | None = None


class CaseRequest(Said):
    """A case."""

    case: CaseIn


class AssessRequest(Said):
    """A case, who answers, and the questions put aside.

    quick: where an exact answer takes long, a rougher one is wanted first.
    """

    case: CaseIn
    role: Role = "person"
    skipped: Skipped = []
    quick: bool = False


class PlanRequest(Said):
    """A case, the length of the session in minutes, and who treats."""

    case: CaseIn
    minutes: Annotated[int, Field(ge=SHORTEST_SESSION, le=LONGEST_SESSION)] = 60
    role: PlanRole = "therapist"


class AssessAnswer(Said):
    """An assessment and the question that would tell most now.

    final: False when the answer is a quick one, and the same without `quick` would be exact or less far off.
    """

    assessment: Assessment
    next: QuestionModel | None
    final: bool = True


class NextAnswer(Said):
    """The next question; null when nothing worth asking is left."""

    question: QuestionModel | None


class RecordRequest(Said):
    """An answer to a question: true, false, null (not known), a number, text, or a chart mark."""

    case: CaseIn
    question: QuestionModel
    answer: Annotated[Any, WithJsonSchema({})] = None


class ReportRequest(Said):
    """A case and the report that is wanted of it; `date` is the day that it bears, today when none is given."""

    case: CaseIn
    kind: Kind
    format: Format = "pdf"
    paper: Paper = "a4"
    date: datetime.date | None = None
    minutes: Annotated[int, Field(ge=SHORTEST_SESSION, le=LONGEST_SESSION)] = 60
    role: PlanRole = "therapist"


class CaseAnswer(Said):
    """A case."""

    case: Case


class ParseRequest(Said):
    """The text of a case file and its name."""

    text: str
    name: str = Field(default="", max_length=300)


class ExportRequest(Said):
    """A case and the form it is wanted in."""

    case: CaseIn
    format: Literal["yaml", "json"] = "yaml"


class TextAnswer(Said):
    """The text of a file."""

    text: str


class SaveRequest(Said):
    """A case to keep; `revision` is the one that was opened, null for a case never saved."""

    case: CaseIn
    revision: Annotated[int, Field(ge=1, le=2**53)] | None = None


class SavedAnswer(Said):
    """The revision under which a case is kept now."""

    revision: int


class DuplicateAnswer(Said):
    """A copy: where it is kept."""

    id: str
    revision: int


class StoredAnswer(Said):
    """A kept case with its revision."""

    case: Case
    revision: int


class CaseCard(Said):
    """One line of the list of kept cases; `problem` says plainly what is wrong with a file that cannot be read."""

    id: str
    title: str | None
    updated: str
    revision: int
    problem: str | None = None


class AboutAnswer(Said):
    """Which version this is and how much it knows; `body` is the checksum of the body asset."""

    version: str
    knowledge_version: str
    kb_counts: dict[str, int]
    body: str


class ExampleCard(Said):
    """A published case in the gallery."""

    id: str
    title: str
    what: str
    urgency: str | None
    citation: str | None


class ExampleAnswer(Said):
    """A published case, and what it turned out to be."""

    case: Case
    gold: dict[str, Any] | None
