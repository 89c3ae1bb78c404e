"""How virtual people tell of themselves and are examined: the numbers of `people.yaml`, and the usual tests."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from legwise.errors import KnowledgeError
from legwise.knowledge.load import read_yaml
from legwise.knowledge.quantity import Probability, Quantity, Record

USUAL_GROUPS = frozenset({"neurodynamic", "reflexes", "power", "sacroiliac"})
USUAL_TESTS = frozenset(
    {
        "tinel_fibular_head",
        "foot_pulses_weak",
        "calf_swollen",
        "spinal_percussion_pain",
        "babinski",
        "stocking_sensory_loss",
    }
)
COMPLAINT_GROUPS = frozenset({"course", "onset", "timing", "rest_and_movement", "quality"})
ALWAYS_ASKED = frozenset({"urge_to_move", "leg_weakness_felt", "calf_swelling", "calf_cramp_attacks"})


class Ages(Record):
    """Ages in years: ends of the open age bands, and from which to below which age a pregnancy is possible."""

    youngest: Quantity
    oldest: Quantity
    fertile_from: Quantity
    fertile_before: Quantity


class People(Record):
    """How pain is drawn (correlation of extents, spreading), the chances of a visit, and ages, each with its grade."""

    extent_correlation: Probability
    spread_pain: Probability
    spread_zone: Probability
    wrong_yes: Probability
    wrong_no: Probability
    chart_completed: Probability
    place_told: Probability
    factor_known: Probability
    safety_asked: Probability
    complaint_asked: Probability
    history_asked: Probability
    examined: Probability
    test_done: Probability
    other_side_tested: Probability
    rare_test_done: Probability
    ages: Ages

    def with_values(self, **values: float) -> People:
        """The same people but for some chances. Raises KnowledgeError for an unknown name or no probability."""
        known = self.model_dump(exclude={"ages"})
        for name, value in values.items():
            if name not in known:
                raise KnowledgeError(f"virtual patients: no number '{name}'; allowed: {', '.join(known)}")
            if not 0.0 <= value <= 1.0:
                raise KnowledgeError(f"virtual patients: {name} is {value}; it must lie between 0 and 1")
            known[name] = {"value": value, "grade": "D", "basis": "set for a comparison"}
        return People.model_validate({**known, "ages": self.ages})


@lru_cache(maxsize=1)
def people() -> People:
    """The people as they are described in `people.yaml`."""
    return People.model_validate(read_yaml(Path(__file__).parent / "people.yaml"))
