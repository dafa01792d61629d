"""Long polling: stored and committed first, confirmed after; odd updates harm nobody."""

import asyncio
from typing import Any

import pytest

from bot.settings import BrokenStart
from bot.telegram.polling import store
from tests.bot.desk import Desk

CONFLICT = "Conflict: terminated by other getUpdates request"


async def test_an_update_is_stored_and_only_the_next_poll_confirms_it(desk: Desk) -> None:
    wang = desk.person()
    desk.world.say(wang, None, "你好")
    assert await desk.receiver.receive_once() == 1
    assert [row.body["message"]["text"] for row in await desk.inbox()] == ["你好"]
    assert len(desk.world.queue.waiting) == 1
    assert await desk.receiver.receive_once() == 0
    assert len(desk.world.queue.waiting) == 0
    assert desk.woken == ["engine"]


async def test_what_could_not_be_stored_is_not_confirmed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults 1, 28, 29: the transaction fails, Telegram still holds the update, nothing is lost."""
    desk.world.say(desk.person(), None, "a")
    with monkeypatch.context() as broken:
        broken.setattr("bot.workers.inbox_writer.put_arrivals", _disk_full)
        with pytest.raises(OSError, match="full"):
            await desk.receiver.receive_once()
    assert await desk.inbox() == []
    assert await desk.receiver.receive_once() == 1
    assert len(await desk.inbox()) == 1


async def _disk_full(*_given: Any, **_how: Any) -> int:
    raise OSError("disk full")


async def test_a_process_that_died_before_confirming_gets_them_again_and_drops_them(
    desk: Desk,
) -> None:
    """Fault 2."""
    desk.world.say(desk.person(), None, "a")
    await desk.receiver.receive_once()
    desk.restart()
    assert await desk.receiver.receive_once() == 1
    assert len(await desk.inbox()) == 1


async def test_the_same_update_five_times_and_at_once_is_one_row(desk_on_both: Desk) -> None:
    """Fault 10."""
    desk = desk_on_both
    desk.world.say(desk.person(), None, "a")
    update = desk.world.queue.waiting[0]
    at = desk.clock.now()
    await asyncio.gather(*[store(desk.inbox_writer(), [update, update], at=at) for _ in range(5)])
    assert len(await desk.inbox()) == 1


@pytest.mark.parametrize("restarted_at", [1, 50, 7_000_000])
async def test_update_ids_that_start_anew_are_taken_and_confirmed(
    desk: Desk, restarted_at: int
) -> None:
    """Fault 13: lower, equal to an old one with other content, and far higher; no polling loop."""
    wang = desk.person()
    desk.world.queue.restart_ids(50)
    for text in ("one", "two"):
        desk.world.say(wang, None, text)
    await desk.receiver.receive_once()
    await desk.receiver.receive_once()
    desk.world.queue.restart_ids(restarted_at)
    for text in ("three", "four"):
        desk.world.say(wang, None, text)
    polls = 0
    while desk.world.queue.waiting:
        await desk.receiver.receive_once()
        polls += 1
        assert polls < 5, "nothing is ever confirmed"
    texts = [row.body["message"]["text"] for row in await desk.inbox()]
    assert texts == ["one", "two", "three", "four"]


async def test_every_kind_of_update_can_be_stored(desk: Desk) -> None:
    """Threat 13: whatever is listed, and whatever a new version of the Bot API adds."""
    update: dict[str, Any] = {"update_id": 1}
    odd = [
        update | {"poll": {"id": "99", "question": "?"}},
        update | {"message": {"message_id": 1, "date": 1}},
        update | {"message": {"message_id": 2, "chat": {"id": 2**80}}},
        update | {"something_new": ["no", "object"]},
        update | {"inline_query": {"id": "1", "from": {"id": 7}}},
        update | {"message": {"message_id": 3, "chat": {"id": 5}, "text": "\ud83d nul\u0000"}},
        update | {"callback_query": {"id": "9" * 500, "from": {"id": 8}}},
        update | {"my_chat_member": {"chat": {"id": -5}, "date": 3}},
    ]
    await store(desk.inbox_writer(), odd, at=desk.clock.now())
    assert [row.chat_id for row in await desk.inbox()] == [0, 0, 0, 0, 7, 5, 8, -5]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses of the receiver, which take no time here."""
    noted: list[float] = []

    async def wait(event: asyncio.Event, seconds: float) -> bool:
        noted.append(seconds)
        await asyncio.sleep(0)
        return event.is_set()

    monkeypatch.setattr("bot.workers.part.until_set", wait)
    return noted


