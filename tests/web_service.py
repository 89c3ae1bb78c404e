"""A running service, the cases that tests send to it, and what its answers are held to."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from legwise.cli.serve import listen
from legwise.web.app import create_app
from legwise.web.settings import Settings

CALF: dict[str, Any] = {"chart": {"marks": [{"regions": ["R:calf"], "qualities": ["pain_aching"]}]}}
SADDLE: dict[str, Any] = {"chart": {"marks": [{"regions": ["perineum.saddle"], "qualities": ["numbness"]}]}}
AWAKE: dict[str, Any] = {"age": 50, "sex": "female"}


def refused(answer: httpx.Response, status: int, *words: str) -> str:
    """The message of a failure: the status, the one shape, and the words that it must hold."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body["error"]) == {"field", "message"}
    message = body["error"]["message"]
    assert isinstance(message, str) and message
    for word in words:
        assert word in message, message
    return message


def ok(answer: httpx.Response, status: int = 200) -> Any:
    """The JSON of an answer that went well."""
    assert answer.status_code == status, answer.text
    return answer.json()


Serving = Callable[[Settings], AbstractContextManager[httpx.Client]]


@contextmanager
def served(settings: Settings) -> Iterator[httpx.Client]:
    """A service with these settings on a free port, and a client for it."""
    listener = listen(settings.host, 0)
    settings = replace(settings, port=listener.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=settings.address.rstrip("/"), timeout=120.0) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@dataclass
class Live:
    """A service in its own process."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]
    data: Path


Start = Callable[..., Live]
