"""One module for each kind of report: what it says, from an assessment and a plan."""
