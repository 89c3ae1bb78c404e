"""Read a course file: like a case file, with the same plain errors; a visit's case is inline or a path beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from legwise.case.model import Case
from legwise.case.read import Models, case_from_mapping, check_plain, explain, parse_mapping, read_case, read_text
from legwise.course.model import Course, Outcome, Phase, Treated, Trial, Visit
from legwise.errors import CaseError, shown, shown_name

NEEDED = "give a person and at least one visit"
_PARTS: Models = {"visits": Visit, "treated": Treated, "outcomes": Outcome, "trials": Trial, "phases": Phase}


def read_course(path: Path) -> Course:
    """Read and check a course file (.json as JSON, anything else as YAML), and the case files that it names.

    Paths of case files start at the folder of the course file. Raises CaseError.
    """
    text = read_text(path, "course", "give a course file")
    try:
        raw = parse_mapping(text, "course", NEEDED, is_json=path.suffix.lower() == ".json")
        return course_from_mapping(raw, folder=path.parent)
    except CaseError as error:
        raise CaseError(f"{shown_name(path)}: {error}") from None


def course_from_mapping(raw: dict[str, Any], *, folder: Path | None = None) -> Course:
    """Check a mapping against the course schema. Without a folder, cases must be inline. Raises CaseError."""
    check_plain(raw)
    if "visits" not in raw and {"chart", "findings"} & raw.keys():
        raise CaseError(f"is a case, not a course: it has no visits; {NEEDED}, or use 'legwise assess'")
    visits = raw.get("visits")
    if isinstance(visits, list):
        raw = {**raw, "visits": [_with_case(visit, f"visits[{n}]", folder) for n, visit in enumerate(visits)]}
    try:
        return Course.model_validate(raw)
    except ValidationError as error:
        raise CaseError(explain(error.errors(include_url=False), Course, _PARTS)) from None


def _with_case(visit: object, where: str, folder: Path | None) -> object:
    """A visit with its case read and checked; what is no mapping is left to the schema."""
    if not isinstance(visit, dict) or "case" not in visit:
        return visit
    return {**visit, "case": _case(visit["case"], f"{where}.case", folder)}


def _case(given: object, where: str, folder: Path | None) -> Case:
    try:
        if isinstance(given, dict):
            return case_from_mapping(given)
        if isinstance(given, str) and folder is not None:
            return read_case(folder / given)
    except CaseError as error:
        raise CaseError(f"{where}: {error}") from None
    allowed = "a mapping of fields, or the path of a case file" if folder is not None else "a mapping of fields"
    raise CaseError(f"{where}: {shown(given)}: a case is {allowed}")
