"""What is due: duties done, and the reminders that were told."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json, RowNumber, UtcMoment

revision = "0003"
down_revision = "0002"

TABLES = (
    "duties",
    "reminders",
)


def upgrade() -> None:
    """Make these tables."""
    _make_duties()
    _make_reminders()


def downgrade() -> None:
    """Drop them; their indexes go along."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_duties() -> None:
    op.create_table(
        "duties",
        sa.Column("whose", sa.String(32), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("done_by", RowNumber, nullable=False),
        sa.Column("done_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name="fk_duties_done_by_people"),
        sa.PrimaryKeyConstraint("whose", "item", name="pk_duties"),
    )


def _make_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("stands_for", sa.String(96), nullable=False),
        sa.Column("whom", sa.String(48), nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("person_id", RowNumber),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("told", Json(), nullable=False),
        sa.Column("due_at", UtcMoment(), nullable=False),
        sa.Column("decided_at", UtcMoment(), nullable=False),
        sa.Column("card_id", sa.String(32)),
        sa.Column("closed_at", UtcMoment()),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_reminders_branch_id_branches"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reminders_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("rule", "stands_for", "whom", name="uq_reminders_rule_stands_for_whom"),
    )
    op.create_index(
        "ix_reminders_open",
        "reminders",
        ["decided_at"],
        sqlite_where=sa.text("card_id IS NOT NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("card_id IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_index("ix_reminders_person_id", "reminders", ["person_id", "decided_at"])
