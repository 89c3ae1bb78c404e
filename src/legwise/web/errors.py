"""Every failure becomes `{"error": {"field": ..., "message": ...}}` with a plain sentence.

The sentences of the library are passed on as they are; they name field, value and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from legwise.errors import InferenceError, InputError, LegwiseError, LookupFailure, RecordsError, shown
from legwise.web.refusal import RefusedError

FIELD = re.compile(r"^((?:id|title|setting|context|duration_days|chart|findings|notes|gold)\b.*?): ", re.DOTALL)
PLAIN = {404: "there is nothing at this address", 405: "this address does not take that method"}


def error_body(message: str, field: str | None = None, **more: Any) -> dict[str, Any]:
    """The body of every failure."""
    return {"error": {"field": field, "message": message}, **more}


def field_of(message: str) -> str | None:
    """The field that a message of the library names, `findings.R:slr` or `chart.marks[0].regions`."""
    found = FIELD.match(message)
    return found.group(1) if found else None


def refused_by(error: LegwiseError) -> RefusedError:
    """The library's own errors as answers: 404 for an unknown id, 422 for what cannot be used."""
    message = str(error)
    if isinstance(error, LookupFailure):
        return RefusedError(404, message)
    if isinstance(error, RecordsError):
        return RefusedError(503, message)
    if isinstance(error, InputError):
        return RefusedError(422, message, field=field_of(message))
    if isinstance(error, InferenceError):
        return RefusedError(422, f"these answers cannot hold together: {message}")
    return RefusedError(500, "the knowledge base of this installation is damaged; install Legwise again")


def describe(problems: Sequence[Any]) -> tuple[str | None, str]:
    """The first problem of a request that does not fit its model: field and sentence."""
    problem = problems[0]
    where = [str(part) for part in problem["loc"] if part not in ("body", "query", "path")]
    field = ".".join(where) or None
    if problem["type"] == "json_invalid":
        return None, "the body is not readable as JSON"
    if not where:
        return None, "the body must be a JSON object sent as application/json"
    if problem["type"] == "missing":
        return field, f"{field}: is missing"
    return field, f"{field}: {shown(problem.get('input'))}: {str(problem['msg'])[:200]}"


def install(app: FastAPI) -> None:
    """Map every kind of failure of an application."""

    @app.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> JSONResponse:
        headers = {"Retry-After": "1"} if error.status == 503 else None
        return JSONResponse(error_body(error.message, error.field, **error.more), error.status, headers)

    @app.exception_handler(LegwiseError)
    async def library(request: Request, error: LegwiseError) -> JSONResponse:
        return await refused(request, refused_by(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        field, message = describe(error.errors())
        return JSONResponse(error_body(message, field), 422)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        message = PLAIN.get(error.status_code, str(error.detail))
        return JSONResponse(error_body(message), error.status_code, error.headers)
