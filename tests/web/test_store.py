"""The store under a killed process, two processes, and two threads."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from command_line import environment
from legwise.case.model import Case
from legwise.web.store import ConflictError, Store

SAVING = """
import sys
from pathlib import Path
from legwise.case.model import Case
from legwise.web.store import Store
store, name = Store(Path(sys.argv[1])), sys.argv[2]
revision = int(sys.argv[3]) or None
while True:
    number = (revision or 0) + 1
    revision = store.put(name, Case(title=str(number), notes="x" * 20000), revision)
    print(revision, flush=True)
"""


def test_kill_in_mid_save_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    store, last = Store(tmp_path), 0
    for round_number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(tmp_path), "a", str(last)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.02 * round_number + 0.013)
        process.kill()
        said = [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
        acknowledged = said[-1] if said else last + 1
        kept = store.get("a")
        assert acknowledged <= kept.revision <= acknowledged + 1
        assert kept.case.title == str(kept.revision)
        assert len(kept.case.notes or "") == 20000
        last = kept.revision
    cases, damaged = store.list()
    assert [case.id for case in cases] == ["a"] and not damaged
    assert not list((tmp_path / "cases").glob(".*.part"))


def test_many_at_once_never_share_a_revision(tmp_path: Path) -> None:
    def save(writer: int) -> list[int]:
        store, mine = Store(tmp_path), []
        revision: int | None = None
        for number in range(10):
            try:
                revision = store.put("a", Case(title=f"{writer}/{number}"), revision)
                mine.append(revision)
            except ConflictError as conflict:
                assert conflict.current is not None
                revision = conflict.current.revision
        return mine

    with ThreadPoolExecutor(4) as pool:
        saved = [revision for revisions in pool.map(save, range(4)) for revision in revisions]
    assert len(saved) == len(set(saved)) == max(saved)


def test_cases_are_private_to_the_user(tmp_path: Path) -> None:
    Store(tmp_path).put("a", Case(title="x"), None)
    if sys.platform != "win32":
        assert (tmp_path / "cases" / "case-a.json").stat().st_mode & 0o077 == 0
        assert (tmp_path / "cases").stat().st_mode & 0o077 == 0


def test_an_answer_of_do_not_know_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("a", Case(findings={"fever": None, "back_pain": True}), None)
    assert store.get("a").case.findings == {"fever": None, "back_pain": True}
