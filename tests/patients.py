"""Tiny named patients, and the few ways in which tests change them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from legwise.assessment import Assessment, assess
from legwise.case.model import Case
from legwise.case.read import case_from_mapping, read_case
from legwise.case.resolve import resolve
from legwise.inference.posterior import Posterior, infer
from legwise.knowledge.load import load
from legwise.network.evidence import CaseNetwork, build

EXAMPLES = Path(__file__).parent.parent / "examples" / "cases"


def example(name: str) -> Case:
    return read_case(EXAMPLES / f"{name}.yaml")


def case(*regions: str, qualities: tuple[str, ...] = ("pain",), context: Any = None, **findings: Any) -> Case:
    """Regions are marked, findings answered; a sided finding is written R_slr for 'R:slr'."""
    marks = [{"regions": list(regions), "qualities": list(qualities)}] if regions else []
    named = {(f"{k[0]}:{k[2:]}" if k[:2] in ("L_", "R_", "B_") else k): v for k, v in findings.items()}
    return case_from_mapping({"context": context or {}, "chart": {"marks": marks}, "findings": named})


def changed(patient: Case, **fields: Any) -> Case:
    """The case with some fields replaced, read again as a file would be."""
    return case_from_mapping({**patient.model_dump(mode="json", exclude_none=True), **fields})


def with_findings(patient: Case, findings: dict[str, Any]) -> Case:
    return changed(patient, findings={**patient.findings, **findings})


def calf_pain() -> Case:
    return case("R:calf", context={"age": 45, "sex": "male"})


def root_s1() -> Case:
    return case(
        "R:calf",
        "R:buttock",
        "R:foot.lateral_border",
        context={"age": 40, "sex": "female"},
        R_slr=True,
        R_ankle_reflex_reduced=True,
    )


def meralgia() -> Case:
    return example("gardener_32m_mower")


def mirrored(patient: Case) -> Case:
    """Left and right swapped in marks, findings and context."""
    raw = patient.model_dump(mode="json", exclude_none=True)

    def swap(text: str) -> str:
        return {"L:": "R:", "R:": "L:"}.get(text[:2], text[:2]) + text[2:]

    for part in ("marks", "absent"):
        for mark in raw["chart"].get(part, ()):
            mark["regions"] = [swap(region) for region in mark["regions"]]
    raw["findings"] = {swap(key): value for key, value in raw["findings"].items()}
    raw["context"] = {swap(key): value for key, value in raw["context"].items()}
    raw.pop("gold", None)
    return case_from_mapping(raw)


def grounded(patient: Case) -> CaseNetwork:
    return build(resolve(patient, load()), load())


def exact(network: CaseNetwork) -> Posterior:
    answer = infer(network.network, network.evidence, draws=0)
    assert answer.method == "exact"
    return answer


def presence(patient: Case) -> dict[str, float]:
    """Posterior of every node by key."""
    network = grounded(patient)
    return {network.nodes[n].key: p for n, p in exact(network).known().items()}


def of_base(found: dict[str, float], base: str) -> float:
    """A cause and all its copies added up."""
    return sum(p for key, p in found.items() if key.split("<")[0] == base)


@cache
def assessed(name: str) -> Assessment:
    """The assessment of an example case, made once for all tests."""
    return assess(example(name), load())
