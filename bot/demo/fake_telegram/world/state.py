"""Everything the demo's Telegram knows, and how a change reaches the bot and the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.demo.fake_telegram.refusals import bad_request
from bot.demo.fake_telegram.world.chats import ChatKind, DemoChat, Membership
from bot.demo.fake_telegram.world.files import FileShelf
from bot.demo.fake_telegram.world.messages import Content, Message
from bot.demo.fake_telegram.world.people import STAND_INS, User
from bot.demo.fake_telegram.world.updates import UpdateQueue

BOT_ID = 7_000_000_001
FIRST_USER_ID = 500_000_001
FIRST_QUERY_ID = 4_000_000_000_000_000_000
FIRST_ALBUM_ID = 13_000_000_000_000_000
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


@dataclass(frozen=True, slots=True)
class PageEvent:
    """Something that an open page should show at once; `only_for` names one person, if any."""

    kind: str
    chat_id: int
    body: dict[str, Any]
    only_for: int | None = None


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


@dataclass(slots=True)
class WebhookSetting:
    """Where updates are posted to, if anywhere."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Profile:
    """What the bot says about itself, by language; `menus` by scope and language."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menus: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[str, dict[str, Any]] = field(default_factory=dict)


class WorldState:
    """Users, chats, files, presses, the queue of updates; `now` gives the demo's present."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        bot_username: str = "flagbearer_bot",
        bot_name: str = "一个党员一面旗",
        first_update_id: int = 1,
    ) -> None:
        self.now = now
        self.bot = User(BOT_ID, bot_name, username=bot_username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, DemoChat] = {}
        self.files = FileShelf()
        self.queue = UpdateQueue(now, first_update_id)
        self.queries: dict[str, Query] = {}
        self.profile = Profile()
        self.webhook = WebhookSetting()
        self.reads_all_groups = False
        self.query_age = timedelta(minutes=15)
        self.accessible_for = timedelta(days=3650)
        self.watchers: list[Callable[[PageEvent], None]] = []
        self.journals: list[Callable[[str, Any], None]] = []
        self._last_user = FIRST_USER_ID - 1
        self._last_query = FIRST_QUERY_ID
        self._last_album = FIRST_ALBUM_ID
        self.files.watchers.append(lambda stored: self.touched("file", stored.id))

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def touched(self, noun: str, key: Any) -> None:
        """Tell the journals that something must be written down again."""
        for tell in self.journals:
            tell(noun, key)

    def announce(
        self, kind: str, chat_id: int, body: dict[str, Any], only: int | None = None
    ) -> None:
        if self.watchers:
            event = PageEvent(kind, chat_id, body, only)
            for tell in tuple(self.watchers):
                tell(event)

    def account(self, user_id: int) -> User:
        """A user, the bot, or an account that stands for a group or a channel."""
        if user_id == self.bot.id:
            return self.bot
        return self.users.get(user_id) or STAND_INS[user_id]

    def add_user(self, first_name: str, *, id: int | None = None, **facts: Any) -> User:
        """A new person and the private chat with the bot, which is not started yet."""
        number = id or self._last_user + 1
        self._last_user = max(self._last_user, number)
        user = User(number, first_name, **facts)
        self.users[number] = user
        self.chats[number] = DemoChat(
            number,
            "private",
            username=user.username,
            first_name=user.first_name,
            last_name=user.last_name,
            members={number: Membership("member"), self.bot.id: Membership("member")},
        )
        self.touched("user", number)
        self.touched("chat", number)
        return user

    def add_chat(self, kind: ChatKind, title: str, **facts: Any) -> DemoChat:
        """A new group, supergroup or channel with nobody in it."""
        first = FIRST_GROUP_ID if kind == "group" else FIRST_SUPERGROUP_ID
        same = [
            key for key, chat in self.chats.items() if (chat.kind == "group") == (kind == "group")
        ]
        number = facts.pop("id", None) or min([first + 1, *(key for key in same if key < 0)]) - 1
        chat = self.chats[number] = DemoChat(number, kind, title, **facts)
        self.touched("chat", number)
        return chat

    def chat(self, chat_id: int | str) -> DemoChat:
        """A chat by number or @username, or the refusal that Telegram gives."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            wanted = chat_id[1:].lower()
            for chat in self.chats.values():
                if chat.kind != "private" and chat.username.lower() == wanted:
                    return chat
            raise bad_request("chat not found")
        is_number = re.fullmatch(r"-?[0-9]{1,20}", str(chat_id)) is not None
        found = self.chats.get(int(chat_id)) if is_number else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def post(self, chat: DemoChat, sender: int | None, content: Content, **around: Any) -> Message:
        """Store a message at the end of a chat and show it to every open page."""
        message = Message(
            chat.next_message_id(), chat.id, self.seconds(), sender, content, **around
        )
        chat.messages[message.id] = message
        self.touched("message", (chat.id, message.id))
        if self.watchers:
            self.announce("message", chat.id, self.show_to_people(message))
        return message

    def changed(self, message: Message) -> None:
        """Write a changed message down and show it again."""
        self.touched("message", (message.chat_id, message.id))
        if self.watchers:
            self.announce("edited", message.chat_id, self.show_to_people(message))

    def remove(self, chat: DemoChat, message_ids: Iterable[int]) -> None:
        """Take messages out of a chat for everybody."""
        gone = [number for number in message_ids if chat.messages.pop(number, None)]
        chat.pinned = [number for number in chat.pinned if number in chat.messages]
        for number in gone:
            self.touched("message", (chat.id, number))
        self.announce("deleted", chat.id, {"message_ids": gone})

    def skip_ids(self, count: int) -> None:
        """Leave ids unused after a return from disk: some may have been given out unwritten."""
        self._last_user = max([self._last_user, *self.users])
        self._last_query = max([self._last_query, *map(int, self.queries)]) + count
        albums = (
            int(message.frame.get("media_group_id", 0))
            for chat in self.chats.values()
            for message in chat.messages.values()
        )
        self._last_album = max([self._last_album, *albums]) + count
        for chat in self.chats.values():
            chat.last_id += count if chat.messages else 0
        self.queue.skip_ids(count)

    def show(self, message: Message, *, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message object."""
        chat = self.chats[message.chat_id]
        shown: dict[str, Any] = {"message_id": message.id}
        if message.sender is not None:
            shown["from"] = self.account(message.sender).as_json()
        if message.sender_chat is not None:
            shown["sender_chat"] = self.chats[message.sender_chat].as_json()
        shown["chat"] = chat.as_json()
        shown["date"] = message.date
        if message.edit_date:
            shown["edit_date"] = message.edit_date
        replied = chat.messages.get(message.reply_to or 0)
        if replied and not nested:
            shown["reply_to_message"] = self.show(replied, nested=True)
        shown.update(message.frame)
        shown.update(message.content)
        if message.reply_markup:
            shown["reply_markup"] = message.reply_markup
        return shown

    def show_to_people(self, message: Message) -> dict[str, Any]:
        """The same with what only a chat program shows: reply keyboard, reactions."""
        shown = self.show(message)
        if message.keyboard:
            shown["keyboard"] = message.keyboard
        signs = [str(one.get("emoji", "★")) for own in message.reactions.values() for one in own]
        if signs:
            shown["reactions"] = {sign: signs.count(sign) for sign in signs}
        return shown

    def next_album(self) -> str:
        self._last_album += 1
        return str(self._last_album)

    def new_query(self, user_id: int, message: Message, data: str) -> Query:
        """Note a press; its id is unlike that of any other press."""
        self._last_query += 1
        number = str(self._last_query)
        query = Query(number, user_id, message.chat_id, message.id, data, self.now())
        self.queries[number] = query
        self.touched("query", number)
        return query
