"""Every command as a user runs it: output, exit codes, one line for each mistake."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import COMMAND, environment, legwise_run
from legwise.assessment import Assessment
from legwise.cli.main import app
from legwise.knowledge.load import load
from patients import EXAMPLES

CASE = EXAMPLES / "man_57m_rapid_footdrop.yaml"
COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)
HEAVY = ("numpy", "networkx", "pydantic", "yaml", "rich.console", "scipy", "numba", "sqlalchemy", "alembic")


def test_help_is_quick_and_lists_every_command() -> None:
    started = time.monotonic()
    done = legwise_run("--help")
    assert time.monotonic() - started < 5.0
    assert done.returncode == 0
    assert done.stderr == ""
    assert {"assess", "interview", "trace", "evaluate", "claims", "schema"} <= set(COMMANDS)
    for name in [*COMMANDS, "kb", "records"]:
        assert f"\n  {name} " in done.stdout


def test_help_imports_nothing_heavy() -> None:
    script = f"""
import sys
sys.argv = ["legwise", "--help"]
from legwise.cli.main import main
try:
    main()
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "words", [[name] for name in COMMANDS] + [["kb", n] for n in ("check", "show", "search", "stats")]
)
def test_every_command_explains_itself(words: list[str]) -> None:
    done = legwise_run(*words, "--help")
    assert done.returncode == 0
    assert "Usage: legwise" in done.stdout


def test_no_command_at_all_shows_the_help() -> None:
    done = legwise_run()
    assert done.returncode == 0
    assert "Commands:" in done.stdout
    assert done.stderr == ""


