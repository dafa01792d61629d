"""How the program is: what waits, what has failed, whether its parts and its database work."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot.telegram.polling import Receiver
from bot.telegram.webhook import Webhook
from bot.workers.part import Part
from campaign.clock import Clock
from storage.database.engine import Database
from storage.delivery.inbox import backlog
from storage.delivery.outbox_results import count_by_state
from storage.settings import write_setting
from storage.trace import trace_head

# Seconds for which a write that succeeded is taken as news, however often the page is asked for.
PROBE_EVERY = 5.0
# Seconds after which a write that waits counts as one that fails.
PROBE_WITHIN = 3.0


class HealthReport:
    """Answers `/healthz`: whether every one of the program's parts lives and can do its work."""

    def __init__(self, database: Database, clock: Clock, parts: Sequence[Part]) -> None:
        self._database = database
        self._clock = clock
        self._parts = parts
        self._probe = WriteProbe(database, clock)

    async def __call__(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the facts; numbers only, nothing about persons."""
        parts = {part.name: _works(part) for part in self._parts}
        facts: dict[str, Any] = {"version": version("flagbearer"), "parts": parts}
        received = _last_receive(self._parts)
        facts["last_receive"] = received.isoformat() if received else None
        facts["telegram"] = _telegram(self._parts)
        try:
            facts |= await self._counts()
            await self._probe.write()
        except (SQLAlchemyError, OSError) as fault:
            return False, {**facts, "database": type(fault).__name__}
        return all(parts.values()), {**facts, "database": "ok"}

    async def _counts(self) -> dict[str, Any]:
        async with self._database.read() as session:
            inbox = await backlog(session)
            outbox = await count_by_state(session)
            number, head = await trace_head(session)
        age = 0.0
        if inbox.oldest is not None:
            age = (self._clock.now() - inbox.oldest).total_seconds()
        return {
            "inbox": {"waiting": inbox.waiting, "oldest_seconds": age, "parked": inbox.parked},
            "outbox": outbox,
            "trace": {"number": number, "hash": head},
        }


class WriteProbe:
    """Writes a row now and then: a full disk and a locked file let people read, but not write."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._wrote: float | None = None
        self._under_way: asyncio.Task[None] | None = None

    async def write(self) -> None:
        """Raises OSError or SQLAlchemyError where nothing can be written.

        A write that waits is left waiting, not broken off: the next one who asks looks at it again.
        """
        if self._wrote is not None and time.monotonic() - self._wrote < PROBE_EVERY:
            return
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(self._write(), name="write probe")
        probe = self._under_way
        done, _ = await asyncio.wait({probe}, timeout=PROBE_WITHIN)
        if not done:
            raise TimeoutError("the database takes no write")
        probe.result()
        self._wrote = time.monotonic()

    async def _write(self) -> None:
        async with self._database.write() as session:
            await write_setting(session, "write probe", self._clock.now().isoformat())


def _works(part: Part) -> bool:
    """Whether it goes round and succeeds; that Telegram is away is no fault of ours."""
    own_fault = part.fault is not None and not isinstance(part.fault, TelegramError)
    return part.running and not part.hangs and not own_fault


def _telegram(parts: Sequence[Part]) -> str:
    away = [type(part.fault).__name__ for part in parts if isinstance(part.fault, TelegramError)]
    return away[0] if away else "ok"


def _last_receive(parts: Sequence[Part]) -> datetime | None:
    receivers = (part for part in parts if isinstance(part, Receiver | Webhook))
    return next((part.last_receive for part in receivers), None)
