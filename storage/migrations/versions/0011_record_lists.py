"""Lists of records are paged by key, and people are found by the beginning of their name."""

from alembic import op

revision = "0011"
down_revision = "0010"

# Table, name, columns before, what goes behind them.
BY_DAY, BY_MOMENT = ["happened_on", "created_at"], ["created_at"]
LISTS: tuple[tuple[str, str, list[str], list[str]], ...] = (
    ("check_ins", "ix_check_ins_person_id", ["person_id", "month"], BY_DAY),
    ("check_ins", "ix_check_ins_branch_id", ["branch_id", "month", *BY_DAY], []),
    ("check_ins", "ix_check_ins_month", ["month", *BY_DAY], []),
    ("stories", "ix_stories_author_id", ["author_id", "month"], BY_MOMENT),
    ("stories", "ix_stories_branch_id", ["branch_id", "month", *BY_MOMENT], []),
    ("stories", "ix_stories_month", ["month", *BY_MOMENT], []),
)


def upgrade() -> None:
    """Put the order of each list, and the id, into its index; index the names."""
    for table, name, columns, more in LISTS:
        op.drop_index(name, table)
        op.create_index(name, table, [*columns, *more, "id"])
    op.create_index(
        "ix_people_name", "people", ["name", "id"], postgresql_ops={"name": "text_pattern_ops"}
    )


def downgrade() -> None:
    """As before."""
    op.drop_index("ix_people_name", "people")
    for table, name, columns, _ in LISTS:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
