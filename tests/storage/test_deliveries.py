"""Deliveries: written once, queued in slices, ended by what tells most, told in pages."""

from datetime import datetime

import pytest
from sqlalchemy import select

from campaign.notice_audiences import Audience
from campaign.notices import (
    NOTICE_MOVES,
    DeliveryState,
    Notice,
    NoticeAct,
    NoticePart,
    NoticeState,
)
from storage.database.engine import Database
from storage.database.session import Session
from storage.deliveries import (
    ENDS_AS,
    add_deliveries,
    delivered,
    end_deliveries,
    queue_deliveries,
)
from storage.delivery.outbox import Outgoing, State
from storage.membership.people import add_person
from storage.notice_audiences import Reached
from storage.notices import add_notice, counted, find_notice, move_notice
from storage.tables import deliveries, outbox


async def a_notice(
    session: Session, now: datetime, state: NoticeState = NoticeState.FILLING
) -> Notice:
    author = await add_person(session, name="周洁", at=now)
    notice = Notice("n", author, (NoticePart("text", "好"),), Audience(), state, None, now)
    await add_notice(session, notice)
    return notice


def chats(count: int) -> list[Reached]:
    return [Reached(f"person:{n}", 1000 + n) for n in range(count)]


def two_calls(to: Reached) -> list[Outgoing]:
    return [
        Outgoing("sendMessage", {"chat_id": to.chat_id, "text": t}, lane=to.chat_id) for t in "ab"
    ]


async def test_a_slice_that_comes_twice_is_written_once(database: Database, now: datetime) -> None:
    async with database.write() as session:
        notice = await a_notice(session, now)
        assert await add_deliveries(session, notice, chats(5)) == 5
        assert await add_deliveries(session, notice, chats(8)) == 3
        assert await counted(session, "n") == {DeliveryState.WAITING: 8}


@pytest.mark.parametrize("count", [1, 300])
async def test_a_slice_is_queued_in_as_many_statements_whatever_its_size(
    database: Database, now: datetime, count: int
) -> None:
    async with database.write() as session:
        notice = await a_notice(session, now)
        await add_deliveries(session, notice, chats(count + 1))
        before = session.statements
        assert await queue_deliveries(session, notice, two_calls, limit=count, at=now) == count
        await session.flush()
        assert session.statements - before == 3
        rows = await session.rows(select(outbox.c.delivery_id))
        assert len(rows) == 2 * count
        assert await counted(session, "n") == {
            DeliveryState.QUEUED: count,
            DeliveryState.WAITING: 1,
        }


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        ([State.SENT], DeliveryState.QUEUED),
        ([State.SENT, State.SENT], DeliveryState.SENT),
        ([State.BLOCKED, State.BLOCKED], DeliveryState.BLOCKED),
        ([State.REFUSED, State.SENT], DeliveryState.REFUSED),
        ([State.SENT, State.UNKNOWN], DeliveryState.UNKNOWN),
        ([State.SENT, State.GIVEN_UP], DeliveryState.GIVEN_UP),
    ],
)
async def test_only_all_sent_is_sent(
    database: Database, now: datetime, ended: list[State], state: DeliveryState
) -> None:
    """One message of a notice that did not arrive tells for all of it."""
    async with database.write() as session:
        notice = await a_notice(session, now)
        await add_deliveries(session, notice, chats(1))
        await queue_deliveries(session, notice, two_calls, limit=1, at=now)
        (row,) = await session.rows(select(deliveries.c.id))
        for one in ended:
            await end_deliveries(session, [(row.id, one, "words")], at=now)
        assert await counted(session, "n") == {state: 1}


async def test_every_move_is_made_once(database: Database, now: datetime) -> None:
    """Whoever comes second finds it done, and changes nothing."""
    async with database.write() as session:
        first = await a_notice(session, now, NoticeState.NEW)
        for act in (NoticeAct.PLAN, NoticeAct.OPEN, NoticeAct.FILLED, NoticeAct.FINISH):
            moved = await move_notice(session, first, act, at=now)
            assert moved is not None
            assert moved.state is NOTICE_MOVES[first.state, act]
            assert await move_notice(session, first, act, at=now) is None
            assert await find_notice(session, "n") == moved
            first = moved
        assert first.ended_at == now


async def test_the_report_comes_in_pages(database: Database, now: datetime) -> None:
    async with database.write() as session:
        notice = await a_notice(session, now)
        await add_deliveries(session, notice, chats(5))
        page = await delivered(session, "n", limit=3)
        rest = await delivered(session, "n", after=page[-1][0], limit=3)
    assert [one.whom for _, one in [*page, *rest]] == [f"person:{n}" for n in range(5)]


def test_every_end_of_a_call_is_an_end_of_its_delivery() -> None:
    """By a table, not because two words are spelled alike."""
    still_open = {State.WAITING, State.SENDING, State.PAUSED}
    assert set(ENDS_AS) == set(State) - still_open
    # Who has not joined is never called.
    no_end = {DeliveryState.WAITING, DeliveryState.QUEUED, DeliveryState.NOT_JOINED}
    assert set(ENDS_AS.values()) == set(DeliveryState) - no_end
