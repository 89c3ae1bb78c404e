"""`legwise records` as a user runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from command_line import COMMAND, ENTRY, environment, legwise_run
from legwise.cli.records import app
from patients import EXAMPLES
from records_content import SECRET

NAMES = sorted(command.name or command.callback.__name__ for command in app.registered_commands if command.callback)
KEY = "a key that is long enough"


def run(folder: Path, *words: object, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "records", *map(str, words)],
        env=environment(LEGWISE_DATA=str(folder), **more),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        input=text,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def mistake(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(name: str) -> None:
    assert f"Usage: legwise records {name}" in said(legwise_run("records", name, "--help"))
    assert f"\n  {name} " in said(legwise_run("records", "--help"))


def test_from_init_to_erase(tmp_path: Path) -> None:
    mistake(run(tmp_path, "people"), "legwise records init")
    assert "records.sqlite" in said(run(tmp_path, "init"))
    mistake(run(tmp_path, "init"), "already")
    code = said(run(tmp_path, "add", "--label", "File 7")).strip()
    case = EXAMPLES / "leg_ischaemia_iliac_aneurysm_85f.yaml"
    (tmp_path / "plan.json").write_text('{"minutes": 45}')
    visit = said(run(tmp_path, "visit", code, "--day", "2026-11-20", "--case", case, "--plan", tmp_path / "plan.json"))
    listed = said(run(tmp_path, "people", "file"))
    assert code in listed and "2026-11-20" in listed and "emergency" in listed
    shown = said(run(tmp_path, "show", code))
    assert visit.strip() in shown and "case, assessment, plan" in shown
    kept = json.loads(said(run(tmp_path, "show", code, visit[:4], "--json")))
    assert kept["documents"]["plan"]["body"] == {"minutes": 45}
    assert kept["documents"]["assessment"]["body"]["flags"]
    assert '"minutes": 45' in said(run(tmp_path, "show", code, visit.strip()))
    export, backup = tmp_path / "person.json", tmp_path / "all.backup"
    assert "not encrypted" in said(run(tmp_path, "export", code, export))
    mistake(run(tmp_path, "export", code, export), "--replace")
    assert export.stat().st_mode & 0o077 == 0
    assert "SHA-256" in said(run(tmp_path, "backup", backup))
    mistake(run(tmp_path, "backup", backup), "--replace")
    assert "is sound" in said(run(tmp_path, "verify"))
    assert "is sound" in said(run(tmp_path, "verify", backup))
    assert "Nothing was erased" in said(run(tmp_path, "erase", code, text="n\n"))
    assert "Erased" in said(run(tmp_path, "erase", code, text="y\n"))
    mistake(run(tmp_path, "show", code), "no person")
    assert said(run(tmp_path, "people")) == "Nobody.\n"
    assert code in said(run(tmp_path, "import", export))
    mistake(run(tmp_path, "import", export), "person.json", "already")
    assert "Erased" in said(run(tmp_path, "erase", code, "--yes"))
    trail = said(run(tmp_path, "trail", code))
    assert [word for word in ("erase", "import", "export") if word in trail] == ["erase", "import", "export"]
    mistake(run(tmp_path, "restore", backup), "--replace")
    assert "Restored" in said(run(tmp_path, "restore", backup, "--replace"))
    assert visit.strip() in said(run(tmp_path, "show", code))
    assert "Restored" in said(run(tmp_path / "other", "restore", backup))
    assert visit.strip() in said(run(tmp_path / "other", "show", code))
    assert said(run(tmp_path, "migrate", "--to", "1")).startswith("The records are of revision 1 (before: 2)")
    mistake(run(tmp_path, "people"), "records migrate")
    assert "revision 2" in said(run(tmp_path, "migrate"))
    assert visit.strip() in said(run(tmp_path, "show", code))


def test_encrypted_records_need_their_key_which_is_never_shown(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(KEY + "\n")
    assert "encrypted" in said(run(tmp_path, "init", LEGWISE_KEY=KEY))
    code = said(run(tmp_path, "add", "--label", "File", LEGWISE_KEY_FILE=str(key_file))).strip()
    (tmp_path / "plan.json").write_text(json.dumps({"word": SECRET}))
    said(run(tmp_path, "visit", code, "--plan", tmp_path / "plan.json", "--key-file", key_file))
    mistake(run(tmp_path, "people"), "is encrypted", "LEGWISE_KEY")
    mistake(run(tmp_path, "people", LEGWISE_KEY="another key, long enough"), "key does not fit")
    assert "It is encrypted" in said(run(tmp_path, "backup", tmp_path / "b", "--key-file", key_file))
    mistake(run(tmp_path, "verify", tmp_path / "b"), "is encrypted")
    assert "is sound" in said(run(tmp_path, "verify", tmp_path / "b", LEGWISE_KEY=KEY))
    for path in (tmp_path / "b", tmp_path / "records.sqlite"):
        assert SECRET.encode() not in path.read_bytes()
    mistake(run(tmp_path / "new", "init", "--encrypt"), "LEGWISE_KEY")
    mistake(run(tmp_path / "new", "init", LEGWISE_KEY="short"), "at least 12")
    assert not (tmp_path / "new").exists()


def test_a_key_is_asked_for_at_a_terminal_and_not_echoed(tmp_path: Path) -> None:
    def at_terminal(*words: str) -> pexpect.spawn[str]:
        command = [*COMMAND, "records", *words]
        return pexpect.spawn(
            command[0], command[1:], env=environment(LEGWISE_DATA=str(tmp_path)), encoding="utf-8", timeout=120
        )

    made = at_terminal("init", "--encrypt")
    for asked in ("New key:", "Once more:"):
        made.expect(asked)
        made.sendline(KEY)
    made.expect("Made encrypted records")
    made.expect(pexpect.EOF)
    assert KEY not in made.before
    added = at_terminal("add")
    added.expect("Key of records.sqlite:")
    added.sendline(KEY)
    added.expect(re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}"))
    added.expect(pexpect.EOF)
    differing = at_terminal("init", "--encrypt", "--database", f"sqlite:///{tmp_path / 'x'}")
    for asked, answer in (("New key:", KEY), ("Once more:", KEY + "r")):
        differing.expect(asked)
        differing.sendline(answer)
    differing.expect("not the same; nothing was made")
    differing.expect(pexpect.EOF)
    assert not (tmp_path / "x").exists()


MISTAKES: dict[str, tuple[list[str], str]] = {
    "an address that is none": (["people", "--database", "nonsense"], "sqlite:///FILE"),
    "a server that is not there": (["people", "--database", "postgresql://me:pass@127.0.0.1:1/x"], "cannot be reached"),
    "a person who is not there": (["show", "ABCD-EFGH"], "no person"),
    "a day that is none": (["visit", "ABCD-EFGH", "--day", "tomorrow"], "YYYY-MM-DD"),
    "a file that is not there": (["visit", "ABCD-EFGH", "--plan", "none.json"], "none.json"),
    "a case that is not there": (["visit", "ABCD-EFGH", "--case", "none.yaml"], "none.yaml"),
    "an import that is not there": (["import", "none.json"], "none.json"),
    "a backup that is not there": (["restore", "none"], "no such file"),
    "a backup to verify that is not there": (["verify", "none"], "no such file"),
    "a key file that is not there": (["people", "--key-file", "none"], "cannot be read"),
    "a revision that is not there": (["migrate", "--to", "77"], "allowed: base, 1, 2"),
    "a label with a note": (["add", "--label", "says: it hurts"], "label"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records that no mistake changes."""
    found = tmp_path_factory.mktemp("records")
    said(run(found, "init"))
    return found


@pytest.mark.parametrize(("words", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(words: list[str], says: str, folder: Path) -> None:
    done = run(folder, *words)
    mistake(done, says)
    assert "pass@" not in done.stderr


def test_help_loads_no_database_library() -> None:
    script = f"""
import sys
sys.argv = ["legwise", "records", "--help"]
try:
    exec({ENTRY.split("; ", 2)[2]!r})
except SystemExit:
    pass
print([name for name in ("sqlalchemy", "alembic", "psycopg", "sqlcipher3") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
