"""Small knowledge bases as data folders: one of each kind of record, sound until a test breaks one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

World = dict[str, Any]


def guess(value: float) -> World:
    return {"value": value, "grade": "D", "basis": "a number for a test"}


def cited(value: float) -> World:
    return {"value": value, "grade": "B", "sources": ["trial"]}


def one_root() -> World:
    """One root, one nerve, one muscle, one disc, one entrapment: `back` and `calf` paired, `saddle` midline."""
    return {
        "regions": [
            {"id": "back.low", "side": "paired", "says": "low back"},
            {"id": "leg.calf", "side": "paired", "says": "calf"},
            {"id": "pelvis.saddle", "side": "midline", "says": "saddle"},
        ],
        "zones": [
            {"id": "back_low", "says": "low back", "segment": "back", "regions": ["back.low"]},
            {"id": "calf", "says": "calf", "segment": "calf", "regions": ["leg.calf"]},
            {"id": "saddle", "says": "saddle", "segment": "saddle", "regions": ["pelvis.saddle"]},
        ],
        "roots": [
            {
                "id": "S1",
                "name": "S1 root",
                "dermatome": {"core": ["leg.calf"], "variable": ["pelvis.saddle"]},
                "pain_regions": ["leg.calf"],
                "key_muscles": ["soleus"],
                "other_muscles": [],
                "prior": guess(0.01),
                "p_pain": guess(0.6),
                "p_pain_elsewhere": guess(0.1),
                "p_altered": guess(0.6),
                "p_core": guess(0.5),
                "p_variable": guess(0.2),
                "p_weak": guess(0.3),
                "p_weak_key": guess(0.3),
                "p_weak_other": guess(0.1),
                "p_trigger_point": guess(0.1),
                "links": [{"to": "leg_raise_hurts", "p": cited(0.8)}],
            }
        ],
        "nerves": [
            nerve("plexus", ["S1"]),
            nerve("tibial", ["plexus"], motor=["soleus"], skin={"core": ["leg.calf"]}),
        ],
        "motor_units": [
            {
                "id": "soleus",
                "name": "Soleus",
                "atlas": ["soleus"],
                "nerves": ["tibial"],
                "roots": ["S1"],
                "main_root": "S1",
            }
        ],
        "movements": [{"id": "plantarflexion", "name": "Plantar flexion", "shares": {"soleus": 0.6}}],
        "muscles": [
            {
                "id": "soleus",
                "name": "Soleus",
                "latin": "m. soleus",
                "group": "leg",
                "depth": "deep",
                "origin": "tibia",
                "insertion": "heel",
                "actions": ["ankle: plantar flexion"],
                "nerve_segments": ["tibial"],
                "roots": {"S1": "major"},
                "referral_primary": ["leg.calf"],
                "referral_spillover": [],
                "qualities": ["pain"],
                "trigger_point_sites": ["leg.calf"],
                "strength_test": "heel raise",
                "stretch": "lunge",
                "palpation": "flat",
                "self_care": "walk",
                "needling_caution": "tibial nerve",
                "sources": ["trial"],
                "prior": guess(0.02),
            }
        ],
        "entrapments": [
            {
                "id": "ent_tibial",
                "name": "Tibial nerve at the knee",
                "plain": "nerve behind the knee",
                "summary": "caught",
                "labels": ["tibial_neuropathy"],
                "nerve": "tibial",
                "site": "knee",
                "structures": [],
                "prior": guess(0.001),
                "p_pain": guess(0.7),
                "pain_regions": ["leg.calf"],
                "p_altered": guess(0.8),
                "p_core": guess(0.9),
                "p_variable": guess(0.4),
                "p_weak": guess(0.5),
            }
        ],
        "conditions": [
            {
                "id": "disc",
                "name": "Disc herniation",
                "plain": "slipped disc",
                "summary": "presses a root",
                "labels": ["disc_herniation"],
                "category": "spine",
                "sided": True,
                "prior": guess(0.05),
                "context": [{"factor": "age_adult", "odds_ratio": guess(2.0)}],
                "felt": [{"modality": "pain", "regions": ["back.low"], "p": guess(0.5)}],
                "links": [{"to": "root_s1", "p": guess(0.6)}, {"to": "tension", "p": guess(0.3)}],
                "claims": ["discs_slip"],
            }
        ],
        "signs": [
            {
                "id": "tension",
                "name": "Tension",
                "sided": True,
                "links": [{"to": "leg_raise_hurts", "p": guess(0.7)}],
                "false_positive": guess(0.05),
            }
        ],
        "findings": [finding("leg_raise_hurts")],
        "context": [
            {
                "id": "age_adult",
                "name": "Adult",
                "group": "age",
                "question": "How old?",
                "prevalence": guess(0.9),
                "from_number": "age",
                "low": 18,
                "high": 130,
            },
            {
                "id": "age_child",
                "name": "Child",
                "group": "age",
                "question": "How old?",
                "prevalence": guess(0.1),
                "from_number": "age",
                "low": 0,
                "high": 18,
            },
        ],
        "red_flags": [
            {
                "id": "rf_leg",
                "name": "Leg",
                "urgency": "same_day",
                "suspects": ["disc"],
                "when": {"finding": "leg_raise_hurts"},
                "reason": "for a test",
                "plain": "for a test",
                "action": "look",
                "plain_action": "look",
                "sources": ["trial"],
                "grade": "D",
            }
        ],
        "families": {
            "spine": {"name": "Spine", "plain": "back", "labels": ["disc_herniation", "radiculopathy_s1"]},
            "leg": {"name": "Leg", "plain": "leg", "labels": ["tibial_neuropathy", "myofascial_pain"]},
        },
        "model": {
            "trigger_point_false_positive": guess(0.1),
            "sensory_loss_false_positive": guess(0.05),
            "inconstant_parent_share": guess(0.5),
            "region_given_entrapment_pain": guess(0.6),
            "distal_weakness_share": guess(0.6),
        },
        "interview": {"context": ["age_adult"], "safety_person": ["leg_raise_hurts"]},
        "sources": [{"id": "trial", "title": "A trial", "kind": "trial", "read": "full"}],
        "facts": [
            {
                "id": "seen_once",
                "topic": "test",
                "statement": "seen once",
                "grade": "C",
                "verified": True,
                "sources": ["trial"],
            }
        ],
        "claims": [
            {
                "id": "discs_slip",
                "claim": "Discs slip.",
                "verdict": "partly",
                "grade": "C",
                "sources": ["trial"],
                "evidence": ["seen_once"],
            }
        ],
    }


def nerve(name: str, parents: list[str], **more: Any) -> World:
    fixed = {"id": name, "name": name, "parents": parents, "kind": "mixed", "path": [], "sources": ["trial"]}
    return {**fixed, "grade": "C", **more}


def finding(name: str, **more: Any) -> World:
    fixed = {"id": name, "name": name, "kind": "exam", "group": "test", "sided": True, "question": "?"}
    return {
        **fixed,
        "clinician": "look",
        "answered_by": ["clinician"],
        "cost": 1.0,
        "false_positive": guess(0.05),
        **more,
    }


def write(world: World, folder: Path) -> Path:
    """Write a world as a data folder, the library in its own folders."""
    for key, value in world.items():
        path = folder / key / "all.yaml" if key in ("sources", "facts", "claims") else folder / f"{key}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump({key: value}, sort_keys=False), encoding="utf-8")
    return folder
