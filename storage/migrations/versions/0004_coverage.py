"""Counters of members and of those with a trace, lists read in their order, topics of groups."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Name, table, columns before, columns now.
INDEXES: tuple[tuple[str, str, list[str], list[str]], ...] = (
    ("ix_people_branch_id", "people", ["branch_id"], ["branch_id", "id"]),
    (
        "ix_check_ins_branch_id",
        "check_ins",
        ["branch_id", "month"],
        ["branch_id", "month", "happened_on", "created_at"],
    ),
    ("ix_check_ins_month", "check_ins", [], ["month", "happened_on", "created_at"]),
    (
        "ix_stories_branch_id",
        "stories",
        ["branch_id", "month"],
        ["branch_id", "month", "created_at"],
    ),
    ("ix_stories_month", "stories", [], ["month", "created_at"]),
)

_MEMBERS = """
    FROM people AS p
    WHERE p.left_at IS NULL
    AND EXISTS (SELECT 1 FROM roles AS r WHERE r.person_id = p.id AND r.role = 'member')
"""
_COVERED = """
    FROM people AS p
    JOIN tallies AS t ON t.scope = 'person:' || p.id AND t.kind = 'check_in' AND t.n > 0
    WHERE p.left_at IS NULL
    AND EXISTS (SELECT 1 FROM roles AS r WHERE r.person_id = p.id AND r.role = 'member')
"""
_BRANCH = "'branch:' || p.branch_id"
_OF_BRANCH = "AND p.branch_id IS NOT NULL GROUP BY p.branch_id"
_BY_MONTH = "GROUP BY month"
_EACH = "FROM tallies WHERE scope <> 'school' AND kind ="
# What the program keeps current from now on, counted once from what is there.
COUNTED = (
    f"SELECT {_BRANCH}, '', 'roster_members', count(*) {_MEMBERS} {_OF_BRANCH}",
    f"SELECT 'school', '', 'roster_members', count(*) {_MEMBERS} HAVING count(*) > 0",
    f"SELECT {_BRANCH}, month, 'covered_members', count(*) {_COVERED} {_OF_BRANCH}, month",
    f"SELECT 'school', month, 'covered_members', count(*) {_COVERED} {_BY_MONTH}",
    f"SELECT 'school', month, 'roster_branches', count(*) {_EACH} 'roster_members' {_BY_MONTH}",
    f"SELECT 'school', month, 'covered_branches', count(*) {_EACH} 'covered_members' {_BY_MONTH}",
)


def upgrade() -> None:
    """Add the column and the indexes, and count."""
    op.add_column("groups", sa.Column("topic_id", sa.Integer()))
    for name, table, before, now in INDEXES:
        if before:
            op.drop_index(name, table)
        op.create_index(name, table, now)
    for counted in COUNTED:
        op.execute(f"INSERT INTO tallies (scope, month, kind, n) {counted}")


def downgrade() -> None:
    """Take all of it away again."""
    op.execute(
        "DELETE FROM tallies WHERE kind IN "
        "('roster_members', 'covered_members', 'roster_branches', 'covered_branches')"
    )
    for name, table, before, _now in INDEXES:
        op.drop_index(name, table)
        if before:
            op.create_index(name, table, before)
    op.drop_column("groups", "topic_id")
