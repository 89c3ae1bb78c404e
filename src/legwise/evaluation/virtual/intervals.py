"""Simulation-based calibration of the stated intervals.

An interval around a source's probability says how far the uncertain numbers of the knowledge base may move it.
So: draw every number from its stated spread, sample a patient in that world, assess the patient with the stated
numbers, and see whether the interval covers the probability that the drawn numbers give to the same evidence.
A 90 % interval should, nine times in ten [1].

1. Talts S, Betancourt M, Simpson D, Vehtari A, Gelman A. Validating Bayesian inference algorithms with
   simulation-based calibration. arXiv:1804.06788, 2018.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from legwise.assessment.assess import Inferred, inferred
from legwise.assessment.naming import evidence_labels
from legwise.assessment.presence import groups
from legwise.assessment.sources import rank_sources
from legwise.assessment.uncertainty import NINETY, grade_spread
from legwise.errors import InferenceError
from legwise.evaluation.virtual.observe import observe
from legwise.evaluation.virtual.people import People
from legwise.evaluation.virtual.reliability import Point, Reliability
from legwise.evaluation.virtual.sample import sample_patient
from legwise.evaluation.virtual.world import World, drawn_world, moved
from legwise.inference.posterior import infer
from legwise.network.evidence import CaseNetwork
from legwise.network.template import CAUSES

Floats = NDArray[np.float64]
LEVELS = (0.5, 0.8, 0.9)
EDGE = 1e-9  # probabilities are kept this far from 0 and 1 on the log-odds scale


def distances(nominal: World, people: People, count: int, seed: int) -> Iterator[Floats]:
    """For `count` patients: how many stated standard deviations each shown source moved, on the log-odds scale."""
    done, number = 0, 0
    while done < count:
        random = np.random.default_rng([seed, number])
        number += 1
        other = drawn_world(nominal, random)
        patient = sample_patient(other, people, random)
        visit = observe(patient, nominal, people, random)
        if visit is None:
            continue
        done += 1
        try:
            parts = inferred(visit.case, nominal.knowledge)
            yield _moved_by(parts, other, random)
        except InferenceError:
            yield np.zeros(0)


def _moved_by(parts: Inferred, other: World, random: np.random.Generator) -> Floats:
    """Distances of the sources of one assessment."""
    knowledge = other.knowledge
    labels = evidence_labels(parts.case, parts.seen, knowledge)
    ranked = rank_sources(parts.case, parts.posterior, parts.credit, labels, knowledge)
    there = _presences(_under(parts.case, other, random))
    found = []
    for source in ranked.sources:
        stated = source.presence
        deviation = (_logit(stated.high) - _logit(stated.low)) / (2.0 * NINETY)
        base = parts.case.nodes[parts.case.template.index[source.key]].base
        if deviation > 0.0 and base in there:
            found.append((_logit(there[base]) - _logit(stated.value)) / deviation)
    return np.asarray(found)


def _under(case: CaseNetwork, other: World, random: np.random.Generator) -> CaseNetwork:
    """The network of a case with the numbers of another world; numbers that only a case uses are drawn here."""
    by_grade, known = grade_spread(other.knowledge), other.shift_of
    shift = np.asarray([known.get(id(q), by_grade[q.grade] * random.standard_normal()) for q in case.numbers])
    network = case.network
    leak = moved(network.leak, shift[np.asarray(case.leak_tag)])
    return replace(case, network=replace(network, leak=leak, p=moved(network.p, shift[network.tag])))


def _presences(case: CaseNetwork) -> dict[str, float]:
    """Presence of every cause by its base."""
    posterior = infer(case.network, case.evidence, draws=600)
    nodes = [n for n in np.flatnonzero(posterior.reached).tolist() if case.nodes[n].kind in CAUSES]
    return {group.base: group.presence for group in groups(case, posterior, nodes)}


def _logit(p: float) -> float:
    inside = min(max(p, EDGE), 1.0 - EDGE)
    return math.log(inside / (1.0 - inside))


class Coverage:
    """Running totals: how often intervals of each level cover.

    Not the mean square of the distances: where a presence is as good as certain the stated deviation is next to
    nothing, and one such source outweighs all others.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.levels = {level: Reliability() for level in LEVELS}
        self.patients, self.sources = 0, 0

    def add(self, found: Floats) -> None:
        """Enter the distances of one patient."""
        self.patients += 1
        self.sources += len(found)
        for level, record in self.levels.items():
            reach = NormalDist().inv_cdf(0.5 + level / 2.0)
            record.add(np.full(len(found), level), np.abs(found) <= reach)

    def points(self) -> dict[float, Point]:
        """Coverage of each level with its 95 % interval."""
        return {level: record.points()[0] for level, record in self.levels.items() if record.total}
