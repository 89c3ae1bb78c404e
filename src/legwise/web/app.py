"""`create_app`: the whole service, put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

import legwise
from legwise.knowledge.load import load
from legwise.web import errors
from legwise.web.examples import examples
from legwise.web.guards import BodyLimit, Doorkeeper, Guard
from legwise.web.knowledge import library
from legwise.web.records import RecordsRoom
from legwise.web.routers import (
    about,
    assess,
    cases,
    chart,
    course,
    interview,
    knowledge,
    overlay,
    people,
    people_course,
    plan,
    report,
)
from legwise.web.routers import examples as examples_router
from legwise.web.routers.about import vocabulary_asset
from legwise.web.routers.service import FAILURES, Service
from legwise.web.settings import Settings
from legwise.web.static import Files
from legwise.web.store import Store
from legwise.web.workers import Crew

PREFIX = "/api/v1"
ROUTERS = (
    about,
    assess,
    plan,
    report,
    course,
    interview,
    cases,
    people,
    people_course,
    examples_router,
    overlay,
    knowledge,
    chart,
)
SUMMARY = "Where symptoms in the leg, the buttock and the low back come from. Decision support; it does not diagnose."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with these settings."""
    settings = settings or Settings()
    crew, desk = _crew(settings.workers, settings), _crew(1, settings)
    files, records = Files(settings.static), RecordsRoom(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        crew.open()
        desk.open()
        warming = asyncio.create_task(asyncio.to_thread(_warm, settings, files))
        yield
        await crew.close()
        await desk.close()
        await asyncio.gather(warming, return_exceptions=True)
        records.close()

    app = FastAPI(
        title="Legwise",
        summary=SUMMARY,
        version=legwise.__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=[
            Middleware(Guard),
            Middleware(Doorkeeper, settings=settings),
            Middleware(BodyLimit, settings=settings),
        ],
    )
    app.state.service = Service(settings, Store(settings.data), records, crew, desk)
    errors.install(app)
    for module in ROUTERS:
        app.include_router(module.router, prefix=PREFIX, responses=FAILURES)
    app.mount("/", files)
    return app


def _crew(size: int, settings: Settings) -> Crew:
    return Crew(
        size,
        time_limit=settings.time_limit,
        waiting_limit=settings.waiting_limit,
        remembered=settings.remembered,
    )


def _warm(settings: Settings, files: Files) -> None:
    """What the first page asks for, made ready while the browser opens."""
    from legwise.network.template import template  # brings NumPy's half of the library: not before the first page

    files.warm()
    knowledge = load()
    vocabulary_asset(knowledge)
    examples(settings.examples)
    template(knowledge)
    library(knowledge).warm()
