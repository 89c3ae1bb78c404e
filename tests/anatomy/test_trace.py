"""`trace` walks from the spine outward and misses nothing that serves or refers to the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from legwise.anatomy import nerve_graph, trace
from legwise.anatomy.trace import LEVELS
from legwise.errors import LookupFailure
from legwise.knowledge.load import DATA, Knowledge, load, read_yaml
from worlds import one_root, write

REGIONS = [region["id"] for region in read_yaml(DATA / "anatomy" / "regions.yaml")["regions"]]
ELSEWHERE = {"elsewhere.arm", "elsewhere.upper_body"}


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_of_leg_and_back_has_roots_and_elsewhere_has_none(knowledge: Knowledge, region: str) -> None:
    found = trace(region, knowledge)
    assert found.says == knowledge.regions[region].says
    assert bool(found.roots) == (region not in ELSEWHERE)
    if region in ELSEWHERE:
        assert (found.nerves, found.entrapments, found.muscles) == ([], [], [])


@pytest.mark.parametrize("region", REGIONS)
def test_the_order_runs_from_the_spine_outward(knowledge: Knowledge, region: str) -> None:
    found, graph = trace(region, knowledge), nerve_graph(knowledge)
    ranks = list(knowledge.roots)
    assert [ranks.index(stop.id) for stop in found.roots] == sorted(ranks.index(stop.id) for stop in found.roots)
    place = {stop.id: number for number, stop in enumerate(found.nerves)}
    for stop in found.nerves:
        for parent in graph.segments[stop.id].parents:
            assert parent in knowledge.roots or place[parent] < place[stop.id]
    depths = [graph.depth(knowledge.entrapments[stop.id].nerve) for stop in found.entrapments]
    assert depths == sorted(depths)
    levels = [LEVELS.index(knowledge.muscles[stop.id].group) for stop in found.muscles]
    assert levels == sorted(levels)


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_that_serves_or_refers_is_missed(knowledge: Knowledge, region: str) -> None:
    found = trace(region, knowledge)
    serving = {n.id for n in knowledge.content.nerves if region in (*n.skin.core, *n.skin.variable)}
    referring = {m.id for m in knowledge.content.muscles if region in (*m.referral_primary, *m.referral_spillover)}
    assert serving <= {stop.id for stop in found.nerves}
    assert referring == {stop.id for stop in found.muscles}


def test_a_place_without_a_dermatome_names_the_roots_of_its_nerves(tmp_path: Path, cache: None) -> None:
    world = one_root()
    world["roots"][0] |= {"dermatome": {}, "pain_regions": []}
    found = trace("leg.calf", load(write(world, tmp_path / "data")))
    assert [(stop.id, stop.how) for stop in found.roots] == [("S1", "feeds a nerve that serves this skin")]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legwise.knowledge.load.platformdirs.user_cache_dir", lambda name: str(tmp_path / name))


def test_the_big_toe_leads_back_to_l5_and_the_fibular_head(knowledge: Knowledge) -> None:
    found = trace("foot.first_web", knowledge)
    assert "L5" in [stop.id for stop in found.roots]
    assert "ent_peroneal_fibular_head" in [stop.id for stop in found.entrapments]
    assert next(stop for stop in found.nerves if stop.how == "usually its own skin").within is not None


def test_the_back_of_the_thigh_names_gluteus_minimus(knowledge: Knowledge) -> None:
    assert "gluteus_minimus_posterior" in [stop.id for stop in trace("thigh.posterior.upper", knowledge).muscles]


@pytest.mark.parametrize("wrong", ["foot.first_wed", "foot.frist_web", "first_web"])
def test_an_unknown_region_names_the_nearest(knowledge: Knowledge, wrong: str) -> None:
    with pytest.raises(LookupFailure, match=rf"no region '{wrong}' \(did you mean .*foot\.first_web"):
        trace(wrong, knowledge)


def test_an_unknown_region_like_nothing_is_still_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(LookupFailure, match=r"no region 'zzz'$"):
        trace("zzz", knowledge)
