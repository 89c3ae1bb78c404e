"""Words and small rows used wherever a course is shown, defined once."""

from __future__ import annotations

from legwise.course.result import CourseReport, Effect, ScoreChange, Standing, TrialResult

DIRECTION_WORDS = {
    "centralized": "centralized (retreats towards the spine)",
    "peripheralized": "peripheralized (moves outward)",
    "no_change": "no change beyond redrawing",
    "mixed": "mixed (one side retreats, the other moves outward)",
    "not_comparable": "cannot be compared",
}
DIRECTION_MARK = {"centralized": "↑", "peripheralized": "↓", "no_change": "=", "mixed": "↕", "not_comparable": "?"}
TREND_WORDS = {
    "less": "smaller",
    "more": "larger",
    "same": "no change beyond redrawing",
    "unknown": "cannot be compared",
}
SIMULATED = "Simulated course: nobody's record."
RESPONSE_NOTE = (
    "An improvement after treatment is weak evidence: about half improve whatever is treated. "
    "It moves the chance of the treated source a little, never by much."
)


def quality_words(quality: str) -> str:
    """'pain_shooting_electric' in words."""
    return quality.replace("_", " ")


def standing_words(one: Standing) -> str:
    """How a flag came to stand: told now, new, told earlier and not asked again, or by probability."""
    match one.how:
        case "change":
            return "new since the visit before"
        case "told_before":
            return f"told on {one.since} and not answered again since: it stands"
        case "probability":
            return "by probability"
    return "told or found at this visit"


def change_words(change: ScoreChange) -> str:
    """'7 to 5 (better by 2, enough to matter: from 2; A: mic_ostelo)'."""
    way = "better" if change.improvement > 0 else "worse" if change.improvement < 0 else "unchanged"
    by = f" by {abs(change.improvement):.3g}" if change.improvement else ""
    if change.important_change is None:
        limit = "; no important change is known for it"
    else:
        enough = "enough to matter" if change.important in ("better", "worse") else "less than matters"
        limit = f"{f', {enough}: from' if by else '; what matters begins at'} {change.important_change:g}"
        limit += f"; {change.grade}: {', '.join(change.cited)}"
    return f"{change.before:.3g} to {change.after:.3g} ({way}{by}{limit})"


def chance_words(p: float) -> str:
    """'17%', or 'under 1%'."""
    return f"{p:.0%}" if p >= 0.01 else "under 1%"


def response_lines(report: CourseReport) -> list[tuple[int, str]]:
    """For every visit and treated source: the chance that it is there, with and without what treatment did."""
    return [
        (
            visit.number,
            f"{source.name}: {chance_words(source.presence)} likely to be there, "
            f"{chance_words(source.without_responses)} without what treatment did",
        )
        for visit in report.visits
        for source in visit.sources
        if source.without_responses is not None and was_treated(report, visit.number, source.key)
    ]


def effect_words(effect: Effect | None) -> str:
    """'2.1 points better (95 % interval 1.2 to 3.0)'; below zero is worse."""
    if effect is None:
        return "cannot be told"
    way = "better" if effect.value >= 0 else "worse"
    low, high = effect.low, effect.high
    return f"{abs(effect.value):.1f} points {way} (95 % interval {low:+.1f} to {high:+.1f}, above 0 is better)"


def trial_lines(trial: TrialResult) -> list[str]:
    """A trial in a few lines, verdict first."""
    lines = [
        trial.verdict,
        f"Level in treated phases against baselines: {effect_words(trial.improvement)}",
        f"The same with a steady trend allowed for: {effect_words(trial.improvement_beyond_trend)}",
        f"Pairs in which the treated value is better: {trial.nonoverlap:.0%} (50 % is no difference)",
    ]
    if trial.randomization_p is not None:
        lines.append(
            f"Randomization test: p = {trial.randomization_p:.3f} ({trial.divisions} divisions could have been drawn)"
        )
    count = f"{trial.baseline_values} values without, {trial.treatment_values} with the treatment"
    lines.append(count + (f", {trial.missing} missing" if trial.missing else ""))
    return [*lines, *trial.notes]


def trend_series(report: CourseReport) -> list[tuple[str, str, list[float | None]]]:
    """What is drawn over the visits: label, unit, and a value for each visit (None where not known)."""
    visits = report.visits
    rows: list[tuple[str, str, list[float | None]]] = [
        ("area", "cm2", [next((a.cm2 for a in v.areas if a.quality == "all"), None) for v in visits]),
        ("strongest mark", "of 10", [v.intensity for v in visits]),
        (
            "farthest pain",
            "% of the way",
            [max((100 * r.fraction for r in v.reach if r.modality == "pain"), default=None) for v in visits],
        ),
    ]
    for measure, of in dict.fromkeys((s.measure, s.of) for v in visits for s in v.scores):
        found = [next((s for s in v.scores if (s.measure, s.of) == (measure, of)), None) for v in visits]
        words = quality_words(measure)
        rows.append((f"{words}: {of}" if of else words, "", [s.value if s else None for s in found]))
    return [row for row in rows if any(value is not None for value in row[2])]


def was_treated(report: CourseReport, until: int, key: str) -> bool:
    """Was this source treated by the given visit, on this side or on both?"""
    named = {one.source for visit in report.visits[:until] for one in visit.treated}
    return key in named or f"B:{key.rpartition(':')[2]}" in named
