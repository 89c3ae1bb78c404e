"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from legwise.errors import InputError, shown_name


def check_place(path: Path) -> None:
    """Make the folder of a file that will be written, before the work begins. Raises InputError."""
    name = shown_name(path)
    try:
        if path.is_dir():
            raise InputError(f"{name}: is a folder; give the name of a file")
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{name}: cannot be written ({error.strerror})") from None
    except ValueError as error:
        raise InputError(f"{name}: not a usable path ({error})") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and rename, so that nobody ever finds half a file. Raises InputError."""
    check_place(path)
    try:
        number, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o666 & ~_mask())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{shown_name(path)}: cannot be written ({error.strerror})") from None


def _mask() -> int:
    """The file mode mask of this process."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
