"""Rosters that the office sent to the bot: how far each has come."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json, RowNumber, UtcMoment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("author_id", RowNumber, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("path", sa.String(120)),
        sa.Column("answers", Json(), nullable=False),
        sa.Column("told", Json(), nullable=False),
        sa.Column("report", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.String(64), server_default="", nullable=False),
        sa.Column("card_id", sa.String(32)),
        sa.Column("asked_cards", Json(), nullable=False),
        sa.Column("consented_by", RowNumber),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("changed_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name="fk_roster_imports_author_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["consented_by"], ["people.id"], name="fk_roster_imports_consented_by_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roster_imports"),
    )
    op.create_index("ix_roster_imports_state", "roster_imports", ["state", "changed_at"])


def downgrade() -> None:
    """Take the table away; its index goes along."""
    op.drop_table("roster_imports")
