"""The chain of who did what."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from storage.database.columns import Json, RowNumber, UtcMoment, metadata

trace = Table(
    "trace",
    metadata,
    Column("number", RowNumber, primary_key=True, autoincrement=False),
    Column("at", UtcMoment, nullable=False),
    Column("person_id", BigInteger),
    Column("act", String(64), nullable=False),
    Column("subject", String(64)),
    Column("before", Json),
    Column("after", Json),
    Column("hash", String(64), nullable=False),
)
Index("ix_trace_subject", trace.c.subject)
