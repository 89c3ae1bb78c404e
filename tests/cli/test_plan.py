"""`legwise plan`."""

from __future__ import annotations

from pathlib import Path

from command_line import legwise_run
from legwise.plan import Plan
from patients import EXAMPLES

WOMAN = Path(EXAMPLES).parent / "treated_woman.yaml"


def test_a_plan_is_printed_from_the_source_outward() -> None:
    done = legwise_run("plan", WOMAN, "--minutes", 45)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    order = [
        "WITHIN TWO WEEKS",
        "Ask before you begin",
        "Session:",
        "At home: one week",
        "Left out, and why",
        "Look again",
    ]
    places = [said.index(word) for word in order]
    assert places == sorted(places)


def test_json_and_markdown_say_the_same() -> None:
    found = Plan.model_validate_json(legwise_run("plan", WOMAN, "--minutes", 45, "--json").stdout)
    text = legwise_run("plan", WOMAN, "--minutes", 45, "--markdown").stdout
    assert found.minutes == 45 and found.session
    assert all(f"**{step.name}**, {step.minutes} min" in text for step in found.session)


def test_an_emergency_prints_the_way_to_care_only() -> None:
    done = legwise_run("plan", EXAMPLES / "cauda_equina_limbus_fracture_15m.yaml", "--role", "person")
    assert "EMERGENCY NOW" in done.stdout and "no treatment plan" in done.stdout
    assert "Session" not in done.stdout and "At home" not in done.stdout


def test_what_is_not_allowed_is_one_line_and_code_2() -> None:
    for words, says in (
        (("--minutes", 5), "minutes: 5 is not allowed; allowed: 15 to 90"),
        (("--role", "surgeon"), "--role: 'surgeon' is not allowed"),
    ):
        done = legwise_run("plan", WOMAN, *words)
        assert done.returncode == 2 and done.stdout == ""
        assert says in done.stderr and done.stderr.count("\n") == 1
