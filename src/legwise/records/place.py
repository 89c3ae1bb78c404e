"""Where the records lie and which key opens them: told by an option, by the environment, or the user's data folder.

Light: the service and the command line read it before any database library is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path

from legwise.errors import InputError, shown_name

FILE = "records.sqlite"


def data_folder() -> Path:
    """Where cases and records are kept: `LEGWISE_DATA`, or the user's own data folder."""
    told = os.environ.get("LEGWISE_DATA")
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("legwise"))


def database_address(told: str | None = None, data: Path | None = None) -> str:
    """The address as told, or `LEGWISE_DATABASE`, or a SQLite file in the data folder."""
    return told or os.environ.get("LEGWISE_DATABASE") or f"sqlite:///{(data or data_folder()).absolute() / FILE}"


def find_key(file: Path | None = None) -> str | None:
    """The key of an encrypted database: from this file, that of `LEGWISE_KEY_FILE`, or `LEGWISE_KEY`; None without.

    The last line break of a file does not count. Raises InputError; its message never holds the key.
    """
    told = file or (Path(os.environ["LEGWISE_KEY_FILE"]) if os.environ.get("LEGWISE_KEY_FILE") else None)
    if told is None:
        return os.environ.get("LEGWISE_KEY") or None
    try:
        text = told.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not a text file"
        raise InputError(f"key file {shown_name(told)}: cannot be read ({reason})") from None
    if not text or "\n" in text or "\0" in text:
        raise InputError(f"key file {shown_name(told)}: must hold the key as one line")
    return text


def sync_folder(folder: Path) -> None:
    """See to it that a rename in a folder is on the disk."""
    if os.name == "nt":  # Windows cannot open folders; renames are journalled there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
