"""Cases as files in the user's own data folder. Nothing that was acknowledged is lost.

One file per case, `cases/case-<id>.json`: {format, id, revision, updated, case}. A save is written beside its place,
forced to disk and renamed over it, and the folder is forced to disk too: after a crash either the old or the new
revision is whole. The revision before is kept in `previous/`, what was deleted in `trash/`, and a file that cannot be
read is renamed to `.corrupt`, never removed. One lock for all processes that share the folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from legwise.case.model import Case
from legwise.case.read import case_from_mapping
from legwise.errors import CaseError, InputError, LookupFailure, shown
from legwise.records.place import sync_folder

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
FORMAT = 1


@dataclass(frozen=True)
class Stored:
    """A case as it is kept."""

    id: str
    revision: int
    updated: str
    case: Case


@dataclass(frozen=True)
class Damaged:
    """A file that could not be read and was set aside."""

    id: str
    updated: str
    message: str


class ConflictError(Exception):
    """Somebody else saved (or deleted: `current` is None) the case meanwhile."""

    def __init__(self, current: Stored | None) -> None:
        super().__init__("conflict")
        self.current = current


class DamagedCaseError(InputError):
    """A kept case could not be read; its file was set aside."""


class Store:
    """The cases of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cases"
        self.previous, self.trash = folder / "previous", folder / "trash"
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[tuple[int, int], Stored]] = {}

    def list(self) -> tuple[list[Stored], list[Damaged]]:
        """Every kept case, the newest first, and every file that had to be set aside."""
        found = []
        with self._locked():
            for leftover in self.folder.glob(".*.part"):  # whoever wrote it held the lock, and is gone
                leftover.unlink(missing_ok=True)
            for path in sorted(self.folder.glob("case-*.json")):
                try:
                    found.append(self._read(path))
                except DamagedCaseError:
                    continue
            damaged = [_damaged(path) for path in sorted(self.folder.glob("case-*.json*.corrupt"))]
        return sorted(found, key=lambda stored: stored.updated, reverse=True), damaged

    def get(self, name: str) -> Stored:
        """One case. Raises LookupFailure when there is none, DamagedCaseError when its file cannot be read."""
        with self._locked():
            return self._get(name)

    def put(self, name: str, case: Case, revision: int | None) -> int:
        """Keep a case; `revision` is the one it was opened with, None for a new one. Returns the new revision.

        Raises ConflictError when another revision is kept. A save that is repeated because its answer was
        lost is recognised by its content. Over a damaged file, which is set aside, any revision may be saved.
        """
        with self._locked():
            try:
                current = self._get(name)
            except DamagedCaseError:
                return self._write(name, case, (revision or 0) + 1)
            except LookupFailure:
                current = None
            if current is not None and current.case == case:
                return current.revision
            if (current.revision if current else None) != revision:
                raise ConflictError(current)
            return self._write(name, case, (revision or 0) + 1)

    def duplicate(self, name: str) -> Stored:
        """A copy under a new name."""
        with self._locked():
            case = self._get(name).case
            title = f"Copy of {case.title or case.id or 'a case'}"[:500]
            copy, fresh = case.model_copy(update={"title": title}), str(uuid4())
            self._write(fresh, copy, 1)
            return self._read(self._path(fresh))

    def delete(self, name: str) -> None:
        """Move a case to the trash folder."""
        with self._locked():
            path = self._path(name)
            if not path.exists():
                raise LookupFailure(f"there is no saved case {shown(name)}")
            self.trash.mkdir(parents=True, exist_ok=True)
            _move(path, self.trash / f"{_stamp()}-{path.name}")

    def _path(self, name: str) -> Path:
        if not ID.fullmatch(name):
            raise InputError(
                f"id: {shown(name)} is not allowed; 1 to 64 small letters, digits, - or _, beginning with"
                " a letter or digit"
            )
        return self.folder / f"case-{name}.json"

    def _get(self, name: str) -> Stored:
        path = self._path(name)
        if path.exists():
            return self._read(path)
        aside = sorted(self.folder.glob(f"{path.name}*.corrupt"))
        if aside:
            raise DamagedCaseError(_damaged(aside[-1]).message)
        raise LookupFailure(f"there is no saved case {shown(name)}")

    def _read(self, path: Path) -> Stored:
        """Read a file, or set it aside. Raises DamagedCaseError."""
        state = path.stat()
        mark = (state.st_mtime_ns, state.st_size)
        known = self._known.get(path)
        if known and known[0] == mark:
            return known[1]
        try:
            stored = _parse(path)
        except (ValueError, KeyError, TypeError, CaseError, RecursionError):
            aside = path.with_name(path.name + ".corrupt")
            if aside.exists():
                aside = path.with_name(f"{path.name}.{_stamp()}.corrupt")
            _move(path, aside)
            raise DamagedCaseError(_damaged(aside).message) from None
        self._known[path] = (mark, stored)
        return stored

    def _write(self, name: str, case: Case, revision: int) -> int:
        path = self._path(name)
        raw = {
            "format": FORMAT,
            "id": name,
            "revision": revision,
            "updated": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "case": case.model_dump(exclude_defaults=True, mode="json"),
        }
        content = json.dumps(raw, ensure_ascii=False, allow_nan=False, indent=1).encode()
        if path.exists():
            self.previous.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, self.previous / path.name)
        _write_durably(path, content)
        return revision

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One at a time, in this process and among processes."""
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self.folder / ".lock").open("a+b") as handle:
                _lock_file(handle)
                yield


def _parse(path: Path) -> Stored:
    raw = json.loads(path.read_bytes().decode("utf-8"))
    if raw["format"] != FORMAT or not isinstance(raw["revision"], int) or not isinstance(raw["updated"], str):
        raise ValueError(path.name)
    name = path.name.removeprefix("case-").removesuffix(".json")
    return Stored(name, raw["revision"], raw["updated"], case_from_mapping(raw["case"]))


def _damaged(path: Path) -> Damaged:
    name = path.name.removeprefix("case-").partition(".json")[0]
    updated = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="milliseconds")
    message = (
        f"the saved case '{name}' cannot be read: its file is damaged. It was set aside as {path.name} in the folder"
        " of saved cases and is not deleted; the revision before may be in the folder 'previous' beside it"
    )
    return Damaged(name, updated, message)


def _write_durably(path: Path, content: bytes) -> None:
    """Beside, to disk, over, and the folder to disk: a crash leaves the old file or the new one."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _move(path: Path, to: Path) -> None:
    path.rename(to)
    sync_folder(path.parent)
    sync_folder(to.parent)


def _lock_file(handle: Any) -> None:
    """An exclusive lock until the handle closes."""
    if os.name == "nt":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
