"""YAML as far as a case file needs it: mappings, lists and plain values.

Aliases (which can blow a small file up), tags and repeated fields are errors that name the line. The
events are checked before anything is built, because the C parser builds deep nesting by recursion
and would end the whole process. Dates stay text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from legwise.errors import CaseError, shown_name

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "merge", "value")}


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int, float)):
            raise CaseError(f"line {line}: a field name must be plain text")
        if key in found:
            raise CaseError(f"line {line}: field '{shown_name(key)}' appears twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


class _PlainLoader(_Base):  # type: ignore[misc]
    """Resolves plain values only, and keeps no field silently."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and shape are PyYAML's
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NOT_PLAIN]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_PlainLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_plain(text: str, *, deepest: int) -> Any:
    """The value of one YAML document. Raises CaseError, yaml.YAMLError, or ValueError for a malformed number."""
    _check_events(text, deepest)
    return yaml.load(text, Loader=_PlainLoader)


def _check_events(text: str, deepest: int) -> None:
    depth = 0
    events: Iterable[Any] = yaml.parse(text, Loader=_Base)
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise CaseError(f"line {line}: YAML aliases (*{shown_name(event.anchor)}) are not allowed; write it out")
        if getattr(event, "tag", None) is not None:
            raise CaseError(f"line {line}: YAML tags ({shown_name(event.tag)}) are not allowed; write the plain value")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > deepest:
                raise CaseError(f"line {line}: nested too deeply; at most {deepest} levels are allowed")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
