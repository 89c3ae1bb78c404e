"""What the knowledge base must hold, whatever its numbers are."""

from __future__ import annotations

from collections import Counter

import pytest

from knowledge_families import FAMILIES
from legwise.knowledge.load import Knowledge, quantities

NO_CAUSE_YET = {"medial_femoral_cutaneous_neuropathy"}  # in a family, but no case asks for it

ENTRAPMENTS = (
    "anterior_tarsal",
    "baxter",
    "deep_peroneal_dorsum",
    "deep_peroneal_leg",
    "femoral_haematoma",
    "femoral_ligament",
    "genitofemoral",
    "hallux_digital",
    "iliohypogastric",
    "ilioinguinal",
    "inferior_cluneal",
    "infrapatellar",
    "lfcn",
    "lumbosacral_trunk",
    "medial_calcaneal",
    "medial_plantar",
    "middle_cluneal",
    "morton",
    "obturator_adductor",
    "obturator_canal",
    "peroneal_fibular_head",
    "peroneal_ganglion",
    "peroneal_popliteal",
    "peroneal_tunnel",
    "posterior_cutaneous_thigh",
    "pudendal",
    "saphenous_canal",
    "saphenous_leg",
    "sciatic_external",
    "sciatic_hamstring",
    "sciatic_hip_surgery",
    "sciatic_ischiofemoral",
    "sciatic_obturator_internus",
    "sciatic_piriformis",
    "sciatic_thigh",
    "soleal_sling",
    "superficial_peroneal",
    "superior_cluneal",
    "superior_gluteal",
    "sural",
    "tarsal_tunnel",
    "tibial_popliteal",
)

CONDITIONS = {
    "disc herniation at each level": ("disc_l1_l2", "disc_l2_l3", "disc_l3_l4", "disc_l4_l5", "disc_l5_s1"),
    "stenosis": ("lumbar_spinal_stenosis", "foraminal_stenosis"),
    "sacroiliac joint": ("sacroiliac_joint_pain",),
    "facet joint": ("lumbar_facet_pain",),
    "hip osteoarthritis": ("hip_osteoarthritis",),
    "greater trochanteric pain": ("greater_trochanteric_pain_syndrome",),
    "hamstring origin": ("proximal_hamstring_tendinopathy",),
    "ischiofemoral impingement": ("ischiofemoral_impingement",),
    "transitional vertebra": ("bertolotti_syndrome",),
    "scoliosis": ("scoliosis",),
    "leg length": ("leg_length_discrepancy",),
    "spondyloarthritis": ("ankylosing_spondylitis",),
    "restless legs": ("restless_legs_syndrome", "drug_induced_restless_legs"),
    "iron deficiency": ("iron_deficiency_state",),
    "periodic limb movements": ("periodic_limb_movement_disorder",),
    "cramps": ("nocturnal_leg_cramps",),
    "akathisia": ("akathisia",),
    "painful legs and moving toes": ("painful_legs_moving_toes",),
    "positional discomfort": ("positional_discomfort",),
    "polyneuropathy": ("polyneuropathy", "diabetic_polyneuropathy"),
    "small-fibre neuropathy": ("small_fibre_neuropathy",),
    "diabetic amyotrophy": ("diabetic_amyotrophy",),
    "shingles": ("herpes_zoster",),
    "fibromyalgia": ("fibromyalgia",),
    "statin myalgia": ("statin_myalgia",),
    "myopathy": ("inflammatory_myopathy", "hypothyroid_myopathy"),
    "arterial disease": ("femoropopliteal_artery_disease", "iliac_artery_disease"),
    "acute ischaemia": ("acute_limb_ischaemia",),
    "venous insufficiency": ("chronic_venous_insufficiency",),
    "deep vein thrombosis": ("deep_vein_thrombosis",),
    "popliteal entrapment": ("popliteal_artery_entrapment",),
    "compartment syndromes": ("acute_compartment_syndrome", "chronic_exertional_compartment_syndrome"),
    "Baker's cyst": ("baker_cyst", "ruptured_baker_cyst"),
    "stress fractures": ("tibial_stress_fracture", "metatarsal_stress_fracture", "femoral_neck_stress_fracture"),
    "tendons and foot": ("achilles_tendinopathy", "plantar_fasciitis", "posterior_tibial_tendinopathy"),
    "cauda equina": ("cauda_equina_syndrome",),
    "cord compression": ("spinal_cord_compression",),
    "malignancy": ("spinal_metastasis", "multiple_myeloma"),
    "fracture": ("vertebral_compression_fracture", "sacral_insufficiency_fracture", "proximal_femur_fracture"),
    "infection": ("spondylodiscitis", "spinal_epidural_abscess", "psoas_abscess"),
    "aneurysm": ("abdominal_aortic_aneurysm", "ruptured_abdominal_aortic_aneurysm"),
    "septic arthritis": ("septic_arthritis_hip",),
    "Guillain-Barre syndrome": ("guillain_barre_syndrome",),
}


