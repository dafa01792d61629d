"""What people write and send, and what they do with messages that are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.demo.fake_telegram.characters import found_entities, is_blank, pieces, plain
from bot.demo.fake_telegram.refusals import ActRefused
from bot.demo.fake_telegram.world.attachments import describe_file
from bot.demo.fake_telegram.world.chats import Chats, DemoChat, Where
from bot.demo.fake_telegram.world.files import FileShelf, Upload
from bot.demo.fake_telegram.world.hearing import Hearing
from bot.demo.fake_telegram.world.history import History
from bot.demo.fake_telegram.world.messages import WITH_CAPTION, Content, Message
from bot.demo.fake_telegram.world.people import (
    ANONYMOUS_ADMIN,
    CHANNEL_IN_GROUP,
    People,
    User,
    Who,
)

# In UTF-16 units.
TEXT_LIMIT = 4096


class Speech:
    """Texts, files and reactions of people; the bot is told what it may hear."""

    def __init__(
        self,
        people: People,
        chats: Chats,
        files: FileShelf,
        history: History,
        hearing: Hearing,
    ) -> None:
        self._people = people
        self._chats = chats
        self._files = files
        self._history = history
        self._hearing = hearing

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
        user, chat = self._people.person(who), self._chats.place(who, where)
        _refuse_unless_writable(user, chat)
        sender, sender_chat = _speaks_as(user, chat, as_chat)
        if chat.kind == "private":
            self._chats.start(chat)
        message = self._history.post(
            chat, sender, content, frame=frame, reply_to=reply_to, sender_chat=sender_chat
        )
        self._hearing.tell(message)
        return message

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
        stored = self._files.put(upload, kind, size=size)
        return describe_file(stored, kind, **facts)

    def send_photo(self, who: Who, where: Where, content: bytes, *, caption: str = "") -> Message:
        """Send one photo."""
        return self.send_file(who, where, "photo", Upload("photo.jpg", content), caption=caption)

    def send_voice(self, who: Who, where: Where, content: bytes, *, seconds: int = 3) -> Message:
        """Send a voice message of so many seconds."""
        upload = Upload("voice.ogg", content, "audio/ogg")
        return self.send_file(who, where, "voice", upload, duration=seconds)

    def send_document(
        self, who: Who, where: Where, name: str, content: bytes, *, mime: str = ""
    ) -> Message:
        """Send any file as a document."""
        return self.send_file(who, where, "document", Upload(name, content, mime))

    def send_location(self, who: Who, where: Where, latitude: float, longitude: float) -> Message:
        """Send a point on the map, in degrees."""
        point = {"latitude": latitude, "longitude": longitude}
        return self.send(who, where, {"location": point})

    def send_album(
        self, who: Who, where: Where, uploads: Sequence[Upload], *, caption: str = ""
    ) -> list[Message]:
        """Several photos at once: as many messages and updates, one album id."""
        album, sent = self._history.next_album(), []
        for number, upload in enumerate(uploads):
            content = self.media_content("photo", upload)
            if caption and number == 0:
                content["caption"] = caption
            sent.append(self.send(who, where, content, media_group_id=album))
        return sent

    def edit(self, who: Who, where: Where, message_id: int, text: str) -> Message:
        """Change one's own text or caption."""
        user, message = self._people.person(who), self._seen(who, where, message_id)
        if message.sender != user.id:
            raise ActRefused("only the author edits a message")
        message.content, message.edit_date = _reworded(message, text), self._history.seconds()
        self._history.changed(message)
        self._hearing.tell(message, edited=True)
        return message

    def delete(self, who: Who, where: Where, message_id: int) -> None:
        """Delete a message for everybody; the bot is not told, as in life."""
        self._history.remove(self._chats.seen(who, where), [message_id])

    def forward(
        self, who: Who, source: Where, message_id: int, where: Where, *, hidden: bool = False
    ) -> Message:
        """Forward a message; `hidden` as from an author who does not show the account."""
        original = self._seen(who, source, message_id)
        origin = self._history.origin_of(original, hidden=hidden)
        return self.send(who, where, dict(original.content), forward_origin=origin)

    def react(self, who: Who, where: Where, message_id: int, emoji: str = "") -> None:
        """Put a reaction on a message, or take it away; told to administrators who ask for it."""
        user, message = self._people.person(who), self._seen(who, where, message_id)
        old = message.reactions.get(user.id, [])
        message.reactions[user.id] = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self._history.changed(message)
        self._hearing.tell_reaction(user, message, old)

    def _seen(self, who: Who, where: Where, message_id: int) -> Message:
        return self._chats.seen(who, where).messages[message_id]


def _refuse_unless_writable(user: User, chat: DemoChat) -> None:
    if chat.moved_to or chat.deleted:
        raise ActRefused("this group is closed")
    if chat.blocked:
        raise ActRefused("unblock the bot first")
    member = chat.membership(user.id)
    if not chat.has(user.id) or member.status == "restricted":
        raise ActRefused("you cannot write here")
    if chat.kind == "channel" and not member.may("can_post_messages"):
        raise ActRefused("only administrators post in a channel")


def _speaks_as(user: User, chat: DemoChat, as_chat: int | None) -> tuple[int | None, int | None]:
    """Sender and sending chat of what somebody writes."""
    if chat.kind == "channel":
        return None, chat.id
    if as_chat is not None:
        return CHANNEL_IN_GROUP.id, as_chat
    if chat.membership(user.id).anonymous:
        return ANONYMOUS_ADMIN.id, chat.id
    return user.id, None


def _reworded(message: Message, text: str) -> Content:
    """The content of a message with another text or caption."""
    words = plain(text).strip()
    captioned = any(kind in message.content for kind in WITH_CAPTION)
    field, entities = ("caption", "caption_entities") if captioned else ("text", "entities")
    content = {key: value for key, value in message.content.items() if key != entities}
    content[field] = words
    if found := found_entities(words):
        content[entities] = found
    return content
