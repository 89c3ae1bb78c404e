"""Findings that the anatomy generates: trigger points by muscle and loss of feeling by zone."""

from __future__ import annotations

from collections.abc import Mapping

from legwise.knowledge.quantity import Probability, Quantity
from legwise.knowledge.schema import Finding
from legwise.knowledge.schema_anatomy import Muscle, Zone


def _probability(quantity: Quantity) -> Probability:
    return Probability.model_validate(quantity.model_dump())


def trigger_point_findings(muscles: tuple[Muscle, ...], model: Mapping[str, Quantity]) -> list[Finding]:
    """One palpation finding per muscle: `trigger_point.<muscle>`."""
    return [
        Finding(
            id=f"trigger_point.{muscle.id}",
            name=f"Trigger point in {muscle.name.lower()}",
            kind="exam",
            group="trigger_points",
            sided=True,
            question=f"When a therapist presses the {muscle.name.lower()}, does it bring on the pain you know?",
            clinician=f"{muscle.palpation}; positive when pressure reproduces the familiar symptom",
            answered_by=("clinician",),
            cost=1.0,
            false_positive=_probability(model["trigger_point_false_positive"]),
        )
        for muscle in muscles
    ]


def sensory_findings(zones: tuple[Zone, ...], model: Mapping[str, Quantity]) -> list[Finding]:
    """One sensory-testing finding per zone: `sensory_loss.<zone>`."""
    return [
        Finding(
            id=f"sensory_loss.{zone.id}",
            name=f"Reduced feeling: {zone.says}",
            kind="exam",
            group="sensation",
            sided=zone.id not in ("saddle", "sacrum", "coccyx", "pubic", "back_midline", "upper_body"),
            question=f"Has testing shown less feeling here: {zone.says}?",
            clinician="light touch and pinprick against the other side; positive when clearly reduced",
            answered_by=("clinician",),
            cost=1.0,
            false_positive=_probability(model["sensory_loss_false_positive"]),
        )
        for zone in zones
        if zone.segment != "elsewhere"
    ]
