"""Reading case files: both formats, and one plain error for everything that is no case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from legwise.case import read_case
from legwise.case.model import Case
from legwise.case.read import LARGEST_FILE, case_from_mapping, parse_case
from legwise.errors import CaseError

SCIATICA: dict[str, Any] = {
    "id": "made-up-1",
    "setting": "spine_clinic",
    "context": {"age": 45, "sex": "female", "diabetes": False},
    "duration_days": 30,
    "chart": {
        "completed": True,
        "marks": [{"regions": ["R:leg.posterior.upper", "R:foot"], "qualities": ["burning"], "intensity": 7}],
        "absent": [{"regions": ["L:limb"], "qualities": ["numbness"]}],
    },
    "findings": {"R:slr": True, "haemoglobin": "13.5 g/dL", "ferritin": {"value": 20, "unit": "µg/L"}, "fever": None},
    "notes": "first line\nsecond line: with a colon",
    "gold": {"primary": "R:radiculopathy_s1"},
}


def refused(text: str, *, is_json: bool = False) -> str:
    with pytest.raises(CaseError) as caught:
        parse_case(text, is_json=is_json)
    return str(caught.value)


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(SCIATICA, allow_unicode=True), encoding="utf-8")
    (tmp_path / "case.JSON").write_text(json.dumps(SCIATICA), encoding="utf-8")
    from_yaml = read_case(tmp_path / "case.yaml")
    assert from_yaml == read_case(tmp_path / "case.JSON") == case_from_mapping(SCIATICA)
    assert from_yaml.findings["fever"] is None
    assert from_yaml.chart.marks[0].intensity == 7.0


def test_a_case_survives_the_round_trip() -> None:
    case = case_from_mapping(SCIATICA)
    assert parse_case(case.model_dump_json(), is_json=True) == case
    assert parse_case(yaml.safe_dump(case.model_dump(mode="json", exclude_defaults=True))) == case


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + b"findings: {fever: yes}")
    assert read_case(path).findings == {"fever": True}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True),
        ("no", False),
        ("true", True),
        ('"Yes"', True),
        ("positive", True),
        ("absent", False),
        ("unknown", None),
        ("null", None),
        ("0", 0.0),
        ("1", 1.0),
        ("2.5", 2.5),
        ("13 g/dL", "13 g/dL"),
    ],
)
def test_answers(written: str, meant: object) -> None:
    answer = parse_case(f"findings: {{ferritin: {written}}}").findings["ferritin"]
    assert answer == meant
    assert type(answer) is type(meant)


def test_dates_stay_text() -> None:
    assert parse_case("title: 2024-02-30").title == "2024-02-30"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the case is empty; give at least a chart mark or one finding"),
        ("# only a comment", "the case is empty"),
        ("- fever", "a case is a mapping of fields, not a list"),
        ("fever", "a case is a mapping of fields, not a text"),
        ("7", "a case is a mapping of fields, not a number"),
        ("findings: {fever: yes", "not readable as YAML"),
        ("--- {}\n--- {}", "not readable as YAML"),
        ("findings:\n  fever: yes\n  fever: no", "line 3: field 'fever' appears twice"),
        ("findings: {a: &x yes, b: *x}", "line 1: YAML aliases (*x) are not allowed"),
        ("findings: &x {a: *x}", "line 1: YAML aliases (*x) are not allowed"),
        ("notes: !!python/object/apply:os.system [ls]", "line 1: YAML tags"),
        ("notes: !!bool abc", "line 1: YAML tags"),
        ("notes: !!timestamp abc", "line 1: YAML tags"),
        ('notes: !!int ""', "line 1: YAML tags"),
        ("<<: {notes: a}", "<<: {'notes': 'a'}: unknown field"),
        ("? [a, b]\n: c", "line 1: a field name must be plain text"),
        ("1: a", "Keys should be strings"),
        ("notes: a\x00b", "contains NUL bytes"),
        ("notes: a\x07b", "not readable as YAML"),
        ("duration_days: .nan", "duration_days: nan is not a usable number"),
        ("duration_days: .inf", "duration_days: inf is not a usable number"),
        ("findings: {ferritin: -.inf}", "findings.ferritin: -inf is not a usable number"),
        ("gold: {deep: [1, {x: .nan}]}", "gold.deep[1].x: nan is not a usable number"),
        ("{person: p, visits: []}", "is a course, not a case"),
        ("duration_days: -1", "duration_days: -1: Input should be greater than or equal to 0"),
        ("duration_days: 99999", "duration_days: 99999: Input should be less than or equal to 40000"),
        ("duration_days: yes", "duration_days: True: Input should be a valid number"),
        ("chart: {marks: [{regions: [R:calf], intensity: 11}]}", "chart.marks[0].intensity: 11: Input should be less"),
        ("chart: {marks: [{regions: []}]}", "chart.marks[0].regions: []:"),
        ("chart: {marks: [{}]}", "chart.marks[0].regions: is missing"),
        ("chart: {marks: {}}", "chart.marks: {}: Input should be a list"),
        ("chart: []", "chart: []: Input should be a mapping of fields"),
        ("chart: {absent: [{regions: R:calf}]}", "chart.absent[0].regions: 'R:calf': Input should be a list"),
        ("findings: {slr: [yes]}", "findings.slr: [True]: is no answer; allowed: yes, no, unknown, a number, or {"),
        ("findings: {slr: {value: 3}}", "findings.slr: {'value': 3}: is no answer"),
        ("context: {age: {}}", "context.age: {}: is no answer"),
        (f"findings: {{ferritin: {'9' * 400}}}", "findings.ferritin: 9999"),
    ],
)
def test_what_is_no_case_is_refused_with_field_value_and_what_is_allowed(text: str, message: str) -> None:
    assert message in refused(text)


def test_an_unknown_field_names_the_nearest_and_the_allowed_ones_of_its_place() -> None:
    assert refused("finding: {}") == (
        "finding: {}: unknown field (did you mean findings?); allowed: id, title, setting, context, duration_days, "
        "chart, findings, responses, notes, gold"
    )
    assert refused("chart: {marks: [{regions: [R:calf], quality: [pain]}]}") == (
        "chart.marks[0].quality: ['pain']: unknown field (did you mean qualities?); "
        "allowed: regions, qualities, intensity, when, words"
    )


def test_a_word_outside_a_fixed_list_names_the_nearest_and_the_list() -> None:
    message = refused("chart: {marks: [{regions: [R:calf], qualities: [burnin]}]}")
    assert message.startswith("chart.marks[0].qualities[0]: 'burnin': not allowed (did you mean burning")
    assert "gooseflesh" in message


def test_several_problems_are_counted_once_each() -> None:
    assert refused("findings: {a: [1], b: [2], c: [3]}").endswith("(and 2 more problems)")
    assert refused("findings: {a: [1], b: [2]}").endswith("(and 1 more problem)")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not readable as JSON"),
        ("null", "the case is empty"),
        ("[]", "a case is a mapping of fields, not a list"),
        ('{"id": "a", "id": "b"}', "field 'id' appears twice"),
        ('{"duration_days": NaN}', "duration_days: nan is not a usable number"),
        ('{"duration_days": 1e999}', "duration_days: inf is not a usable number"),
        ('{"duration_days": 1' + "0" * 5000 + "}", "a value cannot be read"),
        ('{"id": "\\ud800"}', "id: '\\ud800'"),
        ("findings: {fever: yes}", "not readable as JSON"),
    ],
)
def test_json_is_as_strict(text: str, message: str) -> None:
    assert message in refused(text, is_json=True)


def test_a_yaml_bomb_is_refused_at_its_first_alias() -> None:
    lines = ["gold:", "  a0: &a0 [lol, lol]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "line 3: YAML aliases (*a0) are not allowed" in refused("\n".join(lines))


@pytest.mark.parametrize("depth", [25, 1_000, 500_000])
@pytest.mark.parametrize(("is_json", "before", "after"), [(False, "[", "]"), (False, "{a: ", "}"), (True, "[", "]")])
def test_deep_nesting_is_refused(depth: int, is_json: bool, before: str, after: str) -> None:
    text = '{"gold": ' + before * depth + after * depth + "}"
    assert "nested too deeply; at most 24 levels are allowed" in refused(text, is_json=is_json)


def test_deep_blocks_are_refused() -> None:
    assert "nested too deeply" in refused("- " * 100_000)


def test_a_mapping_that_nests_too_deeply_is_refused_before_it_is_shown() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(CaseError, match="nested too deeply"):
        case_from_mapping({"chart": deep})


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), 1j])
def test_a_mapping_holds_plain_values_only(value: object) -> None:
    with pytest.raises(CaseError, match=r"gold\.x: .* is not allowed; give text, a number"):
        case_from_mapping({"gold": {"x": value}})


def test_very_long_strings_are_shortened_in_the_message() -> None:
    for text in ("id: " + "x" * 100_000, "x" * 1_000 + ": 1", f"findings: {{{'y' * 900}: [1]}}", "id: ['\\e[31m']"):
        message = refused(text)
        assert len(message) < 500
        assert message.isprintable()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"notes: " + b"x" * 10_000_000, "too large; a case file has at most 2,000,000 bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xd8", "not a text file (UTF-8 expected)"),
        ("notes: Rücken".encode("latin-1"), "not a text file (UTF-8 expected)"),
        ("notes: back".encode("utf-16"), "not a text file (UTF-8 expected)"),
        (b"notes: a\x00b", "contains NUL bytes"),
        (b"", "the case is empty"),
    ],
)
def test_files_that_are_no_text_or_too_large(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    with pytest.raises(CaseError) as caught:
        read_case(path)
    assert str(caught.value).startswith(f"{path}: ") or len(str(path)) > 80
    assert message in str(caught.value)


def test_the_largest_allowed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = "findings: {fever: yes}\n# "
    path.write_text(text + "x" * (LARGEST_FILE - len(text)), encoding="utf-8")
    assert read_case(path).findings == {"fever": True}
    path.write_text(text + "x" * (LARGEST_FILE - len(text) + 1), encoding="utf-8")
    with pytest.raises(CaseError, match="too large"):
        read_case(path)


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is a folder; give a case file, or use 'legwise evaluate'"):
        read_case(tmp_path)
    with pytest.raises(CaseError, match="no such file"):
        read_case(tmp_path / "nowhere.yaml")
    with pytest.raises(CaseError, match="cannot be read"):
        read_case(tmp_path / ("n" * 300))
    with pytest.raises(CaseError, match="not a usable path"):
        read_case(Path("a\x00b"))


def only_case_errors(text: str, *, is_json: bool) -> None:
    try:
        case = parse_case(text, is_json=is_json)
    except CaseError as error:
        assert str(error)
    else:
        assert isinstance(case, Case)


YAMLISH = st.text(alphabet="{}[]:,-&*!|>'\"?#%@`=<~. \n\tabyesno019_+:ex", max_size=60)
FIELDS = st.sampled_from([*Case.model_fields, "marks", "regions", "qualities", "R:slr", "age", "x"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TREES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3), max_leaves=12
)


@given(text=st.text() | YAMLISH, is_json=st.booleans())
def test_arbitrary_text_is_a_case_or_a_case_error(text: str, is_json: bool) -> None:
    only_case_errors(text, is_json=is_json)


@given(field=st.sampled_from(list(Case.model_fields)), text=YAMLISH)
def test_arbitrary_text_in_a_field_is_a_case_or_a_case_error(field: str, text: str) -> None:
    only_case_errors(f"{field}: {text}", is_json=False)


@given(tree=st.dictionaries(FIELDS, TREES, max_size=5))
def test_arbitrary_trees_are_a_case_or_a_case_error(tree: dict[str, Any]) -> None:
    only_case_errors(json.dumps(tree), is_json=True)
    only_case_errors(yaml.safe_dump(tree), is_json=False)


def test_a_long_path_is_named_whole(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    file = folder / "case.yaml"
    file.write_text("- not a case", encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_case(file)
    assert str(refused.value).startswith(f"{file}: ")
