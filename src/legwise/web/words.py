"""Plain words for the closed lists of the case format and for the groups of the knowledge base."""

from __future__ import annotations

SETTINGS: dict[str, str] = {
    "primary_care": "General practice or a therapist's practice",
    "general_population": "Anyone, at home",
    "spine_clinic": "Spine clinic",
    "sleep_clinic": "Sleep clinic",
    "vascular_clinic": "Clinic for blood vessels",
    "sports_clinic": "Sports clinic",
}

REGION_GROUPS: dict[str, str] = {
    "back": "Back",
    "pelvis": "Pelvis, sacrum and pubis",
    "buttock": "Buttock",
    "hip": "Hip and groin",
    "abdomen": "Lower abdomen",
    "perineum": "Saddle",
    "thigh": "Thigh",
    "knee": "Knee",
    "leg": "Lower leg",
    "ankle": "Ankle",
    "foot": "Foot and toes",
    "elsewhere": "Elsewhere",
}

FINDING_GROUPS: dict[str, str] = {
    "where": "Where it is felt",
    "quality": "What it feels like",
    "onset": "How it began",
    "course": "How it goes on",
    "timing": "When it is felt",
    "rest_and_movement": "Rest and movement",
    "sleep": "Sleep",
    "mechanism": "Kind of pain",
    "nerve_function": "Strength, feeling, bladder and bowel",
    "vessels_skin": "Vessels and skin, as noticed",
    "general": "The body as a whole",
    "pelvis": "Pelvis",
    "knee": "Knee, as noticed",
    "foot": "Foot, as noticed",
    "posture": "Posture and build",
    "gait": "Gait",
    "spine": "Spine",
    "sacroiliac": "Sacroiliac joints",
    "hip": "Hip and buttock",
    "knee_leg_foot": "Knee, leg and foot",
    "neurodynamic": "Tension tests of nerves",
    "nerve_signs": "Signs along nerves",
    "power": "Strength",
    "reflexes": "Reflexes",
    "sensation": "Feeling, on testing",
    "trigger_points": "Trigger points",
    "vessels": "Pulses and vessels",
    "skin": "Skin",
    "measures": "Measurements",
    "laboratory": "Laboratory",
    "imaging": "Imaging and nerve studies",
}

FACTOR_GROUPS: dict[str, str] = {
    "age": "Age",
    "sex": "Sex",
    "body": "Build",
    "general": "General",
    "blood_and_organs": "Blood and organs",
    "drugs": "Medicines",
    "substances": "Coffee, alcohol, tobacco, drugs",
    "earlier": "Earlier illness",
    "surgery": "Operations",
    "trauma": "Injuries",
    "family": "Family",
    "pregnancy": "Pregnancy",
    "work": "Work and habits",
    "sport": "Sport",
    "safety": "Before treatment",
}

MUSCLE_GROUPS: dict[str, str] = {
    "back": "Back",
    "hip": "Hip and buttock",
    "thigh": "Thigh",
    "leg": "Lower leg",
    "foot": "Foot",
}

FINDING_KINDS: dict[str, str] = {
    "history": "Asked",
    "exam": "Examined",
    "measure": "Measured",
    "laboratory": "Laboratory",
    "imaging": "Imaging or nerve study",
}

WHO: dict[str, str] = {
    "person": "the person",
    "clinician": "a clinician",
    "laboratory": "a laboratory",
    "imaging": "imaging or a nerve study",
}

URGENCIES: dict[str, str] = {
    "emergency": "Emergency now",
    "same_day": "Same day",
    "two_weeks": "Within two weeks",
    "routine": "Routine",
}

KINDS: dict[str, str] = {
    "muscles": "Muscles",
    "roots": "Spinal roots",
    "nerves": "Nerves",
    "entrapments": "Nerve entrapments",
    "conditions": "Conditions",
    "findings": "Questions and tests",
    "signs": "Hidden signs",
    "factors": "Factors of the person",
    "red_flags": "Red flags",
    "claims": "Popular claims",
    "sources": "Sources",
    "facts": "Facts",
}
