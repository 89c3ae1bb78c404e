"""Legwise beside the other engines on the same networks: seconds, memory, error and how they grow."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import peer
from benchmarks.apart import MEMORY, Outcome, apart
from benchmarks.networks import Condensed, condensed, random_case
from legwise.case import read_case
from legwise.case.resolve import resolve
from legwise.inference import NoisyOr
from legwise.knowledge.load import Knowledge
from legwise.network import build

POSITIVES = (4, 8, 10, 12, 14, 16, 18, 20, 25, 30, 40, 60)
USUAL = range(10, 21)  # of a patient with much to tell
SEEDS = (1, 2, 3)
CAP = 10.0  # seconds that another engine may take for one network
OWN_CAP = 60.0  # ours, which must answer
CASES = 12
PGMPY = Path(__file__).parent.parent / ".venv-peers" / "bin" / "python"
SMALLEST = 2**20  # bytes that are worth naming

Evidence = Mapping[int, bool]
Rival = Callable[[NoisyOr, Evidence, Condensed], Outcome]


@dataclass(frozen=True)
class Ours:
    """Our answer to one network."""

    outcome: Outcome
    on: dict[int, float]
    width: int
    method: str
    error: float


def ours(network: NoisyOr, evidence: Evidence) -> Ours:
    """The whole call, simplifying and planning included. Raises RuntimeError without an answer."""
    found = apart(peer.legwise, (network, evidence), OWN_CAP)
    if found.why:
        raise RuntimeError(f"Legwise gave no answer: {found.why}")
    on, width, method, error = found.value
    return Ours(found, on, width, method, error)


def _pgmpy(network: NoisyOr, evidence: Evidence, small: Condensed) -> Outcome:
    if not PGMPY.exists():
        return Outcome(0.0, 0, None, "not installed")
    given = {
        "leak": small.network.leak.tolist(),
        "edges": [[edge.parent, edge.child, edge.p] for edges in small.network.into for edge in edges],
        "order": small.network.order.tolist(),
        "weights": small.weights,
        "wanted": list(small.hidden),
        "memory": MEMORY,
    }
    command = [str(PGMPY), "-W", "ignore", str(Path(__file__).parent / "pgmpy_peer.py")]
    try:
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=CAP + 15.0)
    except subprocess.TimeoutExpired:
        return Outcome(CAP, 0, None, f"more than {CAP:g} s")
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [""]
        return Outcome(0.0, 0, None, f"failed: {lines[-1][:60]}")
    told: dict[str, Any] = json.loads(done.stdout)
    if told["seconds"] > CAP:
        return Outcome(CAP, 0, None, f"more than {CAP:g} s")
    on = {small.hidden[int(node)]: p for node, p in told["on"].items()}
    return Outcome(told["seconds"], told["bytes"], on)


RIVALS: dict[str, Rival] = {
    "pyAgrum": lambda network, evidence, small: apart(peer.lazy, small, CAP),
    "pyAgrum's noisy-OR": lambda network, evidence, small: apart(peer.own_noisy_or, small, CAP),
    "loopy propagation": lambda network, evidence, small: apart(peer.loopy, small, CAP),
    "pgmpy": _pgmpy,
    "Quickscore": lambda network, evidence, small: apart(peer.heckerman, (network, evidence), CAP),
}
FLAT_ONLY = "Quickscore"  # for two layers
HEAD = [
    "Each engine works in a process of its own, the others with at most "
    f"{CAP:g} s and {MEMORY // 2**30} GB; importing and building its network are not counted, and what takes less "
    "than a second is run three times at least, more often while all runs together take less than 0.3 s, and the best "
    "counts. Ours is the whole call, simplifying and planning included; "
    "the others get the network without what no evidence reaches, negative findings and whatever else is one "
    "multiplication absorbed into weights. pyAgrum is "
    "its LazyPropagation with every noisy-OR split into a chain of nodes with two parents; pyAgrum's noisy-OR is the "
    "same engine with its own tables (`addNoisyORNet`); loopy propagation is pyAgrum's on the chains; pgmpy eliminates "
    "variables on the chains once for each cause; Quickscore is the textbook's in 64-bit floats. Beside the time stand "
    "the memory that inference added, where that is more than 1 MB, and the largest difference from our answer, where "
    "ours is exact and it is more than 1e-9. After an engine has failed once it is not asked again in a table.",
    "",
]


def on_random() -> list[str]:
    """A section: random two-layer networks with more and more positive findings."""
    table, ratios, beaten = [], dict[int, float](), set[str]()
    for positives in POSITIVES:
        cases = [random_case(seed, positives) for seed in SEEDS]
        answers = [ours(network, evidence) for network, evidence in cases]
        median = statistics.median(a.outcome.seconds for a in answers)
        words, times = _rivals(*cases[0], answers[0], beaten, RIVALS)
        exact = sum(a.error == 0.0 for a in answers)
        if "pyAgrum" in times:
            ratios[positives] = times["pyAgrum"] / answers[0].outcome.seconds
        table.append(
            told(
                [
                    str(positives),
                    f"{statistics.median(a.width for a in answers):g}",
                    _amount(median, max(a.outcome.bytes for a in answers)),
                    f"{exact} of {len(answers)}",
                    f"{max(a.error for a in answers):.1g}" if exact < len(answers) else "",
                    *_with_ratio(words, ratios.get(positives)),
                ]
            )
        )
    head = ["positive", "bits", "Legwise", "exact", "error", *_names(RIVALS)]
    return [
        "## Random networks, by the number of positive findings",
        "",
        "Two layers of the size of a clinical network: 185 causes, 546 findings, 4,355 links; a patient is drawn from "
        "the network and six in ten of the negative findings are observed too. Three networks a row: median time and "
        "bits, largest memory and stated error of ours. The others work on the first of the three.",
        "",
        *HEAD,
        *_lines(head, table),
        "",
        _summary(list(ratios.values()), len(POSITIVES)),
        *_usual([ratio for positives, ratio in ratios.items() if positives in USUAL]),
        "",
        _growth(table),
        "",
    ]


def on_cases(folder: Path, knowledge: Knowledge) -> list[str]:
    """A section: example cases spread evenly over the number of positive findings."""
    ready = []
    for path in sorted(folder.glob("*.yaml")):
        built = build(resolve(read_case(path), knowledge), knowledge)
        ready.append((sum(built.evidence.values()), path.stem, built))
    ready.sort(key=lambda item: item[:2])
    step = max(1, (len(ready) - 1) // (CASES - 1))
    layered = {name: rival for name, rival in RIVALS.items() if name != FLAT_ONLY}
    table, ratios, beaten = [], list[float](), set[str]()
    chosen = [(ours(item[2].network, item[2].evidence), *item) for item in ready[::step][:CASES]]
    for answer, positives, name, built in sorted(chosen, key=lambda item: item[0].width):
        words, times = _rivals(built.network, built.evidence, answer, beaten, layered)
        ratio = times["pyAgrum"] / answer.outcome.seconds if "pyAgrum" in times else None
        ratios.extend([] if ratio is None else [ratio])
        time = _amount(answer.outcome.seconds, answer.outcome.bytes)
        error = f"{answer.error:.1g}" if answer.error else "exact"
        table.append(told([name, str(positives), str(answer.width), time, error, *_with_ratio(words, ratio)]))
    head = ["case", "positive", "bits", "Legwise", "error", *_names(layered)]
    return [
        "## Legwise's own cases",
        "",
        f"{len(table)} of the {len(ready)} example cases, evenly over the number of positive findings, by "
        "the width of their frontier. Their networks "
        "have layers (causes of causes), for which Quickscore has no form. Otherwise as above.",
        "",
        *_lines(head, table),
        "",
        _summary(ratios, len(table)),
        "",
    ]


def _rivals(
    network: NoisyOr, evidence: Evidence, answer: Ours, beaten: set[str], rivals: Mapping[str, Rival]
) -> tuple[dict[str, str], dict[str, float]]:
    """What each rival took, in words and in seconds; adds those that failed to `beaten`."""
    small = condensed(network, evidence)
    words: dict[str, str] = {}
    times: dict[str, float] = {}
    for name, rival in rivals.items():
        if name in beaten:
            words[name] = ""
            continue
        found = rival(network, evidence, small)
        if found.why:
            beaten.add(name)
            words[name] = found.why
            continue
        times[name] = found.seconds
        words[name] = _amount(found.seconds, found.bytes) + _difference(answer, found.value)
    return words, times


def _difference(answer: Ours, theirs: Mapping[int, float]) -> str:
    if answer.error > 0.0:
        return ""
    gaps = [abs(answer.on[node] - p) for node, p in theirs.items()]
    if any(gap != gap for gap in gaps):
        return ", not a number"
    largest = max(gaps, default=0.0)
    return f", off by {largest:.1g}" if largest > 1e-9 else ""


def _amount(seconds: float, size: int) -> str:
    time = f"{seconds:.2f} s" if seconds >= 1.0 else f"{seconds * 1000:.3g} ms"
    return time + (f", {size / 1e6:.0f} MB" if size >= SMALLEST else "")


def _names(rivals: Mapping[str, Rival]) -> list[str]:
    return [column for name in rivals for column in ([name, "ratio"] if name == "pyAgrum" else [name])]


def _with_ratio(words: Mapping[str, str], ratio: float | None) -> list[str]:
    """The rivals' cells, with pyAgrum's time over ours behind pyAgrum's."""
    shown = "" if ratio is None else f"{ratio:.2g}"
    return [cell for name, word in words.items() for cell in ([word, shown] if name == "pyAgrum" else [word])]


