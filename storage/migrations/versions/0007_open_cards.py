"""The open cards of a branch, and the reminders of an open card, without reading all open ones."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

OPEN = sa.text("card_id IS NOT NULL AND closed_at IS NULL")
INDEXES = {
    "ix_reminders_open_branch": ["branch_id", "card_id"],
    "ix_reminders_open_card": ["card_id"],
}


def upgrade() -> None:
    """Two indexes on the few rows that are open."""
    for name, columns in INDEXES.items():
        op.create_index(name, "reminders", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Take them away."""
    for name in INDEXES:
        op.drop_index(name, "reminders")
