"""Housekeeping settles what a dead replica left, and forgets only what can no longer matter."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.workers.housekeeping import KEEP_CARDS, KEEP_INBOX, KEEP_SENT, Housekeeping
from storage.delivery.inbox import Arrival, end_turns, next_turns, postpone_turn
from storage.tables import cards, inbox, outbox
from tests.bot.desk import Desk, message


@pytest.fixture
def housekeeping(desk: Desk) -> Housekeeping:
    """The bot's."""
    return Housekeeping(desk.database, desk.clock, desk.files)


async def _count(desk: Desk, table: Any) -> int:
    async with desk.database.read() as session:
        return int(await session.value(select(func.count()).select_from(table)))


async def test_what_a_clock_that_was_set_back_keeps_waiting_is_let_go(
    desk: Desk, housekeeping: Housekeeping
) -> None:
    """Also while the program runs: a row waits no longer than anything makes it wait."""
    now = desk.clock.now()
    await desk.store(Arrival("u:1", 1, {}), Arrival("u:2", 2, {}))
    async with desk.database.write() as session:
        (first, second) = (await next_turns(session, limit=9, now=now)).rows
        for row, seconds in ((first, 25), (second, 3600)):
            later = now + timedelta(seconds=seconds)
            await postpone_turn(session, row, trouble="?", not_before=later)
    await housekeeping.round()
    assert [row.not_before for row in await desk.inbox()] == [now + timedelta(seconds=25), None]


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
    monkeypatch.setattr("bot.workers.housekeeping.EVERY", 0.01)
    stop, rounds = asyncio.Event(), []

    async def leave(*_given: Any, **_how: Any) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("locked")
        stop.set()
        return 0

    monkeypatch.setattr("bot.workers.housekeeping.leave_unbound", leave)
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    await asyncio.wait_for(housekeeping.run(stop), 10)
    assert len(rounds) == 2