async def test_another_receiver_makes_this_one_stop_with_a_sentence(
    desk: Desk, waits: list[float]
) -> None:
    """Fault 14: alive, it has the token after the length of a poll as well."""
    desk.server.faults.refuse("getUpdates", 409, CONFLICT, times=2)
    with pytest.raises(BrokenStart, match="run only one"):
        await desk.receiver.run(asyncio.Event())
    assert waits == [50]


async def test_the_poll_of_a_process_that_was_just_killed_is_waited_out(
    desk: Desk, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 14: it says that it waits, tries once more, and works."""
    desk.server.faults.refuse("getUpdates", 409, CONFLICT)
    stop = asyncio.Event()
    running = asyncio.create_task(desk.receiver.run(stop))
    desk.world.say(desk.person(), None, "a")
    await desk.received()
    stop.set()
    await asyncio.wait_for(running, 10)
    assert waits[0] == 50
    assert "tries once more" in caplog.text


async def test_another_receiver_that_comes_later_is_alive(desk: Desk, waits: list[float]) -> None:
    """Once a poll has come through nothing is waited for: two would take turns for ever."""
    stop = asyncio.Event()
    running = asyncio.create_task(desk.receiver.run(stop))
    desk.world.say(desk.person(), None, "a")
    await desk.received()
    desk.server.faults.refuse("getUpdates", 409, CONFLICT)
    desk.world.say(desk.person(), None, "b")
    with pytest.raises(BrokenStart, match="run only one"):
        await asyncio.wait_for(running, 10)
    assert 50 not in waits


async def test_a_token_that_telegram_refuses_makes_it_stop_with_a_sentence(desk: Desk) -> None:
    desk.server.faults.refuse("deleteWebhook", 401, "Unauthorized")
    with pytest.raises(BrokenStart, match="does not know this token"):
        await desk.receiver.run(asyncio.Event())


async def test_bad_days_end_and_the_poll_is_given_up_at_the_stop(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 19: refused, dropped, 502: it goes on by itself. The long poll does not hold a stop."""
    monkeypatch.setattr("bot.process.retry.FIRST", 0.01)
    desk.server.faults.server_error("getUpdates", times=2, code=502)
    desk.server.faults.drop("getUpdates")
    stop = asyncio.Event()
    running = asyncio.create_task(desk.receiver.run(stop))
    desk.world.say(desk.person(), None, "a")
    await desk.received()
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_a_webhook_left_over_is_ended_before_polling(desk: Desk) -> None:
    desk.world.queue.webhook.url = "https://old.example"
    stop = asyncio.Event()
    running = asyncio.create_task(desk.receiver.run(stop))
    desk.world.say(desk.person(), None, "a")
    await desk.received()
    stop.set()
    await asyncio.wait_for(running, 10)
    assert desk.calls("deleteWebhook") == [{"drop_pending_updates": False}]


async def test_it_waits_while_too_many_updates_lie_unworked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 54: Telegram holds the rest."""
    monkeypatch.setattr("bot.telegram.polling.MOST_WAITING", 100)
    monkeypatch.setattr("bot.telegram.polling.BATCH", 50)
    wang = desk.person()
    for number in range(300):
        desk.world.say(wang, None, str(number))
    stop = asyncio.Event()
    running = asyncio.create_task(desk.receiver.run(stop))
    await desk.received(100)
    await asyncio.sleep(0.1)
    assert len(await desk.inbox()) == 100
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_only_the_listed_kinds_are_asked_for(desk: Desk) -> None:
    await desk.receiver.receive_once()
    (asked,) = desk.calls("getUpdates")
    assert set(asked["allowed_updates"]) >= {"message", "callback_query", "my_chat_member"}
    assert "offset" not in asked


async def test_a_flood_answer_to_a_poll_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 18: not called before its time, by the receiver either."""
    waits: list[float] = []
    stop = asyncio.Event()

    async def wait(_event: asyncio.Event, seconds: float) -> bool:
        waits.append(seconds)
        stop.set()
        return True

    monkeypatch.setattr("bot.workers.part.until_set", wait)
    desk.server.faults.flood("getUpdates", 40)
    await asyncio.wait_for(desk.receiver.run(stop), 10)
    assert waits == [40]
