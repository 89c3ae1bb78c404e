"""Large bodies, slow cases, many clients."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from legwise.web.settings import Settings
from web_service import Serving, ok, refused

JSON = {"Content-Type": "application/json"}


def _pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b" " * 1_000_000


@pytest.mark.parametrize("path", ["/api/v1/assess", "/api/v1/case/parse"])
def test_a_large_upload_is_refused_with_a_plain_answer(client: httpx.Client, path: str) -> None:
    refused(client.post(path, content=b" " * 50_000_000, headers=JSON), 413, "2,000,000")
    refused(client.post(path, content=_pieces(50), headers=JSON), 413, "2,000,000")  # its length is not announced
    refused(client.put("/api/v1/cases/a", content=_pieces(3), headers=JSON), 413)
    ok(client.get("/api/v1/cases"))


def test_just_below_the_limit_is_taken(client: httpx.Client) -> None:
    text = "# " + "x" * 1_900_000 + "\nfindings: {fever: yes}"
    assert ok(client.post("/api/v1/case/parse", json={"text": text, "name": "a.yaml"}))["case"]["findings"]


def _slow(number: int) -> dict[str, str]:
    """A file that takes seconds to be refused."""
    return {"text": f"# {number}\n" + "- a\n" * 330_000, "name": "a.yaml"}


def _quick(number: int) -> dict[str, str]:
    return {"text": f"findings: {{fever: yes}}\nnotes: '{number}'", "name": "a.yaml"}


def test_a_slow_case_is_stopped_and_blocks_nobody(serving: Serving, tmp_path: Path) -> None:
    with serving(Settings(data=tmp_path, workers=2, time_limit=60.0)) as client:
        ok(client.post("/api/v1/case/parse", json=_quick(0)))  # the workers are awake
    with serving(Settings(data=tmp_path, workers=2, time_limit=1.5)) as client, ThreadPoolExecutor(4) as pool:
        _until_awake(client)
        slow = pool.submit(client.post, "/api/v1/case/parse", json=_slow(1))
        while not slow.done():
            ok(client.post("/api/v1/case/parse", json=_quick(round(time.monotonic() * 1e6))))
        answer = slow.result()
        refused(answer, 503, "too long")
        assert answer.headers["retry-after"]
        _until_awake(client)  # the worker that was ended has a successor
        both = [pool.submit(client.post, "/api/v1/case/parse", json=_quick(number)) for number in range(20)]
        assert all(one.result().status_code == 200 for one in both)


def _until_awake(client: httpx.Client) -> None:
    for number in range(60):
        if client.post("/api/v1/case/parse", json=_quick(number)).status_code == 200:
            return
    raise AssertionError("no worker answers")


def test_a_worker_that_dies_is_replaced(client: httpx.Client, serving: Serving, tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    with serving(Settings(data=tmp_path, workers=1)) as own:
        ok(own.post("/api/v1/case/parse", json=_quick(0)))
        for worker in set(multiprocessing.active_children()) - before:
            worker.kill()
            worker.join()
        ok(own.post("/api/v1/case/parse", json=_quick(1)))


def test_the_same_case_is_reckoned_once(client: httpx.Client) -> None:
    case = {"chart": {"marks": [{"regions": ["L:foot.heel"], "qualities": ["pain_sharp"]}]}}
    first = ok(client.post("/api/v1/assess", json={"case": case}))
    begun = time.monotonic()
    again = [ok(client.post("/api/v1/assess", json={"case": {**case, "title": str(n)}})) for n in range(20)]
    assert time.monotonic() - begun < 2.0
    assert all(one == first for one in again)


def test_thirty_clients_at_once_without_errors(client: httpx.Client) -> None:
    """Each paints and saves its own case; every answer is the right one for its case."""
    address, failures = str(client.base_url), []
    regions = ["R:calf", "L:calf", "R:buttock", "L:thigh_back", "R:shin"]

    def work(number: int) -> None:
        try:
            with httpx.Client(base_url=address, timeout=300.0) as own:
                revision = None
                for step in range(2):
                    region = regions[(number + step) % len(regions)]
                    case = {"id": f"client {number}", "chart": {"marks": [{"regions": [region]}]}}
                    revision = ok(own.put(f"/api/v1/cases/client-{number}", json={"case": case, "revision": revision}))[
                        "revision"
                    ]
                    told = ok(own.post("/api/v1/assess", json={"case": case}))["assessment"]
                    assert told["case"] == f"client {number}"
                    assert revision == step + 1
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
