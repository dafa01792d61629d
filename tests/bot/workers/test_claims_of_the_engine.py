"""What a batch of turns answers is claimed in its own transaction, where the courier works."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.tables import inbox, outbox
from tests.bot.workers.running import at_work, watch
from tests.campus import Actor, Campus, open_campus


@pytest.fixture
async def campus(tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}"
    async with open_campus(url, tmp_path) as campus:
        yield campus


async def _ask(campus: Campus, who: Actor) -> None:
    campus.world.say(who.user, None, "/progress")
    await campus.receiver.receive_once()


async def _states(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        return [row.state for row in await session.rows(select(outbox.c.state))]


async def _until(true: Callable[[], bool]) -> None:
    while True:
        if true():
            return
        await asyncio.sleep(0.001)


async def test_an_answer_is_sent_after_one_transaction(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = await campus.member("王芳")
    written = watch(campus, monkeypatch, inbox.c.state, outbox.c.state)
    async with at_work(campus.courier, campus.engine):
        await _ask(campus, wang)
        await _until(lambda: "done sent" in written)
    assert written[:2] == ["done sending", "done sent"]


async def test_it_is_left_to_a_courier_that_has_not_settled_what_it_found(campus: Campus) -> None:
    """At its start it takes every row under way for one that a dead process has left."""
    wang = await campus.member("王芳")
    async with at_work(campus.engine):
        await _ask(campus, wang)
    assert await _states(campus) == ["waiting"]
    assert campus.courier.woken.is_set()


async def test_a_fault_of_the_claim_is_no_fault_of_a_turn(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: Any, **_how: Any) -> None:
        raise ValueError("no claim")

    wang = await campus.member("王芳")
    async with at_work(campus.courier, campus.engine):
        monkeypatch.setattr(campus.courier, "claim_in", broken)
        await _ask(campus, wang)
    async with campus.reading() as session:
        row = await session.row(select(inbox.c.state, inbox.c.tries))
    assert row is not None
    assert (row.state, row.tries) == ("done", 0)


async def test_what_is_claimed_while_the_courier_stops_is_sent_and_marked(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a copy would go out at the next start."""
    wang = await campus.member("王芳")
    async with at_work(campus.engine):
        stop = asyncio.Event()
        sending = asyncio.create_task(campus.courier.run(stop))
        await _until(lambda: campus.courier.goes_along and not campus.courier.woken.is_set())
        honest = campus.courier.claim_in

        async def claim(*given: Any) -> Any:
            claimed = await honest(*given)
            stop.set()
            await _until(lambda: not campus.courier.running)
            return claimed

        monkeypatch.setattr(campus.courier, "claim_in", claim)
        await _ask(campus, wang)
        await sending
    assert await _states(campus) == ["sent"]
