"""Fault 13: after a quiet week Telegram numbers updates anew, lower, higher, or as once before.

A poller that only ever raises its offset would fetch the same updates for ever.
"""

from typing import Any

import pytest

from bot.telegram.polling import Receiver
from tests.campus import Actor, Campus

MOST_POLLS = 6


async def confirmed(campus: Campus) -> bool:
    """Whether a few polls are enough for Telegram to have nothing left."""
    for _ in range(MOST_POLLS):
        await campus.receiver.receive_once()
        if not campus.world.queue.waiting:
            return True
    return False


async def asks(campus: Campus, who: Actor, times: int) -> None:
    for _ in range(times):
        campus.world.say(who.user, None, "/help")
    assert await confirmed(campus)
    await campus.settle()


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "died meanwhile"])
@pytest.mark.parametrize("again_at", [1, 497, 500, 503, 10**6, 2**31 - 3])
async def test_every_update_is_answered_once(campus: Campus, again_at: int, *, dies: bool) -> None:
    """The numbers 500 to 504 come a second time for other updates, from below, within, above."""
    wang = await campus.member("王芳")
    campus.world.queue.restart_ids(500)
    await asks(campus, wang, 5)
    campus.world.queue.restart_ids(again_at)
    if dies:
        campus.restart()
    await asks(campus, wang, 7)
    assert len(wang.messages) == 12


async def test_an_offset_that_only_rises_is_found_out(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test: the same updates come again and again."""
    honest, seen = Receiver._fetch, [0]

    async def fetch(self: Receiver, wait: int) -> list[dict[str, Any]]:
        seen.append(self._offset or 0)
        self._offset = max(seen)
        return await honest(self, wait)

    monkeypatch.setattr(Receiver, "_fetch", fetch)
    wang = await campus.member("王芳")
    campus.world.queue.restart_ids(500)
    await asks(campus, wang, 5)
    campus.world.queue.restart_ids(1)
    campus.world.say(wang.user, None, "/help")
    assert not await confirmed(campus)
