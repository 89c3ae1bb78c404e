"""Beyond the exact reach: importance sampling whose weights are bounded, so that its stated error holds.

The positive findings that make the frontier wide are set aside. A finding set aside is on with probability
1 - exp(-z), where z adds up -ln(1 - p) over its leak and its parents that are on. The logarithm of that is concave
in z, so the tangent at any z0 lies above it, and the exponential of the tangent is a product over the parents: it
costs no bit (the variational upper bound of Jaakkola & Jordan 1999). Explanations are drawn exactly from the
posterior with these products in the place of the findings, and each draw is weighted by finding / product, a number
between 0 and 1. Negative findings are set aside where positive ones do not help: a draw is weighted by their chance,
too. Each z0 is put where it fits the posterior; any other would be valid too, with more varying weights.

For an event with posterior probability P, weight * (event happened - P) has mean 0 and stays within a range of 1. The
empirical Bernstein inequality (Maurer & Pontil 2009) bounds the mean that is seen, so it bounds the error of P,
whatever the distribution of the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from legwise.errors import InferenceError
from legwise.inference.network import NoisyOr, ancestors, descendants
from legwise.inference.sample import Draws, Effort, draw_given, draw_onwards, empty_draws

if TYPE_CHECKING:
    from legwise.inference.frontier import Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
T = TypeVar("T", float, Floats)

BATCHES = 5  # of draws, at most
MOST_COST, MOST_WIDTH = 5e7, 19  # of the part that is worked exactly
ROUNDS = 8  # of fitting the tangents, at most
SETTLED = 0.3  # a round that moves no tangent by more than this share is the last
FIRST = 0.7  # where tangents begin: a finding that one cause produces with probability one half
STEEPEST = 200.0  # slope of a tangent
CERTAIN = 1.0 - 1e-6  # a link at least this strong leaves no tangent but the flat one
DOUBT = 0.01  # chance that any of the bounds of one answer fails
QUICK = 1  # tries of planning; what is kept is cheap
SEED = 20240229  # any fixed number: the same question gives the same draws


class Tally:
    """Weighted means of many events over batches of draws, and how far these can be off.

    events: rows of the batches, of nodes and of links. first, second: sums of the weights, and of their squares, over
    the draws in which each event happened.
    """

    def __init__(self, nodes: int) -> None:
        self.nodes, self.weights = nodes, np.zeros(0)
        self.first = self.second = np.zeros(0)

    def add(self, draws: Draws, weight: Floats) -> None:
        """Count one more batch; the rows of its events are those of the first."""
        from legwise.inference.loops import moments

        found = [moments(rows, weight) for rows in (draws.on, draws.fired)]
        first, second = (np.concatenate(sums) for sums in zip(*found, strict=True))
        self.first, self.second = (self.first + first, self.second + second) if len(self.first) else (first, second)
        self.weights = np.concatenate([self.weights, weight])

    def means(self) -> tuple[Floats, Floats]:
        """The weighted mean of every event: nodes on, and links fired (by the rows of `Draws`)."""
        means = self.first / self.weights.sum()
        return means[: self.nodes], means[self.nodes :]

    def error(self, times: float = 1.0) -> float:
        """No mean is off by more; at most 1. times: what is to be expected after so many times as many draws.

        With h the error of a mean, the standard deviation of weight * (event - true) is at most that around the
        estimate plus h times that of the weight; solved for h. The bound may be looked at after every batch.
        """
        count, mean = len(self.weights), float(self.weights.mean())
        log = math.log(4.0 * len(self.first) * BATCHES / DOUBT)
        whole = float(self.weights @ self.weights) / count
        part = self.first / self.weights.sum()
        spread = np.sqrt(np.maximum((1.0 - 2.0 * part) * self.second / count + part**2 * whole, 0.0)).max()
        of_weight = math.sqrt(max(whole - mean**2, 0.0))
        step, least = math.sqrt(2.0 * log / (times * count)), 7.0 * log / (3.0 * max(times * count - 1, 1))
        room = mean - step * of_weight
        return min((step * float(spread) + least) / room, 1.0) if room > 0.0 else 1.0


@dataclass(frozen=True)
class Sampled:
    """What sampling found. problem: what was worked exactly. draws: the first batch, with the weights of its draws."""

    problem: Problem
    tally: Tally
    draws: Draws
    weight: Floats
    aside: int
    denied: int
    log_evidence: float


def sampled(network: NoisyOr, evidence: Mapping[int, bool], cost: float, width: int, effort: Effort) -> Sampled:
    """Set findings aside until the rest is cheap enough; draw from it, weigh the draws.

    All runs through the rest together cost about `cost` cells, one of them never more than MOST_COST cells and `width`
    or MOST_WIDTH bits. Draws in up to BATCHES batches (see `Effort`). Raises InferenceError when the evidence is
    impossible.
    """
    from legwise.inference.frontier import Frontier, prepare

    reached = ancestors(network, evidence)
    limits = min(cost / (ROUNDS + 1), MOST_COST), min(width, MOST_WIDTH)
    aside, kept = _set_aside(network, evidence, *limits, denied_first=False)
    if len(kept) < len(evidence):  # what is denied is the hindrance: fewer positive ones may have to go then
        aside, kept = _set_aside(network, evidence, *limits, denied_first=True)
    denied = sorted(set(evidence) - set(kept))
    slopes = _fitted(network, kept, aside)
    problem = prepare(network, kept, slopes, QUICK)
    frontier, random, tally = Frontier(problem), np.random.default_rng(SEED + 1), Tally(network.size)
    for number in range(BATCHES):
        draws = empty_draws(network, evidence, reached, effort.batch)
        frontier.marginals(draws, random)
        draw_onwards(network, evidence, reached & ~problem.reached, draws, random)
        weight = _weights(network, slopes, denied, draws)
        draw_given(network, aside, draws, random)
        tally.add(draws, weight)
        if number == 0:
            first = draws, weight
        if tally.error() <= effort.error:
            break
        if effort.gives_up and tally.error(BATCHES / (number + 1)) > effort.error:
            break
    if not tally.weights.any():
        raise InferenceError("the evidence is impossible under the network (probability 0)")
    log_evidence = frontier.log_total + _taken(network, slopes, evidence) + math.log(float(tally.weights.mean()))
    return Sampled(problem, tally, *first, len(aside), len(denied), log_evidence)


def _weights(network: NoisyOr, slopes: Mapping[int, float], denied: list[int], draws: Draws) -> Floats:
    """Of every draw the chance of the findings set aside, over what the tangents took the positive ones for."""
    log_weight = np.zeros(draws.count)
    for node, slope in slopes.items():
        off = _chance_off(network, node, draws)
        with np.errstate(divide="ignore"):
            log_weight += np.log1p(-off) - _tangent(slope, -np.log(np.maximum(off, 1e-300)))
    weight: Floats = np.exp(np.minimum(log_weight, 0.0))
    for node in denied:
        weight *= _chance_off(network, node, draws)
    return weight


def resampled(weight: Floats, count: int) -> Ints:
    """Numbers of `count` draws, each as often as its weight says (systematic resampling, Kitagawa 1996)."""
    points = (np.arange(count) + np.random.default_rng(SEED + 2).random()) / max(count, 1)
    return np.minimum(np.searchsorted(np.cumsum(weight / weight.sum()), points), len(weight) - 1)


def _set_aside(
    network: NoisyOr, evidence: Mapping[int, bool], cost: float, width: int, *, denied_first: bool
) -> tuple[list[int], dict[int, bool]]:
    """Positive findings without which the rest is cheap enough, and the evidence left when negative ones go, too.

    Of the dearest component the mildest positive one goes first: its likelihood lies between its leak and 1, so the
    larger the leak, the less the weights vary. What is denied below a joint joins the joint's parents, too.
    """
    from legwise.inference.frontier import prepare

    aside: dict[int, float] = {}
    kept = dict(evidence)
    while (problem := prepare(network, kept, aside, QUICK)).cost > cost or problem.width > width:
        part, core = problem.part, problem.core
        dearest = core.node[problem.component == np.argmax(problem.costs)]
        required: list[int] = part.node[dearest[part.required[dearest]]].tolist()
        denied = _denied(network, problem, kept, aside) if denied_first or not required else set()
        if denied:
            kept = {node: on for node, on in kept.items() if node not in denied}
        elif required:
            milder = sorted(required, key=lambda node: (-float(network.leak[node]), node))
            # bits too many; a finding takes one away at most
            bits = math.log2(max(problem.cost / max(cost, 1.0), 2.0 ** (problem.width - width)))
            aside |= dict.fromkeys(milder[: max(int(bits / 2), 1)], 0.0)
        elif problem.cost <= MOST_COST and problem.width <= MOST_WIDTH:
            break  # more than was wanted, but it can be done
        else:
            raise InferenceError("the network is too densely linked for the frontier, even without evidence")
    return _taken_back(network, kept, list(aside), cost, width), kept


def _taken_back(network: NoisyOr, kept: Mapping[int, bool], aside: list[int], cost: float, width: int) -> list[int]:
    """What stays aside when all is taken back that fits, the least mild first: some share their parents' bits."""
    from legwise.inference.frontier import prepare

    for node in sorted(aside, key=lambda node: (float(network.leak[node]), node)):
        fewer = [other for other in aside if other != node]
        problem = prepare(network, kept, dict.fromkeys(fewer, 0.0), QUICK)
        if problem.cost <= cost and problem.width <= width:
            aside = fewer
    return aside


