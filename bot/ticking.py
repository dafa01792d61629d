"""The alarm clock: rings every half minute, and whenever somebody moves the clock.

APScheduler rings and does nothing else. What is due is asked of the calendar and the ledger, so a
ring that is missed, doubled or late changes nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.waits import until_set
from campaign.clock import Clock
from handlers.turn import Setting
from schedules.speaking import Speaker
from schedules.tick import Tick
from schedules.upcoming import Upcoming, find_upcoming, next_needed
from storage.database import Database

EVERY = 30
# A ring that is late rings all the same, and several missed ones ring once.
ON_TIME = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Ticking:
    """Ticks until stopped. `wake_courier` is called when there is something to send."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        setting: Setting,
        wake_courier: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = setting.calendar
        speaker = Speaker(setting.calendar, setting.texts, setting.bot_name, setting.salt)
        self._tick = Tick(database, clock, speaker)
        self._wake_courier = wake_courier
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """The clock was moved, or everything is to stop."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; a tick under way is finished first."""
        alarm = AsyncIOScheduler(job_defaults=ON_TIME)
        alarm.add_job(self.wake, IntervalTrigger(seconds=EVERY))
        alarm.start()
        try:
            while not stop.is_set():
                self._woken.clear()
                await self.tick()
                if not stop.is_set():
                    await until_set(self._woken, None)
        finally:
            alarm.shutdown(wait=False)

    async def tick(self) -> int:
        """One tick; the number of messages it put into the outbox."""
        told = await self._tick.go_on()
        if told:
            self._wake_courier()
        return told

    async def next_moment(self) -> datetime | None:
        """When the next reminder will be sent to anybody, as things stand; None if none will."""
        async with self._database.read() as session:
            return await next_needed(session, self._calendar, after=self._clock.now())

    async def upcoming(self, days: int) -> Sequence[Upcoming]:
        """What will be sent in the next days, to whom and why, as things stand."""
        now = self._clock.now()
        async with self._database.read() as session:
            return await find_upcoming(
                session, self._calendar, after=now, until=now + timedelta(days=days)
            )
