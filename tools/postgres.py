"""A PostgreSQL server of our own for tests and benchmarks: in a new folder, on a socket that nobody else can reach.

Its programs refuse to run as root; then they run as `postgres` or `nobody`, whom the folder is given to.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

USER = "legwise"
DEBIAN = Path("/usr/lib/postgresql")
PATIENCE = 120  # seconds to start or stop, on a machine that is busy with other things


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path
    programs: Path

    def address(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        """A new empty database. Returns its address."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return self.address(database)

    def crash_and_start(self) -> None:
        """End the server as a power cut would, and start it again."""
        control = [self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-t", str(PATIENCE)]
        _as_other([*control, "-m", "immediate", "stop"])
        self.start()

    def start(self) -> None:
        """Start it; returns when it answers."""
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=60"
        control = [self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-t", str(PATIENCE)]
        _as_other([*control, "-l", self.folder / "log", "-o", settings, "start"])


def programs() -> Path:
    """Where the server's programs are: where Debian puts them (the newest), or on PATH. Raises RuntimeError."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL's server is not on this machine: 'tools/need.sh postgres' installs it")
    return Path(found).resolve().parent


@contextmanager
def server() -> Iterator[Server]:
    """A server for the length of the block; everything of it is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 characters
    if other := _other():
        os.chown(folder, other.pw_uid, other.pw_gid)
    found = Server(folder, programs())
    try:
        data = folder / "data"
        _as_other([found.programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale"])
        found.start()
        yield found
    finally:
        stop = [found.programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop"]
        subprocess.run([*_prefix(), *map(str, stop)], capture_output=True, check=False, cwd=folder)
        shutil.rmtree(folder)


def _other() -> pwd.struct_passwd | None:
    """The unprivileged user for the server's programs; None when we are one ourselves."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _prefix() -> list[str]:
    other = _other()
    if other is None:
        return []
    return ["setpriv", f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups", "--"]


def _as_other(command: list[object]) -> None:
    """Run a program as that user. Raises RuntimeError with what it said."""
    done = subprocess.run(
        [*_prefix(), *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=tempfile.gettempdir(),
        timeout=2 * PATIENCE,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(str(command[0])).name}: {done.stdout.strip()}")
