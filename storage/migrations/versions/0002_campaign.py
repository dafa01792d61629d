"""The campaign: people with their roles and groups, and what they did."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json, RowNumber, UtcMoment

revision = "0002"
down_revision = "0001"

TABLES = (
    "branches",
    "tallies",
    "versions",
    "groups",
    "people",
    "check_ins",
    "evidence",
    "invitations",
    "roles",
    "stories",
)


def upgrade() -> None:
    """Make these tables."""
    _make_branches()
    _make_tallies()
    _make_versions()
    _make_groups()
    _make_people()
    _make_check_ins()
    _make_evidence()
    _make_invitations()
    _make_roles()
    _make_stories()


def downgrade() -> None:
    """Drop them; their indexes go along."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_branches() -> None:
    op.create_table(
        "branches",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_branches"),
        sa.UniqueConstraint("name", name="uq_branches_name"),
    )


def _make_tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("scope", sa.String(48), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "month", "kind", name="pk_tallies"),
    )


def _make_versions() -> None:
    op.create_table(
        "versions",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "version", name="pk_versions"),
    )


def _make_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("since", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_groups_branch_id_branches"
        ),
        sa.PrimaryKeyConstraint("chat_id", name="pk_groups"),
    )
    op.create_index("ix_groups_branch_id", "groups", ["branch_id"])


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("number", sa.String(40)),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("category", sa.String(32)),
        sa.Column("standing", sa.String(32)),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("language", sa.String(2), server_default="zh", nullable=False),
        sa.Column("consent", sa.String(32)),
        sa.Column("joined_at", UtcMoment()),
        sa.Column("unreachable_at", UtcMoment()),
        sa.Column("left_at", UtcMoment()),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_people_branch_id_branches"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("number", name="uq_people_number"),
        sa.UniqueConstraint("telegram_id", name="uq_people_telegram_id"),
    )
    op.create_index("ix_people_branch_id", "people", ["branch_id"])


def _make_check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", RowNumber, nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("updated_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_check_ins_branch_id_branches"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_check_ins_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    op.create_index("ix_check_ins_branch_id", "check_ins", ["branch_id", "month"])
    op.create_index("ix_check_ins_person_id", "check_ins", ["person_id", "month"])


def _make_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", RowNumber, nullable=False),
        sa.Column("subject", sa.String(64)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_id", sa.String(255), nullable=False),
        sa.Column("unique_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255)),
        sa.Column("mime", sa.String(120)),
        sa.Column("size", sa.BigInteger()),
        sa.Column("forwarded", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("path", sa.String(120)),
        sa.Column("trouble", sa.Text()),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_evidence_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_person_id", "evidence", ["person_id"])
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])
    op.create_index("ix_evidence_subject", "evidence", ["subject"])
    op.create_index("ix_evidence_unique_id", "evidence", ["unique_id"])


def _make_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("person_id", RowNumber),
        sa.Column("branch_id", RowNumber),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("expires_at", UtcMoment(), nullable=False),
        sa.Column("used_at", UtcMoment()),
        sa.Column("used_by", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_invitations_branch_id_branches"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_invitations_person_id_people"
        ),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invitations"),
    )
    op.create_index("ix_invitations_person_id", "invitations", ["person_id"])


def _make_roles() -> None:
    op.create_table(
        "roles",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("person_id", RowNumber, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("given_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.id"], name="fk_roles_branch_id_branches"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roles_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_roles"),
        sa.UniqueConstraint(
            "person_id", "role", "branch_id", name="uq_roles_person_id_role_branch_id"
        ),
    )
    op.create_index("ix_roles_role", "roles", ["role", "branch_id"])


def _make_stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("author_id", RowNumber, nullable=False),
        sa.Column("branch_id", RowNumber),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("updated_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_stories_author_id_people"),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name="fk_stories_branch_id_branches"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_author_id", "stories", ["author_id", "month"])
    op.create_index("ix_stories_branch_id", "stories", ["branch_id", "month"])
