"""What an answer rests on: the numbers of the knowledge base whose uncertainty moves it most.

`legwise.assessment.uncertainty` gives the derivative of every answer by the log-odds of every number. Here the
few that contribute most to a source's interval are put into words: what the number is the chance of, where it
comes from, and how far the answer would go if it were one standard deviation of its grade higher. Derivatives
come from drawn explanations, so one that is not clearly larger than its own error is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from legwise.assessment.model import Citation, Support
from legwise.assessment.naming import cause_names, node_words
from legwise.assessment.uncertainty import Spread, grade_spread
from legwise.inference.posterior import Posterior
from legwise.knowledge.load import Knowledge
from legwise.network.evidence import CaseNetwork

NAMED = 5  # numbers named for one source
NO_CAUSE = ("finding", "sign", "chart", "told", "response")  # kinds of nodes
CLEAR = 2.0  # a derivative counts when it is larger than so many standard errors of its own


class Uses:
    """Where in one network a number is used, and in words what it says there."""

    def __init__(self, case: CaseNetwork, posterior: Posterior, knowledge: Knowledge) -> None:
        self.case, self.knowledge = case, knowledge
        self.fired = np.nan_to_num(posterior.fired)
        network = case.network
        self.edges = _places(np.where(posterior.reached[network.child], network.tag, -1))
        self.leaks = _places(np.where(posterior.reached & (network.leak > 0.0), case.leak_tag, -1))
        self.said: dict[int, str] = {}

    def says(self, number: int) -> str:
        """The most active use of a number (its place in the case's numbers), and how many others it has."""
        if number not in self.said:
            self.said[number] = self._say(number)
        return self.said[number]

    def _say(self, number: int) -> str:
        network, nodes = self.case.network, self.case.nodes
        edges, leaks = self.edges(number), self.leaks(number)
        notes = []
        if edges:
            edge = edges[int(np.argmax(self.fired[edges]))]
            parent, child = self._cause(int(network.parent[edge])), int(network.child[edge])
            words = f"{self._words(parent)} brings on {self._words(child)}"
            chance = f"{self._chance(edge):.2g}"
            if chance != f"{self.case.numbers[number].value:.2g}":
                notes.append(f"{chance}, worked out from this number")
        else:
            node = leaks[0]
            cause = nodes[node].kind not in NO_CAUSE
            words = f"how common: {self._words(node)}" if cause else f"without a cause: {self._words(node)}"
        pairs = ((self._cause(int(network.parent[e])), int(network.child[e])) for e in edges)
        others = len({(nodes[parent].base, nodes[child].base) for parent, child in pairs})
        others += len(leaks) - 1
        if others > 0:
            notes.append(f"and {others} more")
        return f"{words} ({'; '.join(notes)})" if notes else words

    def _chance(self, edge: int) -> float:
        """The chance that the cause named for a link brings its child on by it."""
        network = self.case.network
        parent = int(network.parent[edge])
        into = network.p[network.links_into(parent)]
        by_loss = float(into.max(initial=0.0)) if self.case.nodes[parent].is_loss else 1.0
        return by_loss * float(network.p[edge])

    def _cause(self, node: int) -> int:
        """The node, or of a loss the lesion that has it."""
        record = self.case.nodes[node]
        return self.case.template.index[record.key.partition("<")[2]] if record.is_loss else node

    def _words(self, node: int) -> str:
        record = self.case.nodes[node]
        if record.kind in NO_CAUSE:
            return f"'{node_words(self.case, node, self.knowledge)}'"
        return cause_names(record, self.knowledge)[0]


def _places(tags: NDArray[np.int64]) -> Callable[[int], list[int]]:
    """Where a tag stands among `tags`, in order, for any tag that is asked for."""
    order = np.argsort(tags, kind="stable")
    ordered = tags[order]

    def find(tag: int) -> list[int]:
        first, end = np.searchsorted(ordered, [tag, tag + 1])
        found: list[int] = order[first:end].tolist()
        return found

    return find


def rests_on(
    uses: Uses, found: Spread, places: list[int], presence: int, share: int, knowledge: Knowledge
) -> tuple[Support, ...]:
    """The numbers that widen a source's interval most.

    places: what number each column of `found` stands for. presence, share: the source's rows in it.
    """
    by_grade = grade_spread(knowledge)
    total = float(found.parts[share].sum())
    chosen: list[Support] = []
    for column in np.argsort(-found.parts[share], kind="stable").tolist():
        clear = abs(found.slope[share, column]) > CLEAR * found.error[share, column]
        if len(chosen) == NAMED or found.parts[share, column] <= 0.0:
            break
        if not clear:
            continue
        quantity = uses.case.numbers[places[column]]
        step = by_grade[quantity.grade]
        chosen.append(
            Support(
                says=uses.says(places[column]),
                value=quantity.value,
                raised=_raised(quantity.value, step),
                estimate=quantity.is_estimate,
                citation=Citation(
                    grade=quantity.grade, sources=quantity.sources, facts=quantity.facts, basis=quantity.basis
                ),
                share_change=float(found.slope[share, column]) * step,
                presence_change=float(found.slope[presence, column]) * step,
                part=float(found.parts[share, column]) / total,
            )
        )
    return tuple(chosen)


def _raised(p: float, step: float) -> float:
    """A probability one standard deviation up on the log-odds scale."""
    if not 0.0 < p < 1.0:
        return p
    return 1.0 / (1.0 + math.exp(-(math.log(p / (1.0 - p)) + step)))
