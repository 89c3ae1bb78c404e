"""Read models and evidence in the UAI competition's text format, plain or gzipped.

A model is a preamble (MARKOV or BAYES, number of variables, their numbers of states, number of factors, the
variables of each factor) and then one table per factor, the last variable of a factor changing fastest. Both
kinds mean the same here: the product of all tables. In a BAYES file the last variable of a factor is the child.

Format: https://uaicompetition.github.io/uci-2022/file-formats/model-format
"""

from __future__ import annotations

import gzip
import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InputError, shown

Floats = NDArray[np.float64]
Kind = Literal["MARKOV", "BAYES"]

LARGEST_TABLE = 2**24  # entries


@dataclass(frozen=True, eq=False)
class Factor:
    """A table over some variables; axis k of `table` is variable `scope[k]`."""

    scope: tuple[int, ...]
    table: Floats


@dataclass(frozen=True)
class Model:
    """The product of `factors` over variables 0..n-1; `states` says how many values each has."""

    kind: Kind
    states: tuple[int, ...]
    factors: tuple[Factor, ...]


def read_model(path: Path) -> Model:
    """Read a UAI model. Raises InputError that names the file, the place and what was expected."""
    words = _Words(path)
    kind = words.next("MARKOV or BAYES")
    if kind not in ("MARKOV", "BAYES"):
        raise InputError(f"{path.name}: begins with {shown(kind)}; allowed: MARKOV or BAYES")
    states = tuple(
        words.integer(f"states of variable {v}", low=1) for v in range(words.integer("number of variables", low=0))
    )
    scopes = [_scope(words, number, len(states)) for number in range(words.integer("number of factors", low=0))]
    factors = tuple(Factor(scope, _table(words, number, scope, states)) for number, scope in enumerate(scopes))
    words.end("the last table")
    return Model(cast("Kind", kind), states, factors)


def read_evidence(path: Path, model: Model) -> dict[int, int]:
    """Read observed values, variable -> state.

    Both formats are understood: the newer `n v x v x ...`, and the older with a number of samples before
    it, of which there may be one. Raises InputError.
    """
    words = _Words(path)
    first = words.integer("number of observed variables", low=0)
    if len(words.all) == 1 + 2 * first:
        count = first
    elif first == 1:
        count = words.integer("number of observed variables", low=0)
    else:
        raise InputError(
            f"{path.name}: {first} observed variables announced, then {len(words.all) - 1} numbers; allowed: "
            "a variable and a state for each of them, or, in the older format, 1 sample with its own number first"
        )
    evidence: dict[int, int] = {}
    for _ in range(count):
        variable = words.integer("observed variable", high=len(model.states) - 1)
        state = words.integer(f"state of variable {variable}", high=model.states[variable] - 1)
        if evidence.setdefault(variable, state) != state:
            raise InputError(f"{path.name}: variable {variable} is observed as {evidence[variable]} and as {state}")
    words.end("the last observed variable")
    return evidence


def _scope(words: _Words, number: int, variables: int) -> tuple[int, ...]:
    size = words.integer(f"number of variables of factor {number}", low=0, high=variables)
    scope = tuple(words.integer(f"variable of factor {number}", high=variables - 1) for _ in range(size))
    if len(set(scope)) < len(scope):
        raise InputError(f"{words.name}: factor {number} names a variable twice: {shown(scope)}")
    return scope


def _table(words: _Words, number: int, scope: tuple[int, ...], states: tuple[int, ...]) -> Floats:
    shape = tuple(states[v] for v in scope)
    size = math.prod(shape)
    if size > LARGEST_TABLE:
        raise InputError(f"{words.name}: factor {number} has {size} entries; allowed: up to {LARGEST_TABLE}")
    given = words.integer(f"number of entries of table {number}")
    if given != size:
        raise InputError(f"{words.name}: table {number} announces {given} entries; its variables make {size}")
    values = [words.number(f"entry of table {number}") for _ in range(size)]
    return np.asarray(values, dtype=np.float64).reshape(shape)


class _Words:
    """The words of a file, one after the other, each with what it should be."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.all = _text(path).split()
        self.place = 0

    def next(self, what: str) -> str:
        if self.place == len(self.all):
            raise InputError(f"{self.name}: ends after {self.place} words, where {what} was expected")
        self.place += 1
        return self.all[self.place - 1]

    def integer(self, what: str, *, low: int = 0, high: int | None = None) -> int:
        word = self.next(what)
        allowed = f"a whole number from {low}" + ("" if high is None else f" to {high}")
        if not (word.isascii() and word.isdigit()) or len(word) > 18:
            raise InputError(f"{self.name}: word {self.place} is {shown(word)}; {what} must be {allowed}")
        value = int(word)
        if value < low or (high is not None and value > high):
            raise InputError(f"{self.name}: {what} is {value} (word {self.place}); allowed: {allowed}")
        return value

    def number(self, what: str) -> float:
        word = self.next(what)
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0.0):
            raise InputError(f"{self.name}: word {self.place}, {what}, is {shown(word)}; allowed: a number from 0")
        return value

    def end(self, after: str) -> None:
        if self.place < len(self.all):
            rest = len(self.all) - self.place
            raise InputError(f"{self.name}: {rest} words too many after {after}: {shown(self.all[self.place])} ...")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        return data.decode("ascii")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path.name}: cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: is not text in UAI format (byte {error.start})") from error
