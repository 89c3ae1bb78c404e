"""Write the pages that come from the data: red flags, commands, JSON Schemas.

Run `python docs/make_tables.py` after a change of the knowledge base, the command line or a format. A test
holds the committed files to what this script makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from legwise.assessment.words import URGENCY_WORDS
from legwise.cli.main import app
from legwise.cli.schema_view import schema_text
from legwise.knowledge.load import Knowledge, load
from legwise.knowledge.schema import RedFlag
from legwise.triage.rules import URGENCIES

HERE = Path(__file__).parent
SCHEMAS = ("case", "assessment", "knowledge")
PLACES_NAMED = 5  # beyond this many regions, only the parts of the body are named
MODALITY = {"pain": "pain", "altered": "numbness or tingling", "any": "any symptom"}


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
    for urgency in URGENCIES:
        chosen = [rule for rule in rules if rule.urgency == urgency]
        if chosen:
            lines += ["", f"## {URGENCY_WORDS[urgency].capitalize()} ({len(chosen)})", ""]
            lines += ["| rule | stands when | why | what to do | grade, where from |", "|---|---|---|---|---|"]
            lines += [_row(rule, knowledge) for rule in chosen]
    return "\n".join(lines) + "\n"


def _row(rule: RedFlag, knowledge: Knowledge) -> str:
    origin = f"{rule.grade}: {', '.join((*rule.facts, *rule.sources))}"
    name = f"**{rule.name}** `{rule.id}`"
    cells = (name, _condition(rule.when, knowledge), rule.reason, rule.action, origin)
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _condition(when: Any, knowledge: Knowledge, *, inside: bool = False) -> str:
    """A condition in words; a compound condition inside another stands in brackets."""
    ((kind, value),) = when.items()
    match kind:
        case "finding":
            return _lower(knowledge.findings[value].name)
        case "context":
            return _lower(knowledge.factors[value].name)
        case "not_context":
            return f"not known: {_lower(knowledge.factors[value].name)}"
        case "felt":
            return f"{MODALITY[value.get('modality', 'any')]} felt at {_places(value['regions'], knowledge)}"
        case "same_side":
            return f"{_condition(value, knowledge, inside=True)} on the same side"
        case "all":
            text = " **and** ".join(_condition(part, knowledge, inside=True) for part in value)
        case "any":
            text = " or ".join(_condition(part, knowledge, inside=True) for part in value)
        case "at_least":
            parts = "; ".join(_condition(part, knowledge, inside=True) for part in value["of"])
            return f"at least {value['n']} of ({parts})"
        case _:
            raise ValueError(f"condition '{kind}' has no words yet; add them in docs/make_tables.py")
    return f"({text})" if inside and len(value) > 1 else text


def _lower(name: str) -> str:
    """A name inside a sentence; abbreviations and proper names keep their capital."""
    first = name.split()[0]
    return name if first[1:] != first[1:].lower() or len(first) == 1 else name[0].lower() + name[1:]


def _places(regions: list[str], knowledge: Knowledge) -> str:
    if len(regions) <= PLACES_NAMED:
        return ", ".join(knowledge.regions[region].says for region in regions)
    parts = list(dict.fromkeys(region.split(".")[0] for region in regions))
    return f"{', '.join(parts)} ({len(regions)} regions)"


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
