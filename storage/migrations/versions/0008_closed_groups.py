"""Groups that cannot be written to, and calls that carry a code: blanked once they have ended."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import UtcMoment

revision = "0008"
down_revision = "0007"

# What has ended and carries a code of `/link` or `/start`: nobody reads it any more.
BLANK_INBOX = """
    UPDATE inbox SET body = '{}' WHERE state = 'done' AND (
        body LIKE '%/link%'
        OR body LIKE '%/start%'
        OR body LIKE '%start=%'
    )
"""
BLANK_OUTBOX = """
    UPDATE outbox SET params = '{}'
    WHERE secret AND state NOT IN ('waiting', 'sending', 'paused')
"""


def upgrade() -> None:
    """Add the columns, and blank what older programs left."""
    op.add_column("groups", sa.Column("closed", sa.String(32)))
    op.add_column("groups", sa.Column("closed_at", UtcMoment()))
    op.add_column(
        "outbox",
        sa.Column("secret", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE outbox SET secret = true WHERE params LIKE '%/link@%'")
    op.execute(BLANK_INBOX)
    op.execute(BLANK_OUTBOX)


def downgrade() -> None:
    """Take the columns away again; what was blanked stays blank."""
    op.drop_column("outbox", "secret")
    op.drop_column("groups", "closed_at")
    op.drop_column("groups", "closed")
