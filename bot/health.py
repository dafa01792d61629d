"""How the program is: what waits, what has failed, whether its parts are alive."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.courier import Courier
from campaign.clock import Clock
from storage.database import Database
from storage.inbox import backlog
from storage.outbox_ends import count_by_state
from storage.trace import trace_head

# A courier that has not looked at its outbox for so long hangs.
HANGS_AFTER = 60.0


class HealthReport:
    """Answers `/healthz`. `parts` says for each part of the program whether it runs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        courier: Courier,
        *,
        parts: Mapping[str, bool],
        last_receive: Callable[[], datetime | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._courier = courier
        self._parts = parts
        self._last_receive = last_receive

    async def __call__(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the facts; numbers only, nothing about persons."""
        hangs = time.monotonic() - self._courier.last_round > HANGS_AFTER
        parts = {**self._parts, "courier": self._parts.get("courier", True) and not hangs}
        facts: dict[str, Any] = {"version": version("flagbearer"), "parts": parts}
        received = self._last_receive()
        facts["last_receive"] = received.isoformat() if received else None
        try:
            facts |= await self._counts()
        except (SQLAlchemyError, OSError) as fault:
            return False, {**facts, "database": type(fault).__name__}
        return all(parts.values()), facts

    async def _counts(self) -> dict[str, Any]:
        async with self._database.read() as session:
            inbox = await backlog(session)
            outbox = await count_by_state(session)
            number, head = await trace_head(session)
        age = 0.0
        if inbox.oldest is not None:
            age = (self._clock.now() - inbox.oldest).total_seconds()
        return {
            "database": "ok",
            "inbox": {"waiting": inbox.waiting, "oldest_seconds": age, "parked": inbox.parked},
            "outbox": outbox,
            "trace": {"number": number, "hash": head},
        }
