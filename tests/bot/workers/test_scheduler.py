"""The alarm clock: it rings when the clock is moved, outlives a fault, and stops at once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.workers.scheduler import ON_TIME, Ticking
from campaign.calendar import Calendar
from campaign.reading import shipped_campaign
from campaign.texts import read_texts
from handlers.routes import ROUTES
from handlers.turn import Setting
from schedules.reminder import Hearer, Rule
from storage.membership.branches import add_branch
from tests.bot.desk import Desk

CAMPAIGN = shipped_campaign()
SETTING = Setting(CAMPAIGN, Calendar(CAMPAIGN), read_texts(), ROUTES, "flagbearer_bot", b"salt")


@pytest.fixture
def ticking(desk: Desk) -> Ticking:
    """The bot's, which the desk's clock wakes."""
    made = Ticking(desk.database, desk.clock, SETTING, desk._wake("courier"))
    desk.clock.watchers.append(made.wake)
    return made


@asynccontextmanager
async def running(ticking: Ticking) -> AsyncIterator[asyncio.Queue[int]]:
    """It runs; the queue gets a number for each tick."""
    rung: asyncio.Queue[int] = asyncio.Queue()
    honest = ticking.tick

    async def tick() -> int:
        await rung.put(told := await honest())
        return told

    ticking.tick = tick  # type: ignore[method-assign]
    stop = asyncio.Event()
    task = asyncio.create_task(ticking.run(stop))
    try:
        yield rung
    finally:
        stop.set()
        ticking.wake()
        await asyncio.wait_for(task, 5)


async def test_it_ticks_at_once_and_whenever_the_clock_is_moved(
    desk: Desk, ticking: Ticking
) -> None:
    async with running(ticking) as rung:
        for hours in (24, -3, 3):
            await asyncio.wait_for(rung.get(), 5)
            desk.clock.advance(timedelta(hours=hours))
        await asyncio.wait_for(rung.get(), 5)
        assert rung.empty()


async def test_the_alarm_rings_by_itself(
    desk: Desk, ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workers.scheduler.EVERY", 0.02)
    async with running(ticking) as rung:
        for _ in range(4):
            await asyncio.wait_for(rung.get(), 5)


def test_a_late_ring_is_not_left_out() -> None:
    """APScheduler's own limit is a second."""
    assert ON_TIME == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


async def test_a_tick_that_fails_is_told_and_the_next_one_comes(
    desk: Desk, ticking: Ticking, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr("schedules.tick.read_watermark", broken)
        async with running(ticking) as rung:

            async def failed() -> bool:
                return "tick failed" in caplog.text

            await desk.until(failed)
            patched.undo()
            await asyncio.wait_for(rung.get(), 5)


async def test_what_comes_next_is_told_with_numbers(desk: Desk, ticking: Ticking) -> None:
    """Nobody to tell: nothing comes next. With an office there is something."""
    desk.clock.stand_at(datetime(2009, 6, 15, tzinfo=UTC))
    assert await ticking.next_moment() is None
    async with desk.database.write() as session:
        await add_branch(session, "第一党支部")
    assert await ticking.next_moment() is None
    found = await ticking.upcoming(3)
    assert {Rule.AHEAD, Rule.LADDER, Rule.OVERDUE} <= {one.reminder.rule for one in found}
    overdue = next(one for one in found if one.reminder.rule is Rule.OVERDUE)
    assert overdue.hearing == {Hearer.SECRETARY: 0}
    assert (overdue.spared, overdue.out_of_reach) == (0, 0)
