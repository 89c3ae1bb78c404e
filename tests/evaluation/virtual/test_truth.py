"""Who really produced the complaint, on persons made by hand; and judging them against an assessment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from legwise.assessment.assess import inferred
from legwise.case.model import Case, Chart, Mark
from legwise.evaluation.virtual import Calibration, World, distances, judged, people, report, world
from legwise.evaluation.virtual.intervals import Coverage
from legwise.evaluation.virtual.observe import Visit
from legwise.evaluation.virtual.sample import Patient, sample_patient
from legwise.evaluation.virtual.study import judge
from legwise.evaluation.virtual.truth import Truth, truth
from legwise.knowledge.load import Knowledge


def nobody(one: World) -> Patient:
    """A person with nothing at all."""
    patient = sample_patient(one, people(), np.random.default_rng(1))
    parts = ("on", "leaked", "fired", "felt", "felt_fired", "felt_leaked", "spread")
    return replace(patient, **{name: np.zeros_like(getattr(patient, name)) for name in parts})


def feels(patient: Patient, one: World, cause: str, zone: str) -> None:
    """A cause is there and felt in a zone."""
    node, place = one.template.index[cause], one.places.index(("pain", "R", zone))
    link = np.flatnonzero((one.felt_cause == node) & (one.felt_place == place))
    assert len(link) == 1
    patient.on[node] = patient.felt[place] = patient.felt_fired[link[0]] = True


def leaks(patient: Patient, one: World, zone: str) -> None:
    """A zone is felt for no reason."""
    place = one.places.index(("pain", "R", zone))
    patient.felt[place] = patient.felt_leaked[place] = True


def seen(patient: Patient, one: World, **findings: bool) -> tuple[Visit, Truth]:
    zones = [one.places[n] for n in np.flatnonzero(patient.felt).tolist()]
    marks = tuple(
        Mark(regions=(f"R:{one.knowledge.zones[zone].regions[0]}",), qualities=("pain",)) for _, _, zone in zones
    )
    answers = {(f"R:{key[2:]}" if key.startswith("R_") else key): value for key, value in findings.items()}
    case = Case(chart=Chart(marks=marks), findings=dict(answers))
    slips = frozenset(k for k, v in answers.items() if v != bool(patient.on[one.template.index[k]]))
    visit = Visit(case, patient.felt, slips)
    return visit, truth(patient, visit, inferred(case, one.knowledge), one)


def test_one_cause_that_is_felt_has_all_the_blame(knowledge: Knowledge) -> None:
    one = world(knowledge)
    patient = nobody(one)
    feels(patient, one, "R:trp_gluteus_minimus_anterior", "thigh_outer")
    _, known = seen(patient, one)
    assert known.families == {"myofascial": pytest.approx(1.0)}
    assert known.sources == {"R:trp_gluteus_minimus_anterior": pytest.approx(1.0)}
    assert known.unexplained == 0.0


def test_a_zone_without_reason_is_unexplained_and_a_shared_one_is_split(knowledge: Knowledge) -> None:
    one = world(knowledge)
    patient = nobody(one)
    feels(patient, one, "R:trp_gluteus_minimus_anterior", "thigh_outer")
    leaks(patient, one, "thigh_outer")
    _, known = seen(patient, one)
    assert (known.families["myofascial"], known.unexplained) == (pytest.approx(0.5), pytest.approx(0.5))
    leaks(patient, one, "heel")
    _, known = seen(patient, one)
    assert (known.families["myofascial"], known.unexplained) == (pytest.approx(0.25), pytest.approx(0.75))


def test_a_wrong_yes_belongs_to_nobody(knowledge: Knowledge) -> None:
    one = world(knowledge)
    patient = nobody(one)
    feels(patient, one, "R:trp_gluteus_minimus_anterior", "thigh_outer")
    visit, known = seen(patient, one, R_ankle_reflex_reduced=True)
    assert visit.slips == {"R:ankle_reflex_reduced"}
    share = knowledge.number("complaint_sign") / (knowledge.number("complaint_sign") + 1.0)
    assert known.unexplained == pytest.approx(share)


def test_a_cause_brought_about_by_another_is_blamed_on_both(knowledge: Knowledge) -> None:
    one = world(knowledge)
    patient = nobody(one)
    network, nodes = one.template.network, one.template.nodes
    copy = next(
        int(c)
        for c, p in zip(one.felt_cause, one.felt_place, strict=True)
        if nodes[c].is_copy and nodes[c].base == "R:root_s1" and one.places[p] == ("pain", "R", "calf")
    )
    links = network.links_into(copy)
    patient.fired[links.start] = True
    parent = nodes[int(network.parent[links.start])]
    patient.on[network.parent[links.start]] = True
    feels(patient, one, nodes[copy].key, "calf")
    _, known = seen(patient, one)
    assert known.sources["R:root_s1"] == pytest.approx(1.0)
    assert known.sources[parent.base] == pytest.approx(1.0)
    assert known.families["lumbar_root"] == pytest.approx(1.0)  # once, though two members had a hand in it


def test_a_judgement_compares_what_is_stated_with_what_is_so(knowledge: Knowledge) -> None:
    one = world(knowledge)
    patient = nobody(one)
    feels(patient, one, "R:trp_gluteus_minimus_anterior", "thigh_outer")
    visit, known = seen(patient, one)
    parts = inferred(visit.case, knowledge)
    found = judge(patient, parts, known, one)
    assert found.present.sum() == 1
    assert len(found.stated) == len(found.family) > 10
    assert found.true_share == known.families.get(str(found.leading), 0.0)
    nothing = judge(nobody(one), parts, Truth({}, {}, 1.0), one)
    assert not nothing.present.any()
    assert (nothing.family_rank, nothing.has_source) == (None, False)


def test_a_study_is_reproducible_and_its_report_is_json(knowledge: Knowledge) -> None:
    one, described = world(knowledge), people().with_values(examined=0.0, history_asked=0.0)
    totals = []
    for _ in range(2):
        found, coverage = Calibration(), Coverage()
        for item in judged(one, described, 3, 21):
            found.add(item)
        for moved in distances(one, described, 1, 21):
            coverage.add(moved)
        totals.append(report(found, coverage, 21))
    assert totals[0] == totals[1]
    assert totals[0]["patients"] == 3
    assert totals[0]["all_causes"]["statements"] > totals[0]["shown_causes"]["statements"]


def test_an_unanswered_patient_is_counted_apart() -> None:
    found = Calibration()
    found.add("patient 3 of seed 1: too dense")
    assert (found.patients, found.unanswered) == (0, ["patient 3 of seed 1: too dense"])


def test_coverage_of_normal_distances_is_what_was_stated_and_of_wide_ones_less() -> None:
    random = np.random.default_rng(3)
    right, narrow = Coverage(), Coverage()
    for _ in range(1500):
        moves = random.standard_normal(4)
        right.add(moves)
        narrow.add(2.0 * moves)
    for level, point in right.points().items():
        assert point.low - 0.01 <= level <= point.high + 0.01
    assert narrow.points()[0.9].high < 0.7
    assert (right.patients, right.sources) == (1500, 6000)
