"""Run the real `legwise` command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import legwise

INSTALLED = Path(sys.executable).parent / "legwise"
ENTRY = "import sys; sys.argv[0] = 'legwise'; from legwise.cli.main import main; main()"
COMMAND = [str(INSTALLED)] if INSTALLED.exists() else [sys.executable, "-c", ENTRY]
SOURCE = str(Path(legwise.__file__).parent.parent)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCE, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "120", **more}


@cache
def legwise_run(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a command; the same words are run once (all commands but `interview` only read)."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        env=environment(**more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
