"""Keyset pagination: all rows of a question, however many, a page of them in memory at a time."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from storage.database.session import Found, Session

# Rows in a page.
PAGE = 2_000


async def pages_by_key(
    session: Session,
    question: Select[*tuple[Any, ...]],
    *keys: ColumnElement[Any],
    size: int = PAGE,
) -> AsyncIterator[Sequence[Found]]:
    """Pages of `size` rows in the order of the keys, which the question selects.

    Together the keys are unique.
    """
    ordered = question.order_by(*keys).limit(size)
    asked = ordered
    while rows := await session.rows(asked):
        yield rows
        if len(rows) < size:
            return
        last = [rows[-1]._mapping[key] for key in keys]
        asked = ordered.where(_after(keys, last))


def _after(keys: Sequence[ColumnElement[Any]], last: Sequence[Any]) -> ColumnElement[bool]:
    """The condition `(a, b) > (x, y)`, spelled out so that every database takes it."""
    (key, *others), (value, *other_values) = keys, last
    behind: ColumnElement[bool] = key > value
    return behind if not others else or_(behind, and_(key == value, _after(others, other_values)))