def test_assess_says_the_urgency_first() -> None:
    done = legwise_run("assess", EXAMPLES / "leg_ischaemia_iliac_aneurysm_85f.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("EMERGENCY NOW") < done.stdout.index("Where it may come from")
    assert "Decision support, not a diagnosis" in " ".join(done.stdout.split())


def test_brief_is_shorter() -> None:
    brief, full = legwise_run("assess", CASE, "--brief"), legwise_run("assess", CASE)
    assert brief.returncode == full.returncode == 0
    assert len(brief.stdout) < len(full.stdout) / 2
    assert "Why " not in brief.stdout


def test_json_is_the_same_to_the_last_byte_whatever_the_hash_seed() -> None:
    one = legwise_run("assess", CASE, "--json", PYTHONHASHSEED="1")
    other = legwise_run("assess", CASE, "--json", PYTHONHASHSEED="2")
    assert one.returncode == 0
    assert one.stdout == other.stdout
    assert Assessment.model_validate(json.loads(one.stdout)).case == "man_57m_rapid_footdrop"


def test_markdown_begins_with_a_title_and_the_urgency() -> None:
    done = legwise_run("assess", CASE, "--markdown")
    lines = [line for line in done.stdout.splitlines() if line]
    assert done.returncode == 0
    assert lines[0].startswith("# Assessment")
    assert lines[1].startswith("**Urgency:")


def test_a_case_may_be_json(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"findings": {"R:foot_drop_felt": True}}), encoding="utf-8")
    done = legwise_run("assess", path, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["sources"]


def test_trace_walks_from_the_spine_outward() -> None:
    done = legwise_run("trace", "R:foot.first_web")
    assert done.returncode == 0
    assert "L5" in done.stdout
    assert done.stdout.index("Roots") < done.stdout.index("Along the nerves") < done.stdout.index("Muscles")


def test_the_knowledge_base_is_sound() -> None:
    done = legwise_run("kb", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "sound" in done.stdout


@pytest.mark.parametrize("name", ["ent_lfcn", "R:slr", "root_l5", "trp_soleus"])
def test_kb_shows_a_record_with_its_numbers(name: str) -> None:
    done = legwise_run("kb", "show", name)
    assert done.returncode == 0
    assert "grade: " in done.stdout or "value: " in done.stdout


def test_kb_search_needs_all_words() -> None:
    both, one, none = (
        int(legwise_run("kb", "search", *words).stdout.splitlines()[-1].split()[0])
        for words in (("Fibular", "tunnel"), ("fibular",), ("fibular", "zzzz"))
    )
    assert 0 == none < both < one


def test_kb_stats_counts_grades() -> None:
    done = legwise_run("kb", "stats")
    assert done.returncode == 0
    assert "red flags" in done.stdout
    assert "estimates" in done.stdout


def test_claims_by_verdict_and_words() -> None:
    every, some = legwise_run("claims"), legwise_run("claims", "--verdict", "contradicted")
    assert every.returncode == some.returncode == 0
    shown = [line for line in some.stdout.splitlines() if line.startswith(("supported:", "partly:", "unsupported:"))]
    assert shown == []
    assert some.stdout.count("contradicted: ") >= 5
    assert len(some.stdout) < len(every.stdout)


@pytest.mark.parametrize("what", ["case", "assessment", "knowledge"])
def test_schemas_are_json(what: str) -> None:
    schema = json.loads(legwise_run("schema", what).stdout)
    assert schema["type"] == "object"
    assert schema["properties"]


def folder_of_two(folder: Path) -> Path:
    for name in ("man_32m_threeweeks_footdrop", "gardener_32m_mower"):
        (folder / f"{name}.yaml").write_bytes((EXAMPLES / f"{name}.yaml").read_bytes())
    return folder


def test_evaluate_prints_ranks_and_totals(tmp_path: Path) -> None:
    done = legwise_run("evaluate", folder_of_two(tmp_path))
    assert done.returncode == 0
    assert done.stdout.count("family at 1, 3, 5: 100% (2/2") >= 2
    assert "without imaging" in done.stdout


def test_evaluate_as_json(tmp_path: Path) -> None:
    done = legwise_run("evaluate", folder_of_two(tmp_path), "--json", "--investigations", "with")
    report = json.loads(done.stdout)
    assert list(report) == ["with imaging and laboratory"]
    assert report["with imaging and laboratory"]["totals"]["all"]["cases"] == 2


def bad_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "bad.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


MISTAKES = {
    "no such file": ["assess", "nowhere.yaml"],
    "a folder": ["assess", "."],
    "unknown option": ["assess", "case.yaml", "--colour"],
    "unknown command": ["asses"],
    "missing argument": ["assess"],
    "unknown subcommand": ["kb", "frob"],
    "search without words": ["kb", "search"],
    "unknown record": ["kb", "show", "solius"],
    "unknown region": ["trace", "R:foot.first_wep"],
    "unknown side": ["trace", "Q:foot.first_web"],
    "unknown verdict": ["claims", "--verdict", "maybe"],
    "unknown schema": ["schema", "cases"],
    "unknown role": ["interview", "--role", "judge", "--save", "never.yaml"],
    "less than no time": ["assess", "case.yaml", "--seconds", "-1"],
    "too many questions": ["interview", "--limit", "100000"],
    "nothing to resume": ["interview", "--resume", "--save", "never.yaml"],
    "no folder to save in": ["interview", "--save", "nowhere/never.yaml"],
    "folder without cases": ["evaluate", "/dev"],
    "unknown choice": ["evaluate", ".", "--investigations", "some"],
}


@pytest.mark.parametrize("words", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
    if words[-1] in ("-1", "100000"):  # what was given is named
        assert f"got '{words[-1]}'" in done.stderr


BAD_CASES: dict[str, tuple[str | bytes, str]] = {
    "not YAML": ("findings: [", "not readable as YAML"),
    "empty": ("", "empty"),
    "unknown field": ("findigs: {}", "did you mean findings"),
    "unknown finding": ("findings: {R:slrr: yes}", "slr"),
    "unknown region": ("chart: {marks: [{regions: [R:calff]}]}", "did you mean"),
    "contradiction": ("findings: {R:slr: yes, B:slr: no}", "both yes and no"),
    "says nothing": ("context: {age: 40}", "nothing to assess"),
}


@pytest.mark.parametrize(("text", "says"), BAD_CASES.values(), ids=BAD_CASES)
def test_a_bad_case_is_one_line_that_names_file_and_fault(text: str | bytes, says: str, tmp_path: Path) -> None:
    done = legwise_run("assess", bad_file(tmp_path, text))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


@pytest.mark.parametrize("words", [["schema", "knowledge"], ["claims"], ["assess", str(CASE), "--json"]])
def test_a_reader_that_leaves_is_no_error(words: list[str]) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, *words], env=environment(), stdout=pipe, stderr=pipe) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(timeout=60) in (0, 1)
    assert said == b""


def test_calibrate_prints_curves_and_json() -> None:
    done = legwise_run("calibrate", "--patients", "2", "--intervals", "1", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert "2 virtual patients" in done.stdout
    assert "calibration error of causes stated at 5 % or more" in done.stdout
    again = legwise_run("calibrate", "--patients", "2", "--intervals", "0", "--seed", "3", "--json")
    found = json.loads(again.stdout)
    assert found["patients"] == 2
    assert found["all_causes"]["statements"] > 0
    assert found["intervals"]["patients"] == 0


def test_calibrate_stopped_early_reports_what_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from legwise.cli import calibration_view

    some = iter(calibration_view.judged(calibration_view.world(load()), calibration_view.people(), 1, 3))

    def stopped(*_: object) -> Iterator[object]:
        yield from some
        raise KeyboardInterrupt

    monkeypatch.setattr(calibration_view, "judged", stopped)
    calibration_view.run(patients=50, intervals=5, seed=3, as_json=False)
    said = capsys.readouterr().out
    assert "1 virtual patients" in said
    assert "stopped; 50 were asked for" in said


def test_course_prints_danger_first_in_three_forms() -> None:
    path = EXAMPLES.parent / "courses" / "deteriorating.yaml"
    shown = legwise_run("course", path)
    assert shown.returncode == 0, shown.stderr
    assert "EMERGENCY NOW" in shown.stdout and "Simulated course" in shown.stdout and "▁" in shown.stdout
    assert shown.stdout.index("EMERGENCY NOW") < shown.stdout.index("Visits")
    assert json.loads(legwise_run("course", path, "--json").stdout)["urgency"] == "emergency"
    assert legwise_run("course", path, "--markdown").stdout.startswith("# Course of simulated-2")
    missing = legwise_run("course", "none.yaml")
    assert missing.returncode == 2 and missing.stderr.strip() == "error: none.yaml: no such file"
