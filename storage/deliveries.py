"""Deliveries of a notice, one per recipient: listed, queued, ended, shown by name.

The outbox forgets what was sent; deliveries keep how it ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, select, update

from campaign.notices import DeliveryState, Notice, NoticeState
from campaign.texts import Language
from storage.database.session import Found, Session
from storage.delivery.outbox import IN_DOUBT, End, Outgoing, State, put_outgoing
from storage.delivery.outbox_notices import OF_NOTICES, cancel_rows, pause_rows, release_rows
from storage.notice_audiences import Reached
from storage.tables import branches, deliveries, groups, notices, outbox, people

# How a delivery ends if one of its messages ended like this; if all were sent, it is SENT.
ENDS_AS = {
    State.SENT: DeliveryState.SENT,
    State.BLOCKED: DeliveryState.BLOCKED,
    State.GONE: DeliveryState.GONE,
    State.REFUSED: DeliveryState.REFUSED,
    State.GIVEN_UP: DeliveryState.GIVEN_UP,
    State.UNKNOWN: DeliveryState.UNKNOWN,
    State.CANCELLED: DeliveryState.CANCELLED,
}
_IN_GROUP = and_(groups.c.chat_id == deliveries.c.chat_id, deliveries.c.person_id.is_(None))

Calls = Callable[[Reached], Sequence[Outgoing]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a notice ended for one recipient, with the names of now."""

    whom: str
    name: str | None
    branch: str | None
    state: DeliveryState
    trouble: str | None
    ended_at: datetime | None


async def add_deliveries(session: Session, notice: Notice, reached: Sequence[Reached]) -> int:
    """List recipients; those listed already are left alone. Returns how many new ones can get it.

    Who has not joined is listed for the report.
    """
    here = [_waiting(notice, one) for one in reached if not one.is_away]
    ended = {"state": DeliveryState.NOT_JOINED.value, "unsent": 0}
    away = [{**_waiting(notice, one), **ended} for one in reached if one.is_away]
    new = await session.insert_new(deliveries, here, on=["notice_id", "whom"])
    await session.insert_new(deliveries, away, on=["notice_id", "whom"])
    return len(new)


def _waiting(notice: Notice, one: Reached) -> dict[str, Any]:
    return {
        "notice_id": notice.id,
        "whom": one.whom,
        "person_id": one.person,
        "chat_id": one.chat_id,
        "state": DeliveryState.WAITING.value,
        "unsent": 1,
    }


async def queue_deliveries(
    session: Session, notice: Notice, calls: Calls, *, limit: int, at: datetime
) -> int:
    """Put the calls for at most `limit` more recipients into the outbox. Returns how many."""
    question = (
        select(
            deliveries.c.id,
            deliveries.c.whom,
            deliveries.c.chat_id,
            deliveries.c.person_id,
            groups.c.topic_id,
            people.c.language,
        )
        .join(groups, _IN_GROUP, isouter=True)
        .join(people, people.c.id == deliveries.c.person_id, isouter=True)
        .where(
            deliveries.c.notice_id == notice.id,
            deliveries.c.state == DeliveryState.WAITING.value,
        )
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    found = await session.rows(question)
    put: list[Outgoing] = []
    unsent: list[dict[str, int]] = []
    for row in found:
        language = Language(row.language or Language.ZH)
        mine = calls(Reached(row.whom, row.chat_id, row.person_id, row.topic_id, language))
        put += [_for_delivery(call, row.id) for call in mine]
        unsent.append({"of_delivery": row.id, "now_unsent": len(mine)})
    if unsent:
        await session.change(_queue, unsent)
    put_outgoing(session, put, at=at)
    return len(found)


_queue = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of_delivery"))
    .values(state=DeliveryState.QUEUED.value, unsent=bindparam("now_unsent"))
)


def _for_delivery(call: Outgoing, delivery_id: int) -> Outgoing:
    return Outgoing(
        call.method,
        call.params,
        lane=call.lane,
        priority=call.priority,
        on_doubt=call.on_doubt,
        delivery_id=delivery_id,
    )


async def follow_ends(session: Session, ends: Sequence[End], *, at: datetime) -> None:
    """Carry the ends of outbox rows, which are marked already, over to their deliveries.

    A row whose fence has moved on belongs to another sender, who will report its end.
    """
    mine = await _still_held(session, [end for end in ends if end.row.delivery_id is not None])
    await end_deliveries(
        session,
        [
            (end.row.delivery_id or 0, end.state, end.trouble)
            for end in mine
            if end.state is not State.WAITING
        ],
        at=at,
    )
    if any(end.state is State.WAITING for end in mine):
        await hold_back(session, at=at)


