"""The trace: who did what, before and after, each row carrying the hash of the one before.

What a person wrote is not copied here: a Personal value leaves only a salted hash, so that it can
be erased elsewhere and the chain stays whole.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.database.columns import to_json
from storage.database.session import Session
from storage.tables import trace

# The hash before the first row: 64 hexadecimal digits.
FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Personal:
    """A value that belongs to a person: the trace keeps its salted hash only."""

    value: object


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done. `person_id` is None where the program itself did it."""

    person_id: int | None
    act: str
    subject: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


async def append_trace(session: Session, acts: Sequence[Act], *, at: datetime, salt: bytes) -> None:
    """Append acts to the chain, in the transaction that did them."""
    await append_dated(session, [(at, act) for act in acts], salt=salt)


async def append_dated(
    session: Session, acts: Sequence[tuple[datetime, Act]], *, salt: bytes
) -> None:
    """Append acts to the chain, each with the moment at which it was done, the earliest first."""
    if not acts:
        return
    number, head = await trace_head(session, lock=True)
    for at, act in acts:
        number += 1
        row = _row(act, number=number, at=at, salt=salt)
        head = chained(head, row)
        session.add(trace, **row, hash=head)


async def trace_head(session: Session, *, lock: bool = False) -> tuple[int, str]:
    """The last row's number and hash. With `lock`, no other process appends meanwhile."""
    question = select(trace.c.number, trace.c.hash).order_by(trace.c.number.desc()).limit(1)
    if lock:
        await session.lock("trace")
    row = await session.row(question)
    return (0, FIRST) if row is None else (row.number, row.hash)


@dataclass(frozen=True, slots=True)
class Traced:
    """An act of the trace: its number, by whom, what, on what."""

    number: int
    person: int | None
    act: str
    subject: str | None


async def acts_since(session: Session, number: int, *, limit: int) -> list[Traced]:
    """At most `limit` acts after that number, in order."""
    columns = (trace.c.number, trace.c.person_id, trace.c.act, trace.c.subject)
    question = select(*columns).where(trace.c.number > number).order_by(trace.c.number)
    return [Traced(*row) for row in await session.rows(question.limit(limit))]


async def times_traced(session: Session, subject: str, act: str, *, since: datetime) -> int:
    """How often that was done to, or by, the subject after that moment."""
    question = (
        select(func.count())
        .select_from(trace)
        .where(trace.c.subject == subject, trace.c.act == act, trace.c.at > since)
    )
    return int(await session.value(question))


async def first_broken_row(session: Session, *, page: int = 5000) -> int | None:
    """The number of the first row that does not follow from the one before; None if all do.

    The chain is read `page` rows at a time.
    """
    head, last = FIRST, 0
    while True:
        rows = await session.rows(
            select(trace).where(trace.c.number > last).order_by(trace.c.number).limit(page)
        )
        for row in rows:
            content = dict(row._mapping)
            stored = content.pop("hash")
            head = chained(head, content)
            if row.number != last + 1 or stored != head:
                return last + 1
            last = row.number
        if len(rows) < page:
            return None


def chained(head: str, row: dict[str, Any]) -> str:
    """The hash of a row that follows the one whose hash is `head`."""
    body = to_json({**row, "at": row["at"].isoformat()})
    return hashlib.sha256(f"{head}\n{body}".encode()).hexdigest()


def _row(act: Act, *, number: int, at: datetime, salt: bytes) -> dict[str, Any]:
    return {
        "number": number,
        "at": at,
        "person_id": act.person_id,
        "act": act.act,
        "subject": act.subject,
        "before": _veiled(act.before, salt),
        "after": _veiled(act.after, salt),
    }


def _veiled(value: Any, salt: bytes) -> Any:
    if isinstance(value, Personal):
        text = to_json(value.value).encode()
        return {"hash": hmac.new(salt, text, hashlib.sha256).hexdigest()}
    if isinstance(value, dict):
        return {name: _veiled(part, salt) for name, part in value.items()}
    return value
