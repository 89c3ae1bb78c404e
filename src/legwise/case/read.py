"""Read a case file safely: size, encoding, YAML without tricks, then the schema with plain errors."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from legwise.case.model import Case
from legwise.errors import CaseError, nearest

LARGEST_FILE = 2_000_000  # bytes; a full chart with drawing stays far below
DEEPEST = 24


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without aliases (no bombs) and without repeated keys (nothing silently lost)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()
            raise CaseError(f"line {event.start_mark.line + 1}: YAML aliases (*{event.anchor}) are not allowed")
        return super().compose_node(parent, index)


def _mapping(loader: Any, node: yaml.MappingNode, deep: bool = True) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int, float, bool)):
            raise CaseError(f"line {key_node.start_mark.line + 1}: a field name must be plain text")
        if key in found:
            raise CaseError(f"line {key_node.start_mark.line + 1}: field '{key}' appears twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_PlainLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_case(path: Path) -> Case:
    """Read and check the shape of a case file (.json as JSON, anything else as YAML).

    Raises CaseError with the field, the value and what is allowed.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise CaseError(f"{path}: is a folder; give a case file, or use 'legwise evaluate' for folders")
        if size > LARGEST_FILE:
            raise CaseError(f"{path}: {size:,} bytes; a case file has at most {LARGEST_FILE:,}")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CaseError(f"{path}: no such file") from None
    except UnicodeDecodeError:
        raise CaseError(f"{path}: not a text file (UTF-8 expected); a case is YAML or JSON") from None
    except OSError as error:
        raise CaseError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        return parse_case(text, is_json=path.suffix.lower() == ".json")
    except CaseError as error:
        raise CaseError(f"{path}: {error}") from None


def parse_case(text: str, *, is_json: bool = False) -> Case:
    """Parse the text of a case. Raises CaseError."""
    if "\x00" in text:
        raise CaseError("contains NUL bytes, so it is not a text file; a case is YAML or JSON")
    try:
        raw = json.loads(text, object_pairs_hook=_unique) if is_json else yaml.load(text, Loader=_PlainLoader)
    except (yaml.YAMLError, json.JSONDecodeError) as error:
        first = " ".join(str(error).split())[:300]
        raise CaseError(f"not readable as {'JSON' if is_json else 'YAML'}: {first}") from None
    except RecursionError:
        raise CaseError(f"nested too deeply; at most {DEEPEST} levels are allowed") from None
    except ValueError as error:
        raise CaseError(f"a value cannot be read: {error}") from None
    if raw is None:
        raise CaseError("the case is empty; give at least a chart mark or one finding")
    if not isinstance(raw, dict):
        raise CaseError(f"a case is a mapping of fields, not a {type(raw).__name__}")
    _check_depth(raw, 0)
    return case_from_mapping(raw)


def case_from_mapping(raw: dict[str, Any]) -> Case:
    """Check a mapping against the case schema. Raises CaseError."""
    try:
        return Case.model_validate(raw)
    except ValidationError as error:
        raise CaseError(_explain(error)) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseError(f"field '{key}' appears twice")
        found[key] = value
    return found


def _check_depth(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise CaseError(f"nested too deeply; at most {DEEPEST} levels are allowed")
    if isinstance(value, dict):
        for item in value.values():
            _check_depth(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_depth(item, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise CaseError(f"{value} is not a usable number")


def _explain(error: ValidationError) -> str:
    """The first problem in plain words, with how many more there are."""
    problems = error.errors()
    first = problems[0]
    where = ".".join(str(part) for part in first["loc"] if not str(part).startswith("function-"))
    value = repr(first.get("input"))
    value = value if len(value) <= 80 else value[:77] + "..."
    message = str(first["msg"])
    match first["type"]:
        case "extra_forbidden":
            field = str(first["loc"][-1])
            message = f"unknown field{nearest(field, _FIELDS)}; allowed: {', '.join(_FIELDS)}"
        case "literal_error":
            allowed = str(first.get("ctx", {}).get("expected", ""))
            words = [word.strip(" '") for word in allowed.replace(" or ", ", ").split(",")]
            message = f"not allowed{nearest(str(first.get('input')), words)}; allowed: {', '.join(words)}"
    more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
    return f"{where}: {value}: {message}{more}"


_FIELDS = (
    "id",
    "title",
    "setting",
    "context",
    "duration_days",
    "chart",
    "findings",
    "notes",
    "gold",
    "completed",
    "marks",
    "absent",
    "regions",
    "qualities",
    "intensity",
    "when",
    "words",
)
