"""`python -m benchmarks.uai`: the competition's formats on stdout, everything else on stderr."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from benchmarks.uai.__main__ import main
from benchmarks.uai.eliminate import buckets, eliminate
from benchmarks.uai.read import read_evidence, read_model

DATA = Path(__file__).parents[2] / "benchmarks" / "uai" / "data"
MODEL = "MARKOV\n2\n2 2\n2\n1 0\n2 1 0\n2\n0.9 0.1\n4\n0.8 0.3\n0.2 0.7\n"


def files(folder: Path, evidence: str, model: str = MODEL) -> list[str]:
    (folder / "m.uai.gz").write_bytes(gzip.compress(model.encode()))
    (folder / "m.evid").write_text(evidence, encoding="utf-8")
    return [str(folder / "m.uai.gz"), "--evidence", str(folder / "m.evid")]


@pytest.mark.parametrize("seconds", [[], ["--seconds", "60"]])
def test_marginals_and_log10_of_the_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seconds: list[str]
) -> None:
    assert main([*files(tmp_path, "1 1 1"), *seconds]) == 0
    out, err = capsys.readouterr()
    mar, numbers, pr, value = out.splitlines()
    assert (mar, pr) == ("MAR", "PR")
    words = numbers.split()
    assert (words[0], words[1], words[4]) == ("2", "2", "2")
    np.testing.assert_allclose([float(w) for w in words[2:4]], [0.18 / 0.25, 0.07 / 0.25], atol=1e-12)
    assert [float(w) for w in words[5:]] == [0.0, 1.0]
    assert float(value) == pytest.approx(np.log10(0.25), abs=1e-12)
    assert "method: exact" in err


def test_one_task_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path, "0"), "--task", "PR"]) == 0
    task, value = capsys.readouterr().out.splitlines()
    assert task == "PR"
    assert float(value) == pytest.approx(0.0, abs=1e-15)
    assert main([*files(tmp_path, "0"), "--task", "MAR"]) == 0
    assert capsys.readouterr().out.startswith("MAR\n2 2 ")


def test_impossible_evidence_is_said_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    never = MODEL.replace("0.8 0.3\n0.2 0.7", "1 1\n0 0")
    assert main(files(tmp_path, "1 1 1", never)) == 1
    out, err = capsys.readouterr()
    assert out == "PR\n-inf\n"
    assert "impossible" in err


def test_bad_input_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files(tmp_path, "1 7 1")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "error: m.evid: observed variable is 7 (word 2); allowed: a whole number from 0 to 1\n"


def test_a_time_that_is_too_short_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path, "0"), "--seconds", "0.001"]) == 1
    assert capsys.readouterr().err == "error: no answer within 0.001 s\n"


def test_a_published_network(capsys: pytest.CaptureFixture[str]) -> None:
    """Promedus_15 by elimination on its raw tables, which knows nothing of noisy-OR."""
    paths = [DATA / "Promedus_15.uai.gz", DATA / "Promedus_15.uai.evid"]
    assert main([str(paths[0]), "--evidence", str(paths[1])]) == 0
    _, numbers, _, value = capsys.readouterr().out.splitlines()
    model = read_model(paths[0])
    evidence = read_evidence(paths[1], model)
    log_z, tables = eliminate(model, evidence, buckets(model, evidence))
    assert float(value) == pytest.approx(log_z / np.log(10.0), abs=1e-10)
    found = np.array(numbers.split()[1:], dtype=float).reshape(-1, 3)[:, 1:]
    np.testing.assert_allclose(found, tables, atol=1e-10)
