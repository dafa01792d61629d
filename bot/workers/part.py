"""A part of the running program, and the one loop that all parts run in.

A part says what one round does and how long it may rest afterwards. The loop does the rest: it
survives every fault of a round, waits longer after each failure in a row, and ends at `stop`.
"""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from typing import ClassVar

from telegram.error import TelegramError

from bot.process.retry import Backoff, until_set
from bot.settings import BrokenStart
from bot.telegram.errors import asked_to_wait

log = logging.getLogger(__name__)


class Part(ABC):
    """Something that works for as long as the program runs. `name` stands in logs and `/healthz`.

    `longest_pause`: seconds between two tries after many failures in a row. A round that takes
    longer than `hangs_after` seconds is one that hangs.
    """

    name: ClassVar[str]
    longest_pause: ClassVar[float] = 30.0
    hangs_after: ClassVar[float] = 60.0
    # Whether a move of the campaign's clock wakes it.
    follows_clock: ClassVar[bool] = True

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.running = False
        # What ended the last round, if anything did.
        self.fault: Exception | None = None
        self._ready = False
        self._began: float | None = None

    def wake(self) -> None:
        """There may be something to do: a rest ends now, or does not begin."""
        self.woken.set()

    async def start(self) -> None:  # noqa: B027 - most parts need nothing first
        """What comes before the first round; tried again until it succeeds."""

    @abstractmethod
    async def round(self) -> float | None:
        """Work once. The seconds to rest unless woken earlier; None: until woken."""

    async def finish(self) -> None:  # noqa: B027 - nor last
        """What comes after the last round, whatever ended it."""

    @property
    def hangs(self) -> bool:
        """Whether a round has begun and does not end."""
        return self._began is not None and time.monotonic() - self._began > self.hangs_after

    async def run(self, stop: asyncio.Event) -> None:
        """Rounds until stopped; the last one is finished first. Raises BrokenStart only."""
        backoff = Backoff(longest=self.longest_pause)
        waker = asyncio.create_task(self._wake_at(stop), name=f"{self.name} stops")
        self.running = True
        try:
            while not stop.is_set():
                await self._rest_for(await self._one_round(backoff), stop)
        finally:
            self.running = False
            waker.cancel()
            await self.finish()

    async def _one_round(self, backoff: Backoff) -> float | None:
        """One round, its fault logged; the seconds to rest."""
        self.woken.clear()
        self._began = time.monotonic()
        try:
            rest = await self._start_or_go_on()
        except BrokenStart:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it was, the part goes on
            self.fault = fault
            pause = max(backoff.next(), asked_to_wait(fault))
            self._tell_of(fault, pause)
            return pause
        finally:
            self._began = None
        self.fault = None
        backoff.reset()
        return rest

    async def _start_or_go_on(self) -> float | None:
        if not self._ready:
            await self.start()
            self._ready = True
        return await self.round()

    async def _rest_for(self, seconds: float | None, stop: asyncio.Event) -> None:
        if self.fault is not None:
            await until_set(stop, seconds)
        elif seconds is None or seconds > 0:
            await until_set(self.woken, seconds)

    def _tell_of(self, fault: Exception, pause: float) -> None:
        """Telegram out of reach is a line; anything else is told with where it happened."""
        if isinstance(fault, TelegramError):
            log.warning(
                "%s: Telegram cannot be reached, again in %.1f s: %s", self.name, pause, fault
            )
        else:
            log.error("%s failed, again in %.1f s", self.name, pause, exc_info=fault)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()
