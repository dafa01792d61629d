"""How outbox rows end: sent, refused, in doubt, moved to another chat."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal, or_, select, text, update

from storage.database.columns import UtcMoment
from storage.database.session import Session
from storage.deliveries import end_deliveries, follow_ends, hold_back
from storage.delivery.outbox import IN_DOUBT, IS_OPEN, End, OnDoubt, State
from storage.delivery.outbox_rests import FLOODED
from storage.tables import outbox

# Must match the condition of the partial index word for word.
_MAY_BE_DUE = text("outbox.state IN ('waiting', 'sending') AND outbox.not_before IS NOT NULL")
# The longest lease that is renewed in time, the longest pause after a failure, and the longest rest
# that is believed before Telegram is asked again.
LONGEST_LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=1)
CHAT_GONE = "the chat is gone"
LEFT_BEHIND = f"{IN_DOUBT}: the process ended before the answer came"
_mark = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row_id"),
        outbox.c.fence == bindparam("row_fence"),
        outbox.c.state == State.SENDING.value,
    )
    .values(
        state=bindparam("new_state"),
        message_id=bindparam("new_message_id"),
        trouble=bindparam("new_trouble"),
        not_before=bindparam("new_not_before"),
        ended_at=bindparam("new_ended_at"),
    )
)

_renew = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == State.SENDING.value)
    .values(lease_until=bindparam("until"))
)


async def mark_ends(session: Session, ends: Sequence[End], *, at: datetime) -> None:
    """Store how claimed rows ended. A row whose fence has moved on is left alone."""
    if not ends:
        return
    await session.put(_mark, [_marked(end, at) for end in ends])
    if any(end.row.secret for end in ends):
        await _blank(session, [end.row.id for end in ends if end.row.secret])
    await follow_ends(session, ends, at=at)


def _marked(end: End, at: datetime) -> dict[str, Any]:
    return {
        "row_id": end.row.id,
        "row_fence": end.row.fence,
        "new_state": end.state.value,
        "new_message_id": end.message_id,
        "new_trouble": end.trouble,
        "new_not_before": end.not_before,
        "new_ended_at": None if end.state is State.WAITING else at,
    }


async def renew_leases(session: Session, ids: Sequence[int], *, until: datetime) -> None:
    """Extend the leases of rows whose calls are still under way."""
    await session.put(_renew, {"ids": list(ids), "until": until})


async def _blank(session: Session, ids: Sequence[int]) -> None:
    """Blank rows with codes, which are not kept once they are sent or given up."""
    await session.change(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.secret, outbox.c.ended_at.is_not(None))
        .values(params={})
    )


async def settle_doubt(
    session: Session, *, now: datetime, all_of_them: bool, mine: Collection[int] = ()
) -> list[int]:
    """Settle rows left `sending` by a dead process: sent again, or held for a person to decide.

    `all_of_them` at the start of the only process; otherwise those whose lease is over, or ends so
    late that only a clock that was set back explains it. `mine`: ids of rows that this process is
    still sending. Returns the ids of the rows now held as `unknown`.
    """
    left = and_(IS_OPEN, outbox.c.state == State.SENDING.value)
    if not all_of_them:
        over = or_(outbox.c.lease_until < now, outbox.c.lease_until > now + LONGEST_LEASE)
        left = and_(left, over, outbox.c.id.not_in(sorted(mine)))
    doubtful = await session.rows(
        select(outbox.c.id, outbox.c.delivery_id, outbox.c.on_doubt).where(left)
    )
    if not doubtful:
        return []
    held = [row for row in doubtful if row.on_doubt == OnDoubt.HOLD.value]
    hold = outbox.c.on_doubt == OnDoubt.HOLD.value
    await session.change(
        update(outbox)
        .where(left)
        .values(
            state=case((hold, State.UNKNOWN.value), else_=State.WAITING.value),
            trouble=LEFT_BEHIND,
            not_before=None,
            ended_at=case((hold, now), else_=None),
        )
    )
    ends = [(row.delivery_id, State.UNKNOWN, LEFT_BEHIND) for row in held if row.delivery_id]
    await end_deliveries(session, ends, at=now)
    if any(row.delivery_id for row in doubtful):
        await hold_back(session, at=now)
    return [row.id for row in held]


async def move_chat(session: Session, *, old: int, new: int) -> int:
    """Move the waiting rows of a group that became a supergroup. Returns the number of rows."""
    question = select(outbox.c.id, outbox.c.params).where(
        IS_OPEN, outbox.c.lane == old, outbox.c.state == State.WAITING.value
    )
    waiting = await session.rows(question)
    for row in waiting:
        await session.change(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(lane=new, params={**row.params, "chat_id": new})
        )
    return len(waiting)


async def drop_waiting(session: Session, *, lane: int, at: datetime) -> int:
    """Give up the waiting rows of a chat that is gone. Returns the number of rows."""
    waiting = and_(IS_OPEN, outbox.c.lane == lane, outbox.c.state == State.WAITING.value)
    of_notices = await session.rows(
        select(outbox.c.delivery_id).where(waiting, outbox.c.delivery_id.is_not(None))
    )
    ends = [(row.delivery_id, State.GONE, CHAT_GONE) for row in of_notices]
    await end_deliveries(session, ends, at=at)
    await session.change(update(outbox).where(waiting, outbox.c.secret).values(params={}))
    return await session.change(
        update(outbox)
        .where(waiting)
        .values(state=State.CANCELLED.value, ended_at=at, trouble=CHAT_GONE)
    )


async def unsent_in_lane(session: Session, lane: int) -> list[dict[str, Any]]:
    """What waits to be sent to a chat, in order: method, content, subject. No notices."""
    question = (
        select(outbox.c.method, outbox.c.params, outbox.c.subject)
        .where(
            IS_OPEN,
            outbox.c.lane == lane,
            outbox.c.state == State.WAITING.value,
            outbox.c.delivery_id.is_(None),
        )
        .order_by(outbox.c.priority, outbox.c.id)
    )
    return [row._asdict() for row in await session.rows(question)]


async def count_by_state(session: Session) -> dict[str, int]:
    """How many rows stand in each state, for the health page."""
    question = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in await session.rows(question)}


async def next_due(session: Session) -> datetime | None:
    """When the earliest postponed row may be sent."""
    moment: datetime | None = await session.value(
        select(func.min(outbox.c.not_before)).where(
            _MAY_BE_DUE, outbox.c.state == State.WAITING.value
        )
    )
    return moment


async def shorten_waits(session: Session, *, now: datetime) -> int:
    """Release rows that would wait longer than anything allows: the clock was set back.

    Returns the number of rows.
    """
    in_future = outbox.c.created_at > now + LONGEST_LEASE
    flooded = outbox.c.trouble.startswith(FLOODED)
    longest = case(
        (in_future, literal(now, UtcMoment)),
        (flooded, literal(now + LONGEST_REST, UtcMoment)),
        else_=literal(now + LONGEST_PAUSE, UtcMoment),
    )
    too_long = and_(
        IS_OPEN,
        outbox.c.state == State.WAITING.value,
        outbox.c.not_before > longest,
    )
    return await session.change(update(outbox).where(too_long).values(not_before=longest))


async def forget_sent(session: Session, *, before: datetime) -> int:
    """Delete rows that were sent before that moment."""
    return await session.change(
        outbox.delete().where(outbox.c.state == State.SENT.value, outbox.c.ended_at < before)
    )
