"""`plan(case)`: what to treat, with what, how long and in which order; what to do at home; whom to ask."""

from legwise.plan.model import Plan, Role
from legwise.plan.plan import plan, plan_from

__all__ = ["Plan", "Role", "plan", "plan_from"]
