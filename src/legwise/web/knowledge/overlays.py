"""Under which key the body shows a record."""

from __future__ import annotations

from legwise.knowledge.load import Knowledge
from legwise.web.knowledge.record import Kind

SIDE = "R"  # records have no side; the right one is shown


def overlay_key(kind: Kind, name: str, knowledge: Knowledge) -> str | None:
    """The key of an overlay; None for what has no place on the body."""
    match kind:
        case "muscles":
            return f"{SIDE}:trp_{name}"
        case "roots":
            return f"{SIDE}:root_{name.lower()}"
        case "nerves":
            return f"{SIDE}:{name}"
        case "entrapments":
            return f"{SIDE}:{name}" if knowledge.entrapments[name].sided else name
        case "conditions":
            return f"{SIDE}:{name}" if knowledge.conditions[name].sided else name
        case "findings":
            muscle = name.removeprefix("trigger_point.")
            return f"{SIDE}:trp_{muscle}" if muscle in knowledge.muscles and muscle != name else None
        case _:
            return None
