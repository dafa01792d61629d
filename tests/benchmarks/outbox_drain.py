"""The outbox: how fast it drains without limits, and how it keeps Telegram's while people write.

    python -m tests.benchmarks.outbox_drain
    python -m tests.benchmarks.outbox_drain --seconds 90

Run by hand; docs/performance.md holds the figures. Without limits: a notice to 20,000 people in
the courier, against stock python-telegram-bot in a loop, in turns. With them: the whole program at
28.5/s with a notice to 20,000 people under way and people who write; first idle, then with the
notice, each for so many seconds, which is a part of the eleven minutes that the notice takes.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.program import open_database
from campaign.texts import read_texts
from handlers.account.menus import refresh_menus
from handlers.routes import ROUTES
from storage.tables import notices, outbox
from tests.benchmarks.acts import write
from tests.benchmarks.contestants import DURING_THE_CAMPAIGN, Contestant, settings
from tests.benchmarks.crowd import FIRST_PERSON
from tests.benchmarks.measuring import ROOT, running
from tests.benchmarks.server import LocalServer, serving
from tests.faults.notice_rows import WORDS, planned
from tests.faults.town import settle
from tests.sliding import most_within

RATE = 28.5
# After its start the program settles down before anything is measured.
SETTLES = 5.0


@dataclass(frozen=True)
class Drain:
    """Messages a second, from the first to the last that the server saw; CPU time of each."""

    rate: float
    cpu_us: float


async def drained(server: LocalServer, url: str, name: str, messages: int) -> Drain:
    """One contestant, started anew."""
    with tempfile.TemporaryDirectory() as folder:
        server.forget_poll()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"tests.benchmarks.{name}",
            url,
            folder,
            str(messages),
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        begun = time.perf_counter()
        cpu = float(await process.stdout.readline())
        assert await process.wait() == 0
        assert server.calls["sendmessage"] == messages
        return Drain(messages / (server.last_call - begun), cpu / messages * 1e6)


class People:
    """They write at chance moments; each waits for the answer to one message at a time."""

    def __init__(self, server: LocalServer, count: int, rate: float) -> None:
        self._server = server
        self._count = count
        self._rate = rate
        self._asked: dict[int, float] = {}
        self.waits: list[float] = []
        self.sends: list[float] = []
        self.notices = 0
        self.first_notice = asyncio.Event()
        server.shown = self._shown

    async def write(self, seconds: float) -> None:
        """For so long; then until everybody has an answer."""
        chance = random.Random(2008)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            await asyncio.sleep(chance.expovariate(self._rate))
            who = FIRST_PERSON + chance.randrange(self._count)
            if who not in self._asked:
                self._asked[who] = time.perf_counter()
                write(self._server, who, "你好")
        while self._asked:
            await asyncio.sleep(0.05)
            assert time.perf_counter() < until + 60, f"no answer for {len(self._asked)}"

    def _shown(self, chat: int, message: dict[str, Any]) -> None:
        now = time.perf_counter()
        self.sends.append(now)
        if message["text"] == WORDS:
            self.notices += 1
            self.first_notice.set()
        elif (asked := self._asked.pop(chat, None)) is not None:
            self.waits.append(now - asked)

    def begin(self) -> None:
        """Measure anew."""
        self.waits, self.sends, self.notices = [], [], 0


async def limited(server: LocalServer, url: str, people: int, seconds: float, rate: float) -> None:
    """Idle, then during a broadcast, on one run of the program."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        database = f"sqlite+aiosqlite:///{place / 'bench.sqlite3'}"
        await prepare(database, people)
        environment = {**settings(url, place, database), "FLAGBEARER_RATE": str(RATE)}
        command = [sys.executable, "-m", "bot", "run"]
        crowd = People(server, people, rate)
        async with running(Contestant("flagbearer", (), command, environment), server):
            await crowd.write(SETTLES)
            crowd.begin()
            await crowd.write(seconds)
            idle = crowd.waits
            await open_notice(database)
            await crowd.first_notice.wait()
            await asyncio.sleep(SETTLES)
            crowd.begin()
            begun = time.perf_counter()
            await crowd.write(seconds)
            took = time.perf_counter() - begun
    report(idle, crowd, took)


async def prepare(database_url: str, people: int) -> None:
    """Members, a notice that waits, and menus that are set already."""
    now = datetime.fromisoformat(DURING_THE_CAMPAIGN)
    await settle(database_url, list(range(FIRST_PERSON, FIRST_PERSON + people)), at=now)
    async with open_database(database_url) as database, database.write() as session:
        await planned(session, at=now, account=FIRST_PERSON - 1)
        await session.change(notices.update().values(send_at=now + timedelta(days=1)))
        await refresh_menus(session, read_texts(), ROUTES, now)
        await session.change(outbox.delete())


async def open_notice(database_url: str) -> None:
    """Its moment has come."""
    async with open_database(database_url) as database, database.write() as session:
        await session.change(notices.update().values(send_at=None))


def report(idle: list[float], crowd: People, took: float) -> None:
    """The rows of the table."""
    during = crowd.waits
    used = len(crowd.sends) / (RATE * took)
    told = [
        f"| reply, idle: p50, p99 | {waited(idle)} |",
        f"| reply, broadcast: p50, p99 | {waited(during)} |",
        f"| calls that are counted, of what {RATE}/s allows | {used:.1%} |",
        f"| most in any sliding second | {most_within(crowd.sends, 1.0)} |",
        f"| notices a second beside the replies | {crowd.notices / took:.1f} |",
    ]
    print("\n".join(told), flush=True)


def waited(waits: list[float]) -> str:
    """Both percentiles, and of how many."""
    return f"{ms(waits, 50):.0f}, {ms(waits, 99):.0f} ms ({len(waits)})"


def ms(waits: list[float], percent: int) -> float:
    """That percentile in milliseconds."""
    return quantiles(waits, n=100)[percent - 1] * 1000


async def main(plan: argparse.Namespace) -> None:
    """Both tables."""
    server = LocalServer()
    async with serving(server) as url:
        rates: dict[str, list[Drain]] = {"outbox_sender": [], "naive_sender": []}
        for _ in range(plan.rounds):
            for name, found in rates.items():
                found.append(await drained(server, url, name, plan.messages))
        for name, found in rates.items() if plan.rounds else ():
            rates_found = sorted(one.rate for one in found)
            spread = f"{rates_found[0]:,.0f} to {rates_found[-1]:,.0f}"
            cpu = median(one.cpu_us for one in found)
            print(f"| {name} | {median(rates_found):,.0f} | {spread} | {cpu:,.0f} |", flush=True)
        if plan.seconds:
            await limited(server, url, plan.people, plan.seconds, plan.writing)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="idle, and with the notice")
    parser.add_argument("--writing", type=float, default=2.0, help="messages a second")
    asyncio.run(main(parser.parse_args()))
