"""What is known of one patient: the case file, its validation, and its resolved observations."""

from legwise.case.model import Case, Chart, Mark
from legwise.case.read import read_case
from legwise.case.resolve import Observations, resolve

__all__ = ["Case", "Chart", "Mark", "Observations", "read_case", "resolve"]
