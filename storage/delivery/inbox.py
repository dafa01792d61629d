"""The inbox: updates are stored before they are confirmed, and worked off one a chat at a time."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text, update

from storage.database.keyset import pages_by_key
from storage.database.session import Found, Session
from storage.tables import inbox

WAITING, DONE, PARKED = "waiting", "done", "parked"
# The most parked rows read at once, as each carries its whole body.
PARKED_AT_A_TIME = 200
# The longest pause before another try; the engine's are below half a minute.
LONGEST_WAIT = timedelta(minutes=1)
# What replaces the body of a row that carried a code; worked off again, it asks for nothing.
BLANK = {"blanked": "it carried a code"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update, or a result of the outbox, on its way into the inbox.

    `source` names it uniquely: an update's id with its inner id, or the outbox row it answers.
    `chat_id` keeps the order: one turn a chat at a time.
    """

    source: str
    chat_id: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inbox row whose turn has come, or that was parked."""

    id: int
    chat_id: int
    body: dict[str, Any]
    received_at: datetime
    tries: int
    trouble: str | None


async def store_arrivals(session: Session, arrivals: Sequence[Arrival], *, at: datetime) -> int:
    """Store arrivals; known ones are left alone. Returns how many were new."""
    return await session.upsert(inbox, _rows(arrivals, at), on=["source"])


async def put_arrivals(session: Session, arrivals: Sequence[Arrival], *, at: datetime) -> None:
    """As `store_arrivals`, where nobody needs the number of new ones."""
    await session.put_upsert(inbox, _rows(arrivals, at), on=["source"])


def _rows(arrivals: Sequence[Arrival], at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "source": a.source,
            "chat_id": a.chat_id,
            "body": a.body,
            "received_at": at,
            "state": WAITING,
        }
        for a in arrivals
    ]


_COLUMNS = (
    inbox.c.id,
    inbox.c.chat_id,
    inbox.c.body,
    inbox.c.received_at,
    inbox.c.tries,
    inbox.c.trouble,
)
# Must match the condition of the partial index word for word, or the index is not used.
_is_waiting = text("inbox.state = 'waiting'")
# How many of the oldest waiting rows are searched for the first row of each chat.
WINDOW = 2048
_window = (
    select(inbox.c.id, inbox.c.chat_id)
    .where(_is_waiting)
    .order_by(inbox.c.id)
    .limit(WINDOW)
    .subquery()
)
_heads = select(func.min(_window.c.id)).group_by(_window.c.chat_id)
# Built once, like every query that each batch runs: building costs as much as running.
_is_due = and_(
    _is_waiting,
    inbox.c.id.in_(_heads),
    or_(inbox.c.not_before.is_(None), inbox.c.not_before <= bindparam("now")),
)
_seen = select(func.count()).select_from(_window).scalar_subquery().label("seen")
_next_turns = select(*_COLUMNS, _seen).where(_is_due).order_by(inbox.c.id).limit(bindparam("most"))
_a_turn = select(inbox.c.id).where(_is_due).limit(1)
_next_turns_locked = _next_turns.with_for_update(skip_locked=True, of=inbox)
_end_turns = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=DONE, ended_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Heads:
    """The rows whose turn it is. `all_of_them`: no other row waits, now or for later."""

    rows: list[Waiting]
    all_of_them: bool


async def next_turns(session: Session, *, limit: int, now: datetime) -> Heads:
    """The oldest waiting row of each chat, oldest first; at most `limit`.

    On PostgreSQL the rows are locked until the transaction ends; rows that another process holds
    are skipped, and their chats with them.
    """
    question = _next_turns_locked if session.is_postgresql else _next_turns
    found = await session.rows(question, {"now": now, "most": limit})
    seen = found[0].seen if found else 0
    return Heads([_waiting(row) for row in found], all_of_them=0 < seen == len(found))


async def end_turns(session: Session, ids: Sequence[int], *, at: datetime) -> None:
    """Mark rows as done, in the transaction that did what they asked."""
    if ids:
        await session.put(_end_turns, {"ids": ids, "at": at})


async def blank_turns(session: Session, ids: Sequence[int]) -> None:
    """Blank rows that carry a code, in the transaction that ends them."""
    if ids:
        await session.put(update(inbox).where(inbox.c.id.in_(ids)).values(body=BLANK))


async def postpone_turn(
    session: Session, row: Waiting, *, trouble: str, not_before: datetime
) -> None:
    """Keep a failed turn for another try, not before `not_before`."""
    await session.change(
        update(inbox)
        .where(inbox.c.id == row.id)
        .values(tries=row.tries + 1, not_before=not_before, trouble=trouble)
    )


async def park_turn(session: Session, row: Waiting, *, trouble: str, at: datetime) -> None:
    """Set aside, with its raw body, a turn that failed too often: a person decides."""
    await session.change(
        update(inbox)
        .where(inbox.c.id == row.id)
        .values(state=PARKED, tries=row.tries + 1, trouble=trouble, ended_at=at)
    )


async def park_head(session: Session, *, trouble: str, at: datetime) -> int:
    """Park the oldest row whose turn has come without reading it. Returns the number of rows."""
    head = await session.value(_a_turn.order_by(inbox.c.id), {"now": at})
    return await session.change(
        update(inbox)
        .where(inbox.c.id == head, _is_waiting)
        .values(state=PARKED, tries=inbox.c.tries + 1, trouble=trouble, ended_at=at)
    )


async def parked_turns(session: Session) -> AsyncIterator[Waiting]:
    """The rows set aside, the oldest first; at most PARKED_AT_A_TIME."""
    question = select(*_COLUMNS).where(inbox.c.state == PARKED)
    async for page in pages_by_key(session, question, inbox.c.id, size=PARKED_AT_A_TIME):
        for row in page:
            yield _waiting(row)


async def retry_parked(session: Session, row_id: int) -> bool:
    """Give a parked row its turn again. False if there is no such row."""
    touched = await session.change(
        update(inbox)
        .where(inbox.c.id == row_id, inbox.c.state == PARKED)
        .values(state=WAITING, tries=0, not_before=None, ended_at=None)
    )
    return touched == 1


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, since when, and what is set aside."""

    waiting: int
    oldest: datetime | None
    parked: int


