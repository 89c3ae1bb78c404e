"""Write the figures of `legwise evaluate examples/cases` into docs/evaluation.md and the README.

Run by `make evaluation` (minutes of work). The reasons for misses are kept in evaluation_reasons.yaml.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).parent
URGENCIES = ("emergency", "same_day", "two_weeks", "routine")
UNSAID = "commoner causes explain what was told"
PROPORTIONS = (
    ("family at rank 1", "family_at_1"),
    ("family at rank 3", "family_at_3"),
    ("family at rank 5", "family_at_5"),
    ("exact at rank 1", "exact_at_1"),
    ("exact at rank 3", "exact_at_3"),
    ("exact at rank 5", "exact_at_5"),
    ("side right", "side_right"),
    ("emergency or same-day below its urgency", "urgent_missed"),
    ("any urgency missed", "urgency_missed"),
    ("routine overcalled", "routine_overcalled"),
)
NUMBERS = (("labels within five", "labels_within_5", ".0%"), ("calibration error", "calibration_error", ".2f"))
SUMMARY = (
    ("true family of the diagnosis first", "family_at_1", "60 %"),
    ("among the first three", "family_at_3", "85 %"),
    ("among the first five", "family_at_5", ""),
    ("side right", "side_right", ""),
    ("emergency or same-day case called less urgent", "urgent_missed", "none"),
    ("routine case called more urgent", "routine_overcalled", "at most 15 %"),
)

RUN = "from legwise.cli.main import main; main()"

Found = dict[str, Any]


def main() -> None:
    """Evaluate, then replace the two tables."""
    command = [sys.executable, "-c", RUN, "evaluate", str(DOCS.parent / "examples" / "cases"), "--json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    without, with_them = found.values()
    reasons = yaml.safe_load((DOCS / "evaluation_reasons.yaml").read_text(encoding="utf-8"))
    replace_between(DOCS / "evaluation.md", "figures", [*_figures(without, with_them), *_misses(without, reasons)])
    replace_between(
        DOCS.parent / "README.md", "figures", _summary(without["totals"]["all"], with_them["totals"]["all"])
    )


def _share(found: Found) -> str:
    count, total = found["count"], found["total"]
    return f"{count}/{total} ({count / max(total, 1):.0%}, {100 * found['low']:.0f} to {100 * found['high']:.0f})"


def _figures(without: Found, with_them: Found) -> list[str]:
    columns = [without["totals"]["all"], with_them["totals"]["all"]]
    columns += [without["totals"]["real patients"], without["totals"]["composed patients"]]
    lines = [
        f"Measured on the {columns[0]['cases']} cases of sufficient completeness; 95 % Wilson intervals in brackets.",
        "",
        "| figure | without imaging and laboratory | with them | real patients, without | composed patients, without |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {name} | {' | '.join(_share(c[key]) for c in columns)} |" for name, key in PROPORTIONS]
    for name, key, form in (*NUMBERS, ("log score", "log_score", ".2f")):
        lines.append(f"| {name} | {' | '.join(format(c[key], form) for c in columns)} |")
    return lines


def _misses(without: Found, reasons: dict[str, str]) -> list[str]:
    cases = without["cases"]
    lines = ["", "### Missed at rank 3, without investigations", ""]
    lines += ["| case | true diagnosis | rank of its family | why |", "|---|---|---|---|"]
    for case in cases:
        if (case["family_rank"] or 99) > 3:
            why = reasons.get(case["id"], UNSAID)
            lines.append(f"| {case['id']} | {case['primary']} | {case['family_rank'] or 'not listed'} | {why} |")
    lines += ["", "### Urgency missed", "", "| case | needed | given | why |", "|---|---|---|---|"]
    for case in cases:
        needed, given = case["gold_urgency"], case["urgency"]
        if needed and URGENCIES.index(given) > URGENCIES.index(needed):
            lines.append(f"| {case['id']} | {needed} | {given} | {reasons.get(case['id'], UNSAID)} |")
    lines += ["", "### Routine cases overcalled", "", "| case | given | by |", "|---|---|---|"]
    for case in cases:
        if case["gold_urgency"] == "routine" and case["urgency"] != "routine":
            lines.append(f"| {case['id']} | {case['urgency']} | {', '.join(case['flags'])} |")
    left_out = [f"{item['file'].removesuffix('.yaml')} ({item['reason']})" for item in without["left_out"]]
    return [*lines, "", "### Left out", "", f"{', '.join(left_out)}."]


def _summary(without: Found, with_them: Found) -> list[str]:
    lines = ["| figure | reached | aim |", "|---|---|---|"]
    lines += [f"| {name} | {_share(without[key])} | {aim} |" for name, key, aim in SUMMARY]
    first, third = _share(with_them["family_at_1"]), _share(with_them["family_at_3"])
    return [*lines, "", f"With imaging and laboratory: {first} first, {third} among three."]


def replace_between(page: Path, name: str, lines: list[str]) -> None:
    """Replace what stands between the page's two marks."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    page.write_text(f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
