"""Bring the tables from one shape to another, within the transaction of the connection that is given."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from legwise.errors import InputError, shown

FOLDER = Path(__file__).parent / "migrations"
NOTHING = "base"  # Alembic's word for no tables at all


def revisions() -> tuple[str, ...]:
    """Every shape that the tables have had, the oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in script.walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """The shape of the tables in this database; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(connection: Connection, to: str | None = None) -> None:
    """Step up or down to a revision, the newest when none is named. Raises InputError for an unknown one."""
    known = (NOTHING, *revisions())
    wanted = known[-1] if to is None else to
    now = revision_of(connection) or NOTHING
    if wanted not in known:
        raise InputError(f"revision: {shown(wanted)} is not known; allowed: {', '.join(known)}")
    if now not in known:
        raise InputError(f"the records are of revision {shown(now)}, which this version of Legwise does not know")
    step = command.upgrade if known.index(wanted) >= known.index(now) else command.downgrade
    step(_config(connection), wanted)


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
