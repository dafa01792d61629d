"""The alarm clock: rings every half minute, and whenever somebody moves the clock.

APScheduler rings and does nothing else. What is due is asked of the calendar and the ledger, so a
ring that is missed, doubled or late changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.workers.part import Part
from campaign.clock import Clock
from handlers.turn import Setting
from schedules.forecast import Upcoming, find_upcoming, next_needed
from schedules.messages import MessageWriter
from schedules.tick import Tick
from storage.database.engine import Database

# Seconds between two ticks.
EVERY = 30
# A ring that is late rings all the same, and several missed ones ring once.
ON_TIME = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Ticking(Part):
    """Ticks until stopped. `wake_courier` is called when there is something to send."""

    name = "tick"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        setting: Setting,
        wake_courier: Callable[[], None],
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._calendar = setting.calendar
        speaker = MessageWriter(setting.calendar, setting.texts, setting.bot_name, setting.salt)
        self._tick = Tick(database, clock, speaker)
        self._wake_courier = wake_courier
        self._alarm = AsyncIOScheduler(job_defaults=ON_TIME)

    async def start(self) -> None:
        """Set the alarm."""
        self._alarm.add_job(self.wake, IntervalTrigger(seconds=EVERY))
        self._alarm.start()

    async def round(self) -> None:
        """A tick; the alarm or a moved clock rings for the next."""
        await self.tick()

    async def finish(self) -> None:
        """Take the alarm back."""
        if self._alarm.running:
            self._alarm.shutdown(wait=False)

    async def tick(self) -> int:
        """One tick; the number of messages it put into the outbox."""
        told = await self._tick.go()
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
