"""Sources on the body: where they are felt, and how they fit a chart."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from legwise.anatomy.lesion import root_lesion
from legwise.case.model import Case
from legwise.knowledge.load import Knowledge
from legwise.network.template import CAUSES, template
from legwise.overlay import compare
from legwise.overlay.overlay import area_of, overlay
from legwise.overlay.route import route_of
from web_service import CALF, ok, refused


def _case(*marks: dict[str, Any], **chart: Any) -> Case:
    return Case.model_validate({"chart": {"marks": marks, **chart}})


def test_every_cause_and_every_nerve_has_an_overlay(knowledge: Knowledge) -> None:
    keys = [node.key for node in template(knowledge).nodes if node.kind in CAUSES and not node.is_copy]
    for key in [*keys, *(f"L:{segment.id}" for segment in knowledge.content.nerves)]:
        found = overlay(key, knowledge)
        assert found.key == key and found.name and found.plain
        for area in (found.pain, found.altered):
            for reference, spot in area.items():
                side, _, region = reference.rpartition(":")
                assert (side in ("L", "R")) == (knowledge.regions[region].side == "paired")
                assert 0.0 < spot.p <= 1.0


def test_a_root_shows_its_dermatome_and_its_pain(knowledge: Knowledge) -> None:
    root = knowledge.roots["L5"]
    found = overlay("R:root_l5", knowledge)
    assert {ref for ref, spot in found.altered.items() if spot.zone == "core"} == {
        f"R:{region}" for region in root.dermatome.core
    }
    assert {ref for ref, spot in found.pain.items() if spot.zone == "primary"} == {
        f"R:{region}" for region in root.pain_regions
    }
    for region, effect in root_lesion(root, knowledge).pain.items():
        assert found.pain[f"R:{region}"].p == pytest.approx(effect.p, abs=1e-4)


def test_a_muscle_shows_its_taught_zones(knowledge: Knowledge) -> None:
    for muscle in knowledge.content.muscles:
        pain = overlay(f"L:trp_{muscle.id}", knowledge).pain
        for region in muscle.referral_primary:
            side = "L:" if knowledge.regions[region].side == "paired" else ""
            assert pain[side + region].zone == "primary"
        own = {*muscle.referral_primary, *muscle.referral_spillover}
        assert all(spot.zone == "spillover" for ref, spot in pain.items() if ref.rpartition(":")[2] not in own)


def test_left_mirrors_right(knowledge: Knowledge) -> None:
    for key in ("root_s1", "trp_piriformis", "ent_peroneal_fibular_head", "disc_l4_l5", "tibial_leg"):
        left, right = overlay(f"L:{key}", knowledge), overlay(f"R:{key}", knowledge)
        assert left.pain == {_other(ref): spot for ref, spot in right.pain.items()}
        assert left.altered == {_other(ref): spot for ref, spot in right.altered.items()}


def _other(reference: str) -> str:
    return f"{'L' if reference[0] == 'R' else 'R'}{reference[1:]}" if reference[:2] in ("L:", "R:") else reference


def test_a_disc_is_felt_where_its_root_is_but_less_surely(knowledge: Knowledge) -> None:
    disc, root = overlay("R:disc_l4_l5", knowledge), overlay("R:root_l5", knowledge)
    assert set(root.altered) <= set(disc.altered)
    assert disc.altered["R:foot.big_toe"].p < root.altered["R:foot.big_toe"].p
    assert disc.pain["R:back.lumbar"].zone == "primary"


def test_a_copy_is_shown_as_what_it_copies(knowledge: Knowledge) -> None:
    assert overlay("R:root_l5<R:disc_l4_l5", knowledge) == overlay("R:root_l5", knowledge)


def test_the_route_of_the_peroneal_nerve_goes_from_spine_to_skin(knowledge: Knowledge) -> None:
    path = route_of("entrapment", "ent_peroneal_fibular_head", knowledge).path
    order = ["L5", "sacral_plexus", "sciatic_gluteal", "common_peroneal_fibular_head", "deep_peroneal_medial_branch"]
    assert [path.index(name) for name in order] == sorted(path.index(name) for name in order)
    l5 = route_of("root", "root_l5", knowledge)
    assert "common_peroneal_fibular_head" in l5.path and "tibial_tarsal_tunnel" not in l5.path
    assert "ent_peroneal_fibular_head" in l5.sites
    assert route_of("condition", "disc_l4_l5", knowledge).path == ()


def test_a_nerve_runs_from_the_spine_to_the_skin_on_the_body(knowledge: Knowledge) -> None:
    found = overlay("R:ent_peroneal_fibular_head", knowledge)
    ids = [course.id for course in found.course]
    assert ids[0] in knowledge.roots and "deep_peroneal_medial_branch" in ids
    heights = {course.id: [y for _, y, _ in course.points] for course in found.course}
    assert max(heights["L5"]) > 0.9 and min(heights["deep_peroneal_medial_branch"]) < 0.12
    assert all(x < 0.05 for course in found.course for x, _, _ in course.points)  # the right side is at -x
    (site,) = found.sites
    assert site.id == "ent_peroneal_fibular_head" and 0.3 < site.point[1] < 0.6
    fibular = [point for course in found.course if "fibular_head" in course.id for point in course.points]
    assert min(sum((a - b) ** 2 for a, b in zip(point, site.point, strict=True)) for point in fibular) < 0.02**2


def test_a_muscle_lies_where_it_belongs(knowledge: Knowledge) -> None:
    place = overlay("L:trp_gastrocnemius_medial", knowledge).place
    assert place is not None and place.bellies
    assert set(place.regions) <= {f"L:{region}" for region in knowledge.regions}
    assert "L:leg.posterior.upper" in place.regions
    assert all(x > 0.0 and 0.0 < y < 0.7 for belly in place.bellies for x, y, _ in belly)


def test_everything_that_has_a_course_is_drawn(knowledge: Knowledge) -> None:
    for root in knowledge.content.roots:
        found = overlay(f"L:root_{root.id.lower()}", knowledge)
        assert found.course[0].id == root.id
    for segment in knowledge.content.nerves:
        assert segment.id in {course.id for course in overlay(f"L:{segment.id}", knowledge).course}
    for site in knowledge.content.entrapments:
        assert [one.id for one in overlay(f"L:{site.id}", knowledge).sites] == [site.id]
    for muscle in knowledge.content.muscles:
        place = overlay(f"L:trp_{muscle.id}", knowledge).place
        assert place and place.regions and place.bellies


def test_compare_a_strip_and_a_numb_web_with_the_root_and_the_nerve(knowledge: Knowledge) -> None:
    strip = {"regions": ["R:leg.lateral.upper", "R:leg.lateral.middle"], "qualities": ["pain_shooting_electric"]}
    numb = {"regions": ["R:foot.first_web"], "qualities": ["numbness"]}
    elsewhere = {"regions": ["L:groin"], "qualities": ["pain"]}
    case = _case(strip, numb, elsewhere)
    root = compare(case, area_of("R:root_l5", knowledge), knowledge)
    assert set(root.matched) == {"R:leg.lateral.upper", "R:leg.lateral.middle", "R:foot.first_web"}
    assert root.unexplained == ("L:hip.groin",)
    assert "R:buttock.upper" in root.absent and "R:foot.first_web" not in root.absent
    nothing = compare(case, area_of("L:trp_piriformis", knowledge), knowledge)
    assert nothing.matched == () and len(nothing.unexplained) == 4


def test_neighbours_of_a_zone_count_as_one(knowledge: Knowledge) -> None:
    case = _case({"regions": ["R:leg.posterior.lower"]})
    found = compare(case, area_of("R:trp_gastrocnemius_medial", knowledge), knowledge)
    assert found.matched == ("R:leg.posterior.lower",)
    assert not any("leg.posterior" in reference for reference in found.absent)


def test_a_mark_over_the_whole_leg_fits_what_lies_in_it(knowledge: Knowledge) -> None:
    found = compare(_case({"regions": ["R:limb"]}), area_of("R:root_l5", knowledge), knowledge)
    assert found.unexplained == () and "R:foot.big_toe" in found.matched


def test_what_the_chart_does_not_speak_of_is_not_missing(knowledge: Knowledge) -> None:
    pain_only = _case({"regions": ["R:buttock"]})
    altered = set(overlay("R:root_l5", knowledge).altered) - set(overlay("R:root_l5", knowledge).pain)
    area = area_of("R:root_l5", knowledge)
    assert not altered & set(compare(pain_only, area, knowledge).absent)
    completed = _case({"regions": ["R:buttock"]}, completed=True)
    assert "R:foot.first_web" in compare(completed, area, knowledge).absent


def test_a_place_said_to_be_free_is_not_painted(knowledge: Knowledge) -> None:
    case = _case({"regions": ["R:calf"], "intensity": 0}, {"regions": ["R:buttock"]})
    found = compare(case, area_of("R:root_s1", knowledge), knowledge)
    assert all("leg.posterior" not in reference for reference in (*found.matched, *found.unexplained))


def test_over_http(client: httpx.Client) -> None:
    told = ok(client.get("/api/v1/overlay/R:root_l5"))
    assert told["kind"] == "root" and told["name"] == "L5 root irritation, right"
    compared = ok(client.post("/api/v1/overlay/R:root_s1/compare", json={"case": CALF}))
    assert set(compared) == {"matched", "unexplained", "absent"}
    assert "R:leg.posterior.middle" in compared["matched"]
    refused(client.get("/api/v1/overlay/R:root_l6"), 404, "R:root_l5")
    refused(client.get("/api/v1/overlay/root_l5"), 404, "root_l5")
    refused(client.get("/api/v1/overlay/R:slr"), 404)
    refused(client.post("/api/v1/overlay/R:root_l6/compare", json={"case": CALF}), 404, "R:root_l5")
    bad = {"chart": {"marks": [{"regions": ["R:nowhere"]}]}}
    refused(client.post("/api/v1/overlay/R:root_l5/compare", json={"case": bad}), 422, "R:nowhere")
