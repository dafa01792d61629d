"""Which messages the bot hears of: all in private, in groups what privacy mode lets through."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.characters import cut
from bot.demo.fake_telegram.world.chats import ADMINS, Chats, DemoChat
from bot.demo.fake_telegram.world.history import History
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.updates import UpdateQueue


class Hearing:
    """Queues the updates of messages; `all_groups` is @BotFather's switch of privacy mode."""

    def __init__(self, bot: User, chats: Chats, history: History, queue: UpdateQueue) -> None:
        self._bot = bot
        self._chats = chats
        self._history = history
        self._queue = queue
        self.all_groups = False

    def tell(self, message: Message, *, edited: bool = False) -> int | None:
        """Queue the update of a message, if the bot can hear it; the update's id."""
        chat = self._chats[message.chat_id]
        if not self._hears(chat, message):
            return None
        kind = "channel_post" if chat.kind == "channel" else "message"
        return self._queue.put(f"edited_{kind}" if edited else kind, self._history.show(message))

    def tell_reaction(self, user: User, message: Message, old: list[dict[str, Any]]) -> None:
        """Queue the update of a person's reaction: in groups, administrators hear of it."""
        chat = self._chats[message.chat_id]
        if chat.kind == "private" or chat.membership(self._bot.id).status in ADMINS:
            body = {"chat": chat.as_json(), "message_id": message.id, "user": user.as_json()}
            body |= {"date": self._history.seconds(), "old_reaction": old}
            body |= {"new_reaction": message.reactions[user.id]}
            self._queue.put("message_reaction", body)

    def _hears(self, chat: DemoChat, message: Message) -> bool:
        if chat.kind == "private":
            return not chat.blocked
        if not chat.has(self._bot.id):
            return False
        if chat.membership(self._bot.id).status == "administrator":
            return True
        if chat.kind == "channel":
            return False
        return self.all_groups or message.kind == "service" or self._meant_for_bot(chat, message)

    def _meant_for_bot(self, chat: DemoChat, message: Message) -> bool:
        replied = chat.messages.get(message.reply_to or 0)
        if replied and replied.sender == self._bot.id:
            return True
        name = f"@{self._bot.username}".lower()
        for entity in message.entities:
            words = cut(message.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
                return True
            if entity["type"] == "mention" and words == name:
                return True
        return False
