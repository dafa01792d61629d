"""A notice to thousands at 28.5 a second, on a clock that the test turns: replies are not late."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.client import Api
from bot.workers.courier import Courier
from tests.bot.desk import Desk, message
from tests.faults.notice_rows import WORDS, queued
from tests.sliding import most_within

RATE, MOST, SECONDS = 28.5, 30, 40
# What the disk takes for a commit, in seconds, at random up to that.
COMMIT = 0.015


@dataclass
class Watched:
    """Telegram, with the moment of each call on the test's clock."""

    api: Api
    now: float = 0.0
    calls: list[tuple[float, str]] = field(default_factory=list)

    async def call(self, method: str, params: Mapping[str, Any], **how: Any) -> Any:
        self.calls.append((self.now, params["text"]))
        return await self.api.call(method, params, **how)

    def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        return self.api.download(file_path, limit=limit)


async def test_the_rate_is_used_and_never_more_than_thirty_and_replies_go_first(desk: Desk) -> None:
    chance = random.Random(2008)
    chats = [desk.person(f"U{n}").id for n in range(int(RATE * SECONDS) + 100)]
    await queued(desk.database, chats, at=desk.clock.now())
    watched = Watched(desk.api)
    courier = Courier(
        desk.database,
        desk.clock,
        watched,
        desk.files,
        rate=RATE,
        wake_engine=lambda: None,
        elapsed=lambda: watched.now,
    )
    asked: dict[str, float] = {}
    while watched.now < SECONDS:
        if watched.now * 2 > len(asked):
            asked[f"r{len(asked)}"] = watched.now
            await desk.put(message(chance.choice(chats), f"r{len(asked) - 1}"))
        watched.now += chance.uniform(0, COMMIT)
        await courier._round()
        if courier._under_way:
            await asyncio.wait(courier._under_way)
        watched.now += min(courier._pace.next_change(courier._looked) or 0.001, 0.05)
    moments = [at for at, _ in watched.calls]
    waits = sorted(at - asked[text] for at, text in watched.calls if text in asked)
    assert most_within(moments, 1.0) <= MOST
    assert len(moments) >= 0.99 * RATE * SECONDS
    assert len(waits) >= len(asked) - 2
    assert waits[int(len(waits) * 0.99)] <= 0.1
    assert sum(text == f"0 {WORDS}" for _, text in watched.calls) > 0.9 * RATE * SECONDS
