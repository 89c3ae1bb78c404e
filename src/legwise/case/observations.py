"""A resolved case: findings with a side, context factors, zones that are shaded or denied."""

from __future__ import annotations

from dataclasses import dataclass, field

from legwise.errors import CaseError
from legwise.knowledge.load import Knowledge

Felt = tuple[str, str, str]  # modality, side, zone


@dataclass(frozen=True)
class Somewhere:
    """A mark that names a group: felt in at least one of these zones."""

    modality: str
    zones: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Responded:
    """Sources that were treated as one ('R:root_l5', or both sides of one), and whether the complaint got better."""

    treated: tuple[str, ...]
    better: bool
    intervention: str


@dataclass
class Observations:
    """A resolved case. Keys of `findings` and `factors` carry their side: 'R:slr', 'ferritin'."""

    findings: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    factors: dict[str, bool] = field(default_factory=dict)
    felt: dict[Felt, float] = field(default_factory=dict)
    somewhere: dict[Somewhere, float] = field(default_factory=dict)
    denied: set[Felt] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    responses: list[Responded] = field(default_factory=list)
    setting: str = "primary_care"
    completed: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing is known that could be assessed."""
        return not (self.findings or self.felt or self.somewhere)

    def say(self, key: str, value: bool, origin: str) -> None:
        """Enter a finding. Raises CaseError when the opposite is known already."""
        if self.findings.get(key, value) != value:
            raise CaseError(f"{origin}: contradiction: '{key}' is said to be both yes and no")
        self.findings[key] = value

    def derive(self, key: str, value: bool, origin: str, knowledge: Knowledge) -> None:
        """Enter a finding that something else implies, if the knowledge base has it."""
        if key.rpartition(":")[2] in knowledge.findings:
            self.say(key, value, origin)
            self.derived.add(key)

    def in_order(self) -> Observations:
        """The same, sorted: what is computed from it cannot depend on the order in the file."""
        return Observations(
            findings=dict(sorted(self.findings.items())),
            numbers=dict(sorted(self.numbers.items())),
            factors=dict(sorted(self.factors.items())),
            felt=dict(sorted(self.felt.items())),
            somewhere=dict(sorted(self.somewhere.items(), key=lambda item: (item[0].modality, item[0].zones))),
            denied=self.denied,
            derived=self.derived,
            responses=sorted(self.responses, key=lambda one: (one.treated, one.better, one.intervention)),
            setting=self.setting,
            completed=self.completed,
        )
