"""Long polling: what came in is written down and committed before Telegram is told so."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken

from bot.settings import BrokenStart
from bot.telegram.client import Api
from bot.telegram.conflict import OtherReceiver
from bot.telegram.flood_guard import Floods
from bot.telegram.updates.arrivals import arrival_of, updates_among
from bot.telegram.updates.update_parser import ALLOWED_UPDATES
from bot.workers.batch_pause import BatchPause
from bot.workers.inbox_writer import InboxWriter
from bot.workers.part import Part
from campaign.clock import Clock
from campaign.locale.plain_texts import both
from storage.crash_points import crash_point
from storage.database.engine import Database
from storage.delivery.inbox import count_waiting

# The most updates of one poll.
BATCH = 100
POLL_SECONDS = 50
# So many updates may wait before no more are fetched: Telegram keeps the rest for a day.
MOST_WAITING = 20_000
LONGEST_PAUSE = 60.0
# Seconds between a batch and the next call under a crowd: what comes meanwhile shares transactions.
GATHER = 0.02
# Seconds between two looks whether the engine has caught up.
CATCH_UP = 0.5


def unknown_bot(fault: InvalidToken) -> BrokenStart:
    """What to raise where Telegram knows no bot of this token."""
    return BrokenStart(f"{both('start_up.unknown_token')} ({fault})")


class Receiver(Part):
    """Fetches updates and has them stored."""

    name = "receiver"
    longest_pause = LONGEST_PAUSE
    hangs_after = 2.0 * POLL_SECONDS
    follows_clock = False

    def __init__(
        self,
        database: Database,
        clock: Clock,
        api: Api,
        inbox_writer: InboxWriter,
        floods: Floods | None = None,
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._api = api
        self._inbox_writer = inbox_writer
        self._floods = floods
        self._offset: int | None = None
        self._storing = False
        self._full = False
        self._gather = BatchPause(GATHER)
        self._other = OtherReceiver()
        self.last_receive: datetime | None = None

    async def start(self) -> None:
        """End a webhook that was set before. Raises BrokenStart where the token is bad."""
        try:
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
        except InvalidToken as fault:
            raise unknown_bot(fault) from None

    async def round(self) -> float:
        """One long poll. Raises BrokenStart where another receives, or the token is bad."""
        if self._full and await self._engine_is_behind():
            return CATCH_UP
        try:
            received = await self._receive_or_stop()
        except Conflict as fault:
            return self._other.pause(fault, poll=POLL_SECONDS)
        except InvalidToken as fault:
            raise unknown_bot(fault) from None
        self._other.is_gone()
        self._full = received >= BATCH
        self._gather.came(received)
        return self._gather.seconds() if 0 < received < BATCH else 0.0

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
            await store(self._inbox_writer, updates, at=at, floods=self._floods)
            self._offset = updates[-1]["update_id"] + 1
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

    async def _receive_or_stop(self) -> int:
        """One long poll, given up when woken, which is to stop: nothing was confirmed by it.

        What is just being stored is stored to the end. The number received.
        """
        poll = asyncio.ensure_future(self.receive_once(wait=POLL_SECONDS))
        stopped = asyncio.ensure_future(self.woken.wait())
        try:
            await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if self._storing:
                await poll
            return poll.result() if poll.done() else 0
        finally:
            await _end(poll, stopped)

    async def _engine_is_behind(self) -> bool:
        async with self._database.read() as session:
            return await count_waiting(session) >= MOST_WAITING


async def store(
    inbox_writer: InboxWriter,
    updates: Sequence[Any],
    *,
    at: datetime,
    floods: Floods | None = None,
) -> None:
    """Write updates into the inbox; when this returns they are committed.

    `floods` holds back what is too much. Raises NotAnUpdate.
    """
    arrivals = [arrival_of(update) for update in updates]
    with (floods or Floods(0)).sifted(arrivals) as kept:
        await inbox_writer.store(kept, at=at)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
