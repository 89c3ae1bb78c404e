"""What a lesion weakens and numbs follows from where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legwise.anatomy import entrapment_lesion, nerve_graph, root_lesion
from legwise.anatomy.lesion import movement_weakness
from legwise.knowledge.load import Knowledge, load
from worlds import guess, one_root, write

CLEARLY = 0.15  # a chance of weakness that a clinician would call typical
RARELY = 0.10

# Site or root: movements that are typically weak, movements that stay strong. Textbook neurology.
WEAK_AND_STRONG = {
    "ent_peroneal_fibular_head": (
        {"ankle_dorsiflexion", "big_toe_extension", "toe_extension", "ankle_eversion"},
        {"ankle_inversion", "knee_extension", "hip_abduction", "ankle_plantarflexion", "knee_flexion", "toe_flexion"},
    ),
    "ent_femoral_ligament": (
        {"knee_extension"},
        {"hip_adduction", "ankle_dorsiflexion", "hip_abduction", "ankle_plantarflexion", "anal_squeeze"},
    ),
    "ent_obturator_canal": ({"hip_adduction"}, {"knee_extension", "ankle_dorsiflexion", "hip_abduction"}),
    "ent_superior_gluteal": ({"hip_abduction"}, {"knee_extension", "ankle_dorsiflexion", "ankle_inversion"}),
    "ent_lfcn": (set(), {"knee_extension", "hip_flexion", "ankle_dorsiflexion"}),
    "ent_sural": (set(), {"ankle_plantarflexion", "toe_flexion"}),
    "ent_sciatic_piriformis": (
        {"ankle_dorsiflexion", "ankle_plantarflexion"},
        {"knee_extension", "hip_adduction", "hip_abduction"},
    ),
    "L3": ({"knee_extension"}, {"ankle_plantarflexion", "toe_flexion", "anal_squeeze"}),
    "L4": ({"knee_extension"}, {"ankle_plantarflexion", "anal_squeeze"}),
    "L5": (
        {"ankle_dorsiflexion", "ankle_inversion", "hip_abduction", "big_toe_extension"},
        {"knee_extension", "anal_squeeze"},
    ),
    "S1": ({"ankle_plantarflexion"}, {"knee_extension", "hip_adduction"}),
    "S3": ({"anal_squeeze"}, {"knee_extension", "ankle_dorsiflexion", "hip_abduction"}),
}


def weakness(name: str, knowledge: Knowledge) -> dict[str, float]:
    lesion = (
        root_lesion(knowledge.roots[name], knowledge)
        if name in knowledge.roots
        else entrapment_lesion(knowledge.entrapments[name], knowledge)
    )
    return {movement: effect.p for movement, effect in lesion.weak_movements.items()}


@pytest.mark.parametrize("name", WEAK_AND_STRONG)
def test_a_lesion_weakens_what_lies_beyond_it_and_nothing_else(knowledge: Knowledge, name: str) -> None:
    weak, strong = WEAK_AND_STRONG[name]
    found = weakness(name, knowledge)
    largest = max(found.values(), default=1.0)
    assert {m: found.get(m, 0.0) for m in weak if found.get(m, 0.0) < 0.4 * largest} == {}
    assert {m: found[m] for m in strong if found.get(m, 0.0) >= RARELY} == {}


def test_foot_drop_with_weak_inversion_and_abduction_points_to_l5(knowledge: Knowledge) -> None:
    """The classic test between L5 and the fibular head: inversion and hip abduction."""
    root, nerve = weakness("L5", knowledge), weakness("ent_peroneal_fibular_head", knowledge)
    assert root["ankle_dorsiflexion"] > CLEARLY
    assert nerve["ankle_dorsiflexion"] > CLEARLY
    of_root = root["ankle_inversion"] / root["ankle_dorsiflexion"]
    of_nerve = nerve["ankle_inversion"] / nerve["ankle_dorsiflexion"]
    assert of_root > 3 * of_nerve
    assert "hip_abduction" not in nerve


def test_every_effect_is_a_chance_that_names_its_origin(knowledge: Knowledge) -> None:
    lesions = [root_lesion(root, knowledge) for root in knowledge.content.roots]
    lesions += [entrapment_lesion(site, knowledge) for site in knowledge.content.entrapments]
    for lesion in lesions:
        for effects in (lesion.pain, lesion.altered, lesion.weak_muscles, lesion.weak_movements):
            assert all(0.0 <= effect.p <= 1.0 for effect in effects.values())
            origins = [effect.origin for effect in effects.values()]
            assert all(origin.basis or origin.sources or origin.facts for origin in origins)


def test_numb_skin_is_stated_or_lies_beyond_the_site(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for site in knowledge.content.entrapments:
        stated = {*site.stated_skin.core, *site.stated_skin.variable}
        skins = [graph.segments[segment].skin for segment in graph.distal(site.nerve)]
        served = {region for skin in skins for region in (*skin.core, *skin.variable)}
        assert set(entrapment_lesion(site, knowledge).altered) <= (stated | served), site.id


def test_weak_muscles_are_stated_or_supplied_beyond_the_site(knowledge: Knowledge) -> None:
    graph = nerve_graph(knowledge)
    for site in knowledge.content.entrapments:
        supplied = {m for segment in graph.distal(site.nerve) for m in graph.segments[segment].motor}
        supplied |= {supply.muscle for supply in site.stated_weak}
        assert set(entrapment_lesion(site, knowledge).weak_muscles) <= supplied, site.id


def test_a_root_is_felt_in_its_dermatome_and_pain_regions(knowledge: Knowledge) -> None:
    for root in knowledge.content.roots:
        lesion = root_lesion(root, knowledge)
        skin = {*root.dermatome.core, *root.dermatome.variable}
        assert set(lesion.altered) == skin, root.id
        assert set(lesion.pain) == skin | set(root.pain_regions), root.id
        assert set(lesion.weak_muscles) == {*root.key_muscles, *root.other_muscles}, root.id


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legwise.knowledge.load.platformdirs.user_cache_dir", lambda name: str(tmp_path / name))


def test_the_arithmetic_of_one_entrapment(tmp_path: Path, cache: None) -> None:
    knowledge = load(write(one_root(), tmp_path / "data"))
    lesion = entrapment_lesion(knowledge.entrapments["ent_tibial"], knowledge)
    assert lesion.pain["leg.calf"].p == pytest.approx(0.7 * 0.6)
    assert lesion.altered["leg.calf"].p == pytest.approx(0.8 * 0.9)
    assert lesion.weak_muscles["soleus"].p == pytest.approx(0.5 * 0.6)
    assert lesion.weak_movements["plantarflexion"].p == pytest.approx(0.5 * 0.6 * 0.6)


def test_the_arithmetic_of_one_root(tmp_path: Path, cache: None) -> None:
    knowledge = load(write(one_root(), tmp_path / "data"))
    root = knowledge.roots["S1"]
    lesion = root_lesion(root, knowledge)
    assert lesion.pain["leg.calf"].p == 0.6
    assert lesion.altered["leg.calf"].p == pytest.approx(0.6 * 0.5)
    assert lesion.altered["pelvis.saddle"].p == pytest.approx(0.6 * 0.2)
    assert lesion.altered["leg.calf"].origin is root.p_core


def test_what_is_stated_overrides_what_the_graph_says(tmp_path: Path, cache: None) -> None:
    world = one_root()
    world["entrapments"][0] |= {
        "stated_skin": {"variable": ["back.low"]},
        "stated_weak": [{"muscle": "soleus", "p": guess(0.05)}],
    }
    knowledge = load(write(world, tmp_path / "data"))
    lesion = entrapment_lesion(knowledge.entrapments["ent_tibial"], knowledge)
    assert {region: effect.p for region, effect in lesion.altered.items()} == {
        "back.low": pytest.approx(0.8 * 0.4),
        "leg.calf": pytest.approx(0.8 * 0.4),  # beyond the site, but not stated as core: variable
    }
    assert lesion.weak_muscles["soleus"].p == 0.05


CHANCES = st.dictionaries(st.sampled_from("abcde"), st.floats(0.0, 1.0), max_size=5)


@given(shares=CHANCES, weak=CHANCES)
def test_weakness_of_a_movement_is_a_chance_and_at_least_that_of_its_strongest_part(
    shares: dict[str, float], weak: dict[str, float]
) -> None:
    p = movement_weakness(shares, weak)
    assert 0.0 <= p <= 1.0
    assert p >= max((shares[m] * weak.get(m, 0.0) for m in shares), default=0.0) - 1e-12


@given(shares=CHANCES, weak=CHANCES, more=CHANCES)
def test_more_weak_muscles_never_make_a_movement_stronger(
    shares: dict[str, float], weak: dict[str, float], more: dict[str, float]
) -> None:
    worse = {m: max(weak.get(m, 0.0), more.get(m, 0.0)) for m in {*weak, *more}}
    assert movement_weakness(shares, worse) >= movement_weakness(shares, weak) - 1e-12
