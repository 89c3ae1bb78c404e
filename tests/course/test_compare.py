"""Laws of comparing visits: nothing against itself, areas that only grow, time turned round."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from legwise.anatomy.body import from_spine, load_body
from legwise.case.model import Case
from legwise.case.read import case_from_mapping
from legwise.case.resolve import observe
from legwise.course.chart import area, measure, overlap
from legwise.course.compare import Seen, grown, step
from legwise.course.result import Step, VisitState
from legwise.knowledge.load import load

LEG = [name for name in load_body().regions if not name.startswith(("L:elsewhere", "R:elsewhere", "elsewhere"))]
TURNED = {"centralized": "peripheralized", "peripheralized": "centralized"}
regions = st.lists(st.sampled_from(LEG), min_size=1, max_size=6, unique=True)
qualities = st.sampled_from(["pain_aching", "burning", "numbness", "tingling"])
marks = st.lists(st.tuples(regions, qualities, st.integers(1, 10)), max_size=4)


def chart(*drawn: tuple[list[str], str, int], completed: bool = True) -> Case:
    shaded = [{"regions": r, "qualities": [q], "intensity": i} for r, q, i in drawn]
    return case_from_mapping({"chart": {"completed": completed, "marks": shaded}})


def seen(case: Case, number: int = 1) -> Seen:
    measured = measure(case, load())
    state = VisitState.model_validate(
        {
            "number": number,
            "date": f"2026-01-0{number}",
            "day": number,
            "areas": measured.areas(),
            "area_basis": measured.basis,
            "reach": measured.reach(load()),
            "intensity": measured.intensity,
            "scores": (),
            "treated": (),
            "urgency": "routine",
            "flags": (),
            "sources": (),
        }
    )
    return Seen(state, case, measured, observe(case, load()))


def between(one: Case, other: Case) -> Step:
    return step(seen(one, 1), seen(other, 2), load())


@settings(max_examples=40, deadline=None)
@given(marks, st.booleans())
def test_nothing_changes_between_a_chart_and_itself(drawn: list[Any], completed: bool) -> None:
    found = between(chart(*drawn, completed=completed), chart(*drawn, completed=completed))
    assert found.direction in ("no_change", "not_comparable")
    assert (found.direction == "no_change") == any(q in ("pain_aching", "burning") for _, q, _ in drawn)
    assert all(one.trend == "same" for one in found.areas)
    assert found.overlap in (None, 1.0)
    assert not found.intensity


@settings(max_examples=60, deadline=None)
@given(marks, marks, st.booleans(), st.booleans())
@example([(["back.lumbar_midline"], "pain_aching", 1)], [], False, True)  # it reaches as far as nothing marked counts
def test_time_turned_round_turns_the_direction_round(one: list[Any], other: list[Any], a: bool, b: bool) -> None:
    first, second = chart(*one, completed=a), chart(*other, completed=b)
    there, back = between(first, second), between(second, first)
    assert back.direction == TURNED.get(there.direction, there.direction)
    swapped = {"less": "more", "more": "less"}
    for forth, backwards in zip(there.areas, back.areas, strict=True):
        assert backwards.trend == swapped.get(forth.trend, forth.trend)
    for forward, backward in zip(there.reach, back.reach, strict=True):
        assert backward.direction == TURNED.get(forward.direction, forward.direction)


@settings(max_examples=40, deadline=None)
@given(marks, regions, qualities)
def test_marking_more_never_makes_an_area_smaller_or_the_reach_shorter(
    drawn: list[Any], more: list[str], quality: str
) -> None:
    little, much = measure(chart(*drawn), load()), measure(chart(*drawn, (more, quality, 3)), load())
    before = {one.quality: one.cm2 for one in little.areas()}
    after = {one.quality: one.cm2 for one in much.areas()}
    assert all(after[name] >= cm2 for name, cm2 in before.items())
    near = {(r.modality, r.side): r.fraction for r in little.reach(load())}
    far = {(r.modality, r.side): r.fraction for r in much.reach(load())}
    assert all(far[key] >= fraction for key, fraction in near.items())


def test_regions_are_measured_as_the_body_asset_says() -> None:
    found = measure(chart((["R:leg.posterior.upper", "R:foot.heel"], "burning", 4)), load())
    expected = sum(load_body().area_cm2[f"R:{name}"] for name in ("leg.posterior.upper", "foot.heel"))
    assert found.basis == "regions"
    assert {one.quality: one.cm2 for one in found.areas()}["burning"] == pytest.approx(expected, abs=0.2)


def drawn_on(faces: np.ndarray[Any, Any], region: str) -> Case:
    """A chart with a drawing, written as the app writes it (gaps and lengths, seven bits to a byte)."""
    numbers, end = [], 0
    for face in sorted(faces.tolist()):
        numbers += [face - end, 1]
        end = face + 1
    written = bytearray()
    for number in numbers:
        while number >= 128:
            written.append(number % 128 + 128)
            number //= 128
        written.append(number)
    feeling = {"qualities": ["pain_aching"], "intensity": 5, "when": []}
    layer = {**feeling, "faces": base64.b64encode(bytes(written)).decode()}
    drawing = {"version": 1, "body": load_body().checksum, "layers": [layer]}
    mark = {"regions": [region], "qualities": ["pain_aching"], "intensity": 5}
    return case_from_mapping({"chart": {"completed": True, "marks": [mark], "drawing": drawing}})


def test_a_drawing_is_measured_by_its_faces() -> None:
    whole = load_body().faces_of("R:leg.posterior.upper")
    half = whole[from_spine()[whole] < np.median(from_spine()[whole])]
    case = drawn_on(half, "R:leg.posterior.upper")
    found = measure(case, load())
    assert found.basis == "drawing"
    assert found.areas()[0].cm2 == pytest.approx(load_body().face_area_cm2[half].sum(), abs=0.06)
    (reach,) = found.reach(load())
    assert reach.fraction == pytest.approx(from_spine()[half].max(), abs=1e-3)
    mixed = between(case, chart((["R:leg.posterior.upper"], "pain_aching", 5)))
    assert {one.trend for one in mixed.areas} == {"unknown"}


def test_a_group_is_no_area_and_no_place() -> None:
    found = measure(case_from_mapping({"chart": {"marks": [{"regions": ["R:leg"], "intensity": 4}]}}), load())
    assert found.areas() == () and found.reach(load()) == () and found.left_out == 1 and found.intensity == 4


FAR, NEAR = (["R:buttock.upper", "R:leg.posterior.lower"], "pain_aching", 6), (["R:buttock.upper"], "pain_aching", 6)


def test_a_retreat_is_believed_only_from_a_chart_that_denies_the_rest() -> None:
    assert between(chart(FAR), chart(NEAR)).direction == "centralized"
    assert between(chart(FAR), chart(NEAR, completed=False)).direction == "not_comparable"
    assert between(chart(FAR, completed=False), chart(NEAR)).direction == "centralized"
    denied = case_from_mapping(
        {"chart": {"marks": [{"regions": NEAR[0]}], "absent": [{"regions": ["R:leg.posterior.lower"]}]}}
    )
    assert between(chart(FAR), denied).direction == "centralized"


def test_pain_that_has_gone_altogether_is_centralized() -> None:
    assert between(chart(FAR), chart()).direction == "centralized"
    assert between(chart(FAR), chart(completed=False)).direction == "not_comparable"


def test_a_neighbouring_third_is_within_redrawing() -> None:
    one, other = (["R:leg.posterior.middle"], "burning", 5), (["R:leg.posterior.lower"], "burning", 5)
    assert between(chart(one), chart(other)).direction == "no_change"


def test_one_side_in_and_the_other_out_is_mixed() -> None:
    other = (["L:buttock.upper", "R:foot.heel"], "burning", 5)
    found = between(chart((["L:foot.heel", "R:buttock.upper"], "burning", 5)), chart(other))
    assert found.direction == "mixed" and "left" in found.why and "right" in found.why


def test_an_area_counts_as_changed_beyond_the_redrawing_error() -> None:
    limit = load().number("redrawing_overlap")
    small, large = measure(chart(NEAR), load()), measure(chart(FAR), load())
    ratio = area(small.everything) / area(large.everything)
    (found,) = (one for one in between(chart(NEAR), chart(FAR)).areas if one.quality == "all")
    assert (found.trend == "more") == (ratio < limit)
    assert overlap(small.everything, large.everything) == pytest.approx(ratio)


def test_numbness_that_grew_is_told_by_side() -> None:
    one = chart((["R:foot.heel"], "numbness", 3))
    other = chart((["R:foot.heel", "R:foot.arch", "R:foot.ball", "L:foot.heel"], "numbness", 3))
    pair = ((case, measure(case, load())) for case in (one, other))
    assert grown(*pair, load()) == {("altered", "R"), ("altered", "L")}