async def backlog(session: Session) -> Backlog:
    """What the health page tells of the inbox."""
    row = await session.row(select(func.count(), func.min(inbox.c.received_at)).where(_is_waiting))
    parked = await session.value(select(func.count()).where(inbox.c.state == PARKED))
    waiting, oldest = row if row is not None else (0, None)
    return Backlog(waiting=waiting, oldest=oldest, parked=parked or 0)


async def count_waiting(session: Session) -> int:
    """How many rows wait for their turn."""
    return int(await session.value(select(func.count()).select_from(inbox).where(_is_waiting)))


async def turn_waits(session: Session, *, now: datetime) -> bool:
    """Whether there is any row whose turn has come."""
    return await session.value(_a_turn, {"now": now}) is not None


async def next_wake(session: Session) -> datetime | None:
    """When the earliest postponed row may be tried again."""
    moment: datetime | None = await session.value(
        select(func.min(inbox.c.not_before)).where(_is_waiting)
    )
    return moment


async def shorten_turn_waits(session: Session, *, now: datetime) -> int:
    """Release rows postponed further than any pause allows: the clock was set back.

    Returns the number of rows.
    """
    too_far = inbox.c.not_before > now + LONGEST_WAIT
    return await session.change(update(inbox).where(_is_waiting, too_far).values(not_before=None))


async def forget_ended(session: Session, *, before: datetime) -> int:
    """Delete rows done before that moment: their updates can no longer come a second time."""
    return await session.change(
        inbox.delete().where(inbox.c.state == DONE, inbox.c.ended_at < before)
    )


def _waiting(row: Found) -> Waiting:
    return Waiting(*row[: len(_COLUMNS)])
