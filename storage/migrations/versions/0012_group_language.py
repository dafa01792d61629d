"""A group has a language of its own, which no secretary's choice for themselves changes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Every group begins in Chinese; `/language` in the group changes it."""
    column = sa.Column("language", sa.String(32), nullable=False, server_default="zh")
    op.add_column("groups", column)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("groups") as table:
        table.drop_column("language")
