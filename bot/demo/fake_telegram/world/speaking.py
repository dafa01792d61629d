"""What people say and send, and the update that the bot gets of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.demo.fake_telegram.characters import cut, found_entities, is_blank, pieces, plain
from bot.demo.fake_telegram.world.attachments import describe_file
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.messages import WITH_CAPTION, Content, Message
from bot.demo.fake_telegram.world.people import ANONYMOUS_ADMIN, CHANNEL_IN_GROUP, User
from bot.demo.fake_telegram.world.state import WorldState

TEXT_LIMIT = 4096

Who = User | int
Where = DemoChat | int | None


class ActRefused(Exception):
    """Something that a person's own client would not let them do."""


class Speaking(WorldState):
    """Messages written by people."""

    def person(self, who: Who) -> User:
        return who if isinstance(who, User) else self.users[who]

    def place(self, who: Who, where: Where) -> DemoChat:
        """The chat meant: None is the private chat with the bot."""
        if isinstance(where, DemoChat):
            return where
        return self.chats[self.person(who).id if where is None else where]

    def seen(self, who: Who, where: Where) -> DemoChat:
        """The chat meant, if this person is in it."""
        chat = self.place(who, where)
        if not chat.has(self.person(who).id):
            raise ActRefused("you are not in this chat")
        return chat

    def messages(self, where: DemoChat | User | int) -> list[Message]:
        """All messages of a chat (of a person's private chat), oldest first."""
        return self.chats[where if isinstance(where, int) else where.id].in_order()

    def last(self, where: DemoChat | User | int) -> Message:
        return self.messages(where)[-1]

    def say(
        self, who: Who, where: Where, text: str, *, reply_to: int | None = None, **frame: Any
    ) -> Message:
        """Write a text; a very long one goes as several messages, the last of which is given."""
        if is_blank(text):
            raise ActRefused("write something first")
        for words in pieces(plain(text).strip(), TEXT_LIMIT):
            content: Content = {"text": words}
            if entities := found_entities(words):
                content["entities"] = entities
            message = self.send(who, where, content, reply_to=reply_to, **frame)
        return message

    def start(self, who: Who, payload: str = "") -> Message:
        """Press Start, or open a t.me link with a payload."""
        chat = self.place(who, None)
        if chat.blocked:
            self.unblock(who)
        return self.say(who, None, f"/start {payload}".strip())

    def unblock(self, who: Who) -> None:
        raise NotImplementedError

    def send(
        self,
        who: Who,
        where: Where,
        content: Content,
        *,
        reply_to: int | None = None,
        as_chat: int | None = None,
        **frame: Any,
    ) -> Message:
        """Send any content in Bot API fields, for kinds that have no act of their own."""
        user, chat = self.person(who), self.place(who, where)
        self._may_write(user, chat)
        sender, sender_chat = self._speaks_as(user, chat, as_chat)
        if chat.kind == "private":
            chat.started = True
            self.touched("chat", chat.id)
        message = self.post(
            chat, sender, content, frame=frame, reply_to=reply_to, sender_chat=sender_chat
        )
        self.tell_bot(message)
        return message

    def _may_write(self, user: User, chat: DemoChat) -> None:
        if chat.moved_to or chat.deleted:
            raise ActRefused("this group is closed")
        if chat.blocked:
            raise ActRefused("unblock the bot first")
        member = chat.membership(user.id)
        if not chat.has(user.id) or member.status == "restricted":
            raise ActRefused("you cannot write here")
        if chat.kind == "channel" and not member.may("can_post_messages"):
            raise ActRefused("only administrators post in a channel")

    def _speaks_as(
        self, user: User, chat: DemoChat, as_chat: int | None
    ) -> tuple[int | None, int | None]:
        if chat.kind == "channel":
            return None, chat.id
        if as_chat is not None:
            return CHANNEL_IN_GROUP.id, as_chat
        if chat.membership(user.id).anonymous:
            return ANONYMOUS_ADMIN.id, chat.id
        return user.id, None

    def tell_bot(self, message: Message, *, edited: bool = False) -> int | None:
        """Queue the update of a message, if the bot can hear it; the update's id."""
        if not self.bot_hears(message):
            return None
        kind = "channel_post" if self.chats[message.chat_id].kind == "channel" else "message"
        update_id = self.queue.put(f"edited_{kind}" if edited else kind, self.show(message))
        self.touched("queue", "")
        return update_id

    def bot_hears(self, message: Message) -> bool:
        """Privacy mode: in groups a bot that is no administrator hears what is meant for it."""
        chat = self.chats[message.chat_id]
        member = chat.membership(self.bot.id)
        if chat.kind == "private":
            return not chat.blocked
        if not chat.has(self.bot.id):
            return False
        if chat.kind == "channel":
            return member.status == "administrator"
        return (
            member.status == "administrator"
            or self.reads_all_groups
            or message.kind == "service"
            or self._meant_for_bot(chat, message)
        )

    def _meant_for_bot(self, chat: DemoChat, message: Message) -> bool:
        replied = chat.messages.get(message.reply_to or 0)
        if replied and replied.sender == self.bot.id:
            return True
        name = f"@{self.bot.username}".lower()
        for entity in message.entities:
            words = cut(message.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
                return True
            if entity["type"] == "mention" and words == name:
                return True
        return False

    def send_file(
        self,
        who: Who,
        where: Where,
        kind: str,
        upload: Upload,
        *,
        caption: str = "",
        size: int | None = None,
        **facts: Any,
    ) -> Message:
        """Send a photo, document, voice, video, audio, sticker… ; `size` can pretend a big file."""
        content = self.media_content(kind, upload, size=size, **facts)
        if caption:
            content["caption"] = plain(caption).strip()
        return self.send(who, where, content)

    def media_content(
        self, kind: str, upload: Upload, *, size: int | None = None, **facts: Any
    ) -> Content:
        """Lay a file on the shelf and describe it in Bot API fields."""
        stored = self.files.put(upload, kind, size=size)
        return describe_file(stored, kind, **facts)

    def send_photo(self, who: Who, where: Where, content: bytes, *, caption: str = "") -> Message:
        return self.send_file(who, where, "photo", Upload("photo.jpg", content), caption=caption)

    def send_voice(self, who: Who, where: Where, content: bytes, *, seconds: int = 3) -> Message:
        upload = Upload("voice.ogg", content, "audio/ogg")
        return self.send_file(who, where, "voice", upload, duration=seconds)

    def send_document(
        self, who: Who, where: Where, name: str, content: bytes, *, mime: str = ""
    ) -> Message:
        return self.send_file(who, where, "document", Upload(name, content, mime))

    def send_location(self, who: Who, where: Where, latitude: float, longitude: float) -> Message:
        point = {"latitude": latitude, "longitude": longitude}
        return self.send(who, where, {"location": point})

    def send_album(
        self, who: Who, where: Where, uploads: Sequence[Upload], *, caption: str = ""
    ) -> list[Message]:
        """Several photos at once: as many messages and updates, one album id."""
        album, sent = self.next_album(), []
        for number, upload in enumerate(uploads):
            content = self.media_content("photo", upload)
            if caption and number == 0:
                content["caption"] = caption
            sent.append(self.send(who, where, content, media_group_id=album))
        return sent

    def edit(self, who: Who, where: Where, message_id: int, text: str) -> Message:
        """Change one's own text or caption."""
        user, message = self.person(who), self.seen(who, where).messages[message_id]
        if message.sender != user.id:
            raise ActRefused("only the author edits a message")
        words = plain(text).strip()
        captioned = any(kind in message.content for kind in WITH_CAPTION)
        field, entities = ("caption", "caption_entities") if captioned else ("text", "entities")
        content = {key: value for key, value in message.content.items() if key != entities}
        content[field] = words
        if found := found_entities(words):
            content[entities] = found
        message.content, message.edit_date = content, self.seconds()
        self.changed(message)
        self.tell_bot(message, edited=True)
        return message

    def delete(self, who: Who, where: Where, message_id: int) -> None:
        """Delete a message for everybody; the bot is not told, as in life."""
        self.remove(self.seen(who, where), [message_id])

    def forward(
        self, who: Who, source: Where, message_id: int, where: Where, *, hidden: bool = False
    ) -> Message:
        """Forward a message; `hidden` as from an author who does not show the account."""
        original = self.seen(who, source).messages[message_id]
        origin = self.origin_of(original, hidden=hidden)
        return self.send(who, where, dict(original.content), forward_origin=origin)

    def origin_of(self, original: Message, *, hidden: bool = False) -> dict[str, Any]:
        """The Bot API's MessageOrigin of a message, kept when it is forwarded again."""
        if earlier := original.frame.get("forward_origin"):
            return dict(earlier)
        if original.sender_chat is not None:
            chat = self.chats[original.sender_chat]
            if chat.kind == "channel":
                shown = {"chat": chat.as_json(), "message_id": original.id}
                return {"type": "channel", "date": original.date, **shown}
            return {"type": "chat", "date": original.date, "sender_chat": chat.as_json()}
        author = self.account(original.sender or 0)
        if hidden:
            return {"type": "hidden_user", "date": original.date, "sender_user_name": author.name}
        return {"type": "user", "date": original.date, "sender_user": author.as_json()}
