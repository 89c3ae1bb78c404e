"""Alembic runs this: the connection is ours, open, and in the transaction that is to hold every step."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
