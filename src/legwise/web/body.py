"""The body asset as it is sent, and what is painted on it in a case."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from legwise.anatomy.body import Layer, load_body
from legwise.anatomy.body.glb import ASSET
from legwise.case.drawing import painted
from legwise.case.model import Case
from legwise.knowledge.load import Knowledge
from legwise.web.static import Asset, make_asset


@lru_cache(maxsize=1)
def body_asset() -> Asset:
    """The file of the body with its checksum as tag: drawings name the body that they were painted on."""
    return replace(make_asset(ASSET.read_bytes(), ASSET.name), tag=f'"{load_body().checksum}"')


def layers_of(case: Case, knowledge: Knowledge) -> list[Layer]:
    """What a chart shows. Raises CaseError for a region that does not exist."""
    return [
        Layer(mark.qualities, regions=mark.regions, faces=mark.faces, intensity=mark.intensity)
        for mark in painted(case, knowledge)
    ]
