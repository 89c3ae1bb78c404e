"""The body asset and the flat chart over HTTP."""

from __future__ import annotations

import base64
from xml.etree import ElementTree

import httpx
import pytest

from legwise.anatomy.body import load_body
from legwise.anatomy.body.glb import ASSET
from legwise.anatomy.body.patterns import patterns
from legwise.case.drawing import decode_faces, layers_of
from legwise.case.model import Case
from legwise.knowledge.load import Knowledge
from web_service import CALF, refused

VIEWS = ("front", "back", "left", "right", "soles", "feet")


def _runs(*numbers: int) -> str:
    return base64.b64encode(bytes(numbers)).decode()


def test_the_body_is_sent_whole_and_kept_by_its_checksum(client: httpx.Client) -> None:
    answer = client.get("/api/v1/body.glb", headers={"Accept-Encoding": "identity"})
    assert answer.content == ASSET.read_bytes()
    assert answer.headers["content-type"] == "model/gltf-binary"
    assert answer.headers["etag"] == f'"{load_body().checksum}"'
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/api/v1/body.glb", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    named = client.get(f"/api/v1/body.glb?v={load_body().checksum}")
    assert "immutable" in named.headers["cache-control"]
    assert "immutable" not in client.get("/api/v1/body.glb?v=other").headers["cache-control"]
    packed = client.get("/api/v1/body.glb", headers={"Accept-Encoding": "gzip"})
    assert packed.content == answer.content
    assert int(packed.headers["content-length"]) < len(answer.content)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_prints(client: httpx.Client, view: str) -> None:
    answer = client.get(f"/api/v1/chart.svg?view={view}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml"
    assert "script" not in answer.headers["content-security-policy"]
    assert ElementTree.fromstring(answer.text).tag.endswith("svg")


def test_what_is_painted_is_on_the_chart(client: httpx.Client) -> None:
    empty = client.get("/api/v1/chart.svg?view=back").text
    painted = client.post("/api/v1/chart.svg?view=back", json={"case": CALF}).text
    says = patterns()[0]["pain_aching"].says
    assert says in painted and says not in empty
    nothing = client.post("/api/v1/chart.svg?view=back", json={"case": {}})
    assert nothing.text == empty


def test_bad_charts_are_refused(client: httpx.Client) -> None:
    refused(client.get("/api/v1/chart.svg?view=top"), 422, "view", "'front'", "'soles'")
    refused(client.get(f"/api/v1/chart.svg?view={'x' * 99}"), 422, "view")
    refused(client.post("/api/v1/chart.svg", json={"case": {"chart": {"marks": [{"regions": ["R:x"]}]}}}), 422, "R:x")


def test_faces_are_read_as_the_app_writes_them() -> None:
    assert decode_faces(_runs(5, 3, 2, 1), 100) == (5, 6, 7, 10)
    assert decode_faces(_runs(0x80 | 44, 2, 1), 400) == (300,)
    assert decode_faces("", 10) == ()
    for bad in (
        _runs(5),
        _runs(0x80),
        _runs(0, 200),
        "§",
        _runs(*[255] * 9),
        _runs(255, 255, 255, 255, 255, 255, 1, 1),
    ):
        with pytest.raises(ValueError, match="faces"):
            decode_faces(bad, 100)


def test_a_drawing_is_shown_by_its_faces_when_it_is_on_this_body(knowledge: Knowledge) -> None:
    layer = {"qualities": ["numbness"], "intensity": 5, "when": ["night"], "faces": _runs(5, 3)}
    mark = {"regions": ["R:foot.big_toe"], "qualities": ["numbness"], "intensity": 5, "when": ["night"]}
    other = {"regions": ["B:calf"], "qualities": ["cramp"]}
    drawing = {"version": 1, "body": load_body().checksum, "layers": [layer, {"faces": 3}, 7]}
    case = Case.model_validate({"chart": {"marks": [other, mark], "drawing": drawing}})
    cramp, numb = layers_of(case, knowledge)
    assert numb.faces == (5, 6, 7) and numb.regions == () and numb.intensity == 5
    assert cramp.faces == () and set(cramp.regions) == {
        f"{side}:leg.posterior.{part}" for side in "LR" for part in ("upper", "middle", "lower")
    }
    elsewhere = case.model_copy(update={"chart": case.chart.model_copy(update={"drawing": {**drawing, "body": "x"}})})
    assert layers_of(elsewhere, knowledge)[1].regions == ("R:foot.big_toe",)
