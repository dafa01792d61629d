"""The whole campaign with replicas that are killed, clocks that step, and days without anybody."""

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.people import BranchId, PersonId
from campaign.progress import CHECK_IN
from campaign.reading import shipped_campaign
from schedules.rules.table import reminders_of
from storage.crash_points import TICK_POINTS
from storage.database.engine import Database
from storage.database.session import Session
from storage.duties import mark_duty
from storage.membership.people import find_person
from storage.tables import reminders
from storage.trace import Act, append_trace
from tests.campus import SHANGHAI
from tests.faults.lives import ROOT
from tests.faults.twelve_groups import Branches, settle
from tests.schedules.bell import write_down

BEGINS = datetime(2008, 3, 19, 8, 30, tzinfo=SHANGHAI)
ENDS = datetime(2009, 7, 3, 12, 0, tzinfo=SHANGHAI)
SENDING = (
    "out-after-claim",
    "out-before-send",
    "out-after-send",
    "out-before-mark",
    "out-after-mark",
)
ONCE_A_CALL = ("out-before-send", "out-after-send")
ANY_MOMENT = "any moment"
POINTS = (*TICK_POINTS, *SENDING, ANY_MOMENT)
_LEDGER_ROWS = select(func.coalesce(func.max(reminders.c.id), 0))
ON_TIME = timedelta()
STEPS = (ON_TIME, ON_TIME, timedelta(hours=-3), timedelta(hours=3))
GAP = timedelta(days=9)
# Days on which everybody is alive at the end.
SETTLING = 14


