"""Importing this loads the knowledge base and grounds the network: done once, before workers are forked from it."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one worker per core already; must stand before NumPy is imported

from legwise.knowledge.load import load
from legwise.network.template import template
from legwise.web import jobs

template(load())
jobs.rehearse()
