"""One source on the body: what it is called, where it is felt, the way of its nerve, the place of its muscle."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from legwise.anatomy.body.courses import Side
from legwise.anatomy.nerve_graph import nerve_graph
from legwise.assessment.naming import SIDE, cause_names
from legwise.errors import LookupFailure, nearest, shown_name
from legwise.knowledge.load import Knowledge
from legwise.network.template import CAUSES, template
from legwise.overlay.geometry import Course, MusclePlace, Site, courses, muscle_place, sites
from legwise.overlay.produced import Area, Produced, nerve_territory, produced
from legwise.overlay.route import Route, route_of

Kind = Literal["condition", "root", "entrapment", "muscle", "nerve"]


class SpotModel(BaseModel):
    """The chance that a source is felt in a region, and which part of its area the region is."""

    model_config = ConfigDict(frozen=True)

    p: float
    zone: Literal["primary", "spillover", "core", "variable"]


class Overlay(BaseModel):
    """One source on the body. Points are metres in the frame of the body asset."""

    model_config = ConfigDict(frozen=True)

    key: str
    name: str
    plain: str
    kind: Kind
    pain: dict[str, SpotModel]
    altered: dict[str, SpotModel]
    course: tuple[Course, ...]
    sites: tuple[Site, ...]
    place: MusclePlace | None


@lru_cache(maxsize=1024)
def overlay(key: str, knowledge: Knowledge) -> Overlay:
    """The overlay of a node of the network ('R:root_l5') or of a nerve ('R:tibial_leg').

    A copy ('R:root_l5<R:disc_l4_l5') is shown as what it is a copy of. Raises LookupFailure naming the nearest keys.
    """
    found = _Subject.of(key, knowledge)
    area = found.area(knowledge)
    route = route_of(found.kind, found.id, knowledge) if found.side else Route((), ())
    side: Side = found.side or "R"
    return Overlay(
        key=found.key,
        name=found.name,
        plain=found.plain,
        kind=found.kind,
        pain=_models(area.pain),
        altered=_models(area.altered),
        course=courses(route.path, side, knowledge),
        sites=sites(route.sites, side, knowledge),
        place=muscle_place(found.id.removeprefix("trp_"), side) if found.kind == "muscle" else None,
    )


@lru_cache(maxsize=1024)
def area_of(key: str, knowledge: Knowledge) -> Produced:
    """Where the source of a key is felt. Raises LookupFailure naming the nearest keys."""
    return _Subject.of(key, knowledge).area(knowledge)


class _Subject(BaseModel):
    """What a key names."""

    model_config = ConfigDict(frozen=True)

    key: str
    id: str
    side: Side | None
    kind: Kind
    name: str
    plain: str

    @classmethod
    def of(cls, key: str, knowledge: Knowledge) -> _Subject:
        base = key.partition("<")[0]
        ground = template(knowledge)
        number = ground.index.get(base)
        if number is not None and ground.nodes[number].kind in CAUSES:
            node = ground.nodes[number]
            name, plain = cause_names(node, knowledge)
            return cls.model_validate(
                {"key": base, "id": node.id, "side": node.side, "kind": node.kind, "name": name, "plain": plain}
            )
        side, _, nerve = base.rpartition(":")
        segments = nerve_graph(knowledge).segments
        if side in SIDE and nerve in segments:
            name = f"{segments[nerve].name}, {SIDE[side]}"
            return cls.model_validate(
                {"key": base, "id": nerve, "side": side, "kind": "nerve", "name": name, "plain": name}
            )
        causes = [node.key for node in ground.nodes if node.kind in CAUSES and not node.is_copy]
        near = nearest(base, [*causes, *(f"{one}:{nerve}" for one in SIDE for nerve in segments)])
        raise LookupFailure(f"no source '{shown_name(key)}'{near}")

    def area(self, knowledge: Knowledge) -> Produced:
        if self.kind == "nerve":
            return nerve_territory(self.id, self.side or "", knowledge)
        return produced(self.id, self.side, knowledge)


def _models(area: Area) -> dict[str, SpotModel]:
    return {reference: SpotModel(p=round(spot.p, 4), zone=spot.zone) for reference, spot in area.items()}
