"""The body: its mesh, and its flat chart to print."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from legwise.anatomy.body import View
from legwise.web.body import body_asset
from legwise.web.models import CaseRequest
from legwise.web.routers.service import Here, bare, whole
from legwise.web.static import CHECK, FOREVER, respond

router = APIRouter(tags=["chart"])

SVG: dict[int | str, dict[str, object]] = {200: {"content": {"image/svg+xml": {}}}}
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # it styles itself and does nothing else


@router.get("/body.glb", responses={200: {"content": {"model/gltf-binary": {}}}}, response_class=Response)
def body(request: Request, v: str | None = None) -> Response:
    """The body asset. Its ETag is its checksum; asked for with `?v=<checksum>` it may be kept for ever."""
    asset = body_asset()
    return respond(asset, request.headers, FOREVER if v is not None and f'"{v}"' == asset.tag else CHECK)


@router.get("/chart.svg", responses=SVG, response_class=Response)
async def empty_chart(here: Here, view: View = "front") -> Response:
    """The body from one side, to print and draw on."""
    return svg_answer(await here.crew.run("chart", view, ""))


@router.post("/chart.svg", responses=SVG, response_class=Response)
async def painted_chart(asked: CaseRequest, here: Here, view: View = "front") -> Response:
    """The body from one side with what is painted in a case."""
    chart = whole(asked.case) if asked.case.chart.drawing else bare(asked.case)
    return svg_answer(await here.crew.run("chart", view, chart))


def svg_answer(content: bytes) -> Response:
    """A picture that may do nothing but show itself."""
    return Response(content, media_type="image/svg+xml", headers={"Content-Security-Policy": SVG_POLICY})
