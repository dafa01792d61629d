"""Every table. A table is written to only by the module that bears its noun."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Json, RowNumber, UtcMoment, metadata

TOKEN = String(32)
WORD = String(32)

settings = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# What came in, and what goes out.

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

# Conversations.

talks = Table(
    "talks",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False),
    Column("flow", String(48), nullable=False),
    Column("version", Integer, nullable=False),
    Column("step", String(48), nullable=False),
    Column("answers", Json, nullable=False),
    Column("state", WORD, nullable=False),
    Column("card_id", TOKEN),
    Column("started_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
Index("ix_talks_telegram_id", talks.c.telegram_id, talks.c.state)

cards = Table(
    "cards",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_id", BigInteger),
    Column("version", Integer, nullable=False),
    Column("offers", Json, nullable=False),
    Column("message_id", BigInteger),
    Column("made_at", UtcMoment, nullable=False),
)
Index("ix_cards_made_at", cards.c.made_at)

# People.

branches = Table(
    "branches",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
)

people = Table(
    "people",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("number", String(40), unique=True),
    Column("name", String(80), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("category", WORD),
    Column("standing", WORD),
    Column("telegram_id", BigInteger, unique=True),
    Column("language", String(2), nullable=False, server_default="zh"),
    Column("consent", WORD),
    Column("joined_at", UtcMoment),
    Column("unreachable_at", UtcMoment),
    Column("left_at", UtcMoment),
    Column("created_at", UtcMoment, nullable=False),
)
Index("ix_people_branch_id", people.c.branch_id)

roles = Table(
    "roles",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", WORD, nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("given_at", UtcMoment, nullable=False),
    UniqueConstraint("person_id", "role", "branch_id"),
)
Index("ix_roles_role", roles.c.role, roles.c.branch_id)

invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("purpose", WORD, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("branch_id", ForeignKey("branches.id")),
    Column("made_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    Column("used_at", UtcMoment),
    Column("used_by", BigInteger),
)
Index("ix_invitations_person_id", invitations.c.person_id)

groups = Table(
    "groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", String(255), nullable=False),
    Column("kind", WORD, nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("state", WORD, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("since", UtcMoment, nullable=False),
)
Index("ix_groups_branch_id", groups.c.branch_id)

# What people did.

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("month", String(7), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("state", WORD, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
Index("ix_check_ins_person_id", check_ins.c.person_id, check_ins.c.month)
Index("ix_check_ins_branch_id", check_ins.c.branch_id, check_ins.c.month)

stories = Table(
    "stories",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("month", String(7), nullable=False),
    Column("kind", WORD, nullable=False),
    Column("state", WORD, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
Index("ix_stories_author_id", stories.c.author_id, stories.c.month)
Index("ix_stories_branch_id", stories.c.branch_id, stories.c.month)

versions = Table(
    "versions",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Json, nullable=False),
    Column("at", UtcMoment, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("subject", String(64)),
    Column("kind", WORD, nullable=False),
    Column("file_id", String(255), nullable=False),
    Column("unique_id", String(64), nullable=False),
    Column("name", String(255)),
    Column("mime", String(120)),
    Column("size", BigInteger),
    Column("forwarded", Boolean, nullable=False),
    Column("state", WORD, nullable=False),
    Column("sha256", String(64)),
    Column("path", String(120)),
    Column("trouble", Text),
    Column("created_at", UtcMoment, nullable=False),
)
Index("ix_evidence_subject", evidence.c.subject)
Index("ix_evidence_unique_id", evidence.c.unique_id)
Index("ix_evidence_sha256", evidence.c.sha256)
Index("ix_evidence_person_id", evidence.c.person_id)

tallies = Table(
    "tallies",
    metadata,
    Column("scope", String(48), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("n", Integer, nullable=False),
)

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
