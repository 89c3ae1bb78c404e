"""`problems` finds each kind of problem, by name, in a world that is sound but for that one thing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from legwise.knowledge.check import grade_counts, problems
from legwise.knowledge.load import DATA, Knowledge, load
from worlds import World, finding, guess, nerve, one_root, write

Break = Callable[[World], object]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legwise.knowledge.load.platformdirs.user_cache_dir", lambda name: str(tmp_path / name))


def set_(table: str, field: str, value: object) -> Break:
    """Change one field of the first record of a table; a dotted field goes inward."""

    def change(world: World) -> None:
        record = world[table][0] if isinstance(world[table], list) else world[table]
        *path, last = field.split(".")
        for part in path:
            record = record[int(part)] if isinstance(record, list) else record[part]
        record[last] = value

    return change


def add(table: str, record: World) -> Break:
    return lambda world: world[table].append(record)


def again(table: str) -> Break:
    return lambda world: world[table].append(dict(world[table][0]))


def test_the_small_world_is_sound(tmp_path: Path) -> None:
    assert problems(load(write(one_root(), tmp_path / "data"))) == []


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        # defined twice
        (again("conditions"), "node 'disc' is defined 2 times"),
        (again("muscles"), "node 'trp_soleus' is defined 2 times"),
        (again("roots"), "node 'root_s1' is defined 2 times"),
        (again("nerves"), "nerve 'plexus' is defined 2 times"),
        (again("red_flags"), "red flag 'rf_leg' is defined 2 times"),
        (again("regions"), "region 'back.low' is defined 2 times"),
        (again("zones"), "zone 'back_low' is defined 2 times"),
        (again("motor_units"), "motor unit 'soleus' is defined 2 times"),
        (again("movements"), "movement 'plantarflexion' is defined 2 times"),
        (again("context"), "factor 'age_adult' is defined 2 times"),
        (set_("findings", "aliases", ["c01", "c01"]), "alias 'c01' is defined 2 times"),
        # references to nothing
        (set_("conditions", "links.0.to", "root_l9"), "disc: link to 'root_l9', which does not exist"),
        (set_("conditions", "context.0.factor", "old"), "disc: unknown factor 'old'"),
        (set_("conditions", "claims", ["hearsay"]), "disc: unknown claim 'hearsay'"),
        (set_("interview", "safety_person", ["nothing"]), "interview: unknown finding 'nothing'"),
        (set_("interview", "safety_clinician", ["nothing"]), "interview: unknown finding 'nothing'"),
        (set_("interview", "context", ["old"]), "interview: unknown factor 'old'"),
        (set_("red_flags", "suspects", ["ghost"]), "red flag rf_leg: suspects unknown cause 'ghost'"),
        (set_("red_flags", "sources", []), "red flag rf_leg: no source"),
        # regions
        (set_("conditions", "felt.0.regions", ["arm"]), "disc: unknown region 'arm'"),
        (set_("muscles", "referral_primary", ["arm"]), "soleus: unknown region 'arm'"),
        (set_("muscles", "trigger_point_sites", ["arm"]), "soleus: unknown region 'arm'"),
        (set_("roots", "dermatome.core", ["arm"]), "S1: unknown region 'arm'"),
        (set_("nerves", "skin", {"core": ["arm"]}), "plexus: unknown region 'arm'"),
        (set_("entrapments", "pain_regions", ["arm"]), "ent_tibial: unknown region 'arm'"),
        (set_("entrapments", "stated_skin", {"variable": ["arm"]}), "ent_tibial: unknown region 'arm'"),
        (set_("zones", "regions", ["back.low", "arm"]), "zone back_low: unknown region 'arm'"),
        (set_("zones", "regions", ["back.low", "leg.calf"]), "region 'leg.calf' lies in 2 zones instead of one"),
        (lambda world: world["zones"].pop(), "region 'pelvis.saddle' lies in 0 zones instead of one"),
        (set_("zones", "regions", ["back.low", "pelvis.saddle"]), "zone back_low: mixes regions of one side"),
        # provenance
        (set_("conditions", "prior.sources", ["rumour"]), "conditions[disc].prior: unknown source 'rumour'"),
        (set_("conditions", "prior.facts", ["rumour"]), "conditions[disc].prior: unknown fact 'rumour'"),
        (
            set_("conditions", "prior", {"value": 0.1, "grade": "B", "facts": ["seen_once"]}),
            "conditions[disc].prior: grade B is better than its facts (C)",
        ),
        (set_("muscles", "sources", ["rumour"]), "soleus: unknown source 'rumour'"),
        (set_("nerves", "sources", ["rumour"]), "plexus: unknown source 'rumour'"),
        (set_("red_flags", "sources", ["rumour"]), "rf_leg: unknown source 'rumour'"),
        (set_("red_flags", "facts", ["rumour"]), "rf_leg: unknown fact 'rumour'"),
        (set_("entrapments", "facts", ["rumour"]), "ent_tibial: unknown fact or claim 'rumour'"),
        (set_("facts", "sources", ["rumour"]), "fact seen_once: unknown source 'rumour'"),
        (set_("claims", "sources", ["rumour"]), "claim discs_slip: unknown source 'rumour'"),
        (set_("claims", "evidence", ["rumour"]), "claim discs_slip: unknown fact 'rumour'"),
        (lambda world: world["sources"].clear(), "roots[S1].links[leg_raise_hurts].p: unknown source 'trial'"),
        # nerves
        (set_("nerves", "parents", ["L9"]), "nerve plexus: unknown parent 'L9'"),
        (set_("nerves", "parents", ["tibial"]), "nerve tibial lies upstream of itself"),
        (add("nerves", nerve("loose", [])), "nerve loose does not reach the spine"),
        (set_("nerves", "motor", ["biceps"]), "nerve plexus: unknown muscle 'biceps'"),
        (set_("entrapments", "nerve", "ulnar"), "entrapment ent_tibial: unknown nerve 'ulnar'"),
        (set_("entrapments", "nerve", "S1"), "entrapment ent_tibial: unknown nerve 'S1'"),
        (
            set_("entrapments", "stated_weak", [{"muscle": "biceps", "p": guess(0.5)}]),
            "entrapment ent_tibial: unknown muscle 'biceps'",
        ),
        (set_("roots", "key_muscles", ["biceps"]), "root S1: unknown muscle 'biceps'"),
        (set_("movements", "shares", {"biceps": 0.5}), "movement plantarflexion: unknown muscle 'biceps'"),
        (lambda world: world["nerves"][1].pop("motor"), "muscle soleus is supplied by no nerve"),
        (set_("muscles", "nerve_segments", ["ulnar"]), "muscle soleus: unknown nerve 'ulnar'"),
        (set_("muscles", "satellites", ["biceps"]), "muscle soleus: unknown satellite 'biceps'"),
        # what nothing produces, and what produces nothing
        (add("findings", finding("hiccups")), "finding 'hiccups' is produced by no cause"),
        (set_("conditions", "links", []), "sign 'tension' is produced by no cause"),
        (
            lambda world: world["conditions"][0].update(links=[], felt=[]),
            "condition 'disc' produces nothing, so nothing can speak for it",
        ),
        # families and age
        (set_("conditions", "labels", ["lumbago"]), "label 'lumbago' has no family"),
        (set_("families", "leg.labels", ["tibial_neuropathy"]), "label 'myofascial_pain' has no family"),
        (
            set_("families", "leg.labels", ["tibial_neuropathy", "myofascial_pain", "disc_herniation"]),
            "label 'disc_herniation' lies in 2 families",
        ),
        (set_("context", "prevalence", guess(0.5)), "the shares of the age bands sum to 0.60, not 1"),
        (
            set_("findings", "false_positive_by_age", {"age_adult": guess(0.2)}),
            "leg_raise_hurts: false positives by age need exactly the bands age_adult, age_child",
        ),
        (
            set_("signs", "false_positive_by_age", {"age_adult": guess(0.5), "age_child": guess(0.1)}),
            "tension: the false positive is",
        ),
    ],
)
def test_each_problem_is_found_and_named(tmp_path: Path, broken: Break, problem: str) -> None:
    world = one_root()
    broken(world)
    found = problems(load(write(world, tmp_path / "data")))
    assert any(one.startswith(problem) for one in found), found


def test_a_copied_and_broken_data_folder_is_seen_through(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    broken = {
        "findings": [finding("hiccups_of_the_foot")],
        "nerves": [nerve("circle_one", ["circle_two"]), nerve("circle_two", ["circle_one"])],
        "conditions": [
            {
                **one_root()["conditions"][0],
                "id": "made_up",
                "labels": ["low_back_pain"],
                "claims": [],
                "context": [],
                "felt": [],
                "prior": {"value": 0.1, "grade": "B", "sources": ["nobody_wrote_this"]},
                "links": [{"to": "no_such_finding", "p": guess(0.5)}],
            }
        ],
    }
    (folder / "zz_broken.yaml").write_text(yaml.safe_dump(broken), encoding="utf-8")
    new = set(problems(load(folder))) - set(problems(knowledge))
    for problem in (
        "made_up: link to 'no_such_finding', which does not exist",
        "conditions[made_up].prior: unknown source 'nobody_wrote_this'",
        "nerve circle_one lies upstream of itself",
        "nerve circle_two lies upstream of itself",
        "finding 'hiccups_of_the_foot' is produced by no cause",
    ):
        assert problem in new


def test_the_knowledge_base_is_sound(knowledge: Knowledge) -> None:
    assert problems(knowledge) == []


def test_grades_are_counted_and_estimates_are_told(tmp_path: Path) -> None:
    counts = grade_counts(load(write(one_root(), tmp_path / "data")))
    assert (counts["A"], counts["B"], counts["C"]) == (0, 1, 0)
    assert counts["D"] == counts["estimates"] > 0
