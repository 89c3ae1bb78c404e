"""A service to talk to over real HTTP: in a thread for most tests, as `legwise serve` where signals count."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from command_line import COMMAND, environment
from legwise.web.settings import Settings
from web_service import Live, Serving, Start, served


@pytest.fixture(scope="session")
def serving() -> Serving:
    return served


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One service for all tests that do not stop it or fill it."""
    with served(Settings(data=tmp_path_factory.mktemp("data"), workers=1, time_limit=120.0)) as found:
        yield found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start services with `legwise serve`; they are ended after the test."""
    running: list[Live] = []

    def begin(*options: str, data: Path = tmp_path, **more: str) -> Live:
        command = [*COMMAND, "serve", "--port", "0", "--data", str(data), *options]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(**more)
        )
        assert process.stdout
        said = [process.stdout.readline()]
        while not (found := re.search(r"http://\S+", said[-1])):
            assert said[-1], said
            said.append(process.stdout.readline())
        address = found.group().rstrip("/")
        live = Live(process, address.partition("?")[0].rstrip("/"), said, data)
        running.append(live)
        for _ in range(600):
            try:
                httpx.get(f"{live.address}/", timeout=60)
                return live
            except httpx.ConnectError:
                assert process.poll() is None, process.stdout.read()
        raise AssertionError("the service does not answer")

    yield begin
    for live in running:
        live.process.kill()
        live.process.wait()
        if live.process.stdout:
            live.process.stdout.close()
