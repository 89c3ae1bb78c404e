"""The body asset as it is sent."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from legwise.anatomy.body import load_body
from legwise.anatomy.body.glb import ASSET
from legwise.web.static import Asset, make_asset


@lru_cache(maxsize=1)
def body_asset() -> Asset:
    """The file of the body with its checksum as tag: drawings name the body that they were painted on."""
    return replace(make_asset(ASSET.read_bytes(), ASSET.name), tag=f'"{load_body().checksum}"')
