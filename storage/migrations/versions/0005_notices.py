"""Notices of the office, their deliveries, and which calls belong to them."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json, RowNumber, UtcMoment

revision = "0005"
down_revision = "0004"

TABLES = ("notices", "deliveries")
DUE = "state IN ('waiting', 'sending') AND not_before IS NOT NULL"
OF_NOTICES = "delivery_id IS NOT NULL AND state IN ('waiting', 'sending', 'paused')"


def upgrade() -> None:
    """Make the tables; let calls name their delivery."""
    _make_notices()
    _make_deliveries()
    op.add_column("outbox", sa.Column("delivery_id", sa.BigInteger()))
    for name, column, condition in (
        ("ix_outbox_due", "not_before", DUE),
        ("ix_outbox_delivery_id", "delivery_id", OF_NOTICES),
    ):
        op.create_index(
            name,
            "outbox",
            [column],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    """Take the column and the tables away; their indexes go along."""
    op.drop_index("ix_outbox_delivery_id", "outbox")
    op.drop_index("ix_outbox_due", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("delivery_id")
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("author_id", RowNumber, nullable=False),
        sa.Column("parts", Json(), nullable=False),
        sa.Column("audience", Json(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("send_at", UtcMoment()),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("consented_by", RowNumber),
        sa.Column("opened_at", UtcMoment()),
        sa.Column("ended_at", UtcMoment()),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("filled_up_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("card_id", sa.String(32)),
        sa.Column("asked_cards", Json(), nullable=False),
        sa.Column("shown", sa.String(255), server_default="", nullable=False),
        sa.Column("shown_at", UtcMoment()),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_notices_author_id_people"),
        sa.ForeignKeyConstraint(
            ["consented_by"], ["people.id"], name="fk_notices_consented_by_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_state", "notices", ["state", "created_at"])


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("notice_id", sa.String(32), nullable=False),
        sa.Column("whom", sa.String(48), nullable=False),
        sa.Column("person_id", RowNumber),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("unsent", sa.SmallInteger(), nullable=False),
        sa.Column("trouble", sa.Text()),
        sa.Column("ended_at", UtcMoment()),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name="fk_deliveries_notice_id_notices"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_deliveries_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("notice_id", "whom", name="uq_deliveries_notice_id_whom"),
    )
    op.create_index("ix_deliveries_notice_id", "deliveries", ["notice_id", "state", "id"])
    op.create_index("ix_deliveries_person_id", "deliveries", ["person_id"])
