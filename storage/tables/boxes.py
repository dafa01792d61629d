"""What came in, and what goes out; small facts that the program keeps for itself."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    false,
    text,
)

from storage.database.columns import TOKEN, WORD, Json, RowNumber, UtcMoment, metadata

settings = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("source", String(96), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("body", Json, nullable=False),
    Column("received_at", UtcMoment, nullable=False),
    Column("state", WORD, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", UtcMoment),
    Column("trouble", Text),
    Column("ended_at", UtcMoment),
)
Index(
    "ix_inbox_waiting",
    inbox.c.id,
    inbox.c.chat_id,
    sqlite_where=inbox.c.state == "waiting",
    postgresql_where=inbox.c.state == "waiting",
)
Index("ix_inbox_ended_at", inbox.c.ended_at)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("lane", BigInteger),
    Column("priority", SmallInteger, nullable=False),
    Column("method", String(48), nullable=False),
    Column("params", Json, nullable=False),
    Column("card_id", TOKEN),
    Column("fresh", Boolean, nullable=False),
    Column("subject", String(64)),
    Column("on_doubt", WORD, nullable=False),
    Column("state", WORD, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", UtcMoment),
    Column("lease_until", UtcMoment),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("trouble", Text),
    Column("message_id", BigInteger),
    Column("created_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    # Which delivery of a notice the call belongs to; kept without a key, for rows are forgotten.
    Column("delivery_id", BigInteger),
    # It carries a code: its content is blanked as soon as it has ended.
    Column("secret", Boolean, nullable=False, server_default=false()),
)
_open = text("state IN ('waiting', 'sending')")
Index("ix_outbox_open", outbox.c.priority, outbox.c.id, sqlite_where=_open, postgresql_where=_open)
Index(
    "ix_outbox_lane",
    outbox.c.lane,
    outbox.c.priority,
    outbox.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("ix_outbox_ended_at", outbox.c.ended_at)
_due = text("state IN ('waiting', 'sending') AND not_before IS NOT NULL")
Index("ix_outbox_due", outbox.c.not_before, sqlite_where=_due, postgresql_where=_due)
_of_notices = text("delivery_id IS NOT NULL AND state IN ('waiting', 'sending', 'paused')")
Index(
    "ix_outbox_delivery_id",
    outbox.c.delivery_id,
    sqlite_where=_of_notices,
    postgresql_where=_of_notices,
)
