"""Reports to download."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Response

from legwise.web.models import ReportRequest
from legwise.web.routers.service import Here, whole

router = APIRouter(tags=["report"])

MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
FILES: dict[int | str, dict[str, object]] = {200: {"content": {"application/pdf": {}, "text/html": {}}}}
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"


@router.post("/report", responses=FILES, response_class=Response)
async def report(asked: ReportRequest, here: Here) -> Response:
    """One report of a case as a file; its name says nothing about the person."""
    made = asked.date or date.today()
    content = await here.crew.run(
        "report", whole(asked.case), asked.kind, asked.format, asked.paper, made.isoformat(), asked.minutes, asked.role
    )
    headers = {
        "Content-Disposition": f'attachment; filename="legwise-{asked.kind}-{made.isoformat()}.{asked.format}"',
        "Cache-Control": "no-store",
    }
    if asked.format == "html":
        headers["Content-Security-Policy"] = HTML_POLICY
    return Response(content, media_type=MEDIA[asked.format], headers=headers)
