"""Red flags: rules before and apart from probabilities; nothing softens them."""

from legwise.triage.rules import Alert, alerts, more_urgent, most_urgent

__all__ = ["Alert", "alerts", "more_urgent", "most_urgent"]