def _denied(network: NoisyOr, problem: Problem, kept: Mapping[int, bool], aside: Mapping[int, float]) -> set[int]:
    """All that is denied below that joint of the dearest component whose weights differ least; without it, no bit."""
    part, core = problem.part, problem.core
    nodes = np.flatnonzero(problem.component == np.argmax(problem.costs))
    joints = core.node[nodes[core.start[nodes + 1] - core.start[nodes] > 1]]
    joints = joints[~part.required[joints]]
    with np.errstate(divide="ignore"):
        differs = np.abs(np.log(part.on[joints]) - np.log(part.off[joints]))
    told = np.zeros(network.size, dtype=np.bool_)
    told[[node for node in kept if node not in aside]] = True
    positive = np.zeros(network.size, dtype=np.bool_)
    positive[[node for node, on in kept.items() if on]] = True
    has_children = np.zeros(network.size, dtype=np.bool_)
    has_children[network.parent] = True
    for place in np.argsort(differs, kind="stable").tolist():
        below = descendants(network, [int(part.node[joints[place]])]) & told
        if below.any() and not (below & (positive | has_children)).any():
            return set(np.flatnonzero(below).tolist())
    return set()


def _fitted(network: NoisyOr, evidence: Mapping[int, bool], aside: list[int]) -> dict[int, float]:
    """Slopes of the tangents that stand for the findings set aside, touching where the posterior expects z.

    There the bound of P(evidence), which is convex in the slopes, is lowest. Two findings with the same parents move
    each other, so a touching point that was moved too far is sought between the last two (regula falsi); the slopes
    with the lowest bound are taken.
    """
    from legwise.inference.frontier import Frontier, prepare

    slopes = dict.fromkeys(aside, 0.0)
    touch = {node: FIRST for node in aside if network.p[network.links_into(node)].max(initial=0.0) < CERTAIN}
    before: dict[int, tuple[float, float]] = {}  # the last touching point and how far off it was, as logarithms
    best, lowest = slopes, math.inf
    for _ in range(ROUNDS):
        slopes = slopes | {node: min(1.0 / math.expm1(z), STEEPEST) for node, z in touch.items()}
        problem = prepare(network, evidence, slopes, QUICK)
        if problem.cost > MOST_COST or problem.width > MOST_WIDTH:
            return dict.fromkeys(aside, 0.0)  # the tangents join what was parted; flat ones are valid, too
        frontier = Frontier(problem)
        bound = frontier.log_total + _taken(network, slopes, evidence)
        if bound < lowest:
            best, lowest = slopes, bound
        nothing = empty_draws(network, evidence, problem.reached, 0)
        on = frontier.marginals(nothing, np.random.default_rng(SEED)).on
        off = {node: math.log(max(_level(network, node, on), 1e-6) / z) for node, z in touch.items()}
        if all(abs(gap) < SETTLED for gap in off.values()):
            break
        here = {node: (math.log(z), off[node]) for node, z in touch.items()}
        touch = {node: math.exp(_nearer(before.get(node), here[node])) for node in touch}
        before = here
    return best


