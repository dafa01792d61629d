"""The messages of all chats: posted, changed, removed, and shown as the Bot API shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.chats import Chats, DemoChat
from bot.demo.fake_telegram.world.messages import Content, Message
from bot.demo.fake_telegram.world.people import People, User

# Ids of albums are counted from this number.
FIRST_ALBUM_ID = 13_000_000_000_000_000


class History:
    """Whoever wrote a message, it is kept and shown here; `now` dates it."""

    def __init__(
        self, now: Callable[[], datetime], people: People, chats: Chats, changes: Changes
    ) -> None:
        self._now = now
        self._people = people
        self._chats = chats
        self._changes = changes
        self._last_album = FIRST_ALBUM_ID

    def seconds(self) -> int:
        """The present as messages are dated: Unix seconds."""
        return int(self._now().timestamp())

    def of(self, where: DemoChat | User | int) -> list[Message]:
        """All messages of a chat (of a person's private chat), oldest first."""
        return self._chats[where if isinstance(where, int) else where.id].in_order()

    def post(self, chat: DemoChat, sender: int | None, content: Content, **around: Any) -> Message:
        """Store a message at the end of a chat and show it to every open page."""
        message = Message(
            chat.next_message_id(), chat.id, self.seconds(), sender, content, **around
        )
        chat.messages[message.id] = message
        self._tell("message", message)
        return message

    def changed(self, message: Message) -> None:
        """Write a changed message down and show it again."""
        self._tell("edited", message)

    def _tell(self, kind: str, message: Message) -> None:
        self._changes.touched("message", (message.chat_id, message.id))
        if self._changes.pages:
            self._changes.announce(kind, message.chat_id, self.show_to_people(message))

    def remove(self, chat: DemoChat, message_ids: Iterable[int]) -> None:
        """Take messages out of a chat for everybody."""
        gone = [number for number in message_ids if chat.messages.pop(number, None)]
        chat.pinned = [number for number in chat.pinned if number in chat.messages]
        for number in gone:
            self._changes.touched("message", (chat.id, number))
        self._changes.announce("deleted", chat.id, {"message_ids": gone})

    def keep(self, message: Message) -> None:
        """Keep a message as it was read back from a journal."""
        self._chats[message.chat_id].messages[message.id] = message
        self._last_album = max(self._last_album, int(message.frame.get("media_group_id", 0)))

    def next_album(self) -> str:
        """A new id for messages that were sent together."""
        self._last_album += 1
        return str(self._last_album)

    def skip_ids(self, count: int) -> None:
        """Leave ids of albums, and of messages in every chat that has some, unused."""
        self._last_album += count
        for chat in self._chats:
            chat.last_id += count if chat.messages else 0

    def show(self, message: Message, *, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message object."""
        chat = self._chats[message.chat_id]
        shown: dict[str, Any] = {"message_id": message.id}
        if message.sender is not None:
            shown["from"] = self._people.account(message.sender).as_json()
        if message.sender_chat is not None:
            shown["sender_chat"] = self._chats[message.sender_chat].as_json()
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

    def origin_of(self, original: Message, *, hidden: bool = False) -> dict[str, Any]:
        """The Bot API's MessageOrigin of a message, kept when it is forwarded again."""
        if earlier := original.frame.get("forward_origin"):
            return dict(earlier)
        if original.sender_chat is not None:
            chat = self._chats[original.sender_chat]
            if chat.kind == "channel":
                shown = {"chat": chat.as_json(), "message_id": original.id}
                return {"type": "channel", "date": original.date, **shown}
            return {"type": "chat", "date": original.date, "sender_chat": chat.as_json()}
        author = self._people.account(original.sender or 0)
        if hidden:
            return {"type": "hidden_user", "date": original.date, "sender_user_name": author.name}
        return {"type": "user", "date": original.date, "sender_user": author.as_json()}
