"""Grounding: sides, copies, layers."""

from __future__ import annotations

from legwise.knowledge.load import Knowledge
from legwise.network.template import CAUSES, template

OTHER = {"L": "R", "R": "L", None: None}


def test_left_and_right_are_mirror_images(knowledge: Knowledge) -> None:
    grounded = template(knowledge)

    def mirror(key: str) -> str:
        return key.replace("L:", "#:").replace("R:", "L:").replace("#:", "R:")

    edges = {
        (grounded.nodes[e.parent].key, grounded.nodes[e.child].key): e.p for row in grounded.network.into for e in row
    }
    assert {(mirror(a), mirror(b)): p for (a, b), p in edges.items()} == edges


def test_felt_zones_are_mirror_images(knowledge: Knowledge) -> None:
    grounded = template(knowledge)
    swap = {"L": "R", "R": "L", "M": "M"}

    def links(key: tuple[str, str, str], flip: bool) -> set[tuple[str, float]]:
        named = [(grounded.nodes[link.cause].key, link.p) for link in grounded.felt[key]]
        return {(k.replace("L:", "#:").replace("R:", "L:").replace("#:", "R:") if flip else k, p) for k, p in named}

    for modality, side, zone in grounded.felt:
        assert links((modality, side, zone), True) == links((modality, swap[side], zone), False)


def test_a_cause_meets_another_only_in_signs_and_findings(knowledge: Knowledge) -> None:
    """Every cause has at most one parent that is a cause, so all trees meet in signs and findings only."""
    grounded = template(knowledge)
    for index, node in enumerate(grounded.nodes):
        parents = [grounded.nodes[e.parent] for e in grounded.network.into[index]]
        if node.kind in CAUSES:
            assert len(parents) == (1 if node.is_copy else 0), node.key
            assert all(parent.kind in CAUSES for parent in parents)


def test_a_copy_has_no_prior_and_keeps_the_head_of_its_tree(knowledge: Knowledge) -> None:
    grounded = template(knowledge)
    copies = [node for node in grounded.nodes if node.is_copy]
    assert copies
    for node in copies:
        index = grounded.index[node.key]
        (edge,) = grounded.network.into[index]
        assert grounded.leaks[index] == 0.0
        assert node.top == grounded.nodes[edge.parent].top
        assert node.kind == "sign" or grounded.nodes[grounded.index[node.base]].id == node.id
