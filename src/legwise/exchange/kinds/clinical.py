"""The full clinical report: everything an assessment says, with reasons, evidence and drawings."""

from __future__ import annotations

from legwise.assessment.model import Reason, Source
from legwise.assessment.words import MECHANISM_NOTE, cited_words, support_words
from legwise.exchange.drawings import against, overlay_legend, painted
from legwise.exchange.kinds.common import Matter, banner, foot, source_bars
from legwise.exchange.kinds.treatment import clinical_plan
from legwise.exchange.kinds.visits import visits
from legwise.exchange.model import Bar, Bars, Block, Fields, Heading, Point, Points, Report, Table, Text
from legwise.exchange.told import answered, duration, history, marks, person
from legwise.overlay import compare
from legwise.overlay.overlay import area_of

EXPLAINED = 3  # leading sources that are drawn and reasoned in full
SIDE = {"L": "left", "R": "right"}


def clinical(matter: Matter) -> Report:
    """The report: urgency, what was told, sources with drawings and reasons, next steps, plan, how it was made."""
    return Report(
        kind="clinical",
        title="Clinical report",
        subject=matter.subject,
        made=matter.made.isoformat(),
        banner=banner(matter),
        blocks=(
            *_open_dangers(matter),
            *told_blocks(matter),
            *_sources(matter),
            *_explained(matter),
            *visits(matter.followed, matter.knowledge),
            *_next(matter),
            *clinical_plan(matter),
            *_beliefs(matter),
            *_made(matter),
        ),
        foot=foot(matter),
    )


def told_blocks(matter: Matter, *, title: str = "What was told and found", height_mm: float = 88) -> list[Block]:
    """What was told and found: the person, the chart, the findings, and the notes word for word."""
    case, knowledge = matter.case, matter.knowledge
    there, absent = answered(case, knowledge)
    earlier = history(case, knowledge)
    rows = [("Person", person(case)), ("Duration", duration(case))]
    if earlier:
        rows.append(("Context", "; ".join(earlier)))
    if there:
        rows.append(("Present", "; ".join(there)))
    if absent:
        rows.append(("Absent", "; ".join(absent)))
    blocks: list[Block] = [Heading(words=title), Fields(rows=tuple(rows))]
    told = marks(case, knowledge)
    if told:
        rest = "unshaded places are free" if case.chart.completed else "unshaded places were not said to be free"
        blocks.append(Heading(words=f"Body chart ({rest})", level=3))
        blocks += painted(case, knowledge, height_mm=height_mm)
        blocks.append(
            Table(
                head=("Feels like", "Where", "How strong, when", "In the person's words"),
                rows=tuple((one.feels, one.where, one.more, f"“{one.words}”" if one.words else "") for one in told),
                widths=(1.0, 1.4, 0.8, 1.4),
            )
        )
    else:
        blocks.append(Text(words="Nothing is marked on the body chart.", tone="quiet"))
    if case.notes:
        blocks += [Heading(words="Notes", level=3), Text(words=case.notes, tone="quote")]
    return blocks


def _open_dangers(matter: Matter) -> list[Block]:
    dangers = matter.found.open_dangers
    if not dangers:
        return []
    points = tuple(
        Point(lead=f"{one.name} ({one.probability:.1%}).", words=f"Ruled out by: {one.ruled_out_by}") for one in dangers
    )
    return [Heading(words="Dangers not ruled out"), Points(items=points)]


def _sources(matter: Matter) -> list[Block]:
    found = matter.found
    blocks: list[Block] = [Heading(words="Where it may come from")]
    if not found.sources:
        return [*blocks, Text(words="No modelled source carries a part of the complaint that is worth naming.")]
    rest = Bar(name="Not explained by any of these", value=found.unexplained, says=f"{found.unexplained:.0%}")
    blocks += [
        Text(
            words="Share of the complaint that each source produced, itself or through what it caused, with its 90 % "
            "interval over the uncertainty of the numbers; then how likely it is to be there at all.",
            tone="quiet",
        ),
        Bars(rows=(*source_bars(found.sources), rest)),
        Heading(words="By family", level=3),
        Bars(
            rows=tuple(
                Bar(name=one.name, value=one.share, says=f"{one.share:.0%}", word=SIDE.get(one.side or "", ""))
                for one in found.families[:8]
            )
        ),
    ]
    if found.explanations:
        rows = tuple(
            (f"{one.probability:.0%} (±{1.96 * one.standard_error:.0%})", " + ".join(one.names))
            for one in found.explanations
        )
        blocks += [
            Heading(words="Explanations as a whole", level=3),
            Table(
                head=("Probability", "Sources that together account for it"), rows=rows, widths=(1.0, 5.0), right=(0,)
            ),
        ]
    parts = ", ".join(f"{name} {value:.0%}" for name, value in found.mechanism.items() if value >= 0.005)
    return [
        *blocks,
        Heading(words="Pain mechanism", level=3),
        Text(words=f"{parts[:1].upper()}{parts[1:] or 'Not classified'}. {MECHANISM_NOTE}"),
    ]


