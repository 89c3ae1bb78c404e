"""What pages list and search becomes columns, filled from the documents that are there."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

PEOPLE = sa.table("people", sa.column("code"), sa.column("label"), sa.column("words"))
VISITS = sa.table("visits", sa.column("id"), sa.column("title"), sa.column("urgency"), sa.column("knowledge_version"))
DOCUMENTS = sa.table("documents", sa.column("visit"), sa.column("kind"), sa.column("body"))


def upgrade() -> None:
    """Add the columns and fill them."""
    op.add_column("people", sa.Column("words", sa.Text, nullable=False, server_default=""))
    op.add_column("visits", sa.Column("title", sa.Text))
    op.add_column("visits", sa.Column("urgency", sa.String(20)))
    op.add_column("visits", sa.Column("knowledge_version", sa.Text))
    connection = op.get_bind()
    for code, label in connection.execute(sa.select(PEOPLE.c.code, PEOPLE.c.label)).all():
        words = f"{code} {label or ''}".strip().casefold()
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.code == code).values(words=words))
    for (visit,) in connection.execute(sa.select(VISITS.c.id)).all():
        values = _listed(connection, visit)
        if values:
            connection.execute(sa.update(VISITS).where(VISITS.c.id == visit).values(**values))


def _listed(connection: sa.Connection, visit: str) -> dict[str, str | None]:
    """What the case and the assessment of a visit say for lists, as this step understood them."""
    found: dict[str, str | None] = {}
    chosen = sa.select(DOCUMENTS.c.kind, DOCUMENTS.c.body).where(DOCUMENTS.c.visit == visit)
    for kind, text in connection.execute(chosen.where(DOCUMENTS.c.kind.in_(["case", "assessment"]))):
        body = json.loads(text)
        if kind == "case":
            title = body.get("title")
            found["title"] = title and title.replace("\0", "")  # a column of PostgreSQL cannot hold that character
        else:
            found["urgency"] = body["urgency"]
            found["knowledge_version"] = body["computation"]["knowledge_version"]
    return found


def downgrade() -> None:
    """Drop the columns; the documents still hold what they said."""
    for column in ("knowledge_version", "urgency", "title"):
        op.drop_column("visits", column)
    op.drop_column("people", "words")
