"""`assess(case)`: triage, ranked sources, explanations, reasons, uncertainty, next steps."""

from legwise.assessment.assess import assess, inferred
from legwise.assessment.model import Assessment

__all__ = ["Assessment", "assess", "inferred"]
