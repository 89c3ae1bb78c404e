"""The nerve graph: everything starts at the spine, and what lies beyond a site shares its fibres."""

from __future__ import annotations

from pathlib import Path

import pytest

from legwise.anatomy import nerve_graph
from legwise.errors import KnowledgeError, LookupFailure
from legwise.knowledge.load import Knowledge, load
from worlds import nerve, one_root, write


def children(knowledge: Knowledge) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for segment in knowledge.content.nerves:
        for parent in segment.parents:
            found.setdefault(parent, set()).add(segment.id)
    return found


def beyond(start: str, knowledge: Knowledge) -> set[str]:
    """Everything distal, by walking the records themselves."""
    below, found, stack = children(knowledge), {start}, [start]
    while stack:
        new = below.get(stack.pop(), set()) - found
        found |= new
        stack += new
    return found


@pytest.fixture
def forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    """S1 feeds two nerves; `shared` comes from both, `own` from one, `end` continues `shared`."""
    monkeypatch.setattr("legwise.knowledge.load.platformdirs.user_cache_dir", lambda name: str(tmp_path / name))
    world = one_root()
    world["nerves"] += [
        nerve("other", ["S1"]),
        nerve("shared", ["tibial", "other"]),
        nerve("own", ["tibial"]),
        nerve("end", ["shared"]),
    ]
    return load(write(world, tmp_path / "data"))


def test_shares_of_a_fork(forked: Knowledge) -> None:
    graph = nerve_graph(forked)
    assert graph.distal("tibial") == {"tibial": 1.0, "shared": 0.5, "own": 1.0, "end": 0.5}
    assert graph.distal("S1") == dict.fromkeys(("S1", "plexus", "tibial", "other", "shared", "own", "end"), 1.0)


def test_proximal_and_depth_of_a_fork(forked: Knowledge) -> None:
    graph = nerve_graph(forked)
    order = graph.proximal("end")
    assert set(order) == {"S1", "plexus", "tibial", "other", "shared"}
    assert order.index("S1") < order.index("plexus") < order.index("tibial") < order.index("shared")
    assert [graph.depth(name) for name in ("S1", "other", "tibial", "shared", "end")] == [0, 1, 2, 3, 4]


def test_every_segment_reaches_the_spine(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for segment in knowledge.content.nerves:
        above = graph.proximal(segment.id)
        assert set(above) & set(knowledge.roots), segment.id
        assert above[0] in knowledge.roots, segment.id


def test_shares_are_shares_of_what_lies_beyond(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for site in (*knowledge.roots, *graph.segments):
        shares = graph.distal(site)
        assert shares[site] == 1.0
        assert set(shares) == beyond(site, knowledge)
        assert all(0.0 < share <= 1.0 for share in shares.values()), site


def test_a_share_never_grows_on_the_way_out(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for site in graph.segments:
        shares = graph.distal(site)
        for segment in set(shares) - {site}:
            assert shares[segment] <= max(shares.get(p, 0.0) for p in graph.segments[segment].parents), segment


def test_proximal_lists_parents_before_children(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for site in graph.segments:
        order = graph.proximal(site)
        for segment in order:
            if segment in graph.segments:
                assert all(order.index(parent) < order.index(segment) for parent in graph.segments[segment].parents)


def test_an_unknown_site_names_the_nearest(knowledge: Knowledge) -> None:
    with pytest.raises(LookupFailure, match=r"no nerve or root 'saphenus' \(did you mean .*saphenous"):
        nerve_graph(knowledge).distal("saphenus")


@pytest.mark.parametrize(
    ("parents", "complaint"),
    [(["tibial"], "the nerve graph has a cycle"), (["L9"], "parent 'L9' is neither a nerve nor a root")],
)
def test_an_unsound_graph_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parents: list[str], complaint: str
) -> None:
    monkeypatch.setattr("legwise.knowledge.load.platformdirs.user_cache_dir", lambda name: str(tmp_path / name))
    world = one_root()
    world["nerves"][0]["parents"] = parents
    with pytest.raises(KnowledgeError, match=complaint):
        nerve_graph(load(write(world, tmp_path / "data")))
