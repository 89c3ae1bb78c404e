"""UAI files: what is read, in both evidence formats, and what is said about malformed ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from benchmarks.uai.read import Factor, Model, read_evidence, read_model

from legwise.errors import InputError

GOOD = """MARKOV
3
2 2 3
2
1 0
2 1 2

2
 0.25 0.75
6
 1 2 3
 4 5 6e-1
"""


def saved(folder: Path, text: str, name: str = "model.uai") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_last_variable_changes_fastest(tmp_path: Path) -> None:
    model = read_model(saved(tmp_path, GOOD))
    assert model.kind == "MARKOV"
    assert model.states == (2, 2, 3)
    assert [f.scope for f in model.factors] == [(0,), (1, 2)]
    np.testing.assert_array_equal(model.factors[1].table, [[1.0, 2.0, 3.0], [4.0, 5.0, 0.6]])


def test_gzip_is_seen_by_content_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "model.uai"
    path.write_bytes(gzip.compress(GOOD.encode()))
    assert read_model(path).states == (2, 2, 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("MARKOV", "LIMID", "'LIMID'; allowed: MARKOV or BAYES"),
        ("2 2 3\n", "2 2 0\n", "states of variable 2 is 0"),
        ("2 1 2\n", "2 1 3\n", "variable of factor 1 is 3"),
        ("2 1 2\n", "2 1 1\n", "factor 1 names a variable twice"),
        ("6\n 1", "5\n 1", "table 1 announces 5 entries; its variables make 6"),
        (" 4 5", " 4 five", "'five'; allowed: a number from 0"),
        (" 4 5", " 4 -5", "'-5'"),
        (" 4 5", " 4 nan", "'nan'"),
        (" 4 5", " 4 inf", "'inf'"),
        ("6e-1\n", "", "ends after 20 words, where entry of table 1 was expected"),
        ("6e-1\n", "6e-1 7 8\n", "2 words too many after the last table: '7'"),
        ("3\n2 2 3", "3.5\n2 2 3", "number of variables must be a whole number"),
        ("2 2 3\n2\n", "2 2 99999999999\n2\n", "allowed: up to"),
        ("2\n 0.25", "2\n 0.25\u00a0", "is not text in UAI format"),
    ],
)
def test_malformed_models_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as told:
        read_model(saved(tmp_path, GOOD.replace(old, new, 1)))
    assert message in str(told.value)
    assert "model.uai" in str(told.value)


def test_missing_and_cut_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.uai: cannot be read"):
        read_model(tmp_path / "none.uai")
    cut = tmp_path / "cut.uai.gz"
    cut.write_bytes(gzip.compress(GOOD.encode())[:-12])
    with pytest.raises(InputError, match=r"cut\.uai\.gz: cannot be read"):
        read_model(cut)
    with pytest.raises(InputError, match="ends after 0 words"):
        read_model(saved(tmp_path, ""))


MODEL = Model("MARKOV", (2, 2, 3), (Factor((0,), np.ones(2)),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", {}),
        ("2 0 1 2 2", {0: 1, 2: 2}),
        ("1\n2 0 1 2 2\n", {0: 1, 2: 2}),
        ("1\n0", {}),
        ("1 2 0", {2: 0}),
        ("1\n1 2 0", {2: 0}),
        ("2 0 1 0 1", {0: 1}),
    ],
)
def test_both_formats_of_evidence(tmp_path: Path, text: str, expected: dict[int, int]) -> None:
    assert read_evidence(saved(tmp_path, text, "model.evid"), MODEL) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ends after 0 words"),
        ("2 0 1", "2 observed variables announced, then 2 numbers"),
        ("2\n1 0 1\n1 0 0", "2 observed variables announced"),
        ("1 3 0", "observed variable is 3"),
        ("1 2 3", "state of variable 2 is 3"),
        ("2 0 1 0 0", "variable 0 is observed as 1 and as 0"),
        ("1 1 0 1 2", "1 words too many"),
        ("1 x 0", "'x'"),
    ],
)
def test_malformed_evidence_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        read_evidence(saved(tmp_path, text, "model.evid"), MODEL)
    assert message in str(told.value)
