"""What people press: buttons under messages, and reactions."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.world.chats import ADMINS, DemoChat
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.speaking import ActRefused, Speaking, Where, Who
from bot.demo.fake_telegram.world.state import Query


class Pressing(Speaking):
    """Presses made with an honest client, with a forged one, and long after."""

    def press(self, who: Who, where: Where, message_id: int, button: int | str = 0) -> Query:
        """Press a callback button by its number on the card, its data or its label."""
        chat = self.place(who, where)
        message = chat.messages[message_id]
        found = message.buttons[button] if isinstance(button, int) else _named(message, button)
        if "callback_data" not in found:
            raise ActRefused(f"this button opens something: {found}")
        return self._query(self.person(who), chat, message, found["callback_data"])

    def forge_press(self, who: Who, where: Where, message_id: int, data: str) -> Query:
        """Press with data of one's own making, as a modified client can, even on a deleted card."""
        chat = self.place(who, where)
        message = chat.messages.get(message_id) or Message(message_id, chat.id, 0, None, {})
        return self._query(self.person(who), chat, message, data)

    def _query(self, user: User, chat: DemoChat, message: Message, data: str) -> Query:
        if chat.blocked or not chat.has(user.id):
            raise ActRefused("you cannot press here")
        query = self.new_query(user.id, message, data)
        if chat.has(self.bot.id):
            update = {"id": query.id, "from": user.as_json(), "message": self._pressed(message)}
            update |= {"chat_instance": str(chat.id * 7919 % 2**63), "data": data}
            query.update_id = self.queue.put("callback_query", update)
            self.touched("queue", "")
        return query

    def _pressed(self, message: Message) -> dict[str, Any]:
        """The message of a press: a deleted or very old one is shown as inaccessible."""
        chat = self.chats[message.chat_id]
        age = self.seconds() - message.date
        if message.id in chat.messages and age < self.accessible_for.total_seconds():
            return self.show(message)
        return {"chat": chat.as_json(), "message_id": message.id, "date": 0}

    def react(self, who: Who, where: Where, message_id: int, emoji: str = "") -> None:
        """Put a reaction on a message, or take it away; told to administrators who ask for it."""
        user, chat = self.person(who), self.seen(who, where)
        message = chat.messages[message_id]
        old = message.reactions.get(user.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[user.id] = new
        self.changed(message)
        hears = chat.kind == "private" or chat.membership(self.bot.id).status in ADMINS
        if hears:
            body = {"chat": chat.as_json(), "message_id": message_id, "user": user.as_json()}
            body |= {"date": self.seconds(), "old_reaction": old, "new_reaction": new}
            self.queue.put("message_reaction", body)
            self.touched("queue", "")


def _named(message: Message, name: str) -> dict[str, Any]:
    for button in message.buttons:
        if name == button.get("callback_data"):
            return button
    for button in message.buttons:
        if name in button["text"]:
            return button
    raise ActRefused(f"no button {name!r} among {message.labels}")
