"""A small college in memory, and the bot's side of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.world.world import World, make_world

Call = Callable[..., Coroutine[Any, Any, Any]]


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2008, 3, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> World:
    made = make_world(clock)
    made.add_user("芳", id=101, last_name="王", username="wang_fang", note="党员 · 教学科研")
    made.add_user("强", id=102, last_name="李")
    made.add_user("Ann", id=103, language_code="en")
    return made


@pytest.fixture
def api(world: World) -> BotApi:
    return BotApi(world, "1:T")


@pytest.fixture
def bot(api: BotApi) -> Call:
    """Call as the bot: the result, or the error's (code, description)."""

    async def call(method: str, **params: Any) -> Any:
        status, body = await api.call("1:T", method, params)
        if body["ok"]:
            return body["result"]
        assert body["error_code"] == status
        return status, body["description"]

    return call
