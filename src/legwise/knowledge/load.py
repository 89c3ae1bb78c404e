"""Read the YAML files into one frozen `Knowledge`.

Parsing YAML takes seconds, so the validated content is kept as JSON in the user's cache folder
under the checksum of the files. The cache is only a speed-up: without it, or with a damaged one, the
YAML is read again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
import yaml
from pydantic import BaseModel, Field, ValidationError

from legwise.errors import KnowledgeError
from legwise.knowledge.generated import sensory_findings, trigger_point_findings
from legwise.knowledge.quantity import Quantity, Record
from legwise.knowledge.schema import ChangeRule, Condition, Factor, Family, Finding, InterviewPlan, RedFlag, Sign
from legwise.knowledge.schema_anatomy import (
    Entrapment,
    MotorUnit,
    Movement,
    Muscle,
    NerveSegment,
    Region,
    Root,
    Zone,
)
from legwise.knowledge.schema_interventions import (
    Contraindication,
    Intervention,
    Investigation,
    Measurement,
    NeedlingRisk,
    Planning,
)
from legwise.knowledge.schema_outcomes import OutcomeMeasure

DATA = Path(__file__).parent / "data"
LIBRARY = ("sources", "facts", "claims")  # folders read only when asked for, see library.py
Cached = TypeVar("Cached", bound=BaseModel)
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Content(Record):
    """Everything an assessment needs, as lists; `Knowledge` adds the look-ups."""

    regions: tuple[Region, ...] = ()
    qualities: tuple[str, ...] = ()
    zones: tuple[Zone, ...] = ()
    roots: tuple[Root, ...] = ()
    nerves: tuple[NerveSegment, ...] = ()
    motor_units: tuple[MotorUnit, ...] = ()
    movements: tuple[Movement, ...] = ()
    muscles: tuple[Muscle, ...] = ()
    entrapments: tuple[Entrapment, ...] = ()
    conditions: tuple[Condition, ...] = ()
    signs: tuple[Sign, ...] = ()
    findings: tuple[Finding, ...] = ()
    context: tuple[Factor, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    change_rules: tuple[ChangeRule, ...] = ()
    families: dict[str, Family] = Field(default_factory=dict)
    outcomes: tuple[OutcomeMeasure, ...] = ()
    model: dict[str, Quantity] = Field(default_factory=dict)
    interview: InterviewPlan = InterviewPlan()
    interventions: tuple[Intervention, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    needling_risks: tuple[NeedlingRisk, ...] = ()
    investigations: tuple[Investigation, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    planning: Planning = Planning()


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The knowledge base with its version (a checksum of the files) and look-ups by id.

    `folder` is where it was read, and where its library of sources, facts and claims lies.
    """

    version: str
    content: Content
    folder: Path = DATA

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings by id, those that the anatomy generates included."""
        content = self.content
        for key in ("trigger_point_false_positive", "sensory_loss_false_positive"):
            self.number(key)
        generated = trigger_point_findings(content.muscles, content.model)
        generated += sensory_findings(content.zones, content.model)
        return {item.id: item for item in (*content.findings, *generated)}

    @cached_property
    def comes_with_age(self) -> dict[str, Finding | Sign]:
        """Findings and signs that come with the years by themselves, by id."""
        records: list[Finding | Sign] = [*self.findings.values(), *self.content.signs]
        return {item.id: item for item in records if item.false_positive_by_age}

    @cached_property
    def outcomes(self) -> dict[str, OutcomeMeasure]:
        """Outcome measures by id."""
        return {item.id: item for item in self.content.outcomes}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Conditions by id."""
        return {item.id: item for item in self.content.conditions}

    @cached_property
    def source_sides(self) -> dict[str, bool]:
        """Every source by the id that it has in the network, and whether it has sides."""
        content = self.content
        found = {item.id: item.sided for item in content.conditions}
        found |= {item.id: item.sided for item in content.entrapments}
        found |= {f"root_{root.id.lower()}": True for root in content.roots}
        return found | {f"trp_{muscle.id}": True for muscle in content.muscles}

    @cached_property
    def factors(self) -> dict[str, Factor]:
        """Context factors by id."""
        return {item.id: item for item in self.content.context}

    @cached_property
    def muscles(self) -> dict[str, Muscle]:
        """Muscles by id."""
        return {item.id: item for item in self.content.muscles}

    @cached_property
    def entrapments(self) -> dict[str, Entrapment]:
        """Entrapment sites by id."""
        return {item.id: item for item in self.content.entrapments}

    @cached_property
    def roots(self) -> dict[str, Root]:
        """Spinal roots by id (T12 to S4)."""
        return {item.id: item for item in self.content.roots}

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Body-surface regions by id."""
        return {item.id: item for item in self.content.regions}

    @cached_property
    def zones(self) -> dict[str, Zone]:
        """Zones by id."""
        return {item.id: item for item in self.content.zones}

    @cached_property
    def interventions(self) -> dict[str, Intervention]:
        """Interventions by id."""
        return {item.id: item for item in self.content.interventions}

    @cached_property
    def contraindications(self) -> dict[str, Contraindication]:
        """Contraindications by id."""
        return {item.id: item for item in self.content.contraindications}

    @cached_property
    def zone_of(self) -> dict[str, str]:
        """Zone id of every region."""
        return {region: zone.id for zone in self.content.zones for region in zone.regions}

    @cached_property
    def family_of(self) -> dict[str, str]:
        """Family id of every diagnosis label."""
        return {label: key for key, family in self.content.families.items() for label in family.labels}

    @cached_property
    def alias_of(self) -> dict[str, str]:
        """Finding id of every alias (the c-numbers of the pain-mechanism criteria)."""
        return {alias: item.id for item in self.content.findings for alias in item.aliases}

    def planning_number(self, key: str) -> float:
        """A number of the plan (`data/interventions/planning.yaml`). Raises KnowledgeError when it is missing."""
        numbers = self.content.planning.numbers
        if key not in numbers:
            raise KnowledgeError(f"planning: the number '{key}' is missing")
        return numbers[key].value

    def number(self, key: str) -> float:
        """A number of the model itself (`data/model.yaml`). Raises KnowledgeError when it is missing."""
        if key not in self.content.model:
            raise KnowledgeError(f"model: the number '{key}' is missing")
        return self.content.model[key].value


@lru_cache(maxsize=4)
def load(folder: Path = DATA) -> Knowledge:
    """Load and validate the knowledge base. Raises KnowledgeError naming file, record and field."""
    every = sorted(folder.rglob("*.yaml"))
    files = [path for path in every if path.relative_to(folder).parts[0] not in LIBRARY]
    if not files:
        raise KnowledgeError(f"{folder}: holds no knowledge files (*.yaml)")
    version = checksum(every, folder)
    content = through_cache(f"knowledge-{version}.json", Content, lambda: _from_yaml(files))
    return Knowledge(version=version, content=content, folder=folder)


def through_cache(name: str, kind: type[Cached], build: Callable[[], Cached]) -> Cached:
    """What an earlier run left in the user's cache folder, or what `build` makes, which is then left there."""
    path = Path(platformdirs.user_cache_dir("legwise")) / name
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        found = build()
        _to_cache(path, found)
        return found


