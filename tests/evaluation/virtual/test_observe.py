"""What a visit brings out: nothing that the patient did not say, gaps, slips, and a case that can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from legwise.case.resolve import resolve
from legwise.errors import KnowledgeError
from legwise.evaluation.virtual import People, people, people_seen, world
from legwise.evaluation.virtual.observe import observe
from legwise.evaluation.virtual.people import ALWAYS_ASKED, COMPLAINT_GROUPS, USUAL_GROUPS, USUAL_TESTS
from legwise.evaluation.virtual.sample import sample_patient
from legwise.knowledge.load import Knowledge

COUNT = 40


def test_a_case_holds_nothing_that_the_patient_did_not_say(knowledge: Knowledge) -> None:
    one = world(knowledge)
    slips = 0
    for _, patient, visit in islice(people_seen(one, people(), 11), COUNT):
        case, places = visit.case, {place: number for number, place in enumerate(one.places)}
        assert not (visit.told & ~patient.felt).any()
        for mark in case.chart.marks:
            side, _, region = mark.regions[0].rpartition(":")
            modality = "pain" if mark.qualities == ("pain",) else "altered"
            assert visit.told[places[modality, side or "M", knowledge.zone_of[region]]]
        assert len(case.chart.marks) == visit.told.sum()
        for key, answer in case.findings.items():
            assert answer == (bool(patient.on[one.template.index[key]]) != (key in visit.slips))
        slips += len(visit.slips)
        factors = {key: value for key, value in case.context.items() if key not in ("age", "sex")}
        assert factors.items() <= patient.context.factors.items()
        assert case.gold is None
        resolve(case, knowledge)
    assert slips > 0


def test_a_completed_chart_holds_everything_that_is_felt_and_another_less(knowledge: Knowledge) -> None:
    one = world(knowledge)
    some = [(p, v) for _, p, v in islice(people_seen(one, people(), 12), COUNT)]
    done = [(p, v) for p, v in some if v.case.chart.completed]
    assert 0 < len(done) < COUNT
    assert all(np.array_equal(p.felt, v.told) for p, v in done)
    rest = [(p.felt.sum(), v.told.sum()) for p, v in some if not v.case.chart.completed]
    assert sum(told for _, told in rest) < sum(felt for felt, _ in rest)


def test_everybody_has_a_complaint(knowledge: Knowledge) -> None:
    one = world(knowledge)
    silent = sample_patient(one, people(), np.random.default_rng(13))
    silent = replace(silent, on=np.zeros_like(silent.on), felt=np.zeros_like(silent.felt))
    careful = people().with_values(wrong_yes=0.0)
    assert observe(silent, one, careful, np.random.default_rng(1)) is None
    for _, _, visit in islice(people_seen(one, people(), 14), COUNT):
        yes = {key.rpartition(":")[2] for key, answer in visit.case.findings.items() if answer is True}
        assert visit.case.chart.marks or yes & ALWAYS_ASKED


def asked(described: People, knowledge: Knowledge) -> int:
    return sum(len(v.case.findings) for _, _, v in islice(people_seen(world(knowledge), described, 15), 15))


def test_less_is_asked_of_those_whose_visit_is_short(knowledge: Knowledge) -> None:
    short = people().with_values(
        safety_asked=0.0, complaint_asked=0.0, history_asked=0.0, examined=0.0, rare_test_done=0.0
    )
    assert asked(short, knowledge) < 0.3 * asked(people(), knowledge)
    careful = people().with_values(wrong_yes=0.0, wrong_no=0.0)
    assert not any(v.slips for _, _, v in islice(people_seen(world(knowledge), careful, 16), 15))


def test_a_patient_is_the_same_wherever_one_starts(knowledge: Knowledge) -> None:
    one = world(knowledge)
    every = {number: visit.case for number, _, visit in islice(people_seen(one, people(), 17), 8)}
    later = {number: visit.case for number, _, visit in islice(people_seen(one, people(), 17, start=4), 3)}
    assert all(every[number] == case for number, case in later.items() if number in every)
    other = {number: visit.case for number, _, visit in islice(people_seen(one, people(), 18), 8)}
    assert any(every[number] != other[number] for number in every.keys() & other.keys())


def test_the_usual_tests_exist(knowledge: Knowledge) -> None:
    assert set(knowledge.findings) >= USUAL_TESTS | ALWAYS_ASKED
    groups = {finding.group for finding in knowledge.findings.values()}
    assert groups >= USUAL_GROUPS | COMPLAINT_GROUPS


def test_a_wrong_number_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="wrong_yes is 2"):
        people().with_values(wrong_yes=2.0)
    with pytest.raises(KnowledgeError, match="no number 'careless'"):
        people().with_values(careless=0.1)
