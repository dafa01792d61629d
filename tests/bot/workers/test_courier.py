"""The courier: order, what a dead process left, a database that fails, the end of the day."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.workers.delivery import Called, carry_out
from storage.delivery.outbox import OnDoubt, Priority, claim_outgoing
from tests.bot.desk import Desk, message

HOLD = OnDoubt.HOLD


async def test_what_was_committed_before_a_kill_is_sent_at_the_next_start(desk: Desk) -> None:
    """Fault 4."""
    wang = desk.person()
    await desk.put(message(wang, "已保存"))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 1
    assert desk.texts(wang) == ["已保存"]


@pytest.mark.parametrize("sent", [False, True])
async def test_a_kill_between_claim_and_mark(desk_on_both: Desk, *, sent: bool) -> None:
    """Fault 5: at most one copy more, and none of a row that is to be held."""
    desk = desk_on_both
    wang, li = desk.person("王"), desk.person("李")
    await desk.put(message(wang, "reply"), message(li, "award", on_doubt=HOLD))
    async with desk.database.write() as session:
        lease = timedelta(minutes=5)
        claimed = await claim_outgoing(session, limit=9, now=desk.clock.now(), lease=lease)
    for row in claimed if sent else []:
        await desk.api.call(row.method, row.params)
    desk.restart()
    desk.clock.advance(timedelta(minutes=6))
    await desk.courier.start()
    await desk.courier.drain_once()
    assert desk.texts(wang) == ["reply"] * (2 if sent else 1)
    assert desk.texts(li) == ["award"] * (1 if sent else 0)
    assert await desk.states() == ["sent", "unknown"]


async def test_after_the_mark_nothing_is_sent_again(desk: Desk) -> None:
    """Fault 6."""
    wang = desk.person()
    await desk.send(message(wang))
    desk.restart()
    await desk.courier.start()
    assert await desk.courier.drain_once() == 0
    assert len(desk.texts(wang)) == 1


async def test_one_chat_is_written_to_in_order(desk: Desk) -> None:
    wang = desk.person()
    texts = [f"{number}" for number in range(20)]
    assert await desk.send(*[message(wang, text) for text in texts]) == 20
    assert desk.texts(wang) == texts


async def test_a_person_who_waits_goes_before_a_notice(desk: Desk) -> None:
    wang = desk.person()
    await desk.send(
        message(wang, "notice 1", priority=Priority.NOTICE),
        message(wang, "notice 2", priority=Priority.NOTICE),
        message(wang, "reply"),
    )
    assert desk.texts(wang) == ["reply", "notice 1", "notice 2"]


async def test_a_database_that_fails_at_the_mark_marks_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults 28 and 29: what Telegram answered is kept until it can be written down."""
    wang = desk.person()
    await desk.put(message(wang))
    await desk.courier._round()
    await asyncio.wait(desk.courier._under_way)
    with monkeypatch.context() as broken:
        broken.setattr("bot.workers.courier.settle", _locked)
        with pytest.raises(OSError, match="locked"):
            await desk.courier._round()
    await desk.courier.drain_once()
    assert await desk.states() == ["sent"]
    assert desk.texts(wang) == ["痕迹"]


async def _locked(*_given: Any, **_how: Any) -> bool:
    raise OSError("database is locked")


async def test_a_call_that_ends_while_its_mark_waits_is_not_taken_for_left_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28: the database is held until every lease is over, or the clock is moved on."""
    answers = asyncio.Event()

    async def slow(*given: Any) -> Called:
        await answers.wait()
        return await carry_out(*given)

    monkeypatch.setattr("bot.workers.courier.carry_out", slow)
    wang = desk.person()
    await desk.put(message(wang))
    await desk.courier._round()
    [call] = desk.courier._under_way
    async with desk.database.write():
        marking = asyncio.create_task(desk.courier._round())
        await asyncio.sleep(0)
        answers.set()
        await call
        desk.clock.advance(timedelta(minutes=5))
    await marking
    await desk.courier.drain_once()
    assert desk.texts(wang) == ["痕迹"]
    assert await desk.states() == ["sent"]


async def test_stopping_marks_what_is_under_way_and_starts_nothing(desk: Desk) -> None:
    """Fault 7."""
    wang, li = desk.person("王"), desk.person("李")
    desk.server.faults.delay("sendMessage", 0.3)
    stop = asyncio.Event()
    running = asyncio.create_task(desk.courier.run(stop))
    await desk.put(message(wang, "slow"))
    desk.courier.wake()
    await desk.in_state("sending")
    stop.set()
    await desk.put(message(li, "too late"))
    desk.courier.wake()
    await asyncio.wait_for(running, 10)
    assert await desk.states() == ["sent", "waiting"]
    assert (desk.texts(wang), desk.texts(li)) == (["slow"], [])


async def test_it_runs_on_when_a_round_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    real, failures = claim_outgoing, iter([OSError("locked"), OSError("locked")])

    async def claim(*given: Any, **how: Any) -> Any:
        if fault := next(failures, None):
            raise fault
        return await real(*given, **how)

    monkeypatch.setattr("bot.workers.courier.claim_outgoing", claim)
    wang = desk.person()
    await desk.put(message(wang))
    stop = asyncio.Event()
    running = asyncio.create_task(desk.courier.run(stop))
    await desk.in_state("sent")
    stop.set()
    desk.courier.wake()
    await asyncio.wait_for(running, 10)
    assert await desk.states() == ["sent"]
