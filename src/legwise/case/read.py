"""Read a case file safely: size, encoding, YAML without tricks, then the schema with plain errors."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from legwise.case.model import Absent, Case, Chart, Mark, Response
from legwise.case.plain_yaml import load_plain
from legwise.errors import CaseError, nearest, shown, shown_name

LARGEST_FILE = 2_000_000  # bytes; a full chart with drawing stays far below
DEEPEST = 24


def read_case(path: Path) -> Case:
    """Read and check the shape of a case file (.json as JSON, anything else as YAML).

    Raises CaseError with the field, the value and what is allowed.
    """
    text = read_text(path, "case", "give a case file, or use 'legwise evaluate' for folders")
    try:
        return parse_case(text, is_json=path.suffix.lower() == ".json")
    except CaseError as error:
        raise CaseError(f"{shown_name(path)}: {error}") from None


def read_text(path: Path, what: str, instead: str) -> str:
    """The text of a file of ours ('case', 'course'); `instead` says what to give in place of a folder.

    Raises CaseError for a file that is missing, too large or no text.
    """
    name = shown_name(path)
    try:
        if path.is_dir():
            raise CaseError(f"{name}: is a folder; {instead}")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise CaseError(f"{name}: too large; a {what} file has at most {LARGEST_FILE:,} bytes")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise CaseError(f"{name}: no such file") from None
    except UnicodeDecodeError:
        raise CaseError(f"{name}: not a text file (UTF-8 expected); a {what} is YAML or JSON") from None
    except OSError as error:
        raise CaseError(f"{name}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CaseError(f"{name}: not a usable path ({error})") from None


def parse_case(text: str, *, is_json: bool = False) -> Case:
    """Parse the text of a case. Raises CaseError."""
    return case_from_mapping(parse_mapping(text, "case", "give at least a chart mark or one finding", is_json=is_json))


def parse_mapping(text: str, what: str, needed: str, *, is_json: bool) -> dict[str, Any]:
    """The fields of a file of ours; `needed` says what an empty one lacks. Raises CaseError."""
    if "\x00" in text:
        raise CaseError(f"contains NUL bytes, so it is not a text file; a {what} is YAML or JSON")
    try:
        raw = json.loads(text, object_pairs_hook=_unique) if is_json else load_plain(text, deepest=DEEPEST)
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        raise CaseError(f"not readable as {'JSON' if is_json else 'YAML'}: {_trouble(error)[:300]}") from None
    except RecursionError:
        raise CaseError(f"nested too deeply; at most {DEEPEST} levels are allowed") from None
    except ValueError as error:
        raise CaseError(f"a value cannot be read: {str(error)[:300]}") from None
    if raw is None:
        raise CaseError(f"the {what} is empty; {needed}")
    if not isinstance(raw, dict):
        raise CaseError(f"a {what} is a mapping of fields, not {_KINDS.get(type(raw), 'a single value')}")
    return raw


def _trouble(error: Exception) -> str:
    """What a parser found, with the place and without its inner words."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem and error.problem_mark:
        return f"line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1}: {error.problem}"
    return " ".join(str(error).split())


_KINDS: dict[type, str] = {list: "a list", str: "a text", bool: "yes or no", int: "a number", float: "a number"}


def case_from_mapping(raw: dict[str, Any]) -> Case:
    """Check a mapping against the case schema. Raises CaseError."""
    check_plain(raw)
    if "visits" in raw and "person" in raw:
        raise CaseError("is a course, not a case: it has a person and visits; 'legwise course' reads it")
    try:
        return Case.model_validate(raw)
    except ValidationError as error:
        raise CaseError(explain(error.errors(include_url=False), Case, _MODELS)) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseError(f"field '{shown_name(key)}' appears twice")
        found[key] = value
    return found


def check_plain(value: object, where: str = "", depth: int = 0) -> None:
    """Only mappings, lists, text, finite numbers, yes/no and nothing, and not too deep."""
    if depth > DEEPEST:
        raise CaseError(f"nested too deeply; at most {DEEPEST} levels are allowed")
    if isinstance(value, dict):
        for key, item in value.items():
            check_plain(item, f"{where}.{shown_name(key)}" if where else shown_name(key), depth + 1)
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            check_plain(item, f"{where}[{number}]", depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise CaseError(f"{where}: {value} is not a usable number; give a finite number")
    elif value is not None and not isinstance(value, (str, int, float)):
        raise CaseError(f"{where}: {shown(value)} is not allowed; give text, a number, yes or no, a list or a mapping")


Models = dict[str, type[BaseModel]]


def explain(problems: list[ErrorDetails], whole: type[BaseModel], parts: Models) -> str:
    """The first problem in plain words, with how many more there are.

    whole: the model that was checked; parts: the models of its fields, by field name.
    """
    first = problems[0]
    places = {_place(problem["loc"]) for problem in problems}
    value, message = shown(first.get("input")), str(first["msg"])
    if _is_answer(first["loc"]):
        message = "is no answer; allowed: yes, no, unknown, a number, or {value: number, unit: text}"
    elif first["type"] == "extra_forbidden":
        fields = _fields_at(first["loc"], whole, parts)
        message = f"unknown field{nearest(str(first['loc'][-1]), fields)}; allowed: {', '.join(fields)}"
    elif first["type"] == "literal_error":
        allowed = str(first.get("ctx", {}).get("expected", ""))
        words = [word.strip(" '") for word in allowed.replace(" or ", ", ").split(",")]
        message = f"not allowed{nearest(str(first.get('input')), words)}; allowed: {', '.join(words)}"
    elif first["type"] == "missing":
        return _counted(f"{_place(first['loc'])}: is missing", places)
    elif first["type"] == "value_error":
        where = _place(first["loc"])
        return _counted(f"{where}: {first['ctx']['error']}" if where else str(first["ctx"]["error"]), places)
    message = message.replace("valid tuple", "list").replace("valid dictionary", "mapping of fields")
    return _counted(f"{_place(first['loc'])}: {value}: {message}", places)


def _counted(message: str, places: set[str]) -> str:
    more = len(places) - 1
    return f"{message} (and {more} more problem{'s' if more > 1 else ''})" if more else message


Location = tuple[int | str, ...]
_MODELS: Models = {"chart": Chart, "marks": Mark, "absent": Absent, "responses": Response}


def _is_answer(where: Location) -> bool:
    """True inside one answer, where every kind of answer that does not fit is a problem of its own."""
    return len(where) > 2 and where[0] in ("findings", "context") and where[2] != "[key]"


def _place(where: Location) -> str:
    """'chart.marks[0].regions'; an answer is one place, whatever kinds of answer were tried."""
    text = ""
    for part in where[:2] if where and where[0] in ("findings", "context") else where:
        text += f"[{part}]" if isinstance(part, int) else f".{shown_name(part)}" if text else shown_name(part)
    return text


def _fields_at(where: Location, whole: type[BaseModel], parts: Models) -> list[str]:
    """The fields allowed where an unknown one was found."""
    models = [parts[part] for part in where[:-1] if isinstance(part, str) and part in parts]
    return list((models[-1] if models else whole).model_fields)
