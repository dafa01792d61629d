"""Faults 26 and 27: several senders on one outbox, and one that stalls past its lease."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.telegram.client import Api
from bot.workers.courier import LEASE, RENEW_EVERY, Courier
from storage.delivery.outbox import OnDoubt, claim_outgoing
from storage.delivery.outbox_results import LONGEST_LEASE, settle_doubt
from tests.bot.desk import Desk, message, open_desk
from tests.faults.notice_rows import WORDS, ends, queued

SENDERS, ROWS, PARTS = 4, 10_000, 2


def another(desk: Desk) -> Courier:
    """The courier of another process on the same database."""
    return sender(desk, desk.api)


def sender(desk: Desk, api: Api) -> Courier:
    return Courier(desk.database, desk.clock, api, desk.files, rate=0, wake_engine=lambda: None)


async def test_four_senders_take_no_row_twice(postgres_tables_url: str, tmp_path: Path) -> None:
    """10,000 rows, two to each chat: every one sent once, and in its chat's order."""
    async with open_desk(postgres_tables_url, tmp_path) as desk:
        desk.server.log = None
        people = [desk.person(f"U{n}") for n in range(ROWS // PARTS)]
        chats = [one.id for one in people]
        await queued(desk.database, chats, at=desk.clock.now(), parts=PARTS)
        senders = [another(desk) for _ in range(SENDERS)]
        carried = await asyncio.gather(*[sender.drain_once() for sender in senders])
        while sum(carried) < ROWS and (more := await senders[0].drain_once()):
            carried[0] += more
        print(f"\n{SENDERS} senders, {ROWS} rows: {carried}")
        assert sum(carried) == ROWS
        assert min(carried) > 0
        wanted = [f"{n} {WORDS}" for n in range(PARTS)]
        assert [one for one in people if desk.texts(one) != wanted] == []
        assert await ends(desk.database) == {"sent": len(people)}


class Stalling:
    """Telegram carries a call out, and its answer comes when the gate is opened."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.gate = asyncio.Event()

    async def call(self, method: str, params: Mapping[str, Any], **how: Any) -> Any:
        result = await self._api.call(method, params, **how)
        await self.gate.wait()
        return result

    def download(self, file_path: str, *, limit: int) -> AsyncIterator[bytes]:
        return self._api.download(file_path, limit=limit)


async def stalled(desk: Desk, on_doubt: OnDoubt) -> dict[str, int]:
    """The first sender's call is open while its lease ends; a second sender is at work."""
    wang = desk.person()
    await queued(desk.database, [wang.id], at=desk.clock.now(), on_doubt=on_doubt)
    slow = Stalling(desk.api)
    first = sender(desk, slow)
    await first._round()
    desk.clock.advance(timedelta(minutes=6))
    async with desk.database.write() as session:
        await settle_doubt(session, now=desk.clock.now(), all_of_them=False)
    await another(desk).drain_once()
    assert first._under_way
    slow.gate.set()
    await first.drain_once()
    assert len(set(desk.texts(wang))) == 1
    return {"copies": len(desk.texts(wang)), **await ends(desk.database)}


async def test_a_call_that_outlives_its_lease_marks_nothing(desk_on_both: Desk) -> None:
    """At most one copy more; the delivery has ended once, by the mark of who held the row."""
    assert await stalled(desk_on_both, OnDoubt.RESEND) == {"copies": 2, "sent": 1}
    assert await desk_on_both.states() == ["sent"]
    (row,) = await desk_on_both.outbox()
    assert row.fence == 2


async def test_a_late_mark_does_not_count_for_the_message_that_follows(desk_on_both: Desk) -> None:
    """Of two messages one is refused: a stale mark of the other must not make it a success."""
    desk = desk_on_both
    wang = desk.person()
    await queued(desk.database, [wang.id], at=desk.clock.now(), parts=2)
    slow = Stalling(desk.api)
    first, second = sender(desk, slow), another(desk)
    await first._round()
    desk.clock.advance(timedelta(minutes=6))
    async with desk.database.write() as session:
        await settle_doubt(session, now=desk.clock.now(), all_of_them=False)
    await second._round()
    await asyncio.wait(second._under_way)
    desk.server.faults.refuse("sendMessage", 400, "Bad Request: it is not to be sent")
    await second._round()
    await asyncio.wait(second._under_way)
    slow.gate.set()
    await first.drain_once()
    await second.drain_once()
    assert await ends(desk.database) == {"refused": 1}


async def test_one_that_is_held_is_not_sent_again(desk_on_both: Desk) -> None:
    """Nobody knows: the report says so, although the late answer then tells."""
    assert await stalled(desk_on_both, OnDoubt.HOLD) == {"copies": 1, "unknown": 1}
    assert await desk_on_both.states() == ["unknown"]


async def test_a_living_process_renews_the_lease_of_an_open_call(desk_on_both: Desk) -> None:
    """However long the call takes, another process does not send it too."""
    desk = desk_on_both
    wang = desk.person()
    await desk.put(message(wang))
    slow = Stalling(desk.api)
    first, second = sender(desk, slow), another(desk)
    await first._round()
    for _ in range(20):
        desk.clock.advance(LEASE - timedelta(seconds=1))
        await first._round()
        await second.drain_once()
    slow.gate.set()
    await first.drain_once()
    assert len(desk.texts(wang)) == 1
    assert await desk.states() == ["sent"]


async def test_a_dead_process_is_followed_within_seconds(desk_on_both: Desk) -> None:
    """Its row goes out when its lease is over, and is the only copy."""
    desk = desk_on_both
    wang = desk.person()
    await desk.put(message(wang))
    async with desk.database.write() as session:
        await claim_outgoing(session, limit=9, now=desk.clock.now(), lease=LEASE)
    second = another(desk)
    assert await second.drain_once() == 0
    desk.clock.advance(LEASE + timedelta(seconds=1))
    await second.drain_once()
    assert desk.texts(wang) == ["痕迹"]
    assert timedelta(seconds=5) < LEASE < timedelta(seconds=20)
    assert RENEW_EVERY * 3 < LEASE < LONGEST_LEASE
