"""Assess virtual patients as if they were real, and compare with the truth; one after another, in flat memory.

Patient n of a seed is always the same person, however many are asked for and wherever one starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from legwise.assessment.assess import Inferred, inferred
from legwise.assessment.families import families_of, family_shares
from legwise.assessment.presence import groups
from legwise.assessment.sources import ranked_groups
from legwise.errors import InferenceError
from legwise.evaluation.virtual.observe import Visit, observe
from legwise.evaluation.virtual.people import People
from legwise.evaluation.virtual.reliability import Reliability
from legwise.evaluation.virtual.sample import Patient, sample_patient
from legwise.evaluation.virtual.truth import Truth, truth
from legwise.evaluation.virtual.world import World
from legwise.network.template import CAUSES

SHOWN_FROM = 0.05  # causes stated below this are judged apart: there are hundreds in every patient
DEEPEST = 10


@dataclass(frozen=True)
class Judged:
    """One virtual patient against the truth.

    stated, present, family: one entry for each cause that the evidence reached. share, true_share: of the
    leading family. family_rank, source_rank: where the family and the source with the largest true share
    stand (None: nowhere, or nothing was produced by a modelled cause).
    """

    stated: NDArray[np.float64]
    present: NDArray[np.bool_]
    family: tuple[str, ...]
    leading: str | None
    share: float
    true_share: float
    has_source: bool
    family_rank: int | None
    source_rank: int | None
    positive: int
    exact: bool


def people_seen(world: World, people: People, seed: int, start: int = 0) -> Iterator[tuple[int, Patient, Visit]]:
    """Endless virtual patients who came with a complaint, with their number."""
    number = start
    while True:
        random = np.random.default_rng([seed, number])
        patient = sample_patient(world, people, random)
        visit = observe(patient, world, people, random)
        if visit is not None:
            yield number, patient, visit
        number += 1


def judged(world: World, people: People, count: int, seed: int) -> Iterator[Judged | str]:
    """`count` virtual patients, assessed and judged one after another; the error for one without an answer."""
    for number, patient, visit in islice(people_seen(world, people, seed), count):
        try:
            parts = inferred(visit.case, world.knowledge)
        except InferenceError as error:
            yield f"patient {number} of seed {seed}: {error}"
        else:
            yield judge(patient, parts, truth(patient, visit, parts, world), world)


def judge(patient: Patient, parts: Inferred, known: Truth, world: World) -> Judged:
    """Compare one assessment with the truth."""
    network, posterior = parts.case, parts.posterior
    template = world.template
    reached = [n for n in np.flatnonzero(posterior.reached).tolist() if network.nodes[n].kind in CAUSES]
    found = groups(network, posterior, reached)
    there = {template.nodes[n].base for n in np.flatnonzero(patient.on).tolist() if template.nodes[n].kind in CAUSES}
    families = [(f.family, f.share) for f in family_shares(network, parts.credit, world.knowledge)]
    families = [pair for pair in families if pair[0] != "unexplained"]
    sources = [group.base for group, _ in ranked_groups(network, posterior, parts.credit)]
    true_families = {key: part for key, part in known.families.items() if key != "unexplained"}
    true_sources = {
        key: part
        for key, part in known.sources.items()
        if families_of(template.nodes[template.index[key]], world.knowledge) != ("unexplained",)
    }
    leading, share = families[0] if families else (None, 0.0)
    return Judged(
        stated=np.asarray([group.presence for group in found]),
        present=np.asarray([group.base in there for group in found], dtype=np.bool_),
        family=tuple((families_of(network.nodes[g.chief], world.knowledge) or ("none",))[0] for g in found),
        leading=leading,
        share=share,
        true_share=known.families.get(leading, 0.0) if leading else 0.0,
        has_source=bool(true_families),
        family_rank=_rank(true_families, [family for family, _ in families]),
        source_rank=_rank(true_sources, sources),
        positive=sum(network.evidence.values()),
        exact=posterior.error == 0.0,
    )


def _rank(true: dict[str, float], stated: list[str]) -> int | None:
    """Rank of the largest true share in the stated order."""
    if not true:
        return None
    best = max(sorted(true), key=lambda key: true[key])
    return stated.index(best) + 1 if best in stated else None


@dataclass
class Calibration:
    """Running totals over judged patients."""

    patients: int = 0
    all_causes: Reliability = field(default_factory=Reliability)
    shown: Reliability = field(default_factory=lambda: Reliability(SHOWN_FROM))
    leading_share: Reliability = field(default_factory=Reliability)
    by_family: dict[str, Reliability] = field(default_factory=dict)
    family_ranks: Counter[int] = field(default_factory=Counter)
    source_ranks: Counter[int] = field(default_factory=Counter)
    positive: Counter[int] = field(default_factory=Counter)
    with_source: int = 0
    exact: int = 0
    unanswered: list[str] = field(default_factory=list)

    def add(self, one: Judged | str) -> None:
        """Enter one patient, or why there was no answer."""
        if isinstance(one, str):
            self.unanswered.append(one)
            return
        self.patients += 1
        self.all_causes.add(one.stated, one.present)
        self.shown.add(one.stated, one.present)
        family = np.asarray(one.family)
        for name in sorted(set(one.family)):
            here = family == name
            self.by_family.setdefault(name, Reliability(SHOWN_FROM)).add(one.stated[here], one.present[here])
        if one.leading is not None:
            self.leading_share.add([one.share], [one.true_share])
        self.with_source += one.has_source
        for rank, counts in ((one.family_rank, self.family_ranks), (one.source_rank, self.source_ranks)):
            if rank is not None and one.has_source:
                counts[min(rank, DEEPEST)] += 1
        self.positive[one.positive] += 1
        self.exact += one.exact
