"""The interventions: what `kb check` finds in a broken copy, and laws of the real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from legwise.knowledge.check_interventions import intervention_problems
from legwise.knowledge.load import Content, Knowledge, load
from legwise.knowledge.schema_interventions import Contraindication, Dose, Intervention, Use

Raw = dict[str, Any]


@pytest.fixture(scope="module")
def raw() -> Raw:
    return load().content.model_dump(mode="json", exclude_defaults=True)


def _changed(raw: Raw, change: Callable[[Raw], object]) -> list[str]:
    import copy

    broken = copy.deepcopy(raw)
    change(broken)
    return intervention_problems(Knowledge("broken", Content.model_validate(broken)))


def _item(raw: Raw, name: str, table: str = "interventions") -> Raw:
    return next(item for item in raw[table] if item["id"] == name)


def _set(name: str, field: str, value: object, table: str = "interventions") -> Callable[[Raw], object]:
    def change(raw: Raw) -> None:
        record: Any = _item(raw, name, table)
        *path, last = field.split(".")
        for part in path:
            record = record[int(part)] if isinstance(record, list) else record[part]
        record[last] = value

    return change


def test_the_real_interventions_are_sound() -> None:
    assert intervention_problems(load()) == []
    assert len(load().interventions) == 52


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set("yoga", "uses.0.to", ["no_such_cause"]), "yoga: for unknown cause 'no_such_cause'"),
        (_set("stretch_calf", "uses.2.muscles", ["biceps"]), "stretch_calf: for unknown muscle 'biceps'"),
        (_set("iron_oral", "uses.0.needs", ["feritin"]), "iron_oral: needs unknown finding or factor 'feritin'"),
        (_set("yoga", "regions", ["moon"]), "yoga: unknown region 'moon'"),
        (_set("heel_lift", "only_if.findings", ["x"]), "heel_lift: only_if unknown finding 'x'"),
        (_set("remove_wallet_seat", "moot_without", "x"), "remove_wallet_seat: moot_without unknown factor 'x'"),
        (_set("yoga", "absolute", ["gout"]), "yoga: unknown contraindication 'gout'"),
        (_set("yoga", "relative", ["fracture"]), "yoga: contraindication 'fracture' is named 2 times"),
        (_set("yoga", "notes_against", {"qt": "x"}), "yoga: a note about 'qt', which it does not name"),
        (_set("yoga", "sources", ["nobody2020"]), "yoga: unknown source 'nobody2020'"),
        (_set("yoga", "claims", ["x"]), "yoga: unknown claim 'x'"),
        (_set("yoga", "uses.0.facts", ["x"]), "yoga: unknown fact 'x'"),
        (
            _set("hip_abductor_strengthening", "uses.0.grade", "A"),
            "hip_abductor_strengthening, use: grade A, but none of its sources is a systematic review",
        ),
        (_set("magnesium", "doses.0.setting", "home"), "magnesium: a medicine is dosed by a doctor only"),
        (_set("yoga", "doses.0.per_day", 3), ""),
        (_set("swedish_massage", "doses.0.minutes", 45), "swedish_massage: 45.0 minutes lie outside 10.0 to 30.0"),
        (_set("fever", "when", {"any": [{"finding": "x"}]}, "contraindications"), "fever: when: unknown finding 'x'"),
        (_set("fever", "when", {"all": []}, "contraindications"), "fever: when: expected {any: [...]}"),
        (_set("fever", "flags", ["x"], "contraindications"), "contraindication fever: unknown red flag 'x'"),
        (
            _set("dvt_suspected", "from_chance.value", 0.5, "contraindications"),
            "dvt_suspected: from 0.5, but deep_vein_thrombosis raises its alarm at 0.12",
        ),
        (_set("iron_status", "done_when", ["x"], "investigations"), "iron_status: done_when unknown finding 'x'"),
        (_set("pain_now", "facts", ["x"], "measurements"), "pain_now: unknown fact 'x'"),
        (lambda raw: raw["planning"]["places"].pop("ent_morton"), "planning: no place for ent_morton"),
        (lambda raw: raw["planning"]["numbers"].pop("benefit_helps"), "the number 'benefit_helps' is missing"),
        (lambda raw: raw["interventions"].append(raw["interventions"][0]), "is defined 2 times"),
    ],
)
def test_each_kind_of_problem_is_found(raw: Raw, change: Callable[[Raw], object], says: str) -> None:
    found = _changed(raw, change)
    if says:
        assert any(says in problem for problem in found), found
    else:
        assert found == []


@pytest.mark.parametrize(
    ("kind", "record", "says"),
    [
        (Use, {"to": ["x"], "verdict": "helps", "certainty": "low", "grade": "D", "says": "x"}, "give sources"),
        (
            Use,
            {"to": ["x"], "verdict": "untested", "certainty": "low", "grade": "D", "says": "x", "basis": "y"},
            "an untested use has certainty none and grade D",
        ),
        (Dose, {"setting": "home", "how": "x", "grade": "B", "basis": "y"}, "a dose without a source is grade D"),
        (Dose, {"setting": "session", "how": "x", "grade": "D", "basis": "y", "minutes": 5}, "least and most"),
        (Dose, {"setting": "home", "how": "x", "grade": "D", "basis": "y", "times": ["night"]}, "time of day needs"),
        (
            Contraindication,
            {"id": "x", "says": "x", "scope": "person", "ask": "x", "grade": "D", "basis": "y"},
            "nothing could ever make it stand",
        ),
    ],
)
def test_a_record_that_hides_something_is_refused(kind: Any, record: Raw, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        kind.model_validate(record)


def _sentences(item: Intervention) -> list[str]:
    return [item.what_it_does, item.harms, *(use.says for use in item.uses), *(dose.how for dose in item.doses)]


@pytest.mark.parametrize("name", sorted(load().interventions))
def test_every_intervention_says_what_it_is_in_whole_sentences(name: str) -> None:
    item = load().interventions[name]
    for text in _sentences(item):
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith("."), text
    assert {use.verdict for use in item.uses}
