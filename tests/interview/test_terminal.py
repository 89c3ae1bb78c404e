"""The interview in a real terminal."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from command_line import COMMAND, environment
from legwise.case.read import read_case

WAIT = 30


def _heed_control_c() -> None:
    """As in a terminal of one's own: tests that run in the background inherit that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(folder: Path, *words: str) -> Iterator[pexpect.spawn[str]]:
    child = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], "interview", "--save", "case.yaml", *words],
        cwd=str(folder),
        env=environment(),
        encoding="utf-8",
        timeout=WAIT,
        dimensions=(50, 200),
        preexec_fn=_heed_control_c,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def answer(child: pexpect.spawn[str], prompt: str, text: str) -> None:
    child.expect_exact(prompt)
    child.sendline(text)


def test_wrong_input_is_asked_again_and_q_saves_and_assesses(tmp_path: Path) -> None:
    with terminal(tmp_path) as child:
        answer(child, "years: ", "old")
        child.expect_exact("a number of years, please")
        answer(child, "years: ", "52")
        answer(child, "f/m: ", "x")
        child.expect_exact("female, male or ?")
        answer(child, "f/m: ", "f")
        answer(child, "y/n/?: ", "perhaps")
        child.expect_exact("'perhaps' is not an answer here")
        answer(child, "y/n/?: ", "n")
        child.expect(r"y/n/\?: ")
        child.sendline("q")
        child.expect_exact("Sources")
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 0
    saved = read_case(tmp_path / "case.yaml")
    assert (saved.context["age"], saved.context["sex"]) == (52, "female")
    assert list(saved.findings.values()) == [False]


def test_a_red_flag_is_told_the_moment_it_stands_and_resume_goes_on(tmp_path: Path) -> None:
    with terminal(tmp_path) as child:
        answer(child, "years: ", "60")
        answer(child, "f/m: ", "m")
        answer(child, "y/n/?: ", "y")  # numbness of the saddle
        child.expect("emergency now|same day")
        child.expect(r"y/n/\?: ")  # only then the next question
        child.kill(9)
        child.expect(pexpect.EOF)
    saved = read_case(tmp_path / "case.yaml")
    assert saved.findings == {"saddle_numbness": True}
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]
    with terminal(tmp_path, "--resume") as child:
        child.expect(r"y/n/\?: ")
        assert "years" not in (child.before or "")
        child.sendline("n")
        child.expect(r"\?: ")
        child.sendline("q")
        child.expect("EMERGENCY NOW|SAME DAY")
        child.expect(pexpect.EOF)
    assert len(read_case(tmp_path / "case.yaml").findings) == 2


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("id: mine\n", encoding="utf-8")
    with terminal(tmp_path) as child:
        child.expect_exact("exists already")
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 2
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == "id: mine\n"


def test_an_unknown_place_is_asked_again_with_the_nearest(tmp_path: Path) -> None:
    from legwise.knowledge.load import load

    plan = load().content.interview
    denied = "".join(f"  {'B:' if load().findings[name].sided else ''}{name}: no\n" for name in plan.safety_person)
    (tmp_path / "case.yaml").write_text(f"context: {{age: 50, sex: male}}\nfindings:\n{denied}", encoding="utf-8")
    with terminal(tmp_path, "--resume") as child:
        answer(child, "places, separated by commas: ", "r:calff")
        answer(child, "qualities, separated by commas: ", "")
        child.expect_exact("no such region")
        answer(child, "places, separated by commas: ", "r:calf")
        answer(child, "qualities, separated by commas: ", "pain, tingling")
        child.expect(r"y/n/\?: ")
        child.sendline("q")
        child.expect(pexpect.EOF)
    (mark,) = read_case(tmp_path / "case.yaml").chart.marks
    assert (mark.regions, mark.qualities) == (("R:calf",), ("pain", "tingling"))


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_control_c_and_end_of_input_stop_without_a_traceback(key: str, tmp_path: Path) -> None:
    with terminal(tmp_path) as child:
        answer(child, "years: ", "60")
        child.expect_exact("f/m: ")
        child.send(key)
        child.expect(pexpect.EOF)
        assert "Traceback" not in (child.before or "")
        assert "stopped" in (child.before or "")
        child.wait()
        assert child.exitstatus == 130
    assert read_case(tmp_path / "case.yaml").context == {"age": 60}
