"""Records of every kind: stored, replaced with the old version kept, counted, found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Table, select, update

from campaign.definition import Month
from campaign.people import PersonId
from campaign.records import WITHDRAWN, Record, is_withdrawn
from storage.database.session import Found, Session
from storage.evidence.evidence import attach_evidence
from storage.tallies import Counted, tally
from storage.versions import Version, keep_version

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RecordTable(Generic[R]):
    """How a kind of record is stored.

    `table` has the columns that `_row` fills; `own` gives the others, the content among them.
    `author` is the column with the author's id; lists are in the order of `order`, the latest
    first; `sort` is the column by which records of a kind are told apart, if they are. `moves` has
    the new state by state and act, `kind` gives what a record counts as, `files` the ids of its
    evidence, `words` what its author wrote, to be searched.
    """

    table: Table
    author: Column[PersonId]
    order: tuple[Column[Any], ...]
    own: Callable[[R], dict[str, Any]]
    read: Callable[[Found], R]
    moves: Mapping[Any, StrEnum]
    kind: Callable[[R], str]
    files: Callable[[R], tuple[str, ...]]
    words: Callable[[R], Sequence[str]]
    sort: Column[str] | None = None


async def add_record(session: Session, kept: RecordTable[R], new: R) -> R:
    """Store a new record, attach its files, and count its month."""
    add_records(session, kept, [new])
    if files := kept.files(new):
        await attach_evidence(session, files, subject=new.subject)
    return new


def add_records(session: Session, kept: RecordTable[R], new: Sequence[R]) -> None:
    """Store many records as they are, and count them. None of them has files."""
    for one in new:
        session.add(kept.table, **_row(kept, one))
    tally(session, *(counted for one in new for counted in _counted(kept, one)))


async def change_record(
    session: Session, kept: RecordTable[R], old: R, act: StrEnum, *, at: datetime, **changes: Any
) -> R | None:
    """Carry out the act on the record and keep its old version; None if somebody was faster.

    Its counters and files follow: what is withdrawn no longer counts. Raises KeyError for an act
    that its state does not allow.
    """
    state = kept.moves[old.state, act]
    new = replace(old, state=state, version=old.version + 1, updated_at=at, **changes)
    if not await _replaced(session, kept, old, new):
        return None
    before, after = _counted(kept, old), _counted(kept, new)
    if before != after:
        tally(session, *(replace(one, by=-one.by) for one in before), *after)
    if (files := kept.files(new)) != kept.files(old):
        await attach_evidence(session, files, subject=new.subject)
    return new


async def find_record(session: Session, kept: RecordTable[R], record_id: str) -> R | None:
    """The record of that id, withdrawn or not."""
    row = await session.row(select(kept.table).where(kept.table.c.id == record_id))
    return None if row is None else kept.read(row)


async def records_of(
    session: Session,
    kept: RecordTable[R],
    author: PersonId,
    *,
    month: Month,
    limit: int,
    skip: int = 0,
) -> list[R]:
    """A person's records of a month that are not withdrawn; at most `limit`, after `skip` rows."""
    question = select(kept.table).where(
        kept.author == author, kept.table.c.month == month, still_counts(kept.table)
    )
    question = question.order_by(*(key.desc() for key in (*kept.order, kept.table.c.id)))
    return [kept.read(row) for row in await session.rows(question.limit(limit).offset(skip))]


def still_counts(table: Table) -> ColumnElement[bool]:
    """The condition that a record of this table was not withdrawn."""
    return table.c.state != WITHDRAWN


async def _replaced(session: Session, kept: RecordTable[R], old: R, new: R) -> bool:
    row, columns = _row(kept, new), kept.table.c
    touched = await session.change(
        update(kept.table)
        .where(columns.id == old.id, columns.version == old.version)
        .values({name: row[name] for name in row if name not in ("id", "created_at")})
    )
    if touched != 1:
        return False
    content = kept.own(old)["content"]
    keep_version(session, Version(old.subject, old.version, content, old.updated_at))
    return True


def _counted(kept: RecordTable[R], one: R) -> list[Counted]:
    if is_withdrawn(one):
        return []
    return [Counted(one.author, one.branch, one.month, kept.kind(one))]


def _row(kept: RecordTable[R], one: R) -> dict[str, Any]:
    return {
        "id": one.id,
        "branch_id": one.branch,
        "month": one.month,
        "state": one.state.value,
        "version": one.version,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        **kept.own(one),
    }
