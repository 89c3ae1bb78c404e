"""Importing this loads the knowledge base and grounds the network: done once, before workers are forked from it."""

from __future__ import annotations

from legwise.knowledge.load import load
from legwise.network.template import template
from legwise.web import jobs

template(load())
jobs.rehearse()
