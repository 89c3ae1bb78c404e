"""The tables. Times are UTC text of one length, so that they sort and compare alike in both databases.

A document is kept as the JSON text that was given; columns hold only what pages list or search. The audit trail has
no links to other tables: its rows outlive what they speak of, and hold codes, never content.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

TIME = String(24)


class Base(DeclarativeBase):
    """All tables of the records."""


class Person(Base):
    """Somebody, known by a generated code. `words` (code and label in small letters) is what a search looks at."""

    __tablename__ = "people"
    __table_args__ = (Index("people_changed", "changed", "code"),)

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    label: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[int]
    created: Mapped[str] = mapped_column(TIME)
    changed: Mapped[str] = mapped_column(TIME)
    words: Mapped[str] = mapped_column(Text, server_default="")


class Visit(Base):
    """One visit of a person. Title, urgency and knowledge version are those of its case and its assessment."""

    __tablename__ = "visits"
    __table_args__ = (Index("visits_person_day", "person", "day", "created"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.code", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    version: Mapped[int]
    created: Mapped[str] = mapped_column(TIME)
    changed: Mapped[str] = mapped_column(TIME)
    title: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(String(20))
    knowledge_version: Mapped[str | None] = mapped_column(Text)


class Document(Base):
    """One document of a visit, as JSON text."""

    __tablename__ = "documents"

    visit: Mapped[str] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[int]
    created: Mapped[str] = mapped_column(TIME)
    changed: Mapped[str] = mapped_column(TIME)
    body: Mapped[str] = mapped_column(Text)


class AuditRow(Base):
    """Who did what, when, to which record. Database triggers refuse to change or remove a row."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_person", "person", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[str] = mapped_column(TIME)
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(12))
    record: Mapped[str] = mapped_column(String(12))
    person: Mapped[str | None] = mapped_column(String(9))
    visit: Mapped[str | None] = mapped_column(String(16))
