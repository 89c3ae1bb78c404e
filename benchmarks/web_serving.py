"""`legwise serve` as a process of its own, on a free port with an empty data folder, and a browser for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

ENTRY = "import sys; sys.argv[0] = 'legwise'; from legwise.cli.main import main; main()"
PATIENCE = 60.0  # seconds until a service that says nothing is given up
WITHOUT_CARD = ["--enable-unsafe-swiftshader"]  # allow WebGL; Chromium puts the page together on the processor
CALF = {"chart": {"marks": [{"regions": ["R:calf"], "qualities": ["pain_aching"]}]}}


@dataclass(frozen=True)
class Running:
    """A service: where it is, and seconds from the command until the first page and the first assessment."""

    address: str
    page: float
    answer: float


@contextmanager
def serving() -> Iterator[Running]:
    """Start the service, wait until it has assessed a case, end it afterwards. Raises RuntimeError."""
    with tempfile.TemporaryDirectory() as data:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", ENTRY, "serve", "--port", "0", "--data", data],
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            address = _address(process)
            page = _until_page(address, begin)
            httpx.post(f"{address}/api/v1/assess", json={"case": CALF}, timeout=PATIENCE).raise_for_status()
            yield Running(address, page, time.perf_counter() - begin)
        finally:
            process.terminate()
            process.wait(20)
            if process.stdout:
                process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found.group().rstrip("/")
    raise RuntimeError("legwise serve ended without saying where it is")


def _until_page(address: str, begin: float) -> float:
    while time.perf_counter() - begin < PATIENCE:
        try:
            httpx.get(f"{address}/", timeout=PATIENCE).raise_for_status()
            return time.perf_counter() - begin
        except httpx.ConnectError:
            time.sleep(0.01)
    raise RuntimeError(f"legwise serve does not answer within {PATIENCE:g} s")


def chromium() -> str | None:
    """Where Chromium is; `CHROMIUM` says it where it is not on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Headless Chromium that draws without a graphics card."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=WITHOUT_CARD)
        try:
            yield opened
        finally:
            opened.close()


def load_average() -> str:
    """How busy the machine is by itself, in words."""
    return " ".join(Path("/proc/loadavg").read_text().split()[:1]) if Path("/proc/loadavg").exists() else "unknown"
