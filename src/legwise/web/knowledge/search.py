"""Search over ids, names and plain words, the best match first; accents and case do not matter.

Every word of the query must be found. A word counts most at the beginning of the name, less as the beginning of a
later word, less in the id, less in the plain words, least in the rest of the record.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from legwise.web.knowledge.record import Kind
from legwise.web.knowledge.writer import Target

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12


def folded(text: str) -> str:
    """Lower case without accents: 'Baker-Zyste, Ménière' becomes 'baker-zyste, meniere'."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Entry:
    """The searchable words of one record."""

    target: Target
    id: str
    name: str
    words: tuple[str, ...]
    plain: str
    rest: str


@dataclass(frozen=True)
class Index:
    """The entries of one kind."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, kind: Kind, records: dict[str, tuple[str, str, BaseModel]]) -> Index:
        """Index records given as title, plain words and the record itself."""
        entries = []
        for key, (title, plain, record) in records.items():
            name = folded(title)
            entries.append(
                Entry(
                    target=(kind, key),
                    id=folded(key).replace("_", " "),
                    name=name,
                    words=tuple(WORD.findall(name)),
                    plain=folded(plain),
                    rest=folded(_texts(record)),
                )
            )
        return cls(tuple(entries))


def words_of(query: str) -> list[str]:
    """The words of a query, folded, each once."""
    return list(dict.fromkeys(WORD.findall(folded(query))))[:MOST_WORDS]


def ranked(indexes: Sequence[Index], words: list[str]) -> list[Target]:
    """Records that hold all these words (folded), best first."""
    whole = " ".join(words)
    found = [
        (score, entry) for index in indexes for entry in index.entries if (score := _score(entry, words, whole)) > 0.0
    ]
    found.sort(key=lambda pair: (-pair[0], len(pair[1].name), pair[1].name))
    return [entry.target for _, entry in found]


def _score(entry: Entry, words: list[str], whole: str) -> float:
    """0 when a word is missing."""
    total = 0.0
    for word in words:
        points = _points(entry, word)
        if points == 0.0:
            return 0.0
        total += points
    if whole in (entry.name, entry.id):
        total += 100.0
    return total + (10.0 if entry.name.startswith(whole) else 0.0)


def _points(entry: Entry, word: str) -> float:
    if word in entry.words:
        return 12.0 if entry.words[0] == word else 10.0
    if any(one.startswith(word) for one in entry.words):
        return 8.0 if entry.words[0].startswith(word) else 7.0
    if word in entry.id:
        return 6.0
    if word in entry.name:
        return 5.0
    if word in entry.plain:
        return 3.0
    return 1.0 if word in entry.rest else 0.0


def _texts(record: BaseModel) -> str:
    """Every text of a record, without the names of its fields."""
    return " ".join(_strings(json.loads(record.model_dump_json(exclude_defaults=True))))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return []
