"""The one console."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console


def console() -> Console:
    """A console as wide as the terminal, 100 columns when there is none."""
    return Console(width=None if shutil.get_terminal_size((0, 0)).columns else 100, highlight=False)


def bar(share: float, width: int = 20) -> str:
    """A bar of block characters for a share between 0 and 1."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, part = divmod(eighths, 8)
    return "█" * full + ("▏▎▍▌▋▊▉"[part - 1] if part else "")


def working(text: str) -> AbstractContextManager[object]:
    """A line on standard error that says what is being done, while it is done; only where somebody looks."""
    errors = Console(stderr=True)
    return errors.status(text) if errors.is_terminal else nullcontext()
