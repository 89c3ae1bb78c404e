"""`plan(case)`: what to treat, with what, how long and in which order; what to do at home; whom to ask."""
