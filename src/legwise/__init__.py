"""Legwise: where symptoms in the leg, the buttock and the low back come from.

The library in three lines::

    from legwise import assess, load, read_case
    knowledge = load()
    print(assess(read_case(Path("case.yaml")), knowledge).model_dump_json(indent=2))
"""

import os
from typing import TYPE_CHECKING, Any

# The matrices here are small: threads that wait for each other take longer than one thread alone. Read by
# NumPy's library when it is first imported; a caller who imported NumPy or set this before is left alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from legwise.assessment.assess import assess
    from legwise.case.read import read_case
    from legwise.knowledge.load import load

__all__ = ["assess", "load", "read_case"]
__version__ = "0.1.0"

_HOMES = {
    "assess": "legwise.assessment.assess",
    "load": "legwise.knowledge.load",
    "read_case": "legwise.case.read",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `legwise --help` stays quick."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