@dataclass
class Replica:
    """A process that may die, and the connection to it."""

    number: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    pid: int = 0
    skew: timedelta = ON_TIME
    struck: bool = False

    @property
    def lives(self) -> bool:
        return self.writer is not None

    def bury(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    def strike(self) -> None:
        """Killed from outside."""
        self.struck = True
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@dataclass
class Done:
    """What was done, after so many rows of the ledger."""

    duties: dict[tuple[BranchId | None, str], int] = field(default_factory=dict)
    months: dict[tuple[BranchId, str], int] = field(default_factory=dict)


@dataclass
class SixteenMonths:
    """A run, and what is left to judge when it is over."""

    url: str
    folder: Path
    seed: int
    replicas: list[Replica]
    database: Database
    forker: subprocess.Popen[bytes]
    hellos: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    branches: Branches
    office: PersonId
    breakage: str | None
    done: Done = field(default_factory=Done)
    kills: Counter[str] = field(default_factory=Counter)
    sends: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    settled: datetime = ENDS
    ended: datetime = ENDS
    gaps: int = 0
    steps_of_clocks: int = 0
    ticks: int = 0

    async def run(self, kills: int, *, until: datetime = ENDS) -> None:
        """From due moment to due moment; three rounds at each, in two of which processes die."""
        chance = random.Random(self.seed)
        calendar = Calendar(shipped_campaign())
        moments = sorted({one.due for one in reminders_of(calendar) if one.due < until})
        # Not every point is passed in every round.
        share = min(1.0, kills / (len(moments) * len(self.replicas)))
        await self._round(BEGINS, chance, 0)
        now = BEGINS.astimezone(SHANGHAI)
        while (ahead := next((one for one in moments if one > now), None)) is not None:
            await self._somebody_does_something(now, chance)
            now = await self._goes_on(ahead, chance)
            for part in (share, share / 2, 0):
                await self._round(now, chance, part)
                now += timedelta(seconds=30)
        for replica in self.replicas:
            replica.skew = ON_TIME
        self.settled = max(until, now.astimezone(SHANGHAI).replace(hour=12) + timedelta(days=1))
        # What the budget made wait has the time for it.
        for day in range(SETTLING):
            self.ended = self.settled + timedelta(days=day)
            await self._round(self.ended, chance, 0)

    async def _goes_on(self, ahead: datetime, chance: random.Random) -> datetime:
        """To the next due moment; sometimes much later, with or without the replicas.

        Else somebody was there an hour before, so that it is no gap.
        """
        for replica in self.replicas:
            if chance.random() < 0.2:
                replica.skew = chance.choice(STEPS)
                self.steps_of_clocks += 1
        fate = chance.random()
        if fate < 0.04:
            self.gaps += 1
            if chance.random() < 0.5:
                for replica in self.replicas:
                    self._kill(replica)
            return ahead + GAP
        await self._round(ahead - timedelta(hours=1), chance, 0, self.replicas[:1])
        if fate < 0.15:
            return ahead + timedelta(hours=chance.uniform(0.5, 20))
        return ahead + timedelta(seconds=chance.uniform(0, 30))

    async def _round(
        self, now: datetime, chance: random.Random, part: float, whose: Sequence[Replica] = ()
    ) -> None:
        """One tick of each replica, all at once; `part` of them are killed, if it can be."""
        whose = whose or self.replicas
        for replica in whose:
            if not replica.lives:
                await self._begin(replica)
        ordered = [
            self._order(
                replica,
                now,
                chance.choice(POINTS) if chance.random() < part else "",
                chance.randint(1, 6),
                chance.uniform(0, 0.04),
            )
            for replica in whose
        ]
        await asyncio.gather(*ordered)

    async def _order(
        self, replica: Replica, now: datetime, point: str, passes: int, moment: float
    ) -> None:
        reader, writer = replica.reader, replica.writer
        assert reader is not None
        assert writer is not None
        order = {
            "now": (now + replica.skew).isoformat(),
            "crash": "" if point == ANY_MOMENT else point,
            "passes": passes if point in ONCE_A_CALL else 1,
        }
        writer.write(json.dumps(order).encode() + b"\n")
        self.ticks += 1
        killing = (
            asyncio.get_running_loop().call_later(moment, replica.strike)
            if (point == ANY_MOMENT)
            else None
        )
        while line := await next_line(reader):
            news: dict[str, Any] = json.loads(line)
            if "method" in news:
                self.sends[news["chat"]] += news["method"] == "sendMessage"
            else:
                if "fault" in news:
                    self.faults.append(f"a tick failed: {news['fault']}")
                break
        else:
            self.kills[ANY_MOMENT if replica.struck else point] += 1
            replica.bury()
        if killing is not None:
            killing.cancel()

    def _kill(self, replica: Replica) -> None:
        if replica.lives:
            replica.strike()
            replica.bury()

    async def _begin(self, replica: Replica) -> None:
        order = {
            "url": self.url,
            "socket": str(self.folder / "socket"),
            "breakage": self.breakage,
        }
        assert self.forker.stdin is not None
        self.forker.stdin.write(json.dumps(order).encode() + b"\n")
        self.forker.stdin.flush()
        replica.reader, replica.writer = await asyncio.wait_for(self.hellos.get(), 30)
        replica.struck = False
        replica.pid = json.loads(await next_line(replica.reader))["pid"]

    async def _somebody_does_something(self, now: datetime, chance: random.Random) -> None:
        """A branch ticks a line off, or completes its month; what comes later must know."""
        branch = chance.choice(list(self.branches))
        calendar = Calendar(shipped_campaign())
        async with self.database.write() as session:
            rows = await session.value(_LEDGER_ROWS)
            month = calendar.month_of(calendar.day_of(now))
            if chance.random() < 0.5 and month is not None:
                await self._complete(session, branch, month, now)
                self.done.months.setdefault((branch, str(month)), rows)
            else:
                duty = chance.choice(calendar.checklists(calendar.day_of(now)))
                of_office = duty.item.duty_of == "office"
                whose = None if of_office else branch
                by = self.office if of_office else self.branches[branch][0]
                await mark_duty(session, whose, duty.item.id, by=by, at=now)
                self.done.duties.setdefault((whose, duty.item.id), rows)
            await append_trace(session, [Act(None, "something done")], at=now, salt=b"s")

    async def _complete(
        self, session: Session, branch: BranchId, month: Month, now: datetime
    ) -> None:
        if (branch, str(month)) in self.done.months:
            return
        day = date(month.year, month.month, 5)
        for number in self.branches[branch]:
            person = await find_person(session, number)
            assert person is not None
            await write_down(session, person, CHECK_IN, at=now, day=day)
        assert person is not None
        await write_down(session, person, "person", at=now, day=day)


async def next_line(reader: asyncio.StreamReader | None) -> bytes:
    """What a replica says next; nothing once it is dead."""
    assert reader is not None
    try:
        return await reader.readline()
    except ConnectionError:
        return b""


@contextlib.contextmanager
def forking() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has imported everything and forks replicas, for any number of runs."""
    forker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.replicas"],
        stdin=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with forker:
        yield forker


@contextlib.asynccontextmanager
async def sixteen_months(
    url: str,
    folder: Path,
    forker: subprocess.Popen[bytes],
    *,
    seed: int,
    replicas: int,
    breakage: str | None = None,
) -> AsyncIterator[SixteenMonths]:
    """A town and so many replicas, none of which lives yet; all of them end with this."""
    branches, office = await settle(url, at=BEGINS - timedelta(days=1))
    hellos: asyncio.Queue[Any] = asyncio.Queue()

    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hellos.put((reader, writer))

    server = await asyncio.start_unix_server(hello, folder / "socket")
    made = [Replica(number) for number in range(replicas)]
    try:
        async with Database.open(url) as database:
            yield SixteenMonths(
                url, folder, seed, made, database, forker, hellos, branches, office, breakage
            )
    finally:
        for replica in made:
            replica.bury()
        server.close()
