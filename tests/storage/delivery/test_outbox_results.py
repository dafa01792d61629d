"""How rows end: marks behind a fence, doubt settled by policy, chats moved and closed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.database.engine import Database
from storage.database.session import Found
from storage.delivery.outbox import (
    Claimed,
    End,
    OnDoubt,
    Outgoing,
    State,
    claim_outgoing,
    put_outgoing,
)
from storage.delivery.outbox_rests import FLOODED, all_rest_until, keep_rest_of_all, resting_calls
from storage.delivery.outbox_results import (
    count_by_state,
    drop_waiting,
    forget_sent,
    mark_ends,
    move_chat,
    next_due,
    settle_doubt,
)
from storage.tables import outbox

LEASE = timedelta(seconds=15)


async def _claimed(database: Database, at: datetime, *calls: Outgoing) -> list[Claimed]:
    async with database.write() as session:
        put_outgoing(session, calls, at=at)
        return await claim_outgoing(session, limit=10, now=at, lease=LEASE)


def _to(lane: int | None, **how: Any) -> Outgoing:
    return Outgoing("sendMessage", {"chat_id": lane, "text": "x"}, lane=lane, **how)


async def _rows(database: Database) -> list[Found]:
    async with database.read() as session:
        return list(await session.rows(select(outbox).order_by(outbox.c.id)))


async def test_an_end_is_written_with_its_message(database: Database, now: datetime) -> None:
    (row,) = await _claimed(database, now, _to(1))
    async with database.write() as session:
        await mark_ends(session, [End(row, State.SENT, message_id=9)], at=now)
    (found,) = await _rows(database)
    assert (found.state, found.message_id, found.ended_at) == ("sent", 9, now)


async def test_a_late_mark_behind_a_moved_fence_is_left_alone(
    database: Database, now: datetime
) -> None:
    """Fault 27: the lease ran out, another took the row; the first one's answer comes late."""
    (late,) = await _claimed(database, now, _to(1))
    after = now + LEASE + timedelta(seconds=1)
    async with database.write() as session:
        await settle_doubt(session, now=after, all_of_them=False)
        (current,) = await claim_outgoing(session, limit=1, now=after, lease=LEASE)
        await mark_ends(session, [End(late, State.REFUSED, trouble="late")], at=after)
    assert (await _rows(database))[0].state == "sending"
    async with database.write() as session:
        await mark_ends(session, [End(current, State.SENT)], at=after)
    assert (await _rows(database))[0].state == "sent"


@pytest.mark.parametrize("all_of_them", [True, False])
async def test_doubt_is_settled_by_the_rows_own_policy(
    database: Database, now: datetime, *, all_of_them: bool
) -> None:
    resend, hold = await _claimed(database, now, _to(1), _to(2, on_doubt=OnDoubt.HOLD))
    at = now if all_of_them else now + LEASE + timedelta(seconds=1)
    async with database.write() as session:
        assert await settle_doubt(session, now=at, all_of_them=all_of_them) == [hold.id]
    first, second = await _rows(database)
    assert (first.id, first.state, first.ended_at) == (resend.id, "waiting", None)
    assert (second.state, second.ended_at) == ("unknown", at)


async def test_rows_whose_lease_holds_are_left_to_their_sender(
    database: Database, now: datetime
) -> None:
    await _claimed(database, now, _to(1), _to(2, on_doubt=OnDoubt.HOLD))
    soon = now + LEASE - timedelta(seconds=1)
    async with database.write() as session:
        assert await settle_doubt(session, now=soon, all_of_them=False) == []
    assert {row.state for row in await _rows(database)} == {"sending"}


async def test_waiting_rows_follow_their_chat(database: Database, now: datetime) -> None:
    async with database.write() as session:
        put_outgoing(session, [_to(-5), _to(-5), _to(-6)], at=now)
    async with database.write() as session:
        assert await move_chat(session, old=-5, new=-1005) == 2
    found = [(row.lane, row.params["chat_id"]) for row in await _rows(database)]
    assert found == [(-1005, -1005), (-1005, -1005), (-6, -6)]


async def test_nothing_more_goes_to_a_chat_that_is_gone(database: Database, now: datetime) -> None:
    (sending,) = await _claimed(database, now, _to(-5))
    async with database.write() as session:
        put_outgoing(session, [_to(-5), _to(-6)], at=now)
        assert await drop_waiting(session, lane=-5, at=now) == 1
    states = [row.state for row in await _rows(database)]
    assert states == ["sending", "cancelled", "waiting"]
    assert sending.lane == -5


async def test_counts_due_times_and_forgetting(
    database: Database, now: datetime, soon: datetime
) -> None:
    old, new = await _claimed(database, now, _to(1), _to(2))
    async with database.write() as session:
        await mark_ends(session, [End(old, State.SENT)], at=now)
        await mark_ends(session, [End(new, State.SENT)], at=soon)
        put_outgoing(session, [_to(3, not_before=soon), _to(4)], at=now)
    async with database.write() as session:
        assert await count_by_state(session) == {"sent": 2, "waiting": 2}
        assert await next_due(session) == soon
        assert await forget_sent(session, before=soon) == 1
        assert await count_by_state(session) == {"sent": 1, "waiting": 2}


async def test_chats_that_telegram_told_to_wait_are_known_after_a_restart(
    database: Database, now: datetime, soon: datetime
) -> None:
    """With what was called: a flood answer to a call of no chat is its method's."""
    flooded, slow, free = await _claimed(database, now, _to(1), _to(2), _to(None))
    async with database.write() as session:
        ends = [
            End(flooded, State.WAITING, trouble=f"{FLOODED}: 60 s", not_before=soon),
            End(slow, State.WAITING, trouble="502", not_before=soon),
            End(free, State.WAITING, trouble=f"{FLOODED}: 60 s", not_before=soon),
        ]
        await mark_ends(session, ends, at=now)
    async with database.read() as session:
        found = await resting_calls(session, now=now)
        assert {(one.method, one.lane, one.until) for one in found} == {
            ("sendMessage", 1, soon),
            ("sendMessage", None, soon),
        }
        assert await resting_calls(session, now=soon) == []


async def test_that_every_call_rests_is_known_after_a_restart(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        assert await all_rest_until(session, now=now) is None
        await keep_rest_of_all(session, soon)
        assert await all_rest_until(session, now=now) == soon
        assert await all_rest_until(session, now=soon) is None
