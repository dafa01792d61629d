"""What is due: lines of checklists that are ticked off, and the ledger of reminders."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, text

from storage.database.columns import TOKEN, WORD, Json, RowNumber, UtcMoment, metadata

duties = Table(
    "duties",
    metadata,
    Column("whose", WORD, primary_key=True),
    Column("item", WORD, primary_key=True),
    Column("done_by", ForeignKey("people.id"), nullable=False),
    Column("done_at", UtcMoment, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("rule", WORD, nullable=False),
    Column("stands_for", String(96), nullable=False),
    Column("whom", String(48), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("person_id", ForeignKey("people.id")),
    Column("outcome", WORD, nullable=False),
    Column("told", Json, nullable=False),
    Column("due_at", UtcMoment, nullable=False),
    Column("decided_at", UtcMoment, nullable=False),
    Column("card_id", TOKEN),
    Column("closed_at", UtcMoment),
    UniqueConstraint("rule", "stands_for", "whom"),
)
Index("ix_reminders_person_id", reminders.c.person_id, reminders.c.decided_at)
_open = text("card_id IS NOT NULL AND closed_at IS NULL")
Index(
    "ix_reminders_open_branch",
    reminders.c.branch_id,
    reminders.c.card_id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index(
    "ix_reminders_open_card",
    reminders.c.card_id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index(
    "ix_reminders_open",
    reminders.c.decided_at,
    sqlite_where=_open,
    postgresql_where=_open,
)
