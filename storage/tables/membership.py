"""Who takes part: branches, people, roles, invitations and groups."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.database.columns import WORD, RowNumber, UtcMoment, metadata

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
# By the beginning of a name; PostgreSQL needs to be told that it is compared by its characters.
Index("ix_people_name", people.c.name, people.c.id, postgresql_ops={"name": "text_pattern_ops"})
Index("ix_people_branch_id", people.c.branch_id, people.c.id)

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
    Column("topic_id", Integer),
    # Why the bot cannot write there as it should; NULL: it can.
    Column("closed", WORD),
    Column("closed_at", UtcMoment),
    Column("language", WORD, nullable=False, server_default="zh"),
)
Index("ix_groups_branch_id", groups.c.branch_id)