def _explained(matter: Matter) -> list[Block]:
    leading = matter.found.sources[:EXPLAINED]
    if not leading:
        return []
    blocks: list[Block] = [
        Heading(words="Why the leading sources"),
        Text(
            words="The drawings lay what a source would produce over what was painted. Weights are in bans: 1 stands "
            "for ten times the odds; they add up.",
            tone="quiet",
        ),
        overlay_legend(),
    ]
    for source in leading:
        blocks += _why(source, matter)
    return blocks


def _why(source: Source, matter: Matter) -> list[Block]:
    reasoning = source.reasoning
    blocks: list[Block] = [Heading(words=source.name, level=3)]
    drawn = against(matter.case, source.key, matter.knowledge, height_mm=72)
    if drawn is not None:
        blocks += [drawn, *_fit(source, matter)]
    rows = [
        (f"{reasoning.prior:+.2f}", "how common it is among people with such symptoms", ""),
        (f"{reasoning.context:+.2f}", "age, sex, habits, history, causes upstream, and calibration", ""),
        *(_reason_row(reason) for reason in reasoning.reasons),
        (
            f"{reasoning.others:+.2f}",
            "other explanations of the same findings, and repeated findings",
            "",
        ),
        (f"{reasoning.posterior:+.2f}", f"in all: {source.presence.value:.0%} likely to be there", ""),
    ]
    blocks.append(
        Table(head=("Weight", "Reason", "Evidence"), rows=tuple(rows), widths=(0.6, 2.6, 2.6), right=(0,)),
    )
    if source.rests_on:
        label = f"Rests most on ({source.rests_on_estimates:.0%} of its uncertainty comes from opinion or estimates):"
        blocks.append(Text(words=label))
        blocks.append(Points(items=tuple(Point(words=support_words(one)) for one in source.rests_on)))
    return blocks


def _reason_row(reason: Reason) -> tuple[str, str, str]:
    return f"{reason.weight:+.2f}", reason.says, cited_words(reason.citation)


def _fit(source: Source, matter: Matter) -> list[Block]:
    """How what was painted fits, in numbers of places."""
    fit = compare(matter.case, area_of(source.key, matter.knowledge), matter.knowledge)
    words = (
        f"Of the painted places {len(fit.matched)} fit this source and {len(fit.unexplained)} do not; "
        f"{len(fit.absent)} places where it is mostly felt are not painted."
    )
    return [Text(words=words, tone="quiet")]


def _next(matter: Matter) -> list[Block]:
    steps = matter.found.next_steps
    if not steps:
        return []
    points = tuple(
        Point(
            lead=f"{step.name}.",
            words=step.clinician,
            note=f"{step.bits:.2f} bits"
            + (f"; tells most about {' and '.join(step.separates)}" if step.separates else ""),
        )
        for step in steps
    )
    return [Heading(words="What to ask or test next"), Points(items=points, mark="number")]


def _beliefs(matter: Matter) -> list[Block]:
    beliefs = matter.found.beliefs
    if not beliefs:
        return []
    points = tuple(Point(lead=f"{one.verdict.capitalize()}:", words=one.claim, note=one.why) for one in beliefs)
    return [Heading(words="Popular beliefs that the evidence does not bear out here"), Points(items=points)]


def _made(matter: Matter) -> list[Block]:
    made = matter.found.computation
    words = (
        f"{made.method[:1].upper()}{made.method[1:]}, error {made.error:.3g}; {made.positive_findings} positive and "
        f"{made.negative_findings} negative observations; setting {made.setting.replace('_', ' ')}; knowledge "
        f"{made.knowledge_version}. Grades: A systematic review or guideline, B good primary study, C small study or "
        "textbook consensus, D opinion or estimate. Names in brackets are facts and sources of the knowledge base."
    )
    return [
        Heading(words="How this was computed"),
        Text(words=words),
        *(Text(words=note) for note in matter.found.notes),
    ]
