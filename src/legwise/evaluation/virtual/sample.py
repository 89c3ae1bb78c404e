"""Whole patients by forward sampling: context, causes, causes of causes, what is felt, answers, findings.

A cause comes on by its own prior (moved by the context) or because another cause brought it about. Each
active cause shades the zones in which it is felt. Its extent varies as a whole: with one standard normal
number z a cause and another e a zone, a zone with chance p is felt when

    sqrt(c) z + sqrt(1 - c) e < probit(p)

(the one-factor probit model), so every zone keeps its chance p and any two zones of a cause go together with
correlation c. Loss of feeling found on testing follows the same z. A pain that is felt somewhere may spread
over its side. How the complaint behaves (worse on sitting) comes only from causes that are felt: behaviour is
a property of the complaint, and a silent cause has none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legwise.case.observations import Observations
from legwise.evaluation.virtual.context import Context, sample_context
from legwise.evaluation.virtual.people import People
from legwise.evaluation.virtual.world import World, moved, probit
from legwise.network.prior import priors, with_age

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Patient:
    """One whole person, as nobody ever sees one.

    on, leaked: shape (nodes,), over the template's nodes. fired: shape (edges,). felt: shape (places,).
    felt_fired: shape (felt links,). felt_leaked: shape (places,), felt for no modelled reason. spread: the
    places reached by a pain that spreads.
    """

    context: Context
    on: Bools
    leaked: Bools
    fired: Bools
    felt: Bools
    felt_fired: Bools
    felt_leaked: Bools
    spread: Bools


def sample_patient(world: World, people: People, random: np.random.Generator) -> Patient:
    """Draw one person."""
    return sample_given(sample_context(world.knowledge, people.ages, random), world, people, random)


def sample_given(context: Context, world: World, people: People, random: np.random.Generator) -> Patient:
    """Draw one person of a known context."""
    network, correlation = world.template.network, people.extent_correlation.value
    leaked = random.random(network.size) < _leaks(world, context)
    on, fired = leaked.copy(), np.zeros(len(network.p), dtype=np.bool_)
    extent = random.standard_normal(network.size)
    would = _would_fire(world, extent, correlation, random)
    for edges in world.rounds:
        _fire(edges, would, network.parent, network.child, on, fired)
    felt, felt_fired, felt_leaked, spread = _felt(world, people, on, extent, random)
    noticed = _noticed(world, felt_fired, fired)
    for edges in world.late:
        from_sign = world.behaviour[network.parent[edges]]
        heard = noticed[world.tops[network.parent[edges]]] | from_sign
        _fire(edges[heard], would, network.parent, network.child, on, fired)
    return Patient(context, on, leaked, fired, felt, felt_fired, felt_leaked, spread)


def _leaks(world: World, context: Context) -> Floats:
    """Leaks with the priors of this person, and with what comes with their age."""
    seen = Observations(factors={**context.factors, **_bands(world, context)})
    leak = world.leak.copy()
    for node, chance in with_age(seen.factors, world.knowledge):
        leak[node] = moved(np.asarray(chance.value), world.shift_of[id(chance)])
    own = world.template.own_causes
    tags = np.asarray(world.template.leak_tag)[own]
    leak[own] = moved(np.asarray(priors(seen, world.knowledge)), world.shift[tags])
    return leak


def _bands(world: World, context: Context) -> dict[str, bool]:
    """Age and sex as the factors that the priors read."""
    found = {"sex_female": context.sex == "female", "sex_male": context.sex == "male"}
    for factor in world.knowledge.factors.values():
        if factor.from_number == "age" and factor.low is not None and factor.high is not None:
            found[factor.id] = factor.low <= context.age < factor.high
    return found


def _would_fire(world: World, extent: Floats, correlation: float, random: np.random.Generator) -> Bools:
    """Which links would fire if their parent were on; loss of feeling varies with the extent of its cause."""
    would = random.random(len(world.p)) < world.p
    edges = world.sensory
    if len(edges):
        own = random.standard_normal(len(edges))
        parents = world.template.network.parent[edges]
        would[edges] = _reaches(world.sensory_limit, extent[parents], own, correlation)
    return would


def _reaches(limit: Floats, extent: Floats, own: Floats, correlation: float) -> Bools:
    """The one-factor probit model."""
    found: Bools = math.sqrt(correlation) * extent + math.sqrt(1.0 - correlation) * own < limit
    return found


def _fire(edges: Ints, would: Bools, parent: Ints, child: Ints, on: Bools, fired: Bools) -> None:
    """Fire the links of one round whose parents are on."""
    hit = edges[would[edges] & on[parent[edges]]]
    fired[hit] = True
    on[child[hit]] = True


def _felt(
    world: World, people: People, on: Bools, extent: Floats, random: np.random.Generator
) -> tuple[Bools, Bools, Bools, Bools]:
    """Places that are felt, and through what: links, no modelled reason, spreading."""
    correlation = people.extent_correlation.value
    own = random.standard_normal(len(world.felt_p))
    fired = on[world.felt_cause] & _reaches(world.felt_limit, extent[world.felt_cause], own, correlation)
    leaked = random.random(len(world.places)) < world.place_leak
    felt = leaked.copy()
    felt[world.felt_place[fired]] = True
    spread = np.zeros(len(world.places), dtype=np.bool_)
    limit = probit(np.asarray([people.spread_zone.value]))
    for kind in np.unique(world.place_kind).tolist():  # one modality of one side
        here = np.flatnonzero(world.place_kind == kind)
        spreads = random.random() < people.spread_pain.value
        reached = _reaches(limit, random.standard_normal(1), random.standard_normal(len(here)), correlation)
        if spreads and felt[here].any():
            spread[here] = reached
    return felt | spread, fired, leaked, spread


def _noticed(world: World, felt_fired: Bools, fired: Bools) -> Bools:
    """Trees (by their top) of which the person feels something: a zone, or a symptom."""
    network = world.template.network
    noticed = np.zeros(network.size, dtype=np.bool_)
    noticed[world.tops[world.felt_cause[felt_fired]]] = True
    symptoms = fired & world.symptom[network.child]
    noticed[world.tops[network.parent[symptoms]]] = True
    return noticed
