"""An assessment as readable Markdown."""

from __future__ import annotations

from legwise.assessment.model import Assessment, Source
from legwise.assessment.words import MECHANISM_NOTE, URGENCY_WORDS, cited_words, share_words, support_words


def to_markdown(result: Assessment) -> str:
    """The whole assessment, danger first."""
    lines = [f"# Assessment{f' of {result.case}' if result.case else ''}", ""]
    lines += _urgency(result)
    lines += _families(result)
    lines += _sources(result)
    if result.explanations:
        lines += ["## Explanations as a whole", ""]
        for item in result.explanations:
            lines.append(f"- {item.probability:.0%} (±{1.96 * item.standard_error:.0%}): {' + '.join(item.names)}")
        lines.append("")
    for source in result.sources[:4]:
        lines += _reasons(source)
    lines += _rest(result)
    return "\n".join(lines) + "\n"


def _urgency(result: Assessment) -> list[str]:
    lines = [f"**Urgency: {URGENCY_WORDS[result.urgency]}**", ""]
    for flag in result.flags:
        lines += [
            f"- **{flag.name}** ({URGENCY_WORDS[flag.urgency]}). {flag.reason}",
            f"  Do: {flag.action} Because of: {', '.join(flag.because)}. Grade {flag.grade}.",
        ]
    if not result.flags:
        lines.append("No red flag in what was said. Most red flags are insensitive: their absence proves nothing.")
    if result.open_dangers:
        lines += ["", "Not ruled out:"]
        lines += [f"- {d.name} ({d.probability:.1%}): {d.ruled_out_by}" for d in result.open_dangers]
    return [*lines, ""]


def _families(result: Assessment) -> list[str]:
    lines = ["## Where it may come from", "", "| family | side | share of the complaint |", "|---|---|---|"]
    for family in result.families[:8]:
        side = {"L": "left", "R": "right"}.get(family.side or "", "")
        lines.append(f"| {family.name} | {side} | {family.share:.0%} |")
    return [*lines, f"| not explained | | {result.unexplained:.0%} |", ""]


def _sources(result: Assessment) -> list[str]:
    lines = [
        "## Sources",
        "",
        "| source | share (90 % interval) | there | word | secondary to |",
        "|---|---|---|---|---|",
    ]
    for s in result.sources:
        parents = ", ".join(f"{r.name} ({r.p:.0%})" for r in s.secondary_to)
        lines.append(f"| {s.name} | {share_words(s)} | {s.presence.value:.0%} | {s.word} | {parents} |")
    return [*lines, ""]


def _reasons(source: Source) -> list[str]:
    reasoning = source.reasoning
    lines = [f"### Why {source.name}", "", "Weights in bans (1 = ten times the odds); they add up.", ""]
    lines.append("| weight | reason | evidence |")
    lines.append("|---|---|---|")
    lines.append(f"| {reasoning.prior:+.2f} | how common it is among people with such symptoms | |")
    lines.append(f"| {reasoning.context:+.2f} | age, sex, habits, history, causes upstream, and calibration | |")
    lines += [f"| {r.weight:+.2f} | {r.says} | {cited_words(r.citation)} |" for r in reasoning.reasons]
    lines.append(f"| {reasoning.others:+.2f} | other explanations of the same findings | |")
    lines.append(f"| **{reasoning.posterior:+.2f}** | in all: {source.presence.value:.0%} likely to be there | |")
    if source.unexplained_by_it:
        lines += ["", f"Does not explain: {'; '.join(source.unexplained_by_it)}."]
    if source.rests_on:
        lines += ["", "Rests most on (each number one standard deviation of its grade higher):", ""]
        lines += [f"- {support_words(support)}" for support in source.rests_on]
    return [*lines, ""]


def _rest(result: Assessment) -> list[str]:
    parts = ", ".join(f"{name} {value:.0%}" for name, value in result.mechanism.items() if value >= 0.005)
    lines = ["## Pain mechanism", "", f"{parts or 'not classified'}. {MECHANISM_NOTE}", ""]
    if result.next_steps:
        lines += ["## What to ask or test next", ""]
        lines += [f"- **{s.name}** ({s.bits:.2f} bits): {s.clinician}" for s in result.next_steps]
        lines.append("")
    if result.beliefs:
        lines += ["## Popular beliefs that the evidence does not bear out here", ""]
        lines += [f"- {b.verdict}: {b.claim} {b.why}".rstrip() for b in result.beliefs]
        lines.append("")
    made = result.computation
    lines += [
        "## How this was computed",
        "",
        f"{made.method}, error {made.error:.3g}; {made.positive_findings} positive and {made.negative_findings} "
        f"negative observations; setting {made.setting}; knowledge {made.knowledge_version}. "
        "Decision support, not a diagnosis.",
    ]
    return [*lines, *(f"\n{note}" for note in result.notes)]
