"""Contestant: flagbearer's courier on an outbox that is full, without limits, until it is empty.

python -m tests.benchmarks.outbox_sender URL FOLDER MESSAGES
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.clock import SystemClock
from bot.process.event_loop import forget_the_start, run_serving
from bot.program import open_api, open_database
from bot.settings import Settings
from bot.workers.courier import Courier
from storage.database.engine import Database
from storage.delivery.outbox import IS_OPEN
from storage.evidence.copies import EvidenceFiles
from storage.tables import outbox
from tests.benchmarks.server import TOKEN
from tests.faults.notice_rows import queued


async def send(url: str, folder: Path, messages: int) -> None:
    """Fill the outbox with a notice to so many people, say so, and send it."""
    database_url = f"sqlite+aiosqlite:///{folder / 'outbox.sqlite3'}"
    settings = Settings(api_url=url, token=TOKEN, data=folder)  # type: ignore[arg-type]
    async with open_database(database_url) as database, open_api(settings) as api:
        await queued(database, range(1, messages + 1), at=datetime.now(UTC))
        courier = Courier(
            database,
            SystemClock(),
            api,
            EvidenceFiles(folder / "evidence"),
            rate=0,
            wake_engine=lambda: None,
        )
        forget_the_start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        begun, stop = time.process_time(), asyncio.Event()
        sending = asyncio.create_task(courier.run(stop))
        while await _is_any_open(database):  # noqa: ASYNC110 - another program's view
            await asyncio.sleep(0.05)
        sys.stdout.write(f"{time.process_time() - begun}\n")
        stop.set()
        courier.wake()
        await sending


async def _is_any_open(database: Database) -> bool:
    async with database.read() as session:
        return await session.value(select(outbox.c.id).where(IS_OPEN).limit(1)) is not None


if __name__ == "__main__":
    run_serving(send(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
