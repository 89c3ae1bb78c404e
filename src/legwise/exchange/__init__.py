"""Reports to take along, to file and to send."""

from legwise.exchange.html import to_html
from legwise.exchange.pdf import Paper, to_pdf
from legwise.exchange.report import KINDS, NEEDS_PLAN, make_report

__all__ = ["KINDS", "NEEDS_PLAN", "Paper", "make_report", "to_html", "to_pdf"]
