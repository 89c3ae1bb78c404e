"""Judge one case or a folder: ranks of the true diagnosis, its side, and the urgency.

The gold block is read here and nowhere else; the assessment sees the case without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from legwise.assessment.assess import inferred
from legwise.assessment.families import families_of, family_shares, labels_of, mechanism
from legwise.assessment.sources import ranked_groups
from legwise.case.model import Case
from legwise.case.read import read_case
from legwise.errors import InputError
from legwise.knowledge.load import Knowledge
from legwise.triage.rules import most_urgent

INVESTIGATIONS = frozenset({"imaging", "laboratory"})
SIDES = {"L": "L", "R": "R", "B": None}


@dataclass(frozen=True)
class CaseResult:
    """One case judged. Ranks count from 1; None means not in the ranking at all.

    family_rank counts distinct families, exact_rank distinct causes (a cause with all its copies).
    gold_share is the share of the complaint given to the true family, top_share to the leading one.
    """

    id: str
    primary: str
    family: str
    family_rank: int | None
    exact_rank: int | None
    side_right: bool | None
    labels_found: float
    gold_share: float
    top_share: float
    leading: tuple[str, ...]
    urgency: str
    gold_urgency: str | None
    flags: tuple[str, ...]
    mechanism: dict[str, float]
    gold_mechanism: str | None
    method: str
    patient: str
    completeness: str

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


@dataclass
class Folder:
    """Results of a folder, and the files that could not be judged with the reason."""

    results: list[CaseResult] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def evaluate_folder(
    folder: Path, knowledge: Knowledge, *, investigations: bool
) -> Iterator[CaseResult | tuple[str, str]]:
    """Judge every case file under `folder`; yields results, or (file, reason) for those left out.

    Raises InputError when the folder holds no case files.
    """
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml", ".json"))
    if not files:
        raise InputError(f"{folder}: no case files (.yaml, .yml, .json) here")
    for path in files:
        case = read_case(path)
        gold = case.gold or {}
        if "primary" not in gold:
            yield path.name, "no gold diagnosis"
        elif gold.get("completeness") == "low":
            yield path.name, "low completeness"
        else:
            try:
                yield evaluate_case(case, path.stem, knowledge, investigations=investigations)
            except InputError as error:
                yield path.name, str(error)


def evaluate_case(case: Case, name: str, knowledge: Knowledge, *, investigations: bool) -> CaseResult:
    """Judge one case. Raises InputError when it cannot be assessed."""
    gold = dict(case.gold or {})
    blind = case.model_copy(update={"gold": None})
    if not investigations:
        blind = without_investigations(blind, knowledge)
    parts = inferred(blind, knowledge)
    network, posterior, credit = parts.case, parts.posterior, parts.credit
    families = family_shares(network, credit, knowledge)
    order = [f.family for f in families if f.family != "unexplained"]
    ranked = [group for group, _ in ranked_groups(network, posterior, credit)]
    side, primary = _split(str(gold["primary"]))
    family = knowledge.family_of.get(primary, "?")
    exact = [g for g in ranked if primary in labels_of(network.nodes[g.chief], knowledge)]
    inside = [g for g in ranked if family in families_of(network.nodes[g.chief], knowledge)]
    named = gold.get("labels")
    labels = [_split(str(label))[1] for label in (named if isinstance(named, list) else [gold["primary"]])]
    known = [knowledge.family_of[label] for label in labels if label in knowledge.family_of]
    shares = {f.family: f.share for f in families}
    return CaseResult(
        id=case.id or name,
        primary=str(gold["primary"]),
        family=family,
        family_rank=order.index(family) + 1 if family in order else None,
        exact_rank=ranked.index(exact[0]) + 1 if exact else None,
        side_right=_side_right(
            side, [network.nodes[g.chief].side for g in inside], bool(gold.get("side_stated", True))
        ),
        labels_found=sum(f in order[:5] for f in known) / len(known) if known else 0.0,
        gold_share=shares.get(family, 0.0),
        top_share=shares.get(order[0], 0.0) if order else 0.0,
        leading=tuple(order[:5]),
        urgency=most_urgent(parts.alerts),
        gold_urgency=str(gold["urgency"]) if gold.get("urgency") else None,
        flags=tuple(alert.id for alert in parts.alerts),
        mechanism=mechanism(network, credit, knowledge),
        gold_mechanism=str(gold["mechanism"]) if gold.get("mechanism") else None,
        method=posterior.method,
        patient=str(gold.get("patient", "unclear")),
        completeness=str(gold.get("completeness", "unclear")),
    )


def without_investigations(case: Case, knowledge: Knowledge) -> Case:
    """The case without imaging and laboratory findings."""
    kept = {
        key: answer
        for key, answer in case.findings.items()
        if (name := key.rpartition(":")[2]) not in knowledge.findings
        or knowledge.findings[name].kind not in INVESTIGATIONS
    }
    return case.model_copy(update={"findings": kept})


def _split(label: str) -> tuple[str | None, str]:
    side, colon, name = label.rpartition(":")
    return (SIDES.get(side) if colon else None), name


def _side_right(gold: str | None, found: list[str | None], stated: bool) -> bool | None:
    """Whether the leading member of the true family has the true side (None when there is no side)."""
    sided = [side for side in found if side]
    if gold is None or not stated or not sided:
        return None
    return sided[0] == gold
