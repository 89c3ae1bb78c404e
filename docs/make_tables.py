"""Write the pages that come from the data: red flags, commands, JSON Schemas.

Run `python docs/make_tables.py` after a change of the knowledge base, the command line or a format. A test
holds the committed files to what this script makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from legwise.assessment.words import URGENCY_WORDS
from legwise.cli.main import app
from legwise.cli.schema_view import schema_text
from legwise.knowledge.load import Knowledge, load
from legwise.knowledge.schema import ChangeRule, RedFlag
from legwise.triage.rules import URGENCIES
from legwise.triage.words import condition_words

HERE = Path(__file__).parent
SCHEMAS = ("case", "assessment", "course", "knowledge")


def pages() -> dict[Path, str]:
    """Every generated file with its text."""
    found = {HERE / "red-flags.md": red_flags(load()), HERE / "commands.md": commands()}
    return found | {HERE / "schema" / f"{name}.schema.json": schema_text(name) + "\n" for name in SCHEMAS}


def red_flags(knowledge: Knowledge) -> str:
    """The page of red-flag rules, the most urgent first."""
    rules = knowledge.content.red_flags
    lines = [
        "# Red flags",
        "",
        "Written by `docs/make_tables.py` from `src/legwise/knowledge/data/red_flags.yaml`; edit the data, not this",
        "page.",
        "",
        f"{len(rules)} rules. A rule stands as soon as what it names was said or found, whatever the probabilities",
        "say. An unanswered question or a `no` never lowers an urgency: most red flags are insensitive, so their",
        "absence proves nothing. Beside these rules, a dangerous cause raises a flag when its probability passes its",
        "own limit.",
    ]
    lines += _by_urgency(rules, knowledge)
    lines += [
        "",
        "# New since the last visit",
        "",
        "From `change_rules.yaml`, for a [course](course.md) of visits: a condition speaks only of what is there now",
        "and was not known to be there at the visit before.",
    ]
    lines += _by_urgency(knowledge.content.change_rules, knowledge)
    return "\n".join(lines) + "\n"


def _by_urgency(rules: Sequence[RedFlag], knowledge: Knowledge) -> list[str]:
    lines: list[str] = []
    for urgency in URGENCIES:
        chosen = [rule for rule in rules if rule.urgency == urgency]
        if chosen:
            lines += ["", f"## {URGENCY_WORDS[urgency].capitalize()} ({len(chosen)})", ""]
            lines += ["| rule | stands when | why | what to do | grade, where from |", "|---|---|---|---|---|"]
            lines += [_row(rule, knowledge) for rule in chosen]
    return lines


def _row(rule: RedFlag, knowledge: Knowledge) -> str:
    origin = f"{rule.grade}: {', '.join((*rule.facts, *rule.sources))}"
    name = f"**{rule.name}** `{rule.id}`"
    cells = (name, _stands(rule, knowledge), rule.reason, rule.action, origin)
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _stands(rule: RedFlag, knowledge: Knowledge) -> str:
    """When a rule stands; feeling lost on testing anywhere is one thing to a reader, not one for each zone."""
    words = condition_words(_shortened(rule.when), knowledge, conjunction=" **and** ")
    if rule.when != _shortened(rule.when):
        words = f"reduced feeling on testing in any zone or {words}"
    if isinstance(rule, ChangeRule) and rule.besides:
        words += f" (new) **and** {condition_words(rule.besides, knowledge)}"
    return words


def _shortened(when: dict[str, Any]) -> dict[str, Any]:
    if "any" not in when:
        return when
    return {"any": [one for one in when["any"] if not str(one.get("finding")).startswith("sensory_loss.")]}


def commands() -> str:
    """The page of commands with their arguments and options."""
    lines = [
        "# Commands",
        "",
        "Written by `docs/make_tables.py` from the command line itself.",
        "",
        "Exit codes: 0 fine; 1 `kb check` found a problem; 2 what was given cannot be used (one line says what and",
        "what is allowed); 3 the knowledge base is unsound; 130 stopped by hand.",
    ]
    for name, command in _leaves(typer.main.get_command(app), "legwise"):
        lines += ["", f"## `{name}`", "", " ".join((command.help or "").split())]
        if command.params:
            lines += ["", "| argument or option | meaning | default |", "|---|---|---|"]
            lines += [_parameter(parameter) for parameter in command.params]
    return "\n".join(lines) + "\n"


def _leaves(command: Any, name: str) -> list[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        return [(name, command)]
    return [leaf for key, one in inner.items() for leaf in _leaves(one, f"{name} {key}")]


def _parameter(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    shown = ", ".join(parameter.opts) if is_option else parameter.name.upper()
    default = "" if parameter.default in (None, False, "") else f"`{parameter.default}`"
    return f"| `{shown}` | {parameter.help or ''} | {'required' if parameter.required else default} |"


def main() -> None:
    """Write every page."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
