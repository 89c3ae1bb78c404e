"""Records of the anatomy: regions, roots, nerve segments, muscles, movements, entrapment sites.

What a lesion produces is not stated here: `legwise.network` reads it off the nerve graph.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from legwise.knowledge.quantity import Probability, Record
from legwise.knowledge.schema import ContextEffect, Danger, Link


class Region(Record):
    """One patch of body surface of one side (or of the midline)."""

    id: str
    side: Literal["paired", "midline"]
    says: str


class Zone(Record):
    """Neighbouring regions that count as one witness; `segment` is the coarser group it belongs to."""

    id: str
    says: str
    segment: str
    regions: tuple[str, ...]


class Territory(Record):
    """Skin of a nerve or root: `core` is usually its own, `variable` is shared or inconstant."""

    core: tuple[str, ...] = ()
    variable: tuple[str, ...] = ()


class Supply(Record):
    """Chance that a lesion of a root weakens a muscle."""

    muscle: str
    p: Probability


class Root(Record):
    """A spinal root: its dermatome, where its pain is felt, its myotome and its reflex."""

    id: str
    name: str
    dermatome: Territory
    pain_regions: tuple[str, ...]
    key_muscles: tuple[str, ...]
    other_muscles: tuple[str, ...]
    prior: Probability
    p_pain: Probability
    p_pain_elsewhere: Probability
    p_altered: Probability
    p_core: Probability
    p_variable: Probability
    p_weak: Probability
    p_weak_key: Probability
    p_weak_other: Probability
    p_trigger_point: Probability
    links: tuple[Link, ...] = ()
    context: tuple[ContextEffect, ...] = ()
    note: str | None = None


class NerveSegment(Record):
    """A stretch of nerve; `parents` point towards the spine, `motor` lists muscle ids in order of leaving."""

    id: str
    name: str
    parents: tuple[str, ...]
    kind: Literal["mixed", "motor", "sensory", "autonomic"]
    path: tuple[str, ...]
    motor: tuple[str, ...] = ()
    skin: Territory = Territory()
    sources: tuple[str, ...]
    grade: Literal["A", "B", "C", "D"]
    note: str | None = None


class MotorUnit(Record):
    """A muscle as nerves supply it; `atlas` names the trigger-point muscles that it corresponds to."""

    id: str
    name: str
    atlas: tuple[str, ...]
    nerves: tuple[str, ...]
    roots: tuple[str, ...]
    main_root: str


class Movement(Record):
    """A movement that is tested for strength, with the share of it that each muscle carries."""

    id: str
    name: str
    shares: dict[str, float]


class Entraps(Record):
    """A structure that a tight muscle may squeeze, and by what mechanism."""

    structure: str
    how: str


class Muscle(Record):
    """A muscle with the taught trigger-point map; maps are teaching consensus, not measured frequencies."""

    id: str
    name: str
    latin: str
    group: Literal["back", "hip", "thigh", "leg", "foot"]
    depth: str
    origin: str
    insertion: str
    actions: tuple[str, ...]
    nerve_segments: tuple[str, ...]
    roots: dict[str, Literal["major", "minor"]]
    referral_primary: tuple[str, ...]
    referral_spillover: tuple[str, ...]
    qualities: tuple[str, ...]
    trigger_point_sites: tuple[str, ...]
    entraps: tuple[Entraps, ...] = ()
    satellites: tuple[str, ...] = ()
    perpetuating: tuple[str, ...] = ()
    mimics: tuple[str, ...] = ()
    strength_test: str
    stretch: str
    palpation: str
    self_care: str
    needling_caution: str
    sources: tuple[str, ...]
    verified_fields: tuple[str, ...] = ()
    prior: Probability
    links: tuple[Link, ...] = ()
    context: tuple[ContextEffect, ...] = ()
    codes: dict[str, str] = Field(default_factory=dict)
    note: str | None = None


class Entrapment(Record):
    """A site where a nerve is caught. Weakness and numbness follow from the graph unless stated here."""

    id: str
    name: str
    plain: str
    summary: str
    labels: tuple[str, ...]
    nerve: str
    site: str
    structures: tuple[str, ...]
    sided: bool = True
    prior: Probability
    p_pain: Probability
    pain_regions: tuple[str, ...]
    p_altered: Probability
    p_core: Probability
    p_variable: Probability
    stated_skin: Territory = Territory()
    p_weak: Probability
    stated_weak: tuple[Supply, ...] = ()
    provoked_by: tuple[str, ...] = ()
    separates_from: dict[str, str] = Field(default_factory=dict)
    links: tuple[Link, ...] = ()
    context: tuple[ContextEffect, ...] = ()
    danger: Danger | None = None
    facts: tuple[str, ...] = ()
    codes: dict[str, str] = Field(default_factory=dict)
