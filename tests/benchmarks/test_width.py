"""The lower bound of the frontier's width: where it is known, and below every plan."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.width import least_width

from legwise.inference.frontier import prepare
from legwise.inference.network import noisy_or
from oracles import random_evidence, random_network


@pytest.mark.parametrize("findings", [2, 3, 5])
def test_a_complete_net_needs_a_bit_for_each_finding(findings: int) -> None:
    """As many causes as findings, each of which may bring on all: its treewidth is their number."""
    leak = [0.1] * findings + [0.01] * findings
    links = [(cause, findings + j, 0.5) for cause in range(findings) for j in range(findings)]
    problem = prepare(noisy_or(leak, links), {findings + j: True for j in range(findings)})
    assert least_width(problem) == findings


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_has_fewer_bits(seed: int) -> None:
    random = np.random.default_rng(seed)
    network = random_network(random, tops=12, middles=4, leaves=10, density=0.4)
    problem = prepare(network, random_evidence(random, network, chance=0.8))
    assert least_width(problem) <= problem.width
