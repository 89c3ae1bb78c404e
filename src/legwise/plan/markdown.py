"""A plan as readable Markdown."""

from __future__ import annotations

from legwise.assessment.words import URGENCY_WORDS
from legwise.plan.home import week
from legwise.plan.model import HomeItem, Plan, SessionStep
from legwise.plan.words import (
    DAY_NAMES,
    LEFT_OUT_WORDS,
    LEVEL_NAMES,
    SIDE_WORDS,
    TIME_NAMES,
    WHEN_MEASURED,
    evidence_words,
)


def to_markdown(result: Plan) -> str:
    """The whole plan, the way to care first."""
    lines = [
        f"# Plan{f' for {result.case}' if result.case else ''}",
        "",
        f"{result.minutes} minutes, {result.role}.",
        "",
    ]
    lines += _care(result)
    lines += _before(result)
    lines += _session(result)
    lines += _home(result)
    lines += _around(result)
    return "\n".join(lines).rstrip() + "\n"


def _care(result: Plan) -> list[str]:
    lines = [f"**Urgency: {URGENCY_WORDS[result.urgency]}**", ""]
    for step in result.care:
        action = step.plain_action if result.role == "person" else step.action
        lines.append(f"- **{step.name}** ({URGENCY_WORDS[step.urgency]}). {step.reason} Do: {action}")
    if result.reach_why:
        lines += ["", f"**{result.reach_why}**"]
    return [*lines, ""]


def _before(result: Plan) -> list[str]:
    lines = []
    if result.ask_first:
        lines += ["## Ask before you begin", ""]
        for one in result.ask_first:
            what = "stops" if one.severity == "absolute" else "limits"
            lines.append(f"- {one.question} If yes, this {what}: {', '.join(one.concerns)}.")
        lines.append("")
    if result.measures:
        lines += ["## Measure", ""]
        lines += [
            f"- **{m.name}** ({WHEN_MEASURED[m.when]}): {m.how} {m.why} Grade {m.grade}." for m in result.measures
        ]
        lines.append("")
    return lines


def _session(result: Plan) -> list[str]:
    if not result.session:
        return []
    lines = [f"## Session: {result.minutes_used} of {result.minutes} minutes, from the source outward", ""]
    for step in result.session:
        side = SIDE_WORDS.get(step.aim.side or "", "")
        where = f"{LEVEL_NAMES[step.aim.level]}{f', {side}' if side else ''}"
        lines.append(f"{step.order}. **{step.name}**, {step.minutes} min, {where}. {step.how}")
        lines += _reasons(step)
    return [*lines, ""]


def _reasons(line: SessionStep | HomeItem) -> list[str]:
    named = (*line.evidence.facts, *line.evidence.sources)
    cited = f" [{', '.join(named)}]" if named else ""
    found = [f"   - Why: {line.why}", f"   - Effect: {line.evidence.says} {evidence_words(line.evidence)}{cited}"]
    for one in line.cautions:
        because = f" (because of {', '.join(one.because)})" if one.because else ""
        found.append(f"   - Mind: {one.says}{because}")
    return found


def _home(result: Plan) -> list[str]:
    if not result.home:
        return []
    lines = ["## At home", ""]
    for item in result.home:
        lines.append(f"- **{item.name}**: {item.dose}. {item.how}")
        lines += [*_reasons(item), f"   - Time of day: {item.time_basis}."]
    days = week(result.home)
    lines += ["", f"| when | {' | '.join(DAY_NAMES[day.day] for day in days)} |", "|---" * 8 + "|"]
    for time, says in TIME_NAMES.items():
        cells = ["<br>".join(item.plain for when, item in day.entries if when == time) for day in days]
        if any(cells):
            lines.append(f"| {says} | {' | '.join(cells)} |")
    return [*lines, ""]


def _around(result: Plan) -> list[str]:
    lines = []
    if result.referrals:
        lines += ["## Ask, refer, test", ""]
        for one in result.referrals:
            effect = f" {one.evidence.says}" if one.evidence else ""
            grade = "Opinion." if one.grade == "D" else f"Grade {one.grade}."
            lines.append(f"- **{one.name}** {one.says} {one.why}{effect} {grade}")
        lines.append("")
    if result.left_out:
        lines += ["## Left out, and why", ""]
        for gone in result.left_out:
            aims = f" for {'; '.join(gone.aims[:3])}" if gone.aims else ""
            lines.append(f"- {LEFT_OUT_WORDS[gone.because]}: **{gone.name}**{aims}. {gone.reason}")
        lines.append("")
    if result.review:
        lines += [f"## Look again in {result.review.after_days} days", "", result.review.why, ""]
        lines += [f"- {change.when}: {change.then}" for change in result.review.changes]
        lines.append("")
    if result.notes:
        lines += [*(f"{note}\n" for note in result.notes)]
    return lines