def checksum(files: list[Path], folder: Path) -> str:
    """A short checksum of files and of the code that reads them."""
    digest = hashlib.sha256()
    for path in [*files, *sorted(Path(__file__).parent.glob("*.py"))]:
        digest.update(str(path.relative_to(folder) if path.is_relative_to(folder) else path.name).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _to_cache(path: Path, content: BaseModel) -> None:
    """Write beside and rename, so that a crash leaves no half-written cache; failure is harmless."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.model_dump_json(exclude_defaults=True).encode())
        Path(name).replace(path)
    except OSError:
        return


def _from_yaml(files: list[Path]) -> Content:
    """Merge all files: lists are joined by top-level key, mappings are merged."""
    lists: dict[str, list[Any]] = defaultdict(list)
    mappings: dict[str, dict[str, Any]] = defaultdict(dict)
    for path in files:
        for key, value in read_yaml(path).items():
            if isinstance(value, dict):
                repeated = sorted(set(value) & set(mappings[key]))
                if repeated:
                    raise KnowledgeError(f"{path.name}: {key}: '{repeated[0]}' is defined twice")
                mappings[key].update(value)
            elif isinstance(value, list):
                lists[key].extend(value)
            else:
                raise KnowledgeError(f"{path.name}: {key}: expected a list or a mapping, found {value!r}")
    both = sorted(set(lists) & set(mappings))
    if both:
        raise KnowledgeError(f"'{both[0]}' is a list in one file and a mapping in another")
    try:
        return Content.model_validate({**lists, **mappings})
    except ValidationError as error:
        raise KnowledgeError(_explain(error, {**lists, **mappings})) from error


def read_yaml(path: Path) -> dict[str, Any]:
    """One YAML file as a mapping. Raises KnowledgeError naming the file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name}: expected a mapping at the top, found {type(content).__name__}")
    return content


def _explain(error: ValidationError, raw: dict[str, Any]) -> str:
    """First few problems, with the id of the record instead of its position."""
    lines = []
    for problem in error.errors()[:8]:
        where = [str(part) for part in problem["loc"]]
        record: Any = raw.get(where[0])
        if isinstance(record, list) and len(where) > 1 and where[1].isdigit():
            item = record[int(where[1])]
            where[1] = str(item.get("id", where[1])) if isinstance(item, dict) else where[1]
        lines.append(f"{'.'.join(where)}: {problem['msg']}")
    return "knowledge base: " + "; ".join(lines)


def quantities(record: object, path: str = "") -> list[tuple[str, Quantity]]:
    """Every number with provenance inside a record, with the path to it."""
    if isinstance(record, Quantity):
        return [(path, record)]
    found: list[tuple[str, Quantity]] = []
    if isinstance(record, BaseModel):
        for name in type(record).model_fields:
            found += quantities(getattr(record, name), f"{path}.{name}" if path else name)
    elif isinstance(record, (list, tuple)):
        for item in record:
            label = getattr(item, "id", getattr(item, "to", getattr(item, "factor", "")))
            found += quantities(item, f"{path}[{label}]")
    elif isinstance(record, dict):
        for key, item in record.items():
            found += quantities(item, f"{path}[{key}]")
    return found
