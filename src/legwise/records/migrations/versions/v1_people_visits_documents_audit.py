"""People, visits, documents, and the audit trail with its guards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.String(24)

SQLITE_GUARDS = (
    "CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END",
    "CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END",
    # INSERT OR REPLACE removes a row without asking the trigger above
    "CREATE TRIGGER audit_no_replacement BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"
    " BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit trail cannot be changed'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_stands()",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("code", sa.String(9), primary_key=True),
        sa.Column("label", sa.String(40)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("changed", TIME, nullable=False),
    )
    op.create_index("people_changed", "people", ["changed", "code"])
    op.create_table(
        "visits",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("person", sa.String(9), sa.ForeignKey("people.code", ondelete="CASCADE"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("changed", TIME, nullable=False),
    )
    op.create_index("visits_person_day", "visits", ["person", "day", "created"])
    op.create_table(
        "documents",
        sa.Column("visit", sa.String(16), sa.ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("changed", TIME, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("record", sa.String(12), nullable=False),
        sa.Column("person", sa.String(9)),
        sa.Column("visit", sa.String(16)),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_person", "audit", ["person", "id"])
    for statement in POSTGRESQL_GUARDS if _is_postgresql() else SQLITE_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables with all they hold; each takes its guards and indexes with it."""
    for table in ("audit", "documents", "visits", "people"):
        op.drop_table(table)
    if _is_postgresql():
        op.execute("DROP FUNCTION audit_stands")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
