"""Presses of the buttons under messages, and the answers that they wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.demo.fake_telegram.refusals import ActRefused
from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.chats import Chats, DemoChat, Where
from bot.demo.fake_telegram.world.history import History
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import People, User, Who
from bot.demo.fake_telegram.world.updates import UpdateQueue

# Ids of presses are counted from this number.
FIRST_QUERY_ID = 4_000_000_000_000_000_000


@dataclass(slots=True)
class Query:
    """A pressed button, waiting for its answer; `update_id` is None if the bot cannot hear it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    since: datetime
    update_id: int | None = None
    answer: dict[str, Any] | None = None


class Presses:
    """Presses made with an honest client, with a forged one, and long after.

    `answered_within` is how long a press can be answered, `accessible_for` how long the bot is
    shown the message that was pressed.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        people: People,
        chats: Chats,
        history: History,
        queue: UpdateQueue,
        changes: Changes,
    ) -> None:
        self._now = now
        self._people = people
        self._chats = chats
        self._history = history
        self._queue = queue
        self._changes = changes
        self._by_id: dict[str, Query] = {}
        self._last = FIRST_QUERY_ID
        self.answered_within = timedelta(minutes=15)
        self.accessible_for = timedelta(days=3650)

    def __iter__(self) -> Iterator[Query]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def by_id(self, query_id: str) -> Query | None:
        """A press by the id of its query."""
        return self._by_id.get(query_id)

    def keep(self, query: Query) -> None:
        """Keep a press as it is: new, or read back from a journal."""
        self._last = max(self._last, int(query.id))
        self._by_id[query.id] = query

    def skip_ids(self, count: int) -> None:
        """Leave ids unused."""
        self._last += count

    def press(self, who: Who, where: Where, message_id: int, button: int | str = 0) -> Query:
        """Press a callback button by its number on the card, its data or its label."""
        chat = self._chats.place(who, where)
        message = chat.messages[message_id]
        found = message.buttons[button] if isinstance(button, int) else _named(message, button)
        if "callback_data" not in found:
            raise ActRefused(f"this button opens something: {found}")
        return self._query(self._people.person(who), chat, message, found["callback_data"])

    def forge(self, who: Who, where: Where, message_id: int, data: str) -> Query:
        """Press with data of one's own making, as a modified client can, even on a deleted card."""
        chat = self._chats.place(who, where)
        message = chat.messages.get(message_id) or Message(message_id, chat.id, 0, None, {})
        return self._query(self._people.person(who), chat, message, data)

    def _query(self, user: User, chat: DemoChat, message: Message, data: str) -> Query:
        if chat.blocked or not chat.has(user.id):
            raise ActRefused("you cannot press here")
        number = str(self._last + 1)
        query = Query(number, user.id, chat.id, message.id, data, self._now())
        self.keep(query)
        self._changes.touched("query", number)
        if chat.has(self._people.bot.id):
            update = {"id": query.id, "from": user.as_json(), "message": self._shown(chat, message)}
            update |= {"chat_instance": str(chat.id * 7919 % 2**63), "data": data}
            query.update_id = self._queue.put("callback_query", update)
        return query

    def _shown(self, chat: DemoChat, message: Message) -> dict[str, Any]:
        """The message of a press: a deleted or very old one is shown as inaccessible."""
        age = self._history.seconds() - message.date
        if message.id in chat.messages and age < self.accessible_for.total_seconds():
            return self._history.show(message)
        return {"chat": chat.as_json(), "message_id": message.id, "date": 0}

    def may_answer(self, query: Query) -> bool:
        """Whether a press still waits for its answer: once, and not for long."""
        return query.answer is None and self._now() - query.since <= self.answered_within

    def answer(self, query: Query, answer: dict[str, Any]) -> None:
        """Show a toast or an alert to who pressed."""
        query.answer = answer
        self._changes.touched("query", query.id)
        body = {"query_id": query.id, "message_id": query.message_id, **answer}
        self._changes.announce("answer", query.chat_id, body, query.user_id)


def _named(message: Message, name: str) -> dict[str, Any]:
    for button in message.buttons:
        if name == button.get("callback_data"):
            return button
    for button in message.buttons:
        if name in button["text"]:
            return button
    raise ActRefused(f"no button {name!r} among {message.labels}")
