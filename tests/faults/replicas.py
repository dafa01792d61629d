"""Replicas of the bot that tick and send at a moment's order, each a process that can be killed.

`python -m tests.faults.replicas` has everything imported and forks one replica for each line on its
standard input. A replica connects to the test's socket, takes orders there, and tells of every call
that its courier makes as soon as it is made: that is when Telegram would have it.
"""

import asyncio
import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.telegram.client import OutgoingFile
from bot.workers.courier import Courier
from campaign.calendar import Calendar
from campaign.reading import shipped_campaign
from campaign.texts import read_texts
from schedules.messages import MessageWriter
from schedules.tick import Tick
from storage.crash_points import arm, disarm
from storage.database.engine import Database
from storage.delivery.outbox_results import settle_doubt
from storage.evidence.copies import EvidenceFiles
from tests.faults.reminder_breakages import break_the_reminders

MESSAGES_A_LIFE = 1_000_000


class OrderedClock:
    """Shows what the last order said."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class Accepting:
    """A Telegram that accepts everything and tells the test of it before it answers."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._next = os.getpid() * MESSAGES_A_LIFE

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, OutgoingFile] | None = None,
        within: float | None = None,
    ) -> Any:
        await tell(self._writer, {"method": method, "chat": params["chat_id"]})
        self._next += 1
        return {"message_id": params.get("message_id", self._next)}

    async def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        yield file_path.encode()[:limit]


async def tell(writer: asyncio.StreamWriter, news: dict[str, Any]) -> None:
    writer.write(json.dumps(news).encode() + b"\n")
    await writer.drain()


async def live(url: str, socket: str, speaker: MessageWriter) -> None:
    """One life: orders in, calls and answers out, until it is killed or let go."""
    reader, writer = await asyncio.open_unix_connection(socket)
    await tell(writer, {"pid": os.getpid()})
    clock = OrderedClock()
    async with Database.open(url) as database:
        files = EvidenceFiles(Path(socket).parent)
        courier = Courier(
            database, clock, Accepting(writer), files, rate=0, wake_engine=lambda: None
        )
        tick = Tick(database, clock, speaker)
        while line := await reader.readline():
            order = json.loads(line)
            clock.moment = datetime.fromisoformat(order["now"])
            if order["crash"]:
                arm(order["crash"], order["passes"])
            await tell(writer, await obey(database, clock, tick, courier))
            disarm()
    writer.close()


async def obey(
    database: Database, clock: OrderedClock, tick: Tick, courier: Courier
) -> dict[str, Any]:
    """One tick, one round of housekeeping, and whatever may be sent."""
    try:
        told = await tick.go()
        async with database.write() as session:
            alone = not session.is_postgresql
            await settle_doubt(session, now=clock.now(), all_of_them=alone)
        await courier.drain_once()
    except Exception as fault:  # noqa: BLE001 - the test judges
        return {"fault": repr(fault)}
    return {"told": told}


def main() -> None:
    calendar = Calendar(shipped_campaign())
    speaker = MessageWriter(calendar, read_texts(), "flagbearer_bot", b"salt")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if os.fork() == 0:
            with contextlib.suppress(ConnectionError, KeyboardInterrupt):
                break_the_reminders(order["breakage"])
                asyncio.run(live(order["url"], order["socket"], speaker))
            os._exit(0)


if __name__ == "__main__":
    main()
