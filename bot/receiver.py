"""Long polling: what came in is written down and committed before Telegram is told so."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.arrivals import arrival_of, updates_among
from bot.client import Api
from bot.floods import Floods
from bot.other_receiver import OtherReceiver
from bot.reading import ALLOWED_UPDATES
from bot.settings import BrokenStart
from bot.troubles import trouble_of
from bot.waits import Backoff, until_set
from campaign.clock import Clock
from storage.crash_points import crash_point
from storage.database import Database
from storage.inbox import count_waiting, store_arrivals

log = logging.getLogger(__name__)

BATCH = 100
POLL_SECONDS = 50
# So many updates may wait before no more are fetched: Telegram keeps the rest for a day.
MOST_WAITING = 20_000
LONGEST_PAUSE = 60.0
# Seconds between a batch and the next call: what comes meanwhile shares its transactions.
GATHER = 0.01

UNKNOWN_BOT = (
    "Telegram 不认识这个令牌，请检查 FLAGBEARER_TOKEN。/ "
    "Telegram does not know this token: look at FLAGBEARER_TOKEN. ({})"
)


class Receiver:
    """Fetches updates, stores them, wakes the engine."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        api: Api,
        wake_engine: Callable[[], None],
        floods: Floods | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._api = api
        self._wake_engine = wake_engine
        self._floods = floods
        self._offset: int | None = None
        self._storing = False
        self.last_receive: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until stopped. Raises BrokenStart where another receives, or the token is bad."""
        backoff, other = Backoff(longest=LONGEST_PAUSE), OtherReceiver()
        await self._end_webhook(stop, backoff)
        while not stop.is_set():
            try:
                await self._receive_or_stop(stop)
                backoff.reset()
                other.is_gone()
            except Conflict as fault:
                await until_set(stop, other.pause(fault, poll=POLL_SECONDS))
            except InvalidToken as fault:
                raise BrokenStart(UNKNOWN_BOT.format(fault)) from None
            except Exception as fault:  # noqa: BLE001 - network or database: try again
                pause = max(backoff.next(), asked_to_wait(fault))
                log.warning("receiving failed, again in %.1f s: %s", pause, fault)
                await until_set(stop, pause)

    async def receive_once(self, *, wait: int = 0) -> int:
        """Fetch, store, and only then let the next call confirm; the number fetched.

        The offset is assigned from the batch just stored, never the highest so far, and forgotten
        once it has confirmed: after a quiet week Telegram goes on with any other id, and an old
        offset a little above it would confirm what nobody has seen.
        """
        updates = await self._fetch(wait)
        crash_point("after-get")
        self.last_receive = self._clock.now()
        if updates:
            await self._store(updates, self.last_receive)
        else:
            self._offset = None
        return len(updates)

    async def _store(self, updates: list[dict[str, Any]], at: datetime) -> None:
        self._storing = True
        try:
            await store(self._database, updates, at=at, floods=self._floods)
            self._offset = updates[-1]["update_id"] + 1
            self._wake_engine()
        finally:
            self._storing = False

    async def _fetch(self, wait: int) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            "limit": BATCH,
            "timeout": wait,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        return updates_among(await self._api.call("getUpdates", asked, within=wait + 15.0))

    async def _receive_or_stop(self, stop: asyncio.Event) -> None:
        """One long poll, given up when the program stops: nothing was confirmed by it.

        What is just being stored is stored to the end.
        """
        poll = asyncio.ensure_future(self.receive_once(wait=POLL_SECONDS))
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if self._storing:
                await poll
            if poll.done() and (received := poll.result()):
                await self._go_easy(received, stop)
        finally:
            await _end(poll, stopped)

    async def _go_easy(self, received: int, stop: asyncio.Event) -> None:
        """Before the next call: let some more come together, or the engine catch up."""
        if received < BATCH:
            await until_set(stop, GATHER)
        else:
            await self._let_engine_catch_up(stop)

    async def _let_engine_catch_up(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            async with self._database.read() as session:
                if await count_waiting(session) < MOST_WAITING:
                    return
            await until_set(stop, 0.5)

    async def _end_webhook(self, stop: asyncio.Event, backoff: Backoff) -> None:
        while not stop.is_set():
            try:
                await self._api.call("deleteWebhook", {"drop_pending_updates": False})
                return
            except InvalidToken as fault:
                raise BrokenStart(UNKNOWN_BOT.format(fault)) from None
            except TelegramError as fault:
                pause = max(backoff.next(), asked_to_wait(fault))
                log.warning("Telegram cannot be reached, again in %.1f s: %s", pause, fault)
                await until_set(stop, pause)


def asked_to_wait(fault: Exception) -> float:
    """For how many seconds Telegram told us to wait, if it did."""
    return trouble_of(fault, chat=None).wait.total_seconds()


async def store(
    database: Database, updates: Sequence[Any], *, at: datetime, floods: Floods | None = None
) -> int:
    """Write updates into the inbox and commit; the number of those not known before.

    `floods` holds back what is too much. Raises NotAnUpdate.
    """
    arrivals = [arrival_of(update) for update in updates]
    with (floods or Floods(0)).sifted(arrivals) as kept:
        async with database.write() as session:
            new = await store_arrivals(session, kept, at=at)
            crash_point("inbox-before-commit")
    crash_point("inbox-after-commit")
    return new


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
