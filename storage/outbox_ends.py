"""How outbox rows end: sent, refused, in doubt, moved to another chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select, update

from storage.outbox import IS_OPEN, End, OnDoubt, State
from storage.session import Session
from storage.tables import cards, outbox

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
_place_card = (
    update(cards)
    .where(cards.c.id == bindparam("of_card"))
    .values(message_id=bindparam("new_message_id"))
)


async def mark_ends(session: Session, ends: Sequence[End], *, at: datetime) -> None:
    """Write down how claimed rows came out. A row whose fence has moved on is left alone.

    The message that now shows a card is kept with the card.
    """
    if not ends:
        return
    await session.change(_mark, [_marked(end, at) for end in ends])
    shown = [
        {"of_card": end.row.card_id, "new_message_id": end.message_id}
        for end in ends
        if end.row.card_id is not None
        and end.message_id is not None
        and end.message_id != end.row.card_message_id
    ]
    if shown:
        await session.change(_place_card, shown)


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


async def settle_doubt(session: Session, *, now: datetime, all_of_them: bool) -> list[int]:
    """Rows left `sending` by a process that died: sent again, or held for a person to decide.

    `all_of_them` at the start of the only process; otherwise those whose lease is over. Gives the
    ids of the rows now held as `unknown`.
    """
    left = and_(IS_OPEN, outbox.c.state == State.SENDING.value)
    if not all_of_them:
        left = left & (outbox.c.lease_until < now)
    held = [
        row.id
        for row in await session.rows(
            select(outbox.c.id).where(left, outbox.c.on_doubt == OnDoubt.HOLD.value)
        )
    ]
    hold = outbox.c.on_doubt == OnDoubt.HOLD.value
    await session.change(
        update(outbox)
        .where(left)
        .values(
            state=case((hold, State.UNKNOWN.value), else_=State.WAITING.value),
            trouble="the process ended before the answer came",
            not_before=None,
            ended_at=case((hold, now), else_=None),
        )
    )
    return held


async def move_chat(session: Session, *, old: int, new: int) -> int:
    """A group became a supergroup: its waiting rows follow. The number of rows moved."""
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
    """The chat is gone: nothing more is sent there. The number of rows given up."""
    return await session.change(
        update(outbox)
        .where(IS_OPEN, outbox.c.lane == lane, outbox.c.state == State.WAITING.value)
        .values(state=State.CANCELLED.value, ended_at=at, trouble="the chat is gone")
    )


async def count_by_state(session: Session) -> dict[str, int]:
    """How many rows stand in each state, for the health page."""
    question = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in await session.rows(question)}


async def next_due(session: Session) -> datetime | None:
    """When the earliest postponed row may be sent."""
    moment: datetime | None = await session.value(
        select(func.min(outbox.c.not_before)).where(IS_OPEN, outbox.c.state == State.WAITING.value)
    )
    return moment


async def forget_sent(session: Session, *, before: datetime) -> int:
    """Delete rows that were sent before that moment."""
    return await session.change(
        outbox.delete().where(outbox.c.state == State.SENT.value, outbox.c.ended_at < before)
    )
