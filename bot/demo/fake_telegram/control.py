"""Steering a standalone server from outside, for tests: people, acts in bulk, faults, counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.demo.chat_page.acts import carry_out
from bot.demo.fake_telegram.api import BotApi
from bot.demo.fake_telegram.faults import InjectedFault
from bot.demo.fake_telegram.refusals import ActRefused, ApiRefusal
from bot.demo.request_bodies import WRONG_SHAPE, object_of

# The most people in one call.
MOST_PEOPLE = 200_000
Question = Callable[["Control", dict[str, Any]], Any]


class Control:
    """What `/control/NAME` may be asked; each takes a JSON object and gives one."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.world = api.world

    def users(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make `count` people, or those in `users`; `start` lets each press Start silently."""
        named = asked.get("users") or _unnamed(int(asked["count"]))
        made = [self.world.add_user(**facts) for facts in named]
        if asked.get("start"):
            for user in made:
                self.world.chats[user.id].started = True
        return {"ids": [user.id for user in made]}

    def groups(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make a group with `people`, `bot`, `supergroup`."""
        people = asked.get("people", [])
        facts = {name: bool(asked.get(name)) for name in ("bot", "supergroup", "forum")}
        return {"id": self.world.add_group(asked["title"], *people, **facts).id}

    def acts(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Carry out many acts in order; a refused one is told in its place."""
        results = []
        for act in asked["acts"]:
            try:
                results.append(carry_out(self.world, act))
            except ActRefused as refused:
                results.append({"refused": str(refused)})
        return {"results": results}

    def messages(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The messages of a chat, from the bot alone if asked so, after the id `after`."""
        after, bot = int(asked.get("after", 0)), self.world.bot.id
        found = [
            self.world.history.show(message)
            for message in self.world.messages(int(asked["chat"]))
            if message.id > after and (message.sender == bot or not asked.get("only_bot"))
        ]
        return {"messages": found}

    def counts(self, _asked: dict[str, Any]) -> dict[str, Any]:
        world = self.world
        return {
            "calls": dict(self.api.calls),
            "unknown": self.api.unknown,
            "suffered": dict(self.api.faults.suffered),
            "refused_by_limits": self.api.flood.refused,
            "pending": len(world.queue),
            "next_update_id": world.queue.next_id,
            "messages": {str(chat.id): chat.last_id for chat in world.chats},
            "poll_waits": self.api.poller.is_waiting,
        }

    def faults(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Plan a fault: `method`, `times`, fields of `InjectedFault`; `clear` drops the plan."""
        if asked.pop("clear", False):
            self.api.faults.clear()
        if method := asked.pop("method", ""):
            times = int(asked.pop("times", 1))
            self.api.faults.plan(method, InjectedFault(**asked), times)
        return {}

    def limits(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Switch Telegram's sending limits on or off, or set one of them."""
        for name in ("active", "per_second", "chat_burst", "group_per_minute"):
            if name in asked:
                setattr(self.api.flood, name, _limit(asked[name]))
        return {}

    def restart_ids(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.world.queue.restart_ids(int(asked["at"]))
        return {}

    def repeat(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Deliver raw updates once more under the ids they have."""
        for update in asked["updates"]:
            self.world.queue.repeat(update)
        return {}


def _unnamed(count: int) -> list[dict[str, str]]:
    if count > MOST_PEOPLE:
        raise ActRefused(f"at most {MOST_PEOPLE} people at once")
    return [{"first_name": f"U{number}"} for number in range(count)]


def _limit(value: Any) -> float:
    """A number, or a switch. Raises ValueError."""
    if isinstance(value, int | float) and 0 <= value < MOST_PEOPLE:
        return value
    raise ValueError("a number is needed")


QUESTIONS = (
    Control.users,
    Control.groups,
    Control.acts,
    Control.messages,
    Control.counts,
    Control.faults,
    Control.limits,
    Control.restart_ids,
    Control.repeat,
)


def build_control_app(api: BotApi) -> Starlette:
    """`POST /control/NAME` for each question, with `-` for `_` in the name."""
    control = Control(api)
    routes = [
        Route(
            f"/control/{question.__name__.replace('_', '-')}",
            _endpoint(control, question),
            methods=["POST"],
        )
        for question in QUESTIONS
    ]
    return Starlette(routes=routes)


def _endpoint(control: Control, question: Question) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def answer(request: Request) -> JSONResponse:
        body = await request.body()
        try:
            return JSONResponse(question(control, object_of(body) if body else {}))
        except (*WRONG_SHAPE, ActRefused, ApiRefusal) as fault:
            told = f"{type(fault).__name__}: {fault}"[:300]
            return JSONResponse({"error": told}, status_code=400)

    return answer
