"""The engine room: what comes in, what goes out, conversations and the trace."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json, RowNumber, UtcMoment

revision = "0001"
down_revision = None

TABLES = (
    "cards",
    "inbox",
    "outbox",
    "settings",
    "talks",
    "trace",
)


def upgrade() -> None:
    """Make these tables."""
    _make_cards()
    _make_inbox()
    _make_outbox()
    _make_settings()
    _make_talks()
    _make_trace()


def downgrade() -> None:
    """Drop them; their indexes go along."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offers", Json(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
    )
    op.create_index("ix_cards_made_at", "cards", ["made_at"])


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("source", sa.String(96), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("body", Json(), nullable=False),
        sa.Column("received_at", UtcMoment(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("not_before", UtcMoment()),
        sa.Column("trouble", sa.Text()),
        sa.Column("ended_at", UtcMoment()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("source", name="uq_inbox_source"),
    )
    op.create_index("ix_inbox_ended_at", "inbox", ["ended_at"])
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id", "chat_id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("lane", sa.BigInteger()),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("method", sa.String(48), nullable=False),
        sa.Column("params", Json(), nullable=False),
        sa.Column("card_id", sa.String(32)),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(64)),
        sa.Column("on_doubt", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("not_before", UtcMoment()),
        sa.Column("lease_until", UtcMoment()),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("trouble", sa.Text()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_ended_at", "outbox", ["ended_at"])
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["lane", "priority", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["priority", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )


def _make_settings() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _make_talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("flow", sa.String(48), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(48), nullable=False),
        sa.Column("answers", Json(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("card_id", sa.String(32)),
        sa.Column("started_at", UtcMoment(), nullable=False),
        sa.Column("updated_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_talks"),
    )
    op.create_index("ix_talks_telegram_id", "talks", ["telegram_id", "state"])


def _make_trace() -> None:
    op.create_table(
        "trace",
        sa.Column("number", RowNumber, autoincrement=False, nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64)),
        sa.Column("before", Json()),
        sa.Column("after", Json()),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_trace"),
    )
    op.create_index("ix_trace_subject", "trace", ["subject"])
