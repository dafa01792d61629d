"""The crash test itself: a crowd, a Telegram, and a bot that is killed over and over again."""

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.demo.fake_telegram.api import DEMO_TOKEN, BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.world import World, make_world
from bot.process.http_server import serving
from bot.workers.courier import LEASE
from storage.crash_points import POINTS
from tests.campus import SHANGHAI, TEXTS
from tests.faults.calls import Calls
from tests.faults.crowd import Crowd
from tests.faults.lives import Lives
from tests.faults.town import settle
from tests.postgres import free_port

BEGINS = datetime(2008, 6, 23, 9, 0, tzinfo=SHANGHAI)
# Beside the named points: killed from outside, at a moment that chance chooses.
ANY_MOMENT = "any moment"
EVERYWHERE = (*POINTS, ANY_MOMENT)
LONGEST_MOMENT = 0.6
# How often a point is passed, at most, before the process dies there: some are passed once a turn
# or a call, the others once a batch. With a single person all come singly.
PASSES = {"turn-before": 20, "turn-after": 20, "out-before-send": 20, "out-after-send": 20}
MOST_PASSES = 6
# A life that has not come to its point by then is killed all the same; in a broken build, where it
# means that nobody is answered any more, after so long without a call.
LONGEST_LIFE = 15.0
SILENCE = 2.0
TOO_LATE = "did not come to its point"


@dataclass
class Ordeal:
    """A run, and what is left to judge when it is over."""

    url: str
    folder: Path
    seed: int
    clock: MovableClock
    world: World
    calls: Calls
    crowd: Crowd
    lives: Lives
    address: str
    breakage: str | None = None
    # Where the bot listens for what is posted to it; 0: it polls.
    port: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    died_at: dict[int, str] = field(default_factory=dict)
    exit_code: int | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """Where the process may die. By webhook nothing is asked for."""
        return EVERYWHERE[1:] if self.port else EVERYWHERE

    async def suffer(self, kills: int, points: Sequence[str] = (), *, quiet: float = 4.0) -> None:
        """Kill so often, as often at each point and pass; then let one life finish the work.

        `quiet`: so many seconds without a call mean that nothing more will come.
        """
        points = points or self.points
        chance = random.Random(self.seed)
        rounds = -(-kills // len(points))
        plan = [(points[n % len(points)], n // len(points) / rounds) for n in range(kills)]
        chance.shuffle(plan)
        self.crowd.gather()
        for point, part in plan:
            most = 4 if self.crowd.at_once == 1 else PASSES.get(point, MOST_PASSES)
            spread = part + chance.uniform(0, 1 / rounds)
            await self._live(point, 1 + int(most * spread), LONGEST_MOMENT * spread)
            if self.breakage and self.kills[TOO_LATE]:
                break
        self.crowd.close()
        await self.lives.begin(self._environment(), self.breakage)
        await self._until_quiet(quiet)
        self.lives.send(signal.SIGTERM)
        self.exit_code = await self.lives.end()

    async def _live(self, point: str, passes: int, moment: float) -> None:
        """One life: it dies at its point, or is killed from outside."""
        lived = self.calls.lives
        armed = point != ANY_MOMENT
        crash_at = f"{point}:{passes}" if armed else ""
        await self.lives.begin(self._environment(crash_at), self.breakage)
        ended = asyncio.ensure_future(self.lives.end())
        done = await self._ends(ended, LONGEST_LIFE if armed else moment)
        if not done:
            self.lives.send(signal.SIGKILL)
        status = await ended
        assert status == -signal.SIGKILL, (
            f"the bot ended itself, {status}: {self.lives.last_words()}"
        )
        died_at = point if done or not armed else TOO_LATE
        self.kills[died_at] += 1
        if self.calls.lives > lived:
            self.died_at[self.calls.lives] = died_at

    async def _ends(self, life: asyncio.Future[int], within: float) -> bool:
        """Whether a life ends in time; one of a broken build has it while it makes calls."""
        seen = -1
        while not life.done() and seen != self.calls.total:
            seen = self.calls.total
            await asyncio.wait({life}, timeout=SILENCE if self.breakage else within)
            if not self.breakage:
                break
        return life.done()

    async def _until_quiet(self, quiet: float) -> None:
        """Until everybody is done, or nothing moves any more."""
        loop = asyncio.get_running_loop()
        seen, since = -1, loop.time()
        while loop.time() - since < (quiet if self.crowd.active else 1.0):
            if seen != self.calls.total:
                seen, since = self.calls.total, loop.time()
            await asyncio.sleep(0.05)

    def _environment(self, crash_at: str = "") -> dict[str, str]:
        if self.url.startswith("postgresql"):
            # Another replica may be sending: only when its lease is over is it known to be dead.
            self.clock.advance(LEASE + timedelta(seconds=1))
        webhook = {"FLAGBEARER_WEBHOOK_URL": f"http://127.0.0.1:{self.port}"} if self.port else {}
        return {
            **webhook,
            "FLAGBEARER_TOKEN": DEMO_TOKEN,
            "FLAGBEARER_API_URL": self.address,
            "FLAGBEARER_DATABASE": self.url,
            "FLAGBEARER_DATA": str(self.folder / "data"),
            "FLAGBEARER_NOW": self.clock.now().isoformat(),
            "FLAGBEARER_LISTEN": f"127.0.0.1:{self.port}",
            "FLAGBEARER_RATE": "0",
            "FLAGBEARER_TESTING": "1",
            "FLAGBEARER_CRASH_AT": crash_at,
        }


@contextlib.asynccontextmanager
async def ordeal(
    url: str,
    folder: Path,
    lives: Lives,
    *,
    seed: int,
    people: int,
    at_once: int,
    breakage: str | None = None,
    by_webhook: bool = False,
) -> AsyncIterator[Ordeal]:
    """A town, a crowd of its people and a Telegram for them; no bot is running yet."""
    clock = MovableClock(BEGINS)
    world = make_world(clock.now)
    api = BotApi(world)
    api.log = calls = Calls()
    # Telegram waits for seconds before it posts an update again.
    api.webhook.pause = lambda _: asyncio.sleep(0.1)
    members = [world.add_user(f"U{n}", language_code="zh-hans").id for n in range(people)]
    await settle(url, members, at=clock.now())
    crowd = Crowd(world, members, TEXTS, at_once=at_once, seed=seed)
    served = serving(BotRoutes(api), at_stop=api.poller.close, http=quick(api))
    async with served as (host, port):
        address = f"http://{host}:{port}"
        own = free_port() if by_webhook else 0
        yield Ordeal(url, folder, seed, clock, world, calls, crowd, lives, address, breakage, own)
        await api.close()
