"""Fault 25: a broadcast to 3,000 people, killed on its way and cancelled halfway."""

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.demo.fake_telegram.api import DEMO_TOKEN, BotApi
from bot.demo.fake_telegram.bot_routes import BotRoutes
from bot.demo.fake_telegram.quick_http import quick
from bot.demo.fake_telegram.world.world import make_world
from bot.process.http_server import serving
from bot.workers.courier import AT_A_TIME
from storage.database.engine import Database
from storage.tables import outbox
from tests.campus import SHANGHAI, Actor, Campus
from tests.faults.lives import Lives, zygote
from tests.faults.notice_rows import WORDS, ends, planned, state_of
from tests.faults.options import TOLD
from tests.faults.town import settle
from tests.handlers.notices_told import broadcasts, crowd, is_notice

RECIPIENTS, BLOCKED = 3_000, 30
# Beside moments that chance chooses: between the slices in which recipients are written down and
# queued, and around a call and its mark.
POINTS = (
    "tx-before-commit:2",
    "tx-after-commit:2",
    "tx-before-commit:4",
    "out-after-send:90",
    "out-before-mark:4",
    "out-after-claim:3",
    "out-before-send:70",
)
KILLS = 14
# A life that has not come to its point by then is killed all the same.
MOST_CALLS = 300
BEGINS = datetime(2008, 6, 23, 9, 0, tzinfo=SHANGHAI)


class Round:
    """A town with a notice that is due, a Telegram, and the bot's lives."""

    def __init__(self, folder: Path, lives: Lives) -> None:
        self.url = f"sqlite+aiosqlite:///{folder / 'data' / 'flagbearer.sqlite3'}"
        self.folder = folder
        self.lives = lives
        self.clock = MovableClock(BEGINS)
        self.world = make_world(self.clock.now)
        self.api = BotApi(self.world)
        self.address = ""
        self.kills = self.fired = 0

    async def prepare(self) -> None:
        members = [self.world.add_user(f"U{n}") for n in range(RECIPIENTS)]
        office = self.world.add_user("周洁")
        for user in (*members, office):
            self.world.chats[user.id].started = True
        for user in members[:BLOCKED]:
            self.world.chats[user.id].blocked = True
        self.members = members
        await settle(self.url, [user.id for user in members], at=self.clock.now())
        async with Database.open(self.url) as database, database.write() as session:
            await planned(session, at=self.clock.now(), account=office.id)

    async def live(self, *, most: int, crash_at: str = "") -> None:
        """One life: it dies at its point, or after so many calls."""
        before = self._sent()
        await self.lives.begin(self._environment(crash_at))
        ended = asyncio.ensure_future(self.lives.end())
        while not ended.done() and self._sent() - before < most:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)
        self.fired += ended.done()
        self.lives.send(signal.SIGKILL)
        assert await ended == -signal.SIGKILL, self.lives.last_words()
        self.kills += 1

    async def finish(self) -> None:
        """The last life sends the rest and is told to stop."""
        polls = self.api.calls["getupdates"]
        await self.lives.begin(self._environment(""))
        async with Database.open(self.url) as database:
            while await state_of(database) != "done":  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        while self.api.calls["getupdates"] == polls:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        self.lives.send(signal.SIGTERM)
        assert await self.lives.end() == 0, self.lives.last_words()

    def _sent(self) -> int:
        return self.api.calls["sendmessage"]

    def copies(self) -> Counter[int]:
        """How many recipients got the notice how often."""
        bot = self.world.bot.id
        found: Counter[int] = Counter()
        for user in self.members[BLOCKED:]:
            mine = self.world.messages(user)
            found[sum(m.sender == bot and is_notice(m.text, WORDS) for m in mine)] += 1
        return found

    def _environment(self, crash_at: str) -> dict[str, str]:
        return {
            "FLAGBEARER_TOKEN": DEMO_TOKEN,
            "FLAGBEARER_API_URL": self.address,
            "FLAGBEARER_DATABASE": self.url,
            "FLAGBEARER_DATA": str(self.folder / "data"),
            "FLAGBEARER_NOW": self.clock.now().isoformat(),
            "FLAGBEARER_LISTEN": "127.0.0.1:0",
            "FLAGBEARER_RATE": "0",
            "FLAGBEARER_TESTING": "1",
            "FLAGBEARER_CRASH_AT": crash_at,
        }


@contextlib.asynccontextmanager
async def round_of(folder: Path) -> AsyncIterator[Round]:
    async with zygote(folder) as lives:
        run = Round(folder, lives)
        await run.prepare()
        served = serving(BotRoutes(run.api), at_stop=run.api.poller.close, http=quick(run.api))
        async with served as (host, port):
            run.address = f"http://{host}:{port}"
            yield run
            run.api.poller.close()


