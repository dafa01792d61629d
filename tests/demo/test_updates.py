"""The queue of updates: what a bot confirms is gone, and nothing else."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.updates import UpdateQueue
from bot.demo.fake_telegram.world.world import World
from tests.demo.conftest import Call, HandClock


def filled(count: int, first: int = 1) -> UpdateQueue:
    queue = UpdateQueue(HandClock(), Changes(), first)
    for number in range(count):
        queue.put("message", {"n": number})
    return queue


def ids(queue: UpdateQueue, offset: int, limit: int = 100) -> list[int]:
    return [update["update_id"] for update in queue.take(offset, limit)]


def test_an_offset_confirms_everything_before_it_and_nothing_after() -> None:
    queue = filled(5, first=10)
    assert ids(queue, 0) == ids(queue, 0) == [10, 11, 12, 13, 14]
    assert ids(queue, 12) == [12, 13, 14]
    assert ids(queue, 0, limit=2) == [12, 13]
    assert ids(queue, 15) == []
    assert len(queue) == 0


def test_a_negative_offset_keeps_the_last_ones() -> None:
    queue = filled(5)
    assert ids(queue, -2) == [4, 5]
    assert ids(queue, 0) == [4, 5]
    assert ids(queue, -9) == [4, 5]


def test_an_offset_far_above_the_queue_is_answered_from_the_head() -> None:
    """As a bot with an old, higher offset sees it after the ids began anew: nothing confirmed."""
    queue = filled(3)
    assert ids(queue, 500) == [1, 2, 3]
    assert ids(queue, 500) == [1, 2, 3]
    assert ids(queue, 14) == []


def test_ids_begin_anew_only_when_nothing_waits() -> None:
    queue = filled(1, first=900)
    with pytest.raises(ValueError, match="1 updates still wait"):
        queue.restart_ids(5)
    queue.take(901)
    queue.restart_ids(5)
    queue.put("message", {})
    assert ids(queue, 901) == [5]
    assert ids(queue, 6) == []


def test_updates_are_kept_for_a_day() -> None:
    clock = HandClock()
    queue = UpdateQueue(clock, Changes())
    queue.put("message", {})
    clock.passes(hours=23)
    queue.put("message", {})
    clock.passes(hours=2)
    assert ids(queue, 0) == [2]


def test_at_most_a_hundred_at_once() -> None:
    assert len(filled(150).take(0)) == 100


def test_held_parts_can_come_late_and_in_another_order(world: World) -> None:
    with world.queue.held() as parts:
        world.say(101, None, "one")
        world.say(101, None, "two")
    assert len(world.queue) == 0
    for part in reversed(parts):
        world.queue.put(*part)
    assert [update["message"]["text"] for update in world.queue.waiting] == ["two", "one"]


@given(some.lists(some.integers(0, 12), max_size=12), some.integers(1, 10))
def test_what_was_not_confirmed_is_always_shown_again(offsets: list[int], count: int) -> None:
    queue = filled(count)
    confirmed = 0
    for offset in offsets:
        shown = ids(queue, offset)
        confirmed = max(confirmed, min(offset - 1, count))
        assert shown == list(range(confirmed + 1, count + 1))


async def test_a_poll_waits_for_the_first_update(world: World, api: BotApi, bot: Call) -> None:
    poll = asyncio.get_running_loop().create_task(bot("getUpdates", timeout=30))
    while not api.poller.is_waiting:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    world.say(101, None, "late")
    assert [update["message"]["text"] for update in await poll] == ["late"]


async def test_a_second_poller_ends_the_first_with_a_conflict(api: BotApi, bot: Call) -> None:
    first = asyncio.get_running_loop().create_task(bot("getUpdates", timeout=30))
    while not api.poller.is_waiting:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    assert await bot("getUpdates", timeout=0) == []
    code, words = await first
    assert (code, words[:55]) == (409, "Conflict: terminated by other getUpdates request; make ")


async def test_only_allowed_kinds_are_queued(world: World, bot: Call) -> None:
    card = world.start(101)
    await bot("getUpdates", allowed_updates=["callback_query"], offset=-1)
    await bot("getUpdates", offset=100)
    world.say(101, None, "unheard")
    world.presses.forge(101, None, card.id, "heard")
    kinds = [set(update) - {"update_id"} for update in world.queue.waiting[-1:]]
    assert kinds == [{"callback_query"}]
    assert all("unheard" not in str(update) for update in world.queue.waiting)
