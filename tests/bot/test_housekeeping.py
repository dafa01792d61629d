"""Housekeeping settles what a dead replica left, and forgets only what can no longer matter."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.housekeeping import KEEP_CARDS, KEEP_INBOX, KEEP_SENT, Housekeeping
from storage.inbox import Arrival, end_turns
from storage.outbox import OnDoubt, claim_outgoing
from storage.tables import cards, inbox, outbox
from tests.bot.desk import Desk, message


@pytest.fixture
def housekeeping(desk: Desk) -> Housekeeping:
    """The bot's."""
    wake = desk._wake("courier")
    return Housekeeping(desk.database, desk.clock, desk.files, wake)


async def _count(desk: Desk, table: Any) -> int:
    async with desk.database.read() as session:
        return int(await session.value(select(func.count()).select_from(table)))


async def test_rows_of_a_dead_replica_are_settled_once_their_lease_is_over(
    desk: Desk, housekeeping: Housekeeping, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.put(message(1), message(2, on_doubt=OnDoubt.HOLD))
    async with desk.database.write() as session:
        lease = timedelta(minutes=5)
        await claim_outgoing(session, limit=9, now=desk.clock.now(), lease=lease)
    await housekeeping.round()
    assert await desk.states() == ["sending", "sending"]
    desk.clock.advance(timedelta(minutes=5, seconds=1))
    await housekeeping.round()
    assert await desk.states() == ["waiting", "unknown"]
    assert "courier" in desk.woken
    assert "outbox rows [2]" in caplog.text


async def test_what_is_old_and_over_is_forgotten(desk: Desk, housekeeping: Housekeeping) -> None:
    await desk.store(Arrival("u:1", 1, {}), Arrival("u:2", 2, {}))
    async with desk.database.write() as session:
        await end_turns(session, [1], at=desk.clock.now())
    await desk.send(message(desk.person()))
    await desk.put(message(5))
    await desk.card("c", 1)
    await housekeeping.round()
    assert [await _count(desk, table) for table in (inbox, outbox, cards)] == [2, 2, 1]
    desk.clock.advance(max(KEEP_INBOX, KEEP_SENT) + timedelta(seconds=1))
    await housekeeping.round()
    assert [await _count(desk, table) for table in (inbox, outbox, cards)] == [1, 1, 1]
    desk.clock.advance(KEEP_CARDS)
    await housekeeping.round()
    assert await _count(desk, cards) == 0


async def test_a_round_that_fails_is_told_and_the_next_one_comes(
    desk: Desk, housekeeping: Housekeeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.housekeeping.EVERY", 0.01)
    stop, rounds = asyncio.Event(), []

    async def settle(*_given: Any, **_how: Any) -> list[int]:
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("locked")
        stop.set()
        return []

    monkeypatch.setattr("bot.housekeeping.settle_doubt", settle)
    await asyncio.wait_for(housekeeping.run(stop), 10)
    assert len(rounds) == 2
