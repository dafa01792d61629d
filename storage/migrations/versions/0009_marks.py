"""What a conversation notes of itself: it stood among the answers, and gets a field of its own."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Json

revision = "0009"
down_revision = "0008"

Values = dict[str, Any]

# By the name that a mark had among the answers.
NAMES = {
    "~changing": "changing", "~list": "listing", "~said": "said", "~album": "album",
    "~albums": "albums", "~record": "record", "~told": "told",
}  # fmt: skip
PAGE = "_page"
talks = sa.table(
    "talks", sa.column("id", sa.String), sa.column("answers", Json), sa.column("marks", Json)
)


def upgrade() -> None:
    """Add the field, and move the marks there."""
    op.add_column("talks", sa.Column("marks", Json()))
    for talk_id, answers, _ in _all_talks():
        said = {name: value for name, value in answers.items() if not name.startswith("~")}
        if len(said) < len(answers):
            _write(talk_id, said, _marks(answers))


def downgrade() -> None:
    """Put the marks back among the answers, and take the field away."""
    for talk_id, answers, marks in _all_talks():
        if marks:
            _write(talk_id, {**answers, **_among_answers(marks)}, {})
    with op.batch_alter_table("talks") as table:
        table.drop_column("marks")


def _marks(answers: Values) -> Values:
    marks = {NAMES[name]: value for name, value in answers.items() if name in NAMES}
    others = {
        name[1:]: value
        for name, value in answers.items()
        if name.startswith("~") and name not in NAMES
    }
    pages = {name for name in others if name.endswith(PAGE) and isinstance(others[name], int)}
    if pages:
        marks["pages"] = {name.removesuffix(PAGE): others[name] for name in pages}
    if unfinished := {name: value for name, value in others.items() if name not in pages}:
        marks["unfinished"] = unfinished
    return {name: value for name, value in marks.items() if value}


def _among_answers(marks: Values) -> Values:
    before = {name: marks[now] for name, now in NAMES.items() if now in marks}
    pages = {f"~{name}{PAGE}": number for name, number in marks.get("pages", {}).items()}
    unfinished = {f"~{name}": value for name, value in marks.get("unfinished", {}).items()}
    return {**before, **pages, **unfinished}


def _all_talks() -> Iterator[tuple[str, Values, Values]]:
    for row in op.get_bind().execute(sa.select(talks)).all():
        yield row.id, row.answers, row.marks or {}


def _write(talk_id: str, answers: Values, marks: Values) -> None:
    values = {"answers": answers, "marks": marks}
    op.get_bind().execute(sa.update(talks).where(talks.c.id == talk_id).values(values))
