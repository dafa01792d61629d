"""Which message of a card still has to lose its buttons."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WORN = "worn_id IS NOT NULL"


def upgrade() -> None:
    """A column, and an index on the few cards where it is set."""
    op.add_column("cards", sa.Column("worn_id", sa.BigInteger()))
    op.create_index(
        "ix_cards_worn_id",
        "cards",
        ["worn_id"],
        sqlite_where=sa.text(WORN),
        postgresql_where=sa.text(WORN),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_cards_worn_id", "cards")
    with op.batch_alter_table("cards") as cards:
        cards.drop_column("worn_id")
