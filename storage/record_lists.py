"""Lists of records: by branch, month, author, sort and word, the latest first, paged by key.

A list of a branch, a month or an author lies in an index, in the order in which it is shown. What
no index finds, a word or a sort, is looked for in one part of that list at a time: a page may find
little, or nothing, though another follows. So no page reads more than a part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Select,
    Text,
    bindparam,
    select,
    tuple_,
    type_coerce,
)

from campaign.definition import Month
from campaign.people import BranchId, PersonId
from campaign.records import Record
from storage.database.columns import UtcMoment, to_json
from storage.database.session import Found, Session
from storage.records import RecordTable, still_counts
from storage.tables import branches, people

R = TypeVar("R", bound=Record)

# If something is looked for: how many rows a page looks at, and how many candidates among them.
PART, CANDIDATES = 1_000, 60

# The values of a row by which the list is ordered, which together are unique.
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records: of a month; of a branch and an author, if they are given (None: of all).

    `sort`: only of that sort, such as a kind of story; `word`: only those in which, or in whose
    author's name, it stands.
    """

    month: Month
    branch: BranchId | None = None
    author: PersonId | None = None
    sort: str = ""
    word: str = ""

    @property
    def is_searched(self) -> bool:
        """Whether something is looked for that no index finds."""
        return bool(self.sort or self.word)


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """A record with the names of its author and of the branch in which it was made."""

    record: R
    author: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class RecordPage(Generic[R]):
    """A page, and the key behind which the next one begins (None: nothing follows)."""

    found: tuple[Listed[R], ...]
    then: Key | None


async def list_records(
    session: Session, kept: RecordTable[R], wanted: Wanted, *, after: Key | None, limit: int
) -> RecordPage[R]:
    """At most `limit` records that are not withdrawn, behind that key in the order of the list."""
    if wanted.is_searched:
        return await _searched(session, kept, wanted, after, limit)
    named = _list_of(kept, wanted, after, of=_with_names(kept.table.c, kept))
    rows = await session.rows(named.limit(limit + 1))
    found = tuple(_listed(kept, row) for row in rows[:limit])
    return RecordPage(found, key_of(kept, rows[limit - 1]) if len(rows) > limit else None)


async def people_beginning_with(
    session: Session, name: str, *, branch: BranchId | None, limit: int
) -> list[tuple[PersonId, str]]:
    """Who of the roster, or of a branch, has a name that begins so: at most `limit`, by name."""
    if session.is_postgresql:
        begins = people.c.name.startswith(name, autoescape=True)
    else:
        begins = people.c.name.between(name, name + chr(0x10FFFF))
    question = select(people.c.id, people.c.name).where(begins, people.c.left_at.is_(None))
    if branch is not None:
        question = question.where(people.c.branch_id == branch)
    rows = await session.rows(question.order_by(people.c.name, people.c.id).limit(limit))
    return [(row.id, row.name) for row in rows]


def key_of(kept: RecordTable[R], row: Found) -> Key:
    """The key of a row that was selected from the table."""
    return tuple(row._mapping[column.name] for column in _keys(kept))


def written_key(key: Key) -> list[str]:
    """A key as plain JSON values."""
    return [one.isoformat() if isinstance(one, date) else str(one) for one in key]


def read_key(kept: RecordTable[R], written: object) -> Key | None:
    """The key from plain JSON values; None for anything else: the list then begins anew."""
    columns = _keys(kept)
    if not isinstance(written, list) or len(written) != len(columns):
        return None
    try:
        return tuple(_read(column, one) for column, one in zip(columns, written, strict=True))
    except (TypeError, ValueError):
        return None


async def _searched(
    session: Session, kept: RecordTable[R], wanted: Wanted, after: Key | None, limit: int
) -> RecordPage[R]:
    """What is looked for, in the next part of the list."""
    part = _list_of(kept, wanted, after).limit(PART)
    rows = await session.rows(
        _candidates(kept, wanted, part.subquery("part").c, postgresql=session.is_postgresql)
    )
    found: list[tuple[Listed[R], Key]] = [
        (one, key_of(kept, row))
        for row in rows
        if _is_wanted(kept, wanted, one := _listed(kept, row))
    ]
    page = tuple(one for one, _ in found[:limit])
    if len(found) > limit:
        return RecordPage(page, found[limit - 1][1])
    if len(rows) == CANDIDATES:
        return RecordPage(page, key_of(kept, rows[-1]))
    columns = select(*_keys(kept))
    ends = _list_of(kept, wanted, after, of=columns).limit(1).offset(PART - 1)
    border = await session.row(ends)
    return RecordPage(page, None if border is None else key_of(kept, border))


def _list_of(
    kept: RecordTable[R], wanted: Wanted, after: Key | None, of: Select[Any] | None = None
) -> Select[Any]:
    """The rows of the list in its order, behind the key; all of it is found by an index."""
    columns, keys = kept.table.c, _keys(kept)
    question = select(kept.table) if of is None else of
    question = question.where(columns.month == wanted.month, still_counts(kept.table))
    if wanted.branch is not None:
        question = question.where(columns.branch_id == wanted.branch)
    if wanted.author is not None:
        question = question.where(kept.author == wanted.author)
    if after is not None:
        values = [bindparam(None, one, key.type) for key, one in zip(keys, after, strict=True)]
        question = question.where(tuple_(*keys) < tuple_(*values))
    return question.order_by(*(key.desc() for key in keys))


def _with_names(columns: Any, kept: RecordTable[R]) -> Select[Any]:
    """These columns of the records, and the names of author and branch."""
    return (
        select(*columns, people.c.name.label("author_name"), branches.c.name.label("branch_name"))
        .join(people, people.c.id == columns[kept.author.name])
        .outerjoin(branches, branches.c.id == columns.branch_id)
    )


def _candidates(
    kept: RecordTable[R], wanted: Wanted, part: Any, *, postgresql: bool
) -> Select[Any]:
    """The rows of a part that may be wanted: JSON may hold the word elsewhere than in words."""
    question = _with_names(part, kept)
    if kept.sort is not None and wanted.sort:
        question = question.where(part[kept.sort.name] == wanted.sort)
    if wanted.word:
        content = type_coerce(part.content, Text)
        stored = to_json(wanted.word)[1:-1]
        has_word = _has(content, stored, postgresql=postgresql)
        question = question.where(
            has_word | _has(people.c.name, wanted.word, postgresql=postgresql)
        )
    return question.order_by(*(part[key.name].desc() for key in _keys(kept))).limit(CANDIDATES)


def _has(column: ColumnElement[str], word: str, *, postgresql: bool) -> ColumnElement[bool]:
    """Whether it stands there in whichever case: SQLite's LIKE does not tell cases apart."""
    if postgresql:
        return column.icontains(word, autoescape=True)
    return column.contains(word, autoescape=True)


def _is_wanted(kept: RecordTable[R], wanted: Wanted, one: Listed[R]) -> bool:
    word = wanted.word.lower()
    return not word or any(word in said.lower() for said in (one.author, *kept.words(one.record)))


def _keys(kept: RecordTable[R]) -> Sequence[Column[Any]]:
    return (*kept.order, kept.table.c.id)


def _listed(kept: RecordTable[R], row: Found) -> Listed[R]:
    return Listed(kept.read(row), row.author_name, row.branch_name)


def _read(column: Column[Any], written: Any) -> Any:
    if isinstance(column.type, UtcMoment):
        moment = datetime.fromisoformat(written)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(column.type, Date):
        return date.fromisoformat(written)
    if not isinstance(written, str):
        raise TypeError(written)
    return written
