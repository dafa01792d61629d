"""Long polling: one poll waits at a time, and a newer one ends the older with a conflict."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.demo.fake_telegram.refusals import ApiRefusal, conflict
from bot.demo.fake_telegram.world.updates import BATCH, UpdateQueue

# The longest time that a poll waits, in seconds.
LONGEST_WAIT = 50
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Poller:
    """`poll` answers with updates, after waiting for the first of them if none is there."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._waiting: asyncio.Future[str] | None = None
        self.closed = False
        queue.arrivals.add(lambda: self._end("arrived"))

    async def poll(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        self._refuse_beside_webhook()
        if self.closed:
            await asyncio.sleep(0)
            raise ApiRefusal(503, "Service Unavailable")
        self._end("conflict")
        limit = limit if 0 < limit <= BATCH else BATCH
        found = self._queue.take(offset, limit)
        if found or seconds <= 0:
            return found
        ended = await self._wait(min(seconds, LONGEST_WAIT))
        if ended == "conflict":
            raise conflict(OTHER_POLLER)
        if ended == "webhook":
            raise conflict("terminated by setWebhook request")
        return self._queue.take(offset, limit)

    @property
    def is_waiting(self) -> bool:
        return self._waiting is not None

    def end_for_webhook(self) -> None:
        self._end("webhook")

    def close(self) -> None:
        """Answer the waiting poll at once and turn every later one away."""
        self.closed = True
        self._end("closed")

    def _refuse_beside_webhook(self) -> None:
        if self._queue.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)

    async def _wait(self, seconds: int) -> str:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        try:
            return await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return "empty"
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _end(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(why)