def _nearer(before: tuple[float, float] | None, here: tuple[float, float]) -> float:
    """Where to look next for a point that is not off: half the way, or between two that are off either way."""
    (point, off) = here
    if before is None or before[1] * off >= 0.0:
        return point + off / 2.0
    return point + (before[0] - point) * off / (off - before[1])


def _taken(network: NoisyOr, slopes: Mapping[int, float], evidence: Mapping[int, bool]) -> float:
    """What the tangents say of parents that are observed, and of nothing at all; natural log."""
    observed = np.zeros(network.size)
    observed[list(evidence)] = list(evidence.values())
    return sum(_tangent(slope, _level(network, node, observed)) for node, slope in slopes.items())


def _level(network: NoisyOr, node: int, on: Floats) -> float:
    """Expected z of a node: -ln(1 - p) added up over its leak and its parents that are on."""
    links = network.links_into(node)
    here = on[network.parent[links]]
    parts = np.where(here > 0.0, -np.log1p(-np.minimum(network.p[links], 1.0 - 1e-16)) * here, 0.0)
    return float(parts.sum() - math.log1p(-min(network.leak[node], 1.0 - 1e-16)))


def _tangent(slope: float, z: T) -> T:
    """The tangent of ln(1 - exp(-z)) with this slope, at z; 0 when it is flat."""
    return slope * (z - math.log1p(1.0 / slope)) - math.log1p(slope) if slope > 0.0 else 0.0 * z


def _chance_off(network: NoisyOr, node: int, draws: Draws) -> Floats:
    """P(node off | its parents) in every draw."""
    from legwise.inference.loops import silent

    off, links = np.empty(draws.count), network.links_into(node)
    silent(network.parent[links], network.p[links], float(network.leak[node]), draws.on, off)
    return off
