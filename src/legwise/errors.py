"""The whole error tree of Legwise.

LegwiseError
├── KnowledgeError      the knowledge base itself is unsound
├── InputError          what the user gave cannot be used (exit code 2)
│   ├── CaseError       a case or course file: names field, value and what is allowed
│   ├── LookupFailure   an id that does not exist, with the nearest ones
│   ├── RecordsError    the records cannot be opened or used as asked
│   └── VersionConflict somebody else changed (or erased) the record meanwhile
└── InferenceError      the network cannot explain the evidence (probability zero) or is malformed
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePath


class LegwiseError(Exception):
    """Base of every error that Legwise raises on purpose."""


class KnowledgeError(LegwiseError):
    """The knowledge base is unsound: a reference, a number or a source is wrong."""


class InputError(LegwiseError):
    """Something the user gave cannot be used; the message says what would be."""


class CaseError(InputError):
    """A case or course file holds a field or value that is not allowed."""


class LookupFailure(InputError):  # noqa: N818 - LookupError is Python's own
    """An identifier that does not exist was asked for."""


class RecordsError(InputError):
    """The records database cannot be opened, or not used as asked."""


class VersionConflict(InputError):  # noqa: N818 - what it is called where versions are checked
    """A record is not of the version that it was opened with: `current` is the one kept now."""

    def __init__(self, what: str, given: int | None, current: int) -> None:
        opened = f"you opened version {given}" if given is not None else "you took it for a new one"
        super().__init__(
            f"{what}: was changed meanwhile: it is version {current} now, {opened}; nothing was overwritten"
        )
        self.current = current


class InferenceError(LegwiseError):
    """The evidence is impossible under the network, or the network is malformed."""


def nearest(word: str, allowed: Iterable[str], *, count: int = 3) -> str:
    """Return ' (did you mean a, b?)' with the closest allowed words, or '' if none is close."""
    close = get_close_matches(word[:LONGEST_SHOWN], list(allowed), n=count, cutoff=0.55)
    return f" (did you mean {', '.join(close)}?)" if close else ""


LONGEST_SHOWN = 80  # characters of a value that a message repeats


def shown(value: object) -> str:
    """A value as a message repeats it: quoted, control characters escaped, shortened."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def shown_name(name: object) -> str:
    """A field name or reference as a message repeats it: as it stands when short and printable; a path never cut."""
    text = str(name)
    if isinstance(name, PurePath):
        return text if text.isprintable() else repr(text)
    return text if len(text) <= LONGEST_SHOWN and text.isprintable() else shown(text)
