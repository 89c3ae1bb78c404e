"""How well assessments agree with the known diagnosis of published cases."""

from legwise.evaluation.evaluate import CaseResult, evaluate_case, evaluate_folder
from legwise.evaluation.score import Summary, summarise

__all__ = ["CaseResult", "Summary", "evaluate_case", "evaluate_folder", "summarise"]
