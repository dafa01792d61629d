"""What a tick costs with 30, 300 and 3,000 branches of twenty members, on SQLite.

    python -m tests.benchmarks.tick

Seconds, seconds of the processor, the longest time that it holds the writer, the longest time that
it holds the event loop, and its statements: while nothing is due; with everybody to be told;
after one act while all cards are open; and the first tick of a new process. Cards count as sent
before the next moment. The loop and its garbage collector are the program's.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.process.event_loop import forget_the_start, run_serving
from campaign.calendar import Calendar
from campaign.reading import shipped_campaign
from campaign.texts import read_texts
from schedules.messages import MessageWriter
from schedules.tick import Tick
from storage.database.engine import Database
from storage.database.migrate import migrate
from storage.database.session import Session
from storage.duties import duty_subject, mark_duty
from storage.recount import mend_counters
from storage.trace import Act, append_trace

SIZES = (30, 300, 3_000)
MEMBERS, OFFICE = 20, 3
BEGINS = datetime(2008, 6, 23, 1, tzinfo=UTC)
# At each of them something is due to everybody; the last are measured.
MOMENTS = tuple(datetime(2008, 7, day, 1, tzinfo=UTC) for day in (1, 4, 8, 10, 11))
ITEM = "spring-inspection"
LOOK_EVERY = 0.001
IDLE_TICKS = 20


@dataclass
class Measured:
    """Seconds; messages and statements are counted."""

    took: float = 0
    cpu: float = 0
    held: float = 0
    blocked: float = 0
    statements: int = 0
    messages: int = 0

    def __str__(self) -> str:
        return (
            f"{self.took:.3f} s | {self.cpu:.3f} s | {self.held * 1000:.0f} ms"
            f" | {self.blocked * 1000:.0f} ms | {self.statements} | {self.messages}"
        )


class Watched(Database):
    """Notes how long its writer is held."""

    longest = 0.0

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        async with super().write() as session:
            begun = time.perf_counter()
            yield session
        self.longest = max(self.longest, time.perf_counter() - begun)


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.moment = BEGINS

    def now(self) -> datetime:
        return self.moment


async def fill(url: str, branches: int) -> None:
    """A school in which everybody who is reminded has joined, and every branch has its group."""
    await migrate(url)
    at = "2008-03-19 01:00:00.000000"
    last = branches * MEMBERS
    rows: dict[str, list[tuple[Any, ...]]] = {
        "INSERT INTO branches (id, name) VALUES (?, ?)": [
            (n, f"第{n}党支部") for n in range(1, branches + 1)
        ],
        "INSERT INTO people (id, name, branch_id, telegram_id, language, joined_at, created_at)"
        " VALUES (?, ?, ?, ?, 'zh', ?, ?)": [
            (n, f"党员{n}", (n - 1) % branches + 1, 1_000_000 + n, at, at)
            for n in range(1, last + OFFICE + 1)
        ],
        "INSERT INTO roles (person_id, role, branch_id, given_at) VALUES (?, ?, ?, ?)": [
            *((n, "member", None, at) for n in range(1, last + 1)),
            *((n, "secretary", n, at) for n in range(1, branches + 1)),
            *((last + n, "office", None, at) for n in range(1, OFFICE + 1)),
        ],
        "INSERT INTO groups (chat_id, title, kind, branch_id, state, admin, since)"
        " VALUES (?, '群', 'supergroup', ?, 'bound', 0, ?)": [
            (-1_000_000_000_000 - n, n, at) for n in range(1, branches + 1)
        ],
    }
    with closing(sqlite3.connect(_path(url))) as file, file:
        for statement, some in rows.items():
            file.executemany(statement, some)
    async with Database.open(url) as database, database.write() as session:
        await mend_counters(session)


def deliver(url: str) -> None:
    """What waits in the outbox is sent."""
    with closing(sqlite3.connect(_path(url))) as file, file:
        file.execute("UPDATE cards SET message_id = rowid WHERE message_id IS NULL")
        file.execute("DELETE FROM outbox")


def _path(url: str) -> str:
    return url.removeprefix("sqlite+aiosqlite:///")


async def measured(database: Watched, tick: Tick) -> Measured:
    """One tick, with the loop looked at every millisecond."""
    found, database.longest = Measured(), 0.0
    looks: list[float] = []
    watching = asyncio.create_task(_look(looks))
    engines = [database._writing.sync_engine, database._reading.sync_engine]

    def count(*_: object) -> None:
        found.statements += 1

    await asyncio.sleep(0.05)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    looks.clear()
    begun, cpu = time.perf_counter(), time.process_time()
    found.messages = await tick.go()
    found.took, found.cpu = time.perf_counter() - begun, time.process_time() - cpu
    await asyncio.sleep(2 * LOOK_EVERY)
    watching.cancel()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count)
    found.held = database.longest
    found.blocked = max((b - a for a, b in pairwise([begun, *looks])), default=0) - LOOK_EVERY
    return found


async def _look(looks: list[float]) -> None:
    while True:
        looks.append(time.perf_counter())
        await asyncio.sleep(LOOK_EVERY)


async def act(database: Database, clock: Clock) -> None:
    """A secretary ticks a line off."""
    async with database.write() as session:
        await mark_duty(session, 1, ITEM, by=1, at=clock.now())
        done = Act(1, "duty done", duty_subject(1, ITEM))
        await append_trace(session, [done], at=clock.now(), salt=b"salt")


async def measure(url: str) -> dict[str, Measured]:
    """The four kinds of tick, in the order in which a school meets them."""
    speaker = MessageWriter(Calendar(shipped_campaign()), read_texts(), "flagbearer_bot", b"salt")
    clock, found = Clock(), {}
    async with Watched.open(url) as database:
        assert isinstance(database, Watched)
        tick = Tick(database, clock, speaker)
        await tick.go()
        for moment in MOMENTS:
            clock.moment = moment
            found["all due"] = await measured(database, tick)
            await asyncio.to_thread(deliver, url)
            clock.moment += timedelta(minutes=1)
            await tick.go()
        idle = [await measured(database, tick) for _ in range(IDLE_TICKS)]
        found["idle"] = sorted(idle, key=lambda one: one.took)[IDLE_TICKS // 2]
        await act(database, clock)
        found["after one act"] = await measured(database, tick)
        found["after a restart"] = await measured(database, Tick(database, clock, speaker))
    return found


async def main(sizes: Sequence[int]) -> None:
    found = {}
    for branches in sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'tick.sqlite3'}"
            await fill(url, branches)
            forget_the_start()
            found[branches] = await measure(url)
        for name, one in found[branches].items():
            print(f"{branches:6} branches, {name:16} {one}", flush=True)
    print(
        "\n| tick | branches | took | of the processor | writer held | loop blocked | statements"
        " | messages |"
    )
    print("|---" * 8 + "|")
    for name in found[sizes[0]]:
        for branches in sizes:
            print(f"| {name} | {branches:,} | {found[branches][name]} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, nargs="+", default=SIZES)
    run_serving(main(parser.parse_args().branches))
