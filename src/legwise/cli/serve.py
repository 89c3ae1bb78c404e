"""`legwise serve`: find a free port, say the address, run the service until Ctrl-C."""

from __future__ import annotations

import os
import socket
import threading
import time
import webbrowser
from dataclasses import replace
from pathlib import Path

import typer

from legwise.errors import InputError

PORTS_TRIED = 50


def run(*, host: str, port: int, open_browser: bool, token: str | None, data: Path | None) -> None:
    """Serve the app. Raises InputError for a host without a token, or a port that cannot be had."""
    from legwise.records.place import data_folder
    from legwise.web.settings import Settings

    settings = Settings(
        host=host, port=port, token=token or os.environ.get("LEGWISE_TOKEN") or None, data=data or data_folder()
    )
    listener = listen(settings.host, settings.port)
    from legwise.web.workers import warm_up

    warm_up()  # first, so that it goes on while the rest is imported
    import uvicorn

    from legwise.web.app import create_app

    found = int(listener.getsockname()[1])
    if found != port and port != 0:
        typer.echo(f"Port {port} is taken; using {found}.")
    settings = replace(settings, port=found)
    address = settings.address + (f"?token={settings.token}" if settings.token else "")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            log_level="warning",
            access_log=False,  # a log must not tell who asked what
            server_header=False,
            timeout_graceful_shutdown=3,
        )
    )
    typer.echo(f"Legwise is at {address}")
    if settings.is_local:
        typer.echo(f"Only this machine can reach it. Cases are kept in {settings.data}. Ctrl-C stops it.")
    else:
        typer.echo(
            f"Whoever has the token can reach it, unencrypted: put a proxy with TLS in front of it beyond a network"
            f" that you trust. Cases are kept in {settings.data}. Ctrl-C stops it."
        )
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(server, address), daemon=True).start()
    try:
        server.run(sockets=[listener])
    finally:
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket: the wanted port, or the next free one. Raises InputError."""
    if not 0 <= port <= 65535:
        raise InputError(f"port: {port} is not allowed; allowed: 0 (any free one) to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for wanted in range(port, min(port + PORTS_TRIED, 65536)) if port else (0,):
        found = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":  # there it would share a port that is taken
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, wanted))
            found.listen(128)
        except OSError as error:
            found.close()
            last = error
            continue
        return found
    reason = last.strerror if last and last.strerror else str(last)
    raise InputError(f"host, port: cannot listen on {host} port {port}: {reason}")


def _open_when_ready(server: object, address: str) -> None:
    """Open the browser once the service answers."""
    while not getattr(server, "started", False):
        time.sleep(0.02)
    webbrowser.open(address)
