"""`legwise serve` as a user runs it."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from command_line import COMMAND, environment, legwise_run
from web_service import CALF, SADDLE, Start, ok


def test_it_says_where_it_is_and_stops_cleanly(start: Start) -> None:
    live = start()
    assert live.said[0].startswith("Legwise is at http://127.0.0.1:")
    assert ok(httpx.post(f"{live.address}/api/v1/assess", json={"case": CALF}, timeout=120))["assessment"]["sources"]
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(15) in (0, 130)
    assert live.process.stdout
    rest = live.process.stdout.read()
    assert "Traceback" not in rest and "calf" not in rest


def test_nothing_that_was_saved_is_lost_when_it_is_killed(start: Start, tmp_path: Path) -> None:
    live = start()
    saved = ok(httpx.put(f"{live.address}/api/v1/cases/a", json={"case": SADDLE}))
    live.process.kill()
    live.process.wait()
    again = start(data=tmp_path)
    assert ok(httpx.get(f"{again.address}/api/v1/cases/a")) == {"case": SADDLE, **saved}


def test_workers_end_with_a_killed_service(start: Start) -> None:
    live = start()
    ok(httpx.post(f"{live.address}/api/v1/assess", json={"case": CALF}, timeout=120))
    family = _family(live.process.pid)
    assert len(family) >= 2
    live.process.kill()
    live.process.wait()
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() and _alive(pid) for pid in family):
            return
        time.sleep(0.1)
    raise AssertionError("a worker outlived its service")


def _family(pid: int) -> list[int]:
    """Every process below this one."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in found.splitlines()]
    family, new = [], {pid}
    while new:
        new = {child for child, parent in parents if parent in new}
        family += new
    return family


def _alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_taken_port_is_said_and_the_next_one_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)], stdout=subprocess.PIPE, text=True, env=environment()
        )
        assert process.stdout
        try:
            assert f"Port {port} is taken" in process.stdout.readline()
            assert f":{port}/" not in process.stdout.readline()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--host", "0.0.0.0"), "token"),
        (("--host", "0.0.0.0", "--token", "short"), "token"),
        (("--port", "99999"), "port"),
        (("--host", "999.1.1.1", "--token", "a-token-of-twenty-four-c"), "cannot listen"),
    ],
)
def test_unsafe_or_impossible_settings_are_refused_in_one_line(options: tuple[str, ...], words: str) -> None:
    done = legwise_run("serve", *options)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and words in done.stderr


def test_the_token_may_come_from_the_environment(start: Start) -> None:
    live = start("--host", "127.0.0.1", LEGWISE_TOKEN="a-token-of-twenty-four-c")
    assert "?token=a-token-of-twenty-four-c" in live.said[0]
    assert httpx.get(f"{live.address}/api/v1/about").status_code == 401
