"""Fit the global calibration, check the probabilities on virtual patients, and write both into docs/calibration.md.

`python docs/make_calibration.py --fit` fits on `examples/cases` and writes the calibration file of the knowledge base;
`python docs/make_calibration.py` checks (both take minutes). `make calibration` does one after the other.
"""

from __future__ import annotations

import argparse
import platform
import textwrap
import time
from pathlib import Path
from typing import Any

import yaml
from make_evaluation import replace_between
from reliability_picture import picture

from legwise.assessment.assess import inferred
from legwise.case.read import case_from_mapping
from legwise.evaluation.fit import PLAIN, SLOPES, Fit, Pair, balanced, cross_validate, log_scores, scored, with_numbers
from legwise.evaluation.score import Summary, summarise
from legwise.evaluation.virtual import Calibration, Coverage, distances, judged, people, report, world
from legwise.knowledge.load import DATA, Knowledge, load
from legwise.triage.rules import most_urgent

DOCS = Path(__file__).parent
PAGE = DOCS / "calibration.md"
CASES = DOCS.parent / "examples" / "cases"
PICTURES = DOCS.parent / "tests" / "assessment" / "pictures"
FILE = DATA / "calibration.yaml"
SEED = 1

Found = dict[str, Any]


def main() -> None:
    """Fit or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit on the cases instead of checking")
    parser.add_argument("--patients", type=int, default=1000)
    parser.add_argument("--intervals", type=int, default=200)
    wanted = parser.parse_args()
    if wanted.fit:
        fit()
    else:
        check(wanted.patients, wanted.intervals)


def fit() -> None:
    """Score every slope on the cases, cross-validate, write the calibration file and the table."""
    knowledge = load()
    totals: dict[Pair, Summary] = {}
    alarms: dict[Pair, int] = {}
    table = {}
    for pair, results in scored(CASES, knowledge, [balanced(slope, knowledge) for slope in SLOPES]):
        totals[pair], table[pair] = summarise(results), log_scores(results)
        alarms[pair] = false_alarms(with_numbers(knowledge, {"prior_slope": pair.slope, "prior_shift": pair.shift}))
        print(f"slope {pair.slope:g}, shift {pair.shift:g}: log score {totals[pair].log_score:.3f}")
    allowed = {
        pair: scores
        for pair, scores in table.items()
        if _no_worse(totals[pair], totals[PLAIN]) and alarms[pair] <= alarms[PLAIN]
    }
    found, free = cross_validate(allowed), cross_validate(table)
    FILE.write_text(_file(found), encoding="utf-8")
    replace_between(PAGE, "fit", _fit_lines(found, free, totals, alarms))


def routine_pictures() -> list[Found]:
    """Textbook histories that must stay routine."""
    every = [
        picture
        for path in sorted(PICTURES.glob("*.yaml"))
        for picture in yaml.safe_load(path.read_text(encoding="utf-8"))["pictures"]
    ]
    return [picture for picture in every if picture.get("urgency") == "routine"]


def false_alarms(knowledge: Knowledge) -> int:
    """How many of them are called more urgent."""
    return sum(
        most_urgent(inferred(case_from_mapping(picture["case"]), knowledge).alerts) != "routine"
        for picture in routine_pictures()
    )


def _no_worse(one: Summary, plain: Summary) -> bool:
    """Neither more urgent cases missed nor more routine cases called urgent than without calibration."""
    return (
        one.urgent_missed.count <= plain.urgent_missed.count
        and one.routine_overcalled.count <= plain.routine_overcalled.count
    )


def _file(found: Fit) -> str:
    """The calibration file."""
    basis = (
        f"fitted on the {found.cases} development cases without investigations; {found.folds}-fold cross-validation,"
        f" {found.repeats} times: held-out log score {found.held_out:.3f} against {found.before:.3f} with slope 1, gain"
        f" {found.gain:.3f} ({found.low:.3f} to {found.high:.3f}). Case reports favour rare causes, so the gain on"
        " them flatters"
    )
    lines = [
        "# Written by `python docs/make_calibration.py --fit`; do not edit. Global calibration for all causes alike:",
        "# log odds used = slope * log odds + shift. The shift keeps the expected number of active causes.",
        "model:",
    ]
    kept = "follows from the slope: keeps the expected number of active causes where the priors put it"
    for name, value, why in (("slope", found.chosen.slope, basis), ("shift", found.chosen.shift, kept)):
        wrapped = textwrap.wrap(why, 110, initial_indent="      ", subsequent_indent="      ")
        lines += [f"  prior_{name}:", f"    value: {value:g}", "    grade: D", "    basis: >-", *wrapped]
    return "\n".join(lines) + "\n"


def _fit_lines(found: Fit, free: Fit, totals: dict[Pair, Summary], alarms: dict[Pair, int]) -> list[str]:
    count = len(routine_pictures())
    lines = [
        "| slope | shift | log score | family at 1, 3, 5 | urgent missed | routine overcalled | in textbook ones |",
        "|---|---|---|---|---|---|---|",
    ]
    for pair, total in totals.items():
        at = ", ".join(str(one.count) for one in (total.family_at_1, total.family_at_3, total.family_at_5))
        missed, over = total.urgent_missed, total.routine_overcalled
        lines.append(
            f"| {pair.slope:g} | {pair.shift:g} | {total.log_score:.3f} | {at} | {missed.count}/{missed.total} |"
            f" {over.count}/{over.total} | {alarms[pair]}/{count} |"
        )
    return [
        *lines,
        "",
        f"{found.cases} cases without investigations. A slope is allowed only when it neither misses more urgent cases",
        f"nor overcalls more routine ones, published or textbook, than slope {PLAIN.slope:g} does: rare dangers must",
        "not become alarms because case reports are full of them. Among those allowed, chosen: slope",
        f"{found.chosen.slope:g}, shift {found.chosen.shift:g}. Log score before (slope {PLAIN.slope:g}):",
        f"{found.before:.3f}; held out ({found.folds} folds, {found.repeats} splits): {found.held_out:.3f}; gain",
        f"{found.gain:.3f} ({found.low:.3f} to {found.high:.3f}, 95 %). Without that condition slope",
        f"{free.chosen.slope:g} would win with a held-out gain of {free.gain:.3f}.",
    ]


def check(patients: int, intervals: int) -> None:
    """Assess virtual patients, write the figures and the picture. Ctrl-C stops and writes what is done."""
    nominal, described = world(load()), people()
    found, coverage, started = Calibration(), Coverage(), time.process_time()
    try:
        for item in judged(nominal, described, patients, SEED):
            found.add(item)
            if found.patients % 50 == 0:
                print(f"{found.patients} patients, error {found.shown.error:.4f}", flush=True)
        for moved in distances(nominal, described, intervals, SEED + 1):
            coverage.add(moved)
    except KeyboardInterrupt:
        print("stopped")
    seconds = time.process_time() - started
    outcome = report(found, coverage, SEED)
    replace_between(PAGE, "figures", _figures(outcome, seconds))
    (DOCS / "pictures" / "reliability.svg").write_text(picture(outcome), encoding="utf-8")


def _figures(outcome: Found, seconds: float) -> list[str]:
    done = outcome["patients"] + len(outcome["unanswered"])
    lines = [
        f"{done} virtual patients (seed {outcome['seed']}), {outcome['exact']} answered exactly,"
        f" {outcome['patients'] - outcome['exact']} by sampling, {len(outcome['unanswered'])} not at all; median of"
        f" {_median(outcome['positive_findings'])} positive findings; {seconds / 60:.0f} minutes of one processor"
        f" ({platform.machine()}, Python {platform.python_version()}).",
        "",
        "| what is stated | statements | calibration error | by chance alone | seldom over | happened less stated |",
        "|---|---|---|---|---|---|",
    ]
    for name, key in (
        ("a cause is there, stated at 5 % or more", "shown_causes"),
        ("a cause is there, all", "all_causes"),
        ("share of the complaint, leading family", "leading_family_share"),
    ):
        lines.append(_row(name, outcome[key]))
    with_source, ranks = outcome["with_a_modelled_source"], outcome["family_ranks"]
    first, three = (sum(n for rank, n in ranks.items() if int(rank) <= most) for most in (1, 3))
    sources = outcome["source_ranks"]
    lines += [
        "",
        f"The family with the largest true share stood first in {first} of {with_source} patients in whom a modelled",
        f"cause produced anything, among three in {three}; the single source first in {sources.get('1', 0)}.",
        "",
        "### By family",
        "",
        "Causes stated at 5 % or more, by their first family.",
        "",
        "| family | statements | calibration error | by chance alone | seldom over | happened less stated |",
        "|---|---|---|---|---|---|",
    ]
    families = sorted(outcome["by_family"].items(), key=lambda pair: -int(pair[1]["statements"]))
    lines += [_row(name, curve) for name, curve in families]
    return [*lines, "", *_coverage(outcome["intervals"])]


def _coverage(intervals: Found) -> list[str]:
    lines = ["### Intervals", "", "| stated | covers | 95 % interval |", "|---|---|---|"]
    for level, point in intervals["coverage"].items():
        lines.append(f"| {float(level):.0%} | {point['happened']:.1%} | {point['low']:.1%} to {point['high']:.1%} |")
    return [*lines, "", f"{intervals['sources']} sources of {intervals['patients']} patients."]


def _row(name: str, curve: Found) -> str:
    return (
        f"| {name} | {curve['statements']} | {curve['error']:.3f} | {curve['by_chance']:.3f} |"
        f" {curve['chance_limit']:.3f} | {curve['bias']:+.3f} |"
    )


def _median(counts: dict[str, int]) -> int:
    """Median of a table value -> how often."""
    every = sorted(int(value) for value, count in counts.items() for _ in range(count))
    return every[len(every) // 2] if every else 0


if __name__ == "__main__":
    main()
