"""The real `legwise serve` with a data folder of its own, to be killed and started again at will."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from command_line import COMMAND, environment


@dataclass
class Service:
    """One service. The port stays the same over restarts, so that an open page finds it again."""

    data: Path
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Service:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(self.port), "--data", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        )
        assert self.process.stdout
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        assert found, f"legwise serve said {said + self.process.stdout.read()!r}"
        assert self.port in (0, int(found[1])), f"port {self.port} was taken meanwhile"
        self.port = int(found[1])
        assert self.get("about").status_code == 200
        return self

    def kill(self) -> None:
        """End it at once, as a crash would (SIGKILL)."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None

    def get(self, path: str) -> httpx.Response:
        """The answer of the API; the first one waits until the service is up."""
        return httpx.get(f"{self.address}/api/v1/{path}", timeout=60)

    def case(self, key: str) -> dict[str, Any]:
        """A case as it is kept: {case, revision}."""
        answer = self.get(f"cases/{key}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def keep(self, key: str, case: dict[str, Any], revision: int | None = None) -> int:
        """Save a case past the browser. Returns its revision."""
        body = {"case": case, "revision": revision}
        answer = httpx.put(f"{self.address}/api/v1/cases/{key}", json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["revision"])

    def assess(self, case: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.post(f"{self.address}/api/v1/assess", json={"case": case}, timeout=60)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["assessment"])