def causes_by_label(knowledge: Knowledge) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"myofascial_pain": {muscle.id for muscle in knowledge.content.muscles}}
    for record in (*knowledge.content.conditions, *knowledge.content.entrapments):
        for label in record.labels:
            found.setdefault(label, set()).add(record.id)
    for root in knowledge.content.roots:
        found.setdefault(f"radiculopathy_{root.id.lower()}", set()).add(root.id)
    return found


@pytest.mark.parametrize("number", range(1, 39))
def test_every_criterion_of_the_pain_mechanisms_is_one_finding(knowledge: Knowledge, number: int) -> None:
    holders = [finding.id for finding in knowledge.content.findings if f"c{number:02}" in finding.aliases]
    assert len(holders) == 1


def test_no_other_aliases(knowledge: Knowledge) -> None:
    assert set(knowledge.alias_of) == {f"c{number:02}" for number in range(1, 39)}


def test_the_atlas_has_56_muscles(knowledge: Knowledge) -> None:
    assert len(knowledge.muscles) == 56


def test_roots_run_from_t12_to_s4(knowledge: Knowledge) -> None:
    assert list(knowledge.roots) == ["T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4"]


def test_every_entrapment_site_is_there(knowledge: Knowledge) -> None:
    assert len(ENTRAPMENTS) == 42
    assert set(knowledge.entrapments) == {f"ent_{name}" for name in ENTRAPMENTS}


@pytest.mark.parametrize("names", CONDITIONS.values(), ids=CONDITIONS.keys())
def test_the_conditions_of_the_scope_are_there(knowledge: Knowledge, names: tuple[str, ...]) -> None:
    assert set(names) <= set(knowledge.conditions)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_diagnosis_that_cases_are_scored_on_has_a_cause(knowledge: Knowledge, family: str) -> None:
    causes = causes_by_label(knowledge)
    assert [label for label in FAMILIES[family] if label not in causes and label not in NO_CAUSE_YET] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_families_hold_what_cases_are_scored_by(knowledge: Knowledge, family: str) -> None:
    assert set(FAMILIES[family]) <= set(knowledge.content.families[family].labels)


def test_every_label_of_a_cause_lies_in_one_family(knowledge: Knowledge) -> None:
    counted = Counter(label for family in knowledge.content.families.values() for label in family.labels)
    assert {label: counted[label] for label in causes_by_label(knowledge) if counted[label] != 1} == {}


def test_a_patient_has_two_or_three_causes(knowledge: Knowledge) -> None:
    """The priors of all grounded causes sum to the expected number of active ones."""
    content = knowledge.content
    expected = sum(record.prior.value * (2 if record.sided else 1) for record in content.conditions)
    expected += sum(record.prior.value * (2 if record.sided else 1) for record in content.entrapments)
    expected += 2 * sum(root.prior.value for root in content.roots)
    expected += 2 * sum(muscle.prior.value for muscle in content.muscles)
    assert 1.5 <= expected <= 3.6


def test_no_cause_is_certain_or_impossible(knowledge: Knowledge) -> None:
    content = knowledge.content
    for record in (*content.conditions, *content.entrapments, *content.roots, *content.muscles):
        assert 0.0 < record.prior.value < 0.5, record.id


def test_every_number_says_where_it_comes_from(knowledge: Knowledge) -> None:
    for path, quantity in quantities(knowledge.content):
        assert quantity.sources or quantity.facts or quantity.basis, path
        assert quantity.grade == "D" or quantity.sources or quantity.facts, path


def test_thresholds_lie_within_what_can_be_measured(knowledge: Knowledge) -> None:
    for finding in knowledge.content.findings:
        if finding.measure is not None:
            assert finding.measure.low < finding.measure.threshold.value < finding.measure.high, finding.id
            assert all(factor > 0.0 for factor in finding.measure.other_units.values()), finding.id


def test_ages_fall_into_one_band_each(knowledge: Knowledge) -> None:
    bands = [factor for factor in knowledge.content.context if factor.from_number == "age"]
    for age in range(121):
        assert sum(band.low <= age < band.high for band in bands) == 1, age  # type: ignore[operator]


def test_dangers_are_graded_by_urgency(knowledge: Knowledge) -> None:
    """What may cost life or limb within hours is an emergency."""
    for name in ("cauda_equina_syndrome", "acute_limb_ischaemia", "ruptured_abdominal_aortic_aneurysm"):
        danger = knowledge.conditions[name].danger
        assert danger is not None
        assert danger.urgency == "emergency"
