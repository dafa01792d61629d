"""Rosters that the office sent to the bot."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.database.columns import TOKEN, WORD, Json, UtcMoment, metadata

roster_imports = Table(
    "roster_imports",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("name", String(255), nullable=False),
    Column("state", WORD, nullable=False),
    Column("path", String(120)),
    Column("answers", Json, nullable=False),
    Column("told", Json, nullable=False),
    Column("report", Text, nullable=False, server_default=""),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("card_id", TOKEN),
    Column("asked_cards", Json, nullable=False),
    Column("consented_by", ForeignKey("people.id")),
    Column("rounds", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcMoment, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
)
Index("ix_roster_imports_state", roster_imports.c.state, roster_imports.c.changed_at)
