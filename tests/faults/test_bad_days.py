"""Promise 5, faults 18 to 20: Telegram's bad days lose nothing and put nothing out of order.

For half an hour every other call of any kind fails: told to wait, refused by the server or by a
gateway, cut off before it was carried out or after. Meanwhile people check in.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import TelegramError

from bot.demo.fake_telegram.faults import Faults, InjectedFault
from bot.workers.courier import Courier
from storage.delivery.outbox import State
from storage.delivery.outbox_cards import REPLACED
from storage.tables import outbox
from tests.campus import TEXTS, Campus, open_campus
from tests.faults.crowd import Crowd
from tests.faults.test_disorder import without_figures
from tests.faults.town import populate
from tests.faults.verdict import lost_and_doubled, stored_check_ins

# Long enough for a machine that does much else.
pytestmark = pytest.mark.timeout(600)

STEP = 3.0
HALF_AN_HOUR = 1800.0
PEOPLE = 8
KINDS = (
    InjectedFault("refuse", 500, "Internal Server Error"),
    InjectedFault("refuse", 503, "Service Unavailable"),
    InjectedFault("refuse", 502, "Bad Gateway"),
    InjectedFault("lose"),
    InjectedFault("drop"),
)


class Weather(Faults):
    """Every other call suffers, until it clears up.

    A call is too early if its chat (None: no chat's) was told to wait at an earlier moment; calls
    that were under way at the same moment could not know.
    """

    def __init__(self, chance: random.Random, now: Callable[[], float]) -> None:
        super().__init__()
        self._chance = chance
        self._now = now
        self._told: dict[Any, tuple[float, float]] = {}
        self.is_bad = True
        self.too_early: list[str] = []

    def next_for(self, method: str, chat_id: Any) -> InjectedFault | None:
        """Chance decides what becomes of the call."""
        told_at, until = self._told.get(chat_id, (0.0, 0.0))
        if method != "getupdates" and told_at < self._now() < until:
            self.too_early.append(f"{method} to {chat_id} at {self._now()}, told at {told_at}")
        if not self.is_bad or self._chance.random() < 0.5:
            return None
        fault = self._chance.choice(KINDS)
        if method != "getupdates" and self._chance.random() < 0.25:
            seconds = self._chance.randint(1, 15)
            self._told[chat_id] = self._now(), max(until, self._now() + seconds)
            fault = InjectedFault("refuse", 429, "Too Many Requests", {"retry_after": seconds})
        self.suffered[f"{fault.code} {fault.kind}"] += 1
        return fault


class Day:
    """A campus whose clocks all stand where the test puts them."""

    def __init__(self, campus: Campus, seed: int) -> None:
        self.campus = campus
        self.chance = random.Random(seed)
        self.seconds = 0.0
        self.weather = Weather(self.chance, lambda: self.seconds)
        self.due: list[Callable[[], None]] = []

    async def begin(self, seed: int, *, second_lines: bool = True) -> Crowd:
        """Everybody starts."""
        world = self.campus.world
        ids = [world.add_user(f"U{n}", language_code="zh-hans").id for n in range(PEOPLE)]
        async with self.campus.database.write() as session:
            await populate(session, ids, at=self.campus.clock.now())
        crowd = Crowd(
            world,
            ids,
            TEXTS,
            at_once=PEOPLE,
            seed=seed,
            soon=self.due.append,
            second_lines=second_lines,
        )
        await self.restart()
        crowd.gather()
        return crowd

    async def restart(self) -> None:
        """Another process, whose courier keeps this day's time."""
        campus = self.campus
        campus.restart()
        campus.courier = Courier(
            campus.database,
            campus.clock,
            campus.api,
            campus.files,
            rate=0,
            wake_engine=lambda: None,
            elapsed=lambda: self.seconds,
        )
        await campus.courier.start()

    async def pass_by(self) -> None:
        """A few seconds: whatever can be done is done."""
        with suppress(TelegramError):
            await self.campus.receiver.receive_once()
        await self.campus.engine.work_once()
        await self.campus.courier.drain_once()
        while self.due:
            self.due.pop()()
        self.seconds += STEP
        self.campus.clock.advance(timedelta(seconds=STEP))


async def by_state(campus: Campus) -> Counter[tuple[str, str]]:
    """How many outbox rows of each kind stand in each state."""
    # An edit that a newer one of its card has replaced is not to be sent.
    counts = outbox.c.trouble.is_distinct_from(REPLACED)
    async with campus.reading() as session:
        rows = await session.rows(select(outbox.c.method, outbox.c.state).where(counts))
    return Counter((row.method, row.state) for row in rows)


async def is_over(campus: Campus) -> bool:
    """Whether nothing is left to be sent."""
    return not {state for _, state in await by_state(campus)} & {"waiting", "sending"}


def written_to(campus: Campus, who: int) -> list[str]:
    """What reached the chat, in order; what was sent again because the answer was lost, once."""
    log = campus.server.log or []
    texts = [
        params["text"]
        for _, params, (status, _) in log
        if params.get("chat_id") == who and "text" in params and status == 200
    ]
    return [without_figures(text) for text, _ in groupby(texts)]


async def test_half_an_hour_of_half_the_calls_failing(
    campus: Campus, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seed = int(request.config.getoption("--seed"))
    day = Day(campus, seed)
    campus.server.faults = day.weather
    crowd = await day.begin(seed)
    while day.seconds < HALF_AN_HOUR:
        await day.pass_by()
        if day.chance.random() < 0.02:
            await day.restart()
    crowd.close()
    day.weather.is_bad = False
    for _ in range(int(HALF_AN_HOUR)):
        await day.pass_by()
        if not crowd.active and await is_over(campus):
            break

    async with campus.reading() as session:
        assert lost_and_doubled(crowd, await stored_check_ins(session)) == []
    given_up = {what for what in await by_state(campus) if what[1] != State.SENT.value}
    assert given_up <= {("toast", State.GIVEN_UP.value)}
    assert day.weather.too_early == []
    assert len(day.weather.suffered) == len(KINDS) + 1
    handed_in = Counter(len(member.handed_in) for member in crowd.members.values())
    assert handed_in.total() == PEOPLE
    assert 0 not in handed_in


async def test_a_chat_gets_the_same_as_on_a_good_day(
    campus: Campus, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """One check-in each; the order of what was written is the same.

    Without second lines: whether one comes before the answer to the first is the weather's affair.
    """
    seed = int(request.config.getoption("--seed"))
    chats = []
    folder = tmp_path / "good"
    async with open_campus(f"sqlite+aiosqlite:///{folder / 'good.sqlite3'}", folder) as good:
        for tried, is_bad in ((good, False), (campus, True)):
            day = Day(tried, seed)
            day.weather.is_bad = is_bad
            tried.server.faults = day.weather
            crowd = await day.begin(seed, second_lines=False)
            crowd.close()
            tried.server.log = []
            while crowd.active or not await is_over(tried):
                await day.pass_by()
                assert day.seconds < 10 * HALF_AN_HOUR
            chats.append([written_to(tried, who) for who in crowd.members])
    assert chats[0] == chats[1]
