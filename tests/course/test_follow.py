"""Whole courses on the real engine: one that centralizes, one that gets worse."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from legwise.course import Course, CourseReport, course_from_mapping, follow, read_course
from legwise.course.markdown import to_markdown
from legwise.course.plot import charts_svg, trend_svg
from legwise.course.words import trend_series
from legwise.errors import CaseError, InputError
from legwise.knowledge.load import Knowledge, load
from legwise.triage.rules import URGENCIES

EXAMPLES = Path(__file__).parents[2] / "examples" / "courses"


def course(name: str) -> Course:
    return read_course(EXAMPLES / f"{name}.yaml")


@cache
def followed(name: str) -> CourseReport:
    return follow(course(name), load())


def test_six_visits_centralize() -> None:
    report = followed("six_visits_centralizing")
    assert report.simulated and len(report.visits) == 6
    assert [one.direction for one in report.steps] == ["centralized"] * 4 + ["no_change"]
    assert report.overall is not None and report.overall.direction == "centralized"
    reach = [max(r.fraction for r in visit.reach if r.modality == "pain") for visit in report.visits]
    assert reach == sorted(reach, reverse=True) and reach[0] > 0.9 and reach[-1] < 0.1
    areas = [next(a.cm2 for a in visit.areas if a.quality == "all") for visit in report.visits]
    assert areas == sorted(areas, reverse=True)
    assert {change.measure: change.important for change in report.overall.scores} == {
        "numeric_rating": "better",
        "roland_morris": "better",
        "patient_specific": "better",
    }
    assert all(change.important == "no" for step in report.steps for change in step.scores)


def test_the_source_is_updated_by_the_response() -> None:
    """Better raises the treated source, and only a little."""
    visits = followed("six_visits_centralizing").visits
    treated = [next(s for s in visit.sources if s.key == "R:root_l5") for visit in visits[1:]]
    assert next(s for s in visits[0].sources if s.key == "R:root_l5").without_responses is None
    for source in treated[:2]:
        assert source.without_responses is not None
        assert source.without_responses < source.presence < source.without_responses + 0.1


def test_a_deteriorating_course_becomes_more_urgent_at_every_visit() -> None:
    report = followed("deteriorating")
    assert [visit.urgency for visit in report.visits] == ["routine", "two_weeks", "same_day", "emergency"]
    assert report.urgency == "emergency"
    news = [{one.flag.id for one in visit.flags if one.how == "change"} for visit in report.visits]
    assert news[0] == set()
    assert {"change_reflex_lost", "change_numbness_spreads"} <= news[1]
    assert "change_weakness" in news[2]
    assert {"change_saddle_sphincter", "change_other_leg"} <= news[3]
    assert report.steps[0].direction == report.steps[1].direction == "peripheralized"


def visit(date: str, treated: Any = (), **case: Any) -> dict[str, Any]:
    return {"date": date, "case": case, "treated": treated}


def made(*visits: dict[str, Any]) -> CourseReport:
    return follow(course_from_mapping({"person": "p", "visits": list(visits)}), load())


def test_a_flag_stands_until_it_is_answered() -> None:
    leg = {"marks": [{"regions": ["R:calf"]}]}
    report = made(
        visit("2026-01-01", chart=leg, findings={"urinary_retention": True, "back_pain": True}),
        visit("2026-01-08", chart=leg, findings={"back_pain": True}),
        visit("2026-01-15", chart=leg, findings={"back_pain": True, "urinary_retention": False}),
    )
    assert [one.urgency for one in report.visits[:2]] == ["emergency", "emergency"]
    standing = next(one for one in report.visits[1].flags if one.flag.id == "rf_ces_retention")
    assert standing.how == "told_before" and str(standing.since) == "2026-01-01"
    assert not any(one.flag.id == "rf_ces_retention" for one in report.visits[2].flags)


def test_the_same_visit_twice_changes_nothing() -> None:
    case: dict[str, Any] = {
        "chart": {"completed": True, "marks": [{"regions": ["R:calf"], "qualities": ["numbness", "pain_aching"]}]},
        "findings": {"back_pain": True, "R:slr": True},
    }
    report = made(visit("2026-01-01", **case), visit("2026-01-08", **case))
    (step,) = report.steps
    assert step.direction == "no_change" and step.overlap == 1.0 and {a.trend for a in step.areas} == {"same"}
    assert not any(one.how == "change" for one in report.visits[1].flags)
    assert report.visits[0].sources == report.visits[1].sources
    assert report.overall is None


def test_a_person_without_complaints_any_more_is_followed_too() -> None:
    report = made(
        visit("2026-01-01", chart={"completed": True, "marks": [{"regions": ["R:calf"], "qualities": ["burning"]}]}),
        visit("2026-02-01", chart={"completed": True}),
    )
    assert report.steps[0].direction == "centralized"
    assert report.visits[1].sources == () and "nothing that could be assessed" in report.visits[1].notes[0]


def test_an_incomplete_chart_is_said_to_be_one() -> None:
    report = made(visit("2026-01-01", chart={"marks": [{"regions": ["R:calf"]}]}))
    assert report.steps == () and report.overall is None
    assert report.notes == (
        "The chart of visit 1 was not declared complete: what is not marked there is unknown, not free.",
    )


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (visit("2026-01-01", findings={"R:srl": True}), "visits[0].case: findings.R:srl: no such finding"),
        (
            visit("2026-01-01", treated=[{"source": "R:root_l9", "intervention": "x"}], findings={"R:slr": True}),
            "visits[0].treated[0].source: 'R:root_l9': no such source",
        ),
        (
            {**visit("2026-01-01", findings={"R:slr": True}), "outcomes": [{"measure": "numeric_rating", "total": 12}]},
            "visits[0].outcomes[0].total: 12 is impossible",
        ),
    ],
)
def test_what_is_wrong_names_its_visit(broken: dict[str, Any], words: str) -> None:
    with pytest.raises(CaseError) as error:
        made(broken)
    assert words in str(error.value)


def test_following_twice_gives_the_same(knowledge: Knowledge) -> None:
    again = follow(course("deteriorating"), knowledge)
    assert again.model_dump_json() == followed("deteriorating").model_dump_json()


@pytest.mark.parametrize("name", ["six_visits_centralizing", "deteriorating"])
def test_a_report_goes_through_json_and_reads_danger_first(name: str) -> None:
    report = followed(name)
    assert CourseReport.model_validate_json(report.model_dump_json()) == report
    text = to_markdown(report)
    assert "Simulated course" in text and "not a diagnosis" in text
    first = [one.flag.name for one in report.visits[-1].flags if one.flag.urgency == "emergency"]
    assert all(text.index(flag) < text.index("## Visits") for flag in first)
    for state in report.visits:
        ranks = [URGENCIES.index(one.flag.urgency) for one in state.flags]
        assert ranks == sorted(ranks)
        assert state.urgency == (state.flags[0].flag.urgency if state.flags else "routine")


def test_the_trends_are_drawn_visit_by_visit() -> None:
    report = followed("deteriorating")
    picture = ElementTree.fromstring(trend_svg(report))
    spots = picture.findall("{http://www.w3.org/2000/svg}circle")
    assert len(spots) == sum(value is not None for _, _, values in trend_series(report) for value in values)
    assert "script" not in trend_svg(report)


def test_two_charts_stand_side_by_side(knowledge: Knowledge) -> None:
    picture = ElementTree.fromstring(charts_svg(course("deteriorating"), 1, 4, "back", knowledge))
    charts = picture.findall("{http://www.w3.org/2000/svg}svg")
    assert len(charts) == 2 and float(charts[1].get("x", "0")) >= float(charts[0].get("width", "0"))
    with pytest.raises(InputError, match="there is no visit 5; allowed: 1 to 4"):
        charts_svg(course("deteriorating"), 1, 5, "back", knowledge)
