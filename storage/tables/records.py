"""What people did, with earlier versions, evidence and the counters kept of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from storage.database.columns import (
    TOKEN,
    WORD,
    CounterMonthColumn,
    Json,
    MonthColumn,
    UtcMoment,
    metadata,
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("month", MonthColumn, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("state", WORD, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
# In the order in which lists show them, so that a page of a list is read and no more.
Index(
    "ix_check_ins_person_id",
    check_ins.c.person_id,
    check_ins.c.month,
    check_ins.c.happened_on,
    check_ins.c.created_at,
    check_ins.c.id,
)
Index(
    "ix_check_ins_branch_id",
    check_ins.c.branch_id,
    check_ins.c.month,
    check_ins.c.happened_on,
    check_ins.c.created_at,
    check_ins.c.id,
)
Index(
    "ix_check_ins_month",
    check_ins.c.month,
    check_ins.c.happened_on,
    check_ins.c.created_at,
    check_ins.c.id,
)

stories = Table(
    "stories",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("branch_id", ForeignKey("branches.id")),
    Column("month", MonthColumn, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("state", WORD, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
Index(
    "ix_stories_author_id",
    stories.c.author_id,
    stories.c.month,
    stories.c.created_at,
    stories.c.id,
)
Index(
    "ix_stories_branch_id",
    stories.c.branch_id,
    stories.c.month,
    stories.c.created_at,
    stories.c.id,
)
Index("ix_stories_month", stories.c.month, stories.c.created_at, stories.c.id)

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
    Column("month", CounterMonthColumn, primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("n", Integer, nullable=False),
)