async def _still_held(session: Session, ends: Sequence[End]) -> list[End]:
    if not ends:
        return []
    question = select(outbox.c.id, outbox.c.fence).where(
        outbox.c.id.in_([end.row.id for end in ends])
    )
    fences = {row.id: row.fence for row in await session.rows(question)}
    return [end for end in ends if fences.get(end.row.id) == end.row.fence]


async def end_deliveries(
    session: Session, ends: Iterable[tuple[int, State, str | None]], *, at: datetime
) -> None:
    """End deliveries by their messages: SENT if all were sent, else as the one that was not."""
    sent, other = [], []
    for delivery_id, state, trouble in ends:
        if state is State.SENT:
            sent.append({"of_delivery": delivery_id, "then": at})
        else:
            other.append(
                {
                    "of_delivery": delivery_id,
                    "then": at,
                    "as": ENDS_AS[state].value,
                    "words": trouble,
                }
            )
    if sent:
        await session.change(_note_sent, sent)
    if other:
        await session.change(_note_other, other)


_is_queued = deliveries.c.state == DeliveryState.QUEUED.value
_is_last = and_(_is_queued, deliveries.c.unsent <= 1)
_note_sent = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of_delivery"))
    .values(
        unsent=deliveries.c.unsent - 1,
        state=case((_is_last, DeliveryState.SENT.value), else_=deliveries.c.state),
        ended_at=case(
            (_is_last, bindparam("then", type_=deliveries.c.ended_at.type)),
            else_=deliveries.c.ended_at,
        ),
    )
)
_note_other = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of_delivery"), _is_queued)
    .values(state=bindparam("as"), trouble=bindparam("words"), ended_at=bindparam("then"))
)


async def hold_back(session: Session, *, at: datetime) -> None:
    """Pause the outbox rows of paused notices, and cancel those of cancelled ones."""
    question = (
        select(outbox.c.id, outbox.c.delivery_id, outbox.c.trouble, notices.c.state)
        .join(deliveries, deliveries.c.id == outbox.c.delivery_id)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(
            OF_NOTICES,
            outbox.c.state.in_([State.WAITING.value, State.PAUSED.value]),
            notices.c.state.in_([NoticeState.PAUSED.value, NoticeState.CANCELLED.value]),
        )
        .with_for_update(of=outbox)
    )
    found = await session.rows(question)
    cancelled = [row for row in found if row.state == NoticeState.CANCELLED.value]
    paused = [row.id for row in found if row.state == NoticeState.PAUSED.value]
    await pause_rows(session, paused)
    await cancel_rows(session, [row.id for row in cancelled], at=at)
    ends = [(row.delivery_id, _unsent_end(row), row.trouble) for row in cancelled]
    await end_deliveries(session, ends, at=at)


def _unsent_end(row: Found) -> State:
    """How a cancelled row ends: UNKNOWN if an earlier try of its call may have arrived."""
    doubtful = (row.trouble or "").startswith(IN_DOUBT)
    return State.UNKNOWN if doubtful else State.CANCELLED


async def release(session: Session, notice: Notice) -> int:
    """Let a notice go on: its paused outbox rows wait again. Returns how many."""
    mine = select(deliveries.c.id).where(
        deliveries.c.notice_id == notice.id, deliveries.c.state == DeliveryState.QUEUED.value
    )
    return await release_rows(session, mine)


async def cancel_waiting(session: Session, notice: Notice, *, at: datetime) -> int:
    """Cancel the deliveries that are still waiting. Returns how many."""
    return await session.change(
        update(deliveries)
        .where(
            deliveries.c.notice_id == notice.id,
            deliveries.c.state == DeliveryState.WAITING.value,
        )
        .values(state=DeliveryState.CANCELLED.value, ended_at=at)
    )


async def delivered(
    session: Session, notice_id: str, *, after: int = 0, limit: int = 5_000
) -> list[tuple[int, Delivered]]:
    """How the notice ended for each recipient: at most `limit`, by delivery id, after `after`."""
    question = (
        select(deliveries, people.c.name, branches.c.name.label("branch"), groups.c.title)
        .join(people, people.c.id == deliveries.c.person_id, isouter=True)
        .join(groups, _IN_GROUP, isouter=True)
        .join(
            branches,
            branches.c.id
            == case((people.c.id.is_not(None), people.c.branch_id), else_=groups.c.branch_id),
            isouter=True,
        )
        .where(deliveries.c.notice_id == notice_id, deliveries.c.id > after)
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    return [(row.id, _delivered(row)) for row in await session.rows(question)]


def _delivered(row: Found) -> Delivered:
    return Delivered(
        whom=row.whom,
        name=row.name or row.title,
        branch=row.branch,
        state=DeliveryState(row.state),
        trouble=row.trouble,
        ended_at=row.ended_at,
    )