def told(row: list[str]) -> list[str]:
    """The row itself, shown while the measuring goes on."""
    print("  ".join(row), file=sys.stderr, flush=True)
    return row


def _lines(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] + ["---:"] * (len(head) - 1), *rows)]


def _summary(ratios: list[float], rows: int) -> str:
    if not ratios:
        return "pyAgrum answered none of them."
    return (
        f"pyAgrum's time over ours: median {statistics.median(ratios):.2g}, from {min(ratios):.2g} to "
        f"{max(ratios):.2g}, where both answered ({len(ratios)} of {rows} rows)."
    )


def _usual(ratios: list[float]) -> list[str]:
    if not ratios:
        return []
    return [f"With {USUAL[0]} to {USUAL[-1]} positive findings: median {statistics.median(ratios):.3g}."]


def _growth(table: list[list[str]]) -> str:
    """How cost grows, in one sentence: bits from the first to the last row that is wholly exact."""
    exact = [row for row in table if not row[4]]
    if not exact:
        return "None of the rows was answered exactly throughout."
    first, last = exact[0], exact[-1]
    return (
        f"Cost doubles with every bit of the frontier: {first[1]} bits ({first[2]}) at {first[0]} positive findings, "
        f"{last[1]} bits ({last[2]}) at {last[0]}. Quickscore's terms double with every positive finding instead, and "
        "its digits go first."
    )
