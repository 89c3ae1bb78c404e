"""From knowledge and anatomy to a noisy-OR network with sides, and from a case to evidence on it."""

from legwise.network.evidence import CaseNetwork, build
from legwise.network.template import Node, Template, template

__all__ = ["CaseNetwork", "Node", "Template", "build", "template"]