@pytest.mark.crash
@pytest.mark.timeout(300)
async def test_killed_on_its_way_nobody_is_left_out(
    tmp_path: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    """Everybody gets it; a kill costs at most one copy more of each call that was under way."""
    seed = int(request.config.getoption("--seed"))
    chance = random.Random(seed)
    async with round_of(tmp_path) as run:
        for kill in range(KILLS):
            point = "" if kill % 2 else POINTS[kill // 2 % len(POINTS)]
            await run.live(most=MOST_CALLS if point else chance.randint(1, 150), crash_at=point)
        await run.finish()
        copies = run.copies()
        async with Database.open(run.url) as database:
            told = await ends(database)
            state = await state_of(database)
    extra = sum((n - 1) * people for n, people in copies.items() if n > 1)
    line = (
        f"broadcast: seed {seed}, {run.kills} kills ({run.fired} at their points), "
        f"people by copies {dict(copies)}, report {told}"
    )
    record_property(TOLD, line)
    assert state == "done"
    assert run.fired > KILLS // 4
    assert copies[0] == 0
    assert told == {"sent": RECIPIENTS - BLOCKED, "blocked": BLOCKED}
    assert max(copies) <= 1 + run.kills
    # Calls whose answers came while the last marks were written are not marked either.
    assert extra <= run.kills * 2 * AT_A_TIME


async def test_cancelled_halfway_only_what_is_under_way_leaves(campus: Campus) -> None:
    """The report tells for each of 3,000 how it ended, and Telegram has seen the same."""
    office, other = await campus.office("周洁"), await campus.office("吴桐")
    await crowd(campus, RECIPIENTS, blocked=BLOCKED)
    await campus.settle()
    await broadcasts(office)
    await other.presses("✓ 同意发送")
    campus.stands_at("2008-06-23 09:01")
    await half_of_it(campus)
    sent_before = sends(campus)
    await presses_cancel(campus, office)
    await campus.settle()
    told = await ends(campus.database)
    assert sends(campus) - sent_before <= AT_A_TIME
    assert told["cancelled"] > RECIPIENTS // 3
    assert sum(told.values()) == RECIPIENTS
    assert told["sent"] == received(campus)
    assert await state_of(campus.database) == "cancelled"


async def half_of_it(campus: Campus) -> None:
    """Let the parts work by turns until half of the people have it."""
    while received(campus) < RECIPIENTS // 2:
        await campus.noticing.look()
        await campus.engine.work_once()
        # One round a lap: several would be far beyond the half where calls end quickly.
        await campus.courier._round()
        await asyncio.sleep(0)


async def presses_cancel(campus: Campus, office: Actor) -> None:
    """The press is worked off before another call is begun."""
    card = next(m for m in reversed(office.messages) if m.labels and "取消" in m.labels[-1])
    campus.world.press(office.user, card.chat_id, card.id, len(card.buttons) - 1)
    await campus.receiver.receive_once()
    await campus.engine.work_once()


def sends(campus: Campus) -> int:
    return campus.server.calls["sendmessage"]


def received(campus: Campus) -> int:
    """How many members have the notice: the office saw it before."""
    bot = campus.world.bot.id
    return sum(
        any(m.sender == bot and is_notice(m.text, WORDS) for m in chat.in_order())
        for chat in campus.world.chats
        if chat.first_name.startswith("党员")
    )


async def test_both_databases_pause_resume_cancel_and_tell_alike(campus_on_both: Campus) -> None:
    """The statements of one database are not the other's: the whole way on each."""
    campus = campus_on_both
    office = await campus.office("周洁")
    await crowd(campus, 40, blocked=2)
    await broadcasts(office)
    assert await ends(campus.database) == {"sent": 38, "blocked": 2}
    await office.says("/broadcast")
    await office.presses("写新通知")
    await office.says("第二份通知")
    for press in ("发完了", "全体党员", "✓ 选好了"):
        await office.presses(press)
    await office.says("半小时后")
    await office.presses("✓ 发送")
    campus.stands_at("2008-06-23 09:30")
    await campus.noticing.look()
    await campus.engine.work_once()
    async with campus.database.write() as session:
        later = outbox.update().where(outbox.c.delivery_id.is_not(None))
        await session.change(later.values(not_before=campus.clock.now() + timedelta(hours=1)))
    await campus.settle()
    await office.presses("⏸ 暂停")
    assert office.card.labels[0] == "▶ 继续"
    await office.presses("▶ 继续")
    assert (await ends(campus.database))["queued"] == 40
    await office.presses("✕ 取消发送")
    told = await ends(campus.database)
    assert told == {"sent": 38, "blocked": 2, "cancelled": 40}
    await office.presses("📄 名单")
    assert office.messages[-1].kind == "document"
